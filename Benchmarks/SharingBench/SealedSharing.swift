import Groups
import Measuring
import OwnKeys
import SecretSharing
import Secrets

/// One dealing to holders whose own keys are of the shared key's group, with its shares sealed to them.
final class SealedSharing<G: Group> {
    private let size: SharingSize
    private let shares: ShareTable<G>
    private let randomness: DealerRandomness
    private let context: DealingContext<G>
    /// The last holder, whose share takes the longest to check, with the node key.
    private let holder: HolderSecret<G>
    private let bytes: [UInt8]

    init(_ size: SharingSize) throws {
        self.size = size
        let secret = try SecretScalar<G>.random(), id = [UInt8](repeating: 0x5A, count: 32)
        let polynomial = try Polynomial.random(through: secret, threshold: size.threshold)
        let indices = try HolderIndex.first(size.holders)
        var holders: [OwnKeyHolder] = [], nodeKey = try SecretScalar<G>()
        for index in indices {
            nodeKey = try SecretScalar<G>.random()
            holders.append(OwnKeyHolder(index: index, key: AnyElement(G.generator(times: nodeKey), in: G.self)))
        }
        let dealer = try OwnKeyDealer(
            .publiclyVerifiable, of: polynomial, commitment: try polynomial.commitment(), holders: holders, epoch: 0)
        let proven = try dealer.prove(secret, id: id).verify(dealer.context, id: id)
        context = dealer.context
        holder = try proven.secret(nodeKey, of: indices[size.holders - 1])
        shares = try polynomial.shares(of: indices)
        randomness = try DealerRandomness(polynomial: polynomial)
        bytes = try SharesProver(shares, of: context, randomness).proof().bytes
        try requireRefusal()
    }

    func contestant(_ work: SharingWork) throws -> Contestant {
        switch work {
        case .sealedProve: prove()
        case .sealedVerify: verify()
        case .sealedOpen: try open()
        case .checkAll, .checkOne, .split, .rebuild, .fromBytes, .checkMany, .sign, .verify, .ownSplit, .ownCheckHolder,
            .ownSubmit,
            .ownCheckSubmission, .blindedRebuild:
            preconditionFailure("only what is about sealed shares")
        }
    }

    private var isOnce: Bool { size.holders >= 100 }

    private func prove() -> Contestant {
        let trial = Trial(
            make: {}, act: { [self] _ in try SharesProver(shares, of: context, randomness).proof() },
            judge: { [self] proof in try require(proof.bytes.count == bytes.count, "a proof has one length") })
        return Contestant(.sealedProve, [trial], isOnce: isOnce)
    }

    private func verified(_ bytes: [UInt8]) throws -> VerifiedSharesProof<G> {
        try SharesVerifier(try SharesProof(decoding: bytes, holders: context.holders), of: context).verified()
    }

    private func verify() -> Contestant {
        let trial = Trial { [self] in _ = try verified(bytes) }
        return Contestant(.sealedVerify, [trial], isOnce: isOnce)
    }

    private func open() throws -> Contestant {
        let position = size.holders - 1
        let proof = try SharesProof<G>(decoding: bytes, holders: context.holders)
        let sealed = try SharesVerifier(proof, of: context).verifiedAlone(at: position)
        let expected = try shares.withLimbs(at: position) { try SecretScalar<G>(copyingLimbs: $0) }
        let dealt = Held(expected)
        let trial = Trial(
            make: {}, act: { [self] _ in try sealed.opened(with: holder) },
            judge: { opened in try require(opened.share.value.matches(dealt.value), "what was sealed is the share") })
        return Contestant(.sealedOpen, [trial])
    }

    /// A benchmark of a check that sees nothing would be worth nothing.
    private func requireRefusal() throws {
        var altered = bytes
        altered[bytes.count - 1] ^= 1
        do {
            _ = try verified(altered)
        } catch OwnKeysError.sealedSharesWrong(let holders) {
            return try require(holders == [context.holders[size.holders - 1].index], "no other holder is named")
        }
        throw Untrue("a proof with another last byte is refused")
    }
}
