package import Groups
package import SecretSharing
import Secrets

/// The dealer of one dealing to own keys, between drawing the polynomial and proving the id: the secrets e of the points E.
package struct OwnKeyDealer<G: Group>: ~Copyable {
    package let context: DealingContext<G>
    private let drawn: Drawn

    /// Draws what the suite needs, and refuses keys that no dealing may have.
    /// - Parameters:
    ///   - polynomial: f, from which the commitment is.
    ///   - holders: By ascending index.
    /// - Throws: As `DealingContext`; `OwnKeysError.memory`.
    package init(
        _ suite: OwnKeySuite, of polynomial: borrowing Polynomial<G>, commitment: Commitment<G>,
        holders: [OwnKeyHolder], epoch: UInt32
    ) throws(OwnKeysError) {
        let drawn: Drawn
        do {
            drawn = try Drawn(
                groups: suite == .masked ? groups(of: holders) : [], polynomial,
                binding: contextDigest(suite, epoch, commitment, holders, []))
        } catch { throw .memory(error) }
        let shares = try mappingMemory { () throws(SecretsError) in try polynomial.shares(of: holders.map(\.index)) }
        // A share times the generator costs less than the commitment at its index.
        context = try DealingContext(
            suite: suite, epoch: epoch, commitment: commitment, holders: holders, ephemerals: drawn.ephemerals
        ) { position in shares.withLimbs(at: position) { G.generator(timesLimbs: $0) } }
        self.drawn = drawn
    }

    /// What the dealer draws besides the polynomial.
    package var randomness: DealerRandomness { _read { yield drawn.randomness } }

    /// Every share under its mask, which is public then. In constant time as to shares, e and masks.
    /// - Parameter shares: In the order of the holders.
    package borrowing func mask(_ shares: borrowing ShareTable<G>) throws(OwnKeysError) -> MaskedDealing<G> {
        precondition(context.suite == .masked, "the dealer of a masked dealing")
        precondition(shares.holders == context.holders.map(\.index), "every holder has a share")
        var masked = [PublicScalar<G>](repeating: .zero, count: shares.count)
        for (place, ephemeral) in context.ephemerals.enumerated() {
            try mask(ephemeral.curve.group, at: place, shares, into: &masked)
        }
        return MaskedDealing(context: context, maskedShares: masked)
    }

    /// The shares of the holders whose keys are in one group.
    private borrowing func mask<H: Group>(
        _ group: H.Type, at place: Int, _ shares: borrowing ShareTable<G>, into masked: inout [PublicScalar<G>]
    ) throws(OwnKeysError) {
        let scalar = try mappingMemory { () throws(SecretsError) in try drawn.scalars.scalar(at: place, in: H.self) }
        for (position, holder) in context.holders.enumerated() where holder.key.curve == H.curve {
            let common: SecretElement<H>
            do {
                common = try SecretElement(scalar, times: holder.key.element(in: H.self))
            } catch { throw OwnKeysError(error, of: holder.index) }
            var value = try OwnKeys.mask(context, holder.index.value, common)
            value.withMutableLimbs { value in
                shares.withLimbs(at: position) { G.scalars.add(value, value, $0) }
            }
            // A share under a mask that only its holder can make again.
            masked[position] = PublicScalar(releasing: value)
        }
    }

    /// The proof, over the dealing's id, of having the shared key and every e.
    /// - Parameters:
    ///   - secret: x.
    ///   - id: 32 bytes, over everything public.
    package borrowing func prove(
        _ secret: borrowing SecretScalar<G>, id: [UInt8]
    ) throws(OwnKeysError) -> OwnDealerProof<G> {
        try mappingMemory { () throws(SecretsError) in
            try OwnDealerProof.make(context, id, secret, drawn.scalars, drawn.randomness)
        }
    }
}

/// e and E of each group, and what they were drawn from.
private struct Drawn: ~Copyable {
    let randomness: DealerRandomness
    let scalars: MixedScalars
    let ephemerals: [AnyElement]

    init<G: Group>(
        groups curves: [CurveName], _ polynomial: borrowing Polynomial<G>, binding: [UInt8]
    ) throws(SecretsError) {
        let randomness = try DealerRandomness(polynomial: polynomial)
        var scalars = try MixedScalars(count: curves.count), ephemerals: [AnyElement] = []
        for (place, curve) in curves.enumerated() {
            ephemerals.append(
                try drawScalar(curve.group, "ephemeral", binding, randomness, into: &scalars, at: place))
        }
        self.randomness = randomness
        self.scalars = scalars
        self.ephemerals = ephemerals
    }
}

/// Secret numbers modulo the orders of several groups in one locked allocation.
struct MixedScalars: ~Copyable {
    private var storage: LockedBytes

    init(count: Int) throws(SecretsError) { storage = try LockedBytes(count: 32 * count) }

    mutating func set<H: Group>(_ place: Int, to scalar: borrowing SecretScalar<H>) {
        storage.withUnsafeMutableBytes { storage in
            scalar.withLimbs {
                (storage.baseAddress!.assumingMemoryBound(to: UInt64.self) + 4 * place).update(from: $0, count: 4)
            }
        }
    }

    /// A copy of one, in the group that it was set in.
    borrowing func scalar<H: Group>(at place: Int, in group: H.Type) throws(SecretsError) -> SecretScalar<H> {
        try storage.withUnsafeBytes { (storage) throws(SecretsError) in
            try SecretScalar(
                copyingLimbs: storage.baseAddress!.assumingMemoryBound(to: UInt64.self) + 4 * place)
        }
    }
}

/// A number for one place, and its public point.
func drawScalar<H: Group>(
    _ group: H.Type, _ role: String, _ context: [UInt8], _ randomness: borrowing DealerRandomness,
    into scalars: inout MixedScalars, at place: Int
) throws(SecretsError) -> AnyElement {
    let scalar = try randomness.scalar(in: H.self, role: role, context: context, place: UInt32(place))
    scalars.set(place, to: scalar)
    return AnyElement(H.generator(times: scalar), in: H.self)
}

extension OwnKeysError {
    /// What a product of a holder's key with a point can throw.
    init(_ error: GroupsError, of holder: HolderIndex) {
        if case .memory(let error) = error { self = .memory(error) } else { self = .nodeKeyUseless(holder, error) }
    }
}
