import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// Only who has the key of commitment 0 makes the proof, and only for the one dealing.
@Suite struct DealerProofTests {
    private let id = [UInt8](0..<32)

    private func refuses<G: Group>(
        _ proof: DealerProof<G>, _ publicKey: G.Element, _ id: [UInt8], _ what: Comment,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: SecretSharingError.dealerProofWrong, what, sourceLocation: location) {
            try proof.verify(publicKey: publicKey, dealing: id)
        }
    }

    @Test(arguments: CurveName.allCases)
    func theDealersProofIsAccepted(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            for _ in 0..<8 {
                let key = try SecretScalar<G>.random()
                let publicKey = G.generator(times: key)
                let proof = try DealerProof.make(for: key, publicKey: publicKey, dealing: id)
                try proof.verify(publicKey: publicKey, dealing: id)
                let encoded = proof.encoded
                #expect(encoded.count == 64)
                let read = try DealerProof<G>(decoding: encoded)
                #expect(read == proof)
            }
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func twoProofsOfOneDealingDiffer(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let key = try SecretScalar<G>.random()
            let publicKey = G.generator(times: key)
            let proofs = try (0..<4).map { _ in try DealerProof.make(for: key, publicKey: publicKey, dealing: id) }
            #expect(Set(proofs.map(\.challenge)).count == 4)
            #expect(Set(proofs.map(\.response)).count == 4)
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func everyFlippedBitIsRefused(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let key = try SecretScalar<G>.random()
            let publicKey = G.generator(times: key)
            let good = try DealerProof.make(for: key, publicKey: publicKey, dealing: id).encoded
            for bit in 0..<512 {
                var altered = good
                altered[bit / 8] ^= 1 << UInt8(bit % 8)
                do {
                    refuses(try DealerProof<G>(decoding: altered), publicKey, id, "bit \(bit)")
                } catch {
                    // A number that the order excludes; the challenge may be any 32 bytes.
                    #expect(error == .dealerProofNotBelowOrder(G.curve) && bit >= 256, "bit \(bit)")
                }
            }
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func isBoundToTheDealingAndToTheKey(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let key = try SecretScalar<G>.random(), other = try SecretScalar<G>.random()
            let publicKey = G.generator(times: key), stranger = G.generator(times: other)
            let proof = try DealerProof.make(for: key, publicKey: publicKey, dealing: id)
            for place in 0..<32 {
                var id = id
                id[place] ^= 0x80
                refuses(proof, publicKey, id, "id, byte \(place)")
            }
            for id in [[], Array(id.dropLast()), id + [0]] { refuses(proof, publicKey, id, "length of the id") }
            refuses(proof, stranger, id, "another key")
            refuses(proof, G.negatedVariableTime(publicKey), id, "the opposite key")
            refuses(proof, G.sumVariableTime(publicKey, G.generator), id, "a neighbouring key")
            // A stranger who says that the key is theirs.
            let impostor = try DealerProof.make(for: other, publicKey: publicKey, dealing: id)
            refuses(impostor, publicKey, id, "made with another key")
            refuses(impostor, stranger, id, "made with another key, for that one")
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func isNotMadeFromPublicKeysAlone(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let publicKey = G.generator(times: try SecretScalar<G>.random())
            // What passes the equation under a challenge that was chosen first, and not hashed.
            let response = PublicScalar<G>(12345)
            for challenge in [[UInt8](repeating: 0, count: 32), [UInt8](repeating: 7, count: 32)] {
                refuses(DealerProof<G>(challenge: challenge, response: response), publicKey, id, "a chosen challenge")
            }
            // R = 0: s and c are zero, or c hashes the identity.
            let zero = [UInt8](repeating: 0, count: 32)
            refuses(DealerProof<G>(challenge: zero, response: .zero), publicKey, id, "all zero")
            // The hash of R made first, and s without the key.
            let nonce = G.generator(times: try SecretScalar<G>.random())
            let challenge = DealerProof<G>.hash(publicKey: publicKey, dealing: id, nonce: nonce)
            refuses(DealerProof<G>(challenge: challenge, response: response), publicKey, id, "a guessed response")
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func refusesWhatHasNotTheForm(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let key = try SecretScalar<G>.random()
            let good = try DealerProof.make(for: key, publicKey: G.generator(times: key), dealing: id).encoded
            for count in [0, 1, 31, 32, 33, 63, 65, 96, 128] {
                #expect(throws: SecretSharingError.dealerProofLength(found: count)) {
                    _ = try DealerProof<G>(decoding: Array((good + good).prefix(count)))
                }
            }
            for number in [G.scalars.order.bytes(G.scalarByteOrder), [UInt8](repeating: 0xFF, count: 32)] {
                #expect(throws: SecretSharingError.dealerProofNotBelowOrder(G.curve)) {
                    _ = try DealerProof<G>(decoding: good.prefix(32) + number)
                }
            }
        }
        try run(curve.group)
    }

    // MARK: In the group of order 13, all of it

    @Test func everyToyKeyProvesAndNoOtherKeyFits() throws {
        for x in 1...12 {
            let key = try toyScalar(UInt64(x))
            let publicKey = ToyGroup.generator(times: key)
            var responses: Set<PublicScalar<ToyGroup>> = []
            for number in 0..<60 {
                let id = [UInt8](repeating: UInt8(number), count: 32)
                let proof = try DealerProof.make(for: key, publicKey: publicKey, dealing: id)
                try proof.verify(publicKey: publicKey, dealing: id)
                responses.insert(proof.response)
                for y in 1...12 where y != x {
                    let other = ToyGroup.generator(times: try toyScalar(UInt64(y)))
                    refuses(proof, other, id, "key \(y) instead of \(x)")
                }
            }
            // 60 draws of 13 leave one out with probability 13·(12/13)⁶⁰ < 11 %, three with less than 10⁻⁵.
            #expect(responses.count >= 10)
        }
    }

    /// Who has not the key has to guess s: for every key, every R and its challenge, one number of thirteen is right.
    @Test func exactlyOneGuessOfThirteenIsRight() throws {
        var accepted = 0
        for x in 1...12 {
            let publicKey = ToyGroup.generator(times: try toyScalar(UInt64(x)))
            for k in 1...12 {
                let nonce = ToyGroup.generator(times: try toyScalar(UInt64(k)))
                let challenge = DealerProof<ToyGroup>.hash(publicKey: publicKey, dealing: id, nonce: nonce)
                var right: [UInt64] = []
                for s in 0...12 as ClosedRange<UInt64> {
                    let proof = DealerProof<ToyGroup>(challenge: challenge, response: PublicScalar(s))
                    if (try? proof.verify(publicKey: publicKey, dealing: id)) != nil { right.append(s) }
                }
                let c = PublicScalar<ToyGroup>(reducing: Limbs(bytes: challenge, .bigEndian))
                let expected = PublicScalar<ToyGroup>(UInt64(k)) + c * PublicScalar(UInt64(x))
                #expect(right == [expected.limbs.l0])
                accepted += right.count
            }
        }
        #expect(accepted == 12 * 12)
    }

    /// R = 0 is refused even where the hash fits it: it would be a proof for the one response c·x, and k is never 0.
    @Test func theNeutralNonceIsRefusedWhateverItsHash() throws {
        for x in 1...12 {
            let publicKey = ToyGroup.generator(times: try toyScalar(UInt64(x)))
            let challenge = DealerProof<ToyGroup>.hash(publicKey: publicKey, dealing: id, nonce: ToyGroup.identity)
            for s in 0...12 as ClosedRange<UInt64> {
                refuses(
                    DealerProof<ToyGroup>(challenge: challenge, response: PublicScalar(s)), publicKey, id, "s = \(s)")
            }
        }
    }

    private func toyScalar(_ value: UInt64) throws -> SecretScalar<ToyGroup> {
        var scalar = try SecretScalar<ToyGroup>()
        scalar.withMutableLimbs { $0[0] = value }
        return scalar
    }
}
