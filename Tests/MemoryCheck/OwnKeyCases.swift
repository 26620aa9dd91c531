import Groups
import OwnKeys
import SecretSharing
import Secrets

/// What a holder's own key and a dealer's ephemeral one meet.
var ownKeyCases: [Case] {
    CurveName.allCases.flatMap { ownKeyGroupCases($0.group) } + sealedShareCases
}

private func ownKeyGroupCases<G: Group>(_ group: G.Type) -> [Case] {
    let name = G.curve.rawValue
    return [
        ("secret-product-\(name)", { try secretProduct(G.self) }),
        ("scalar-hash-\(name)", { try scalarHash(G.self) }),
        ("own-dealer-\(name)", { keep(try OwnDealing(G.self).proven().dealing.id) }),
        ("own-holder-\(name)", { try ownHolder(G.self) }),
        ("own-blinded-\(name)", { try ownBlinded(G.self) }),
    ]
}

var leakyOwnKeyTwins: [Case] {
    [
        ("leaky-secret-product", leakyProduct), ("leaky-scalar-hash", leakyScalarHash),
        ("leaky-own-dealer", leakyMask), ("leaky-own-holder", leakyNodeKey), ("leaky-own-blinded", leakyBlinding),
    ] + leakySealedShareTwins
}

/// A masked dealing of a secret key to three holders, whose node keys are secret: two of one group, so that every group
/// occurs in one of the cases.
private struct OwnDealing<G: Group>: ~Copyable {
    let dealer: OwnKeyDealer<G>
    let shares: ShareTable<G>

    init(_ group: G.Type) throws {
        let polynomial = try Polynomial.random(through: try secretScalar(11, G.self), threshold: 2)
        let holders = try HolderIndex.first(3)
        let commitment = try polynomial.commitment()
        let shares = try polynomial.shares(of: holders)
        let dealer = try OwnKeyDealer(
            .masked, of: polynomial, commitment: commitment,
            holders: [
                OwnKeyHolder(index: holders[0], key: try publicKey(12, G.self)),
                OwnKeyHolder(index: holders[1], key: try publicKey(13, P256.self)),
                OwnKeyHolder(index: holders[2], key: try publicKey(14, G.self)),
            ], epoch: 0)
        self.shares = shares
        self.dealer = dealer
    }

    /// - Parameter places: Whose masked share stands at each place.
    borrowing func proven(masking places: [Int] = [0, 1, 2]) throws -> ProvenMaskedDealing<G> {
        let honest = try dealer.mask(shares)
        let masked = try MaskedDealing(
            context: honest.context, decoding: places.map { honest.maskedShares[$0].encoded })
        let id = [UInt8](repeating: 7, count: 32)
        let proof = try dealer.prove(try secretScalar(11, G.self), id: id)
        return try masked.proven(by: proof, id: id)
    }
}

private func publicKey<H: Group>(_ seed: UInt8, _ group: H.Type) throws -> AnyElement {
    AnyElement(H.generator(times: try secretScalar(seed, H.self)), in: H.self)
}

/// Opens, acknowledges and answers, with the node key and with its opposite.
private func ownHolder<G: Group>(_ group: G.Type) throws {
    let proven = try OwnDealing(G.self).proven()
    for isOpposite in G.curve == .ed25519 ? [false] : [false, true] {
        var key = try secretScalar(12, G.self)
        if isOpposite { key.negate() }
        let secret = try proven.dealing.secret(key, of: try HolderIndex(1))
        let share = try proven.openShare(with: secret)
        keep(try proven.dealing.acknowledge(share, with: secret))
        keep(try proven.answer(to: [1, 2, 3], with: secret).encoded().count)
    }
    // What is masked for the first is the second's: the holder shows it to others.
    let cheated = try OwnDealing(G.self).proven(masking: [1, 1, 2])
    let secret = try cheated.dealing.secret(try secretScalar(12, G.self), of: try HolderIndex(1))
    keep(try cheated.evidence(with: secret).encoded().count)
}

/// A blinded answer, and the requester's sum of two.
private func ownBlinded<G: Group>(_ group: G.Type) throws {
    let proven = try OwnDealing(G.self).proven()
    let set = try BlindedSet(
        [try HolderIndex(1), try HolderIndex(3)], of: proven.dealing, request: [1, 2, 3], dealing: proven.dealing.id)
    guard set.curve == G.curve else { return }
    var rebuild = try BlindedRebuild(set)
    for (index, seed) in [(1, 12), (3, 14)] as [(Int, UInt8)] {
        let secret = try proven.dealing.secret(try secretScalar(seed, G.self), of: try HolderIndex(index))
        let answer = try set.answer(try proven.openShare(with: secret), with: secret).encoded()
        try answer.withUnsafeBytes { (bytes) throws(OwnKeysError) in try rebuild.add(bytes, of: secret.holder) }
    }
    keep(try rebuild.rebuild().scalar.isZero)
}

/// Masks a share with a subtraction only where the sum reaches the order.
private func leakyMask() throws {
    let share = try secretScalar(11, P256.self)
    let mask = try secretPoint(12, P256.self)
    let sum = share.withLimbs { share in mask.withUnsafeBytes { share[3].addingReportingOverflow(UInt64($0[1]) << 56) }
    }
    if sum.overflow { print("at or above the order") }
}

/// Tells by the number whether the node key or its opposite belongs to the public key.
private func leakyNodeKey() throws {
    var key = try secretScalar(12, Secp256k1.self)
    if key.withLimbs({ $0[0] & 1 }) == 1 { key.negate() }
    keep(Secp256k1.generator(times: key))
}

/// Leaves a pair's number out where it is even.
private func leakyBlinding() throws {
    var value = try secretScalar(11, Ed25519.self)
    let number = try secretScalar(12, Ed25519.self)
    if number.withLimbs({ $0[0] & 1 }) == 1 { value.add(number) }
    keep(value.withLimbs { $0 })
}

/// The product with a public point that is no generator.
func secretPoint<G: Group>(_ seed: UInt8, _ group: G.Type) throws -> SecretElement<G> {
    try SecretElement(
        try secretScalar(seed, G.self), times: G.productVariableTime(PublicScalar(0xD1CE), G.generator))
}

private func secretProduct<G: Group>(_ group: G.Type) throws {
    let one = try secretPoint(9, G.self), other = try secretPoint(10, G.self)
    keep(one.matches(other))
}

private func scalarHash<G: Group>(_ group: G.Type) throws {
    var hash = ScalarHash(domain: "memory-check")
    hash.append(field: try secretPoint(9, G.self))
    try hash.append(field: try secretScalar(10, G.self))
    keep(try hash.scalar(in: G.self).isZero)
}

/// Ours in variable time, with the private key declared public to get there.
private func leakyProduct() throws {
    let key = try secretScalar(9, P256.self)
    let number = key.withLimbs { PublicScalar<P256>(reducing: Limbs(at: $0)) }
    keep(P256.productVariableTime(number, P256.generator))
}

/// Reduces a hash by subtracting the order as often as it takes.
private func leakyScalarHash() throws {
    var hash = ScalarHash(domain: "memory-check")
    try hash.append(field: try secretScalar(10, Ed25519.self))
    let number = try hash.scalar(in: Ed25519.self)
    var high = number.withLimbs { $0[3] }
    while high > Ed25519.scalars.order.l3 / 8 { high -= Ed25519.scalars.order.l3 / 8 }
    keep(high)
}
