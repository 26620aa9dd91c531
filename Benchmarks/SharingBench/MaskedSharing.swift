import Groups
import Measuring
import OwnKeys
import SecretSharing
import Secrets

/// One dealing to holders whose own keys are of the shared key's group, with its shares masked for them.
final class MaskedSharing<G: Group> {
    private let size: SharingSize
    private let secret: SecretScalar<G>
    private let polynomial: Polynomial<G>
    private let indices: [HolderIndex]
    private let holders: [OwnKeyHolder]
    private let shares: ShareTable<G>
    private let commitment: Commitment<G>
    /// Of a holder by position.
    private let nodeKeys: ScalarTable<G>
    private let masked: MaskedDealing<G>
    private let proof: OwnDealerProof<G>
    private let proven: ProvenMaskedDealing<G>
    /// Stand for the ids of a dealing and a request.
    private let id = [UInt8](repeating: 0x5A, count: 32)
    private let request = [UInt8](repeating: 0xA5, count: 32)

    init(_ size: SharingSize) throws {
        self.size = size
        secret = try SecretScalar<G>.random()
        polynomial = try Polynomial.random(through: secret, threshold: size.threshold)
        indices = try HolderIndex.first(size.holders)
        var keys = try ScalarTable<G>(count: size.holders)
        for position in indices.indices { keys.set(position, to: try .random()) }
        let points = try G.generator(timesAll: keys)
        holders = zip(indices, points).map { OwnKeyHolder(index: $0, key: AnyElement($1, in: G.self)) }
        nodeKeys = keys
        shares = try polynomial.shares(of: indices)
        commitment = try polynomial.commitment()
        let dealer = try OwnKeyDealer(.masked, of: polynomial, commitment: commitment, holders: holders, epoch: 0)
        masked = try dealer.mask(shares)
        proof = try dealer.prove(secret, id: id)
        proven = try masked.proven(by: proof, id: id)
    }

    func contestant(_ work: SharingWork) throws -> Contestant {
        switch work {
        case .ownSplit: split()
        case .ownCheckHolder: checkHolder()
        case .ownSubmit: try submit()
        case .ownCheckSubmission: try checkSubmission()
        case .blindedRebuild: try blindedRebuild()
        case .checkAll, .checkOne, .split, .rebuild, .fromBytes, .checkMany, .sign, .verify, .sealedProve,
            .sealedVerify,
            .sealedOpen:
            preconditionFailure("only what is about masked shares")
        }
    }

    private var isOnce: Bool { size.holders >= 500 }

    /// The secret of the holder at a position.
    private func holder(_ position: Int) throws -> HolderSecret<G> {
        let key = try nodeKeys.withLimbs(at: position) { try SecretScalar<G>(copyingLimbs: $0) }
        return try proven.dealing.secret(key, of: indices[position])
    }

    private func split() -> Contestant {
        let trial = Trial(
            make: {},
            act: { [self] _ in
                let fresh = try Dealing(polynomial, holders: indices)
                let dealer = try OwnKeyDealer(
                    .masked, of: polynomial, commitment: fresh.commitment, holders: holders, epoch: 0)
                let masked = try dealer.mask(fresh.shares)
                return try masked.proven(by: dealer.prove(secret, id: id), id: id)
            },
            judge: { [self] dealt in
                try require(dealt.dealing.context.holders.count == size.holders, "every holder has a masked share")
            })
        return Contestant(.ownSplit, [trial], isOnce: isOnce)
    }

    private func checkHolder() -> Contestant {
        let position = size.holders - 1
        let trial = Trial(
            make: { [self] in try holder(position) },
            act: { [self] holder in try masked.proven(by: proof, id: id).openShare(with: holder) },
            judge: { [self] opened in
                try require(opened.share.holder == indices[position], "the share that was opened is the holder's")
            })
        return Contestant(.ownCheckHolder, [trial])
    }

    private func submit() throws -> Contestant {
        let position = size.holders - 1
        let trial = Trial(
            make: { [self] in try holder(position) },
            act: { [self] holder in try proven.answer(to: request, with: holder).encoded() },
            judge: { answer in try require(answer.count == HolderAnswer<G>.byteCount, "an answer has one length") })
        return Contestant(.ownSubmit, [trial])
    }

    private func checkSubmission() throws -> Contestant {
        let position = size.holders - 1
        let answer = Held(try proven.answer(to: request, with: holder(position)).encoded())
        let trial = Trial(
            make: {},
            act: { [self] _ in
                try answer.value.withUnsafeBytes {
                    try proven.share(from: $0, of: indices[position], request: request)
                }
            },
            judge: { [self] share in
                try require(share.share.holder == indices[position], "the share of an answer is its holder's")
            })
        return Contestant(.ownCheckSubmission, [trial])
    }

    private func blindedRebuild() throws -> Contestant {
        let members = Array(indices.prefix(size.threshold))
        let set = try BlindedSet(members, of: proven.dealing, request: request, dealing: id)
        var answers: [Held<LockedBytes>] = []
        for position in members.indices {
            let holder = try holder(position)
            answers.append(Held(try set.answer(proven.openShare(with: holder), with: holder).encoded()))
        }
        let all = answers
        let trial = Trial(
            make: {},
            act: { _ in
                var rebuild = try BlindedRebuild(set)
                for (member, answer) in zip(members, all) {
                    try answer.value.withUnsafeBytes { try rebuild.add($0, of: member) }
                }
                return try rebuild.rebuild()
            },
            judge: { [self] rebuilt in try require(rebuilt.scalar.matches(secret), "the sum is the key") })
        return Contestant(.blindedRebuild, [trial], isOnce: size.threshold > 10)
    }
}
