import Groups
import OwnKeys
import SecretSharing
import Secrets
import TestSupport
import Testing

/// A dealer of tests, who knows everybody's secrets.
final class TestDealer<G: Group> {
    let dealing: TestDealing<G>
    let proven: ProvenOwnDealing<G>
    let polynomial: Polynomial<G>
    let shares: ShareTable<G>
    /// The holders' private keys.
    let nodeKeys: [[UInt8]]

    /// - Parameter curves: Of the holders' keys; holder k has index `indices[k]`, or k + 1.
    init(
        _ curves: [CurveName], indices: [Int]? = nil, threshold: Int = 2, _ parameters: ProofParameters? = nil
    ) throws {
        let indices = try (indices ?? Array(1...curves.count)).map { try HolderIndex($0) }
        let secret = try SecretScalar<G>.random(), id = random(32)
        polynomial = try Polynomial.random(through: secret, threshold: threshold)
        shares = try polynomial.shares(of: indices)
        let keys = try curves.map(freshKey)
        nodeKeys = keys.map(\.0)
        let dealer = try OwnKeyDealer(
            .publiclyVerifiable, of: polynomial, commitment: try polynomial.commitment(),
            holders: zip(indices, keys).map { OwnKeyHolder(index: $0, key: $1.1) }, epoch: 0)
        dealing = TestDealing(dealer.context, parameters ?? ProofParameters(holderCount: curves.count))
        proven = try dealer.prove(secret, id: id).verify(dealer.context, id: id)
    }

    func prover() throws -> SharesProver<G> {
        let randomness = try DealerRandomness(polynomial: polynomial)
        return try SharesProver(shares, of: dealing.context, randomness, dealing.parameters)
    }

    func proof() throws -> [UInt8] { try prover().proof().bytes }

    func share(_ position: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        bytes.withUnsafeMutableBytes { shares.encode(position, into: $0) }
        return bytes
    }

    /// Whether the holder at a position gets the share that was dealt.
    func opens(_ position: Int, _ share: VerifiedSealedShare<G>) throws -> Bool {
        try proven.openedShare(share, nodeKeys[position], in: share.holder.key.curve) == self.share(position)
    }
}

let small = ProofParameters(slotCount: 6, openedCount: 2)

/// Proofs that are made here verify and open, and changed ones do not.
@Suite struct SharesProofTests {
    @Test(arguments: CurveName.allCases)
    func everyPairOfGroupsVerifiesAndOpens(_ shared: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let mixed = CurveName.allCases + [.ed25519]
            for curves in CurveName.allCases.map({ [$0, $0] }) + [mixed] {
                let dealer = try TestDealer<G>(curves, small)
                let verified = try dealer.dealing.verifier(try dealer.proof()).verified()
                for position in curves.indices {
                    let opens = try dealer.opens(position, verified.share(at: position))
                    #expect(opens)
                }
            }
        }
        try check(shared.group)
    }

    /// The counts around which N and v change.
    @Test(arguments: [2, 16, 17, 60, 61])
    func anyNumberOfHolders(_ count: Int) throws {
        let curves = (0..<count).map { $0 % 20 == 7 ? CurveName.ed25519 : $0 % 9 == 4 ? .p256 : .secp256k1 }
        let dealer = try TestDealer<Secp256k1>(curves, threshold: max(2, count / 2))
        let proof = try dealer.proof(), parameters = dealer.dealing.parameters
        #expect(parameters.slotCount == (count <= 16 ? 144 : count <= 60 ? 150 : 162))
        #expect(parameters.openedCount == parameters.slotCount / 3)
        let verified = try dealer.dealing.verifier(proof).verified()
        for position in [0, count / 2, count - 1] {
            let opens = try dealer.opens(position, verified.share(at: position))
            #expect(opens)
        }
    }

    @Test func theLargestIndicesAndEpochs() throws {
        let dealer = try TestDealer<P256>([.p256, .secp256k1, .ed25519], indices: [1, 300, 65535], small)
        let verified = try dealer.dealing.verifier(try dealer.proof()).verified()
        for position in 0..<3 {
            let opens = try dealer.opens(position, verified.share(at: position))
            #expect(opens)
        }
    }

    @Test func twoProofsOfOneDealingHaveNothingInCommon() throws {
        let dealer = try TestDealer<Ed25519>([.secp256k1, .ed25519], small)
        let one = try dealer.dealing.verifier(try dealer.proof()).proof
        let other = try dealer.dealing.verifier(try dealer.proof()).proof
        #expect(one.salt != other.salt)
        #expect(Set(one.commitments(at: 0) + other.commitments(at: 0)).count == 4)
        #expect(Set(one.hidden(at: 0) + other.hidden(at: 0)).count == 8)
        #expect(Set(one.openedValues(at: 0) + other.openedValues(at: 0)).count == 4)
    }

    /// No seed and no value is that of another slot or holder.
    @Test func everySlotHasItsOwnSecrets() throws {
        let dealer = try TestDealer<Secp256k1>(
            [.secp256k1, .secp256k1], ProofParameters(slotCount: 144, openedCount: 48))
        let proof = try dealer.dealing.verifier(try dealer.proof()).proof
        let seeds = (0..<2).flatMap { position in
            let bytes = proof.opened(at: position)
            return stride(from: 0, to: bytes.count, by: 48).map { Array(bytes[$0 + 32..<$0 + 48]) }
        }
        #expect(Set(seeds).count == 96)
        #expect(Set((0..<2).flatMap { proof.openedValues(at: $0) }).count == 96)
        #expect(Set((0..<2).flatMap { proof.hidden(at: $0) }.map(\.ephemeral)).count == 192)
        #expect(Set((0..<2).flatMap { proof.commitments(at: $0) }).count == 96)
    }

    @Test(arguments: Seed.fresh(1))
    func everyByteOfASmallProofMatters(_ seed: Seed) throws {
        var generator = seed.generator
        let dealer = try TestDealer<Ed25519>([.secp256k1, .p256, .ed25519], indices: [2, 3, 9], small)
        let proof = try dealer.proof()
        let blobs = proof.count - 3 * small.openedCount * (32 + 48) - small.hiddenCount * (81 + 81 + 80)
        for place in proof.indices {
            var altered = proof
            altered[place] ^= 1 << UInt8(generator.int(0...7))
            let verdict = try dealer.dealing.verdict(on: altered)
            if place < 21 {
                #expect(verdict.word == "proof-malformed")
            } else if place < blobs {
                // Salt and rows are in what every holder's slots were opened by; one row in fifteen times opens the same ones.
                let owner = place < 21 + 32 ? nil : [2, 3, 9][(place - 21 - 32) / 32]
                let isRight = verdict.who == [2, 3, 9] || verdict.who == owner.map { [$0] }
                #expect(verdict.word == "proof-wrong" && isRight, "byte \(place)")
            } else {
                let own = [81, 81, 80].map { small.openedCount * 80 + small.hiddenCount * $0 }
                let holder = place < blobs + own[0] ? 2 : place < blobs + own[0] + own[1] ? 3 : 9
                #expect(verdict.word == "proof-wrong" && verdict.who == [holder], "byte \(place)")
            }
        }
    }

    @Test(arguments: Seed.fresh(1))
    func bitsOfAProofOfTrueSizeMatter(_ seed: Seed) throws {
        var generator = seed.generator
        let dealer = try TestDealer<Secp256k1>([.secp256k1, .ed25519, .secp256k1])
        let proof = try dealer.proof()
        for _ in 0..<100 {
            var altered = proof
            let place = generator.int(21...proof.count - 1)
            altered[place] ^= 1 << UInt8(generator.int(0...7))
            let verdict = try dealer.dealing.verdict(on: altered)
            #expect(verdict.word == "proof-wrong")
            #expect(verdict.who.count == (place < 21 + 32 + 96 ? 3 : 1), "byte \(place)")
        }
    }

    @Test func aProofIsOfOneDealingOnly() throws {
        let dealer = try TestDealer<Secp256k1>([.secp256k1, .secp256k1, .p256], small)
        let proof = try dealer.proof(), dealing = dealer.dealing
        let elements = dealing.context.commitment.elements, holders = dealing.context.holders
        let exchanged = [(0, 1), (1, 0), (2, 2)].map { OwnKeyHolder(index: holders[$0].index, key: holders[$1].key) }
        let others = [
            ("epoch", try dealing.with(epoch: 1)),
            ("threshold", try dealing.with(elements + [Secp256k1.generator])),
            ("commitments", try dealing.with(elements.reversed())),
            ("keys exchanged", try dealing.with(holders: exchanged)),
            (
                "another key",
                try dealing.with(
                    holders: holders.dropLast() + [OwnKeyHolder(index: holders[2].index, key: freshKey(.p256).1)])
            ),
            (
                "another index",
                try dealing.with(
                    holders: holders.dropLast() + [OwnKeyHolder(index: HolderIndex(4), key: holders[2].key)])
            ),
        ]
        for (name, other) in others {
            let verdict = try other.verdict(on: proof)
            #expect(
                verdict.word == "proof-wrong" && verdict.who == other.context.holders.map { Int($0.index.value) },
                "\(name)")
        }
    }

    @Test func anotherNumberOfSlotsOrHoldersIsRefused() throws {
        let dealer = try TestDealer<Secp256k1>([.secp256k1, .secp256k1], small), proof = try dealer.proof()
        for (slots, opened) in [(7, 2), (6, 3), (5, 2), (6, 1)] {
            var other = dealer.dealing
            other.parameters = ProofParameters(slotCount: slots, openedCount: opened)
            // A hidden slot is as long as point, value and seed of an opened one, so that not every length differs.
            #expect(try other.verdict(on: proof).word != "right", "\(slots), \(opened)")
        }
        let more = try dealer.dealing.with(
            holders: dealer.dealing.context.holders
                + [OwnKeyHolder(index: HolderIndex(3), key: freshKey(.secp256k1).1)])
        #expect(try more.verdict(on: proof).word == "proof-malformed")
    }

    /// A point fewer, or one slot more, is another length.
    @Test func partsLeftOutOrAddedAreRefused() throws {
        let dealer = try TestDealer<P256>([.ed25519, .ed25519], small), proof = try dealer.proof()
        let blob = 21 + 32 + 64
        for (range, addition) in [
            (blob..<blob + 33, []), (blob + 66..<blob + 114, []), (blob..<blob, Array(proof[blob..<blob + 33])),
            (proof.count - 80..<proof.count, []), (proof.count..<proof.count, [0]), (0..<proof.count, []),
        ] {
            var altered = proof
            altered.replaceSubrange(range, with: addition)
            #expect(try dealer.dealing.verdict(on: altered).word == "proof-malformed")
        }
    }

    @Test func anotherHoldersKeyOpensNothing() throws {
        let dealer = try TestDealer<Secp256k1>([.secp256k1, .secp256k1], small)
        let verified = try dealer.dealing.verifier(try dealer.proof()).verified()
        let first = verified.share(at: 0).holder.index, second = verified.share(at: 1).holder.index
        let other = try dealer.proven.secret(try scalar(dealer.nodeKeys[1], in: Secp256k1.self), of: second)
        let error = failure { _ = try shown(try verified.share(at: 0).opened(with: other)) }
        #expect(error == .nodeKeyOfAnotherHolder(first))
    }

    /// Spread over any parts, in any order.
    @Test func theVerdictIsTheSameInParts() throws {
        let dealer = try TestDealer<Ed25519>([.ed25519, .p256, .secp256k1, .ed25519], small), proof = try dealer.proof()
        var altered = proof
        altered[proof.count - 1] ^= 1
        for bytes in [proof, altered] {
            let verifier = try dealer.dealing.verifier(bytes)
            let parts = try [2..<4, 0..<1, 1..<2].map { try verifier.check($0) }
            let whole = Result { try verifier.verified() }, inParts = Result { try verifier.verdict(parts) }
            #expect((whole.error as? OwnKeysError) == (inParts.error as? OwnKeysError))
            #expect((whole.error == nil) == (bytes == proof))
        }
    }

    /// In a group of 13 numbers zeros are drawn all the time, and drawn again.
    @Test func zerosAreDrawnAgain() throws {
        var again = 0
        for _ in 0..<40 {
            let dealer = try TestDealer<ToyGroup>([.secp256k1, .ed25519], small)
            let prover = try dealer.prover()
            for position in 0..<2 { again += try prover.row(at: position).attempt > 0 ? 1 : 0 }
            let proof = try prover.proof()
            let verified = try dealer.dealing.verifier(proof.bytes).verified()
            for position in 0..<2 {
                let opens = try dealer.opens(position, verified.share(at: position))
                #expect(opens)
                #expect(proof.commitments(at: position).allSatisfy { $0 != [1] })
            }
        }
        #expect(again > 0)
    }
}

extension Result {
    fileprivate var error: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}
