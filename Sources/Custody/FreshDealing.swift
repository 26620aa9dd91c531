import Digests
import Groups
import OwnKeys
import SecretSharing
import ShareFiles

/// What the dealer drew: the shares, and where they go to the holders' own keys what hides them there.
struct FreshDealing<G: Group>: ~Copyable {
    let dealing: Dealing<G>
    /// What goes into the file beside what every dealing has.
    let own: OwnKeyPart?
    /// `dealing.proof`, where the shares are publicly verifiable.
    let sharesProof: [UInt8]?
    private let dealer: OwnKeyDealer<G>?

    /// - Throws: `SecretSharingError` and `OwnKeysError` for a plan that cannot be.
    init(of scalar: borrowing SecretScalar<G>, _ plan: SplitPlan, _ holders: [HolderIndex]) throws {
        guard plan.isToOwnKeys else {
            dealing = try Dealing(of: scalar, threshold: plan.threshold, holders: holders, on: Parallel.cores)
            own = nil
            sharesProof = nil
            dealer = nil
            return
        }
        let policy = try SharingPolicy(threshold: plan.threshold, holderCount: holders.count)
        let polynomial = try Polynomial.random(through: scalar, threshold: policy.threshold)
        let fresh = try Dealing(polynomial, holders: holders, on: Parallel.cores)
        var keyed: [OwnKeyHolder] = []
        for (index, holder) in zip(holders, plan.holders) {
            guard let key = holder.nodeKey else { preconditionFailure("a plan to own keys has one for every holder") }
            keyed.append(OwnKeyHolder(index: index, key: try AnyElement(decoding: key.key.encoded, in: key.group)))
        }
        let suite: OwnKeySuite = plan.isPubliclyVerifiable ? .publiclyVerifiable : .masked
        let dealer = try OwnKeyDealer(suite, of: polynomial, commitment: fresh.commitment, holders: keyed, epoch: 0)
        let content: OwnKeyPart.Content
        switch suite {
        case .masked:
            let masked = try dealer.mask(fresh.shares)
            sharesProof = nil
            content = .masked(
                ephemerals: masked.context.ephemerals.map { OwnKeyPart.Point(group: $0.curve, encoded: $0.encoded) },
                shares: masked.maskedShares.map(\.encoded))
        case .publiclyVerifiable:
            let proof = try SharesProver(fresh.shares, of: dealer.context, dealer.randomness).provenOnAllCores()
            sharesProof = proof
            content = .publiclyVerifiable(proofDigest: SHA256.hash(proof))
        }
        own = OwnKeyPart(
            keys: keyed.map { OwnKeyPart.Point(group: $0.key.curve, encoded: $0.key.encoded) }, content: content)
        dealing = fresh
        self.dealer = consume dealer
    }

    /// The file with the dealer's proof, which was verified.
    borrowing func proven(
        _ unproven: UnprovenDealing, by scalar: borrowing SecretScalar<G>
    ) throws -> DealingFile {
        switch dealer {
        case .none:
            return try unproven.proven(by: scalar)
        case .some(let dealer):
            let file = try unproven.proven(by: dealer.prove(scalar, id: unproven.id.bytes).encoded)
            try file.requireProof()
            return file
        }
    }

    /// That a holder who opens what the file holds gets this very share: its masks are made again, from nothing but what
    /// the file says, and by what the dealer's proof has shown E and the holder's key give the same point.
    /// - Parameter known: The file, read back.
    borrowing func requireOwnShares(in known: KnownDealing) throws {
        switch dealer {
        case .none: return
        case .some(let dealer):
            guard let own = known.own(in: G.self), own.dealing.context == dealer.context else {
                throw SecretSharingError.dealingContradictsItself
            }
            switch own {
            case .masked:
                let again = try dealer.mask(dealing.shares).maskedShares.map(\.encoded)
                let read = known.indices.indices.map { known.ownPart?.maskedShare(at: $0) }
                guard read == again else { throw SecretSharingError.dealingContradictsItself }
            case .publiclyVerifiable:
                guard let sharesProof else { throw SecretSharingError.dealingContradictsItself }
                _ = try SharesProofReading(sharesProof, of: known, in: G.self).verifiedOnAllCores()
            }
        }
    }
}
