import Groups
import OwnKeys
import Secrets

/// What a holder's own key and a dealer's ephemeral one meet.
var ownKeyCases: [Case] {
    CurveName.allCases.flatMap { ownKeyGroupCases($0.group) }
}

private func ownKeyGroupCases<G: Group>(_ group: G.Type) -> [Case] {
    let name = G.curve.rawValue
    return [
        ("secret-product-\(name)", { try secretProduct(G.self) }),
        ("scalar-hash-\(name)", { try scalarHash(G.self) }),
    ]
}

var leakyOwnKeyTwins: [Case] {
    [("leaky-secret-product", leakyProduct), ("leaky-scalar-hash", leakyScalarHash)]
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
