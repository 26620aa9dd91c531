public import Secrets

/// What can be wrong with the bytes of a scalar or a point.
@nonexhaustive
public enum GroupsError: Error, Equatable, CustomStringConvertible {
    /// A scalar has 32 bytes, in every group.
    case scalarLength(found: Int)
    /// The number is the group order or more.
    case scalarNotBelowOrder(CurveName)
    /// A key is never zero.
    case scalarIsZero(CurveName)
    /// A point has one length in each group.
    case elementLength(CurveName, expected: Int, found: Int)
    /// The bytes name no point, or are a second way of writing one.
    case elementNotCanonical(CurveName)
    /// The point is outside of the group of prime order.
    case elementOutsideSubgroup(CurveName)
    /// The point is the neutral one, which is no key and no commitment.
    case elementIsIdentity(CurveName)
    /// No memory for a secret.
    case memory(SecretsError)

    public var description: String {
        switch self {
        case .scalarLength(let found):
            "a private key has 32 bytes and this has \(found); bring the whole key"
        case .scalarNotBelowOrder(let curve):
            "the number is not below the order of \(curve.rawValue), so it is no key there; check which group the key is for"
        case .scalarIsZero(let curve):
            "the number zero is no private key of \(curve.rawValue); bring a real key"
        case .elementLength(let curve, let expected, let found):
            "a point of \(curve.rawValue) has \(expected) bytes and this has \(found); use its compressed form"
        case .elementNotCanonical(let curve):
            "the bytes are not the canonical form of a point of \(curve.rawValue); ask for the original"
        case .elementOutsideSubgroup(let curve):
            "the point is outside the prime-order group of \(curve.rawValue); do not trust who made it"
        case .elementIsIdentity(let curve):
            "the point is the neutral element of \(curve.rawValue); do not trust who made it"
        case .memory(let facts):
            facts.description
        }
    }
}
