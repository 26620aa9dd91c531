/// The forms of transaction that are signed here. EIP-2718 numbers them.
package enum TransactionKind: UInt8, CaseIterable, Hashable, Sendable {
    /// Without a type byte. Yellow Paper, section 4.2; with a chain id since EIP-155.
    case legacy = 0
    /// With an access list. EIP-2930.
    case eip2930 = 1
    /// With a maximum fee and a priority fee. EIP-1559.
    case eip1559 = 2
    /// That pays for blobs, which travel beside it. EIP-4844.
    case eip4844 = 3
    /// That gives accounts the code of contracts. EIP-7702.
    case eip7702 = 4

    /// The name in files and JSON.
    package var name: String {
        switch self {
        case .legacy: "legacy"
        case .eip2930: "eip2930"
        case .eip1559: "eip1559"
        case .eip4844: "eip4844"
        case .eip7702: "eip7702"
        }
    }

    /// The name of the specification, as people write it.
    package var title: String {
        switch self {
        case .legacy: "legacy"
        case .eip2930: "EIP-2930"
        case .eip1559: "EIP-1559"
        case .eip4844: "EIP-4844"
        case .eip7702: "EIP-7702"
        }
    }

    /// Whether it has a maximum fee and a priority fee instead of a gas price.
    package var hasDynamicFees: Bool { self == .eip1559 || self == .eip4844 || self == .eip7702 }

    /// Whether it may lack a receiver and create a contract. EIP-4844 and EIP-7702 demand one ("Specification").
    package var canCreate: Bool { self == .legacy || self == .eip2930 || self == .eip1559 }

    /// - Parameter type: A type byte of EIP-2718 or the number of a JSON member.
    /// - Throws: `EVMError.unknownType`.
    package init(type: UInt8) throws(EVMError) {
        guard let kind = TransactionKind(rawValue: type) else { throw .unknownType(type) }
        self = kind
    }
}
