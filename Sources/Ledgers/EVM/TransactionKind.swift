/// The forms of transaction that are signed here. EIP-2718 numbers them.
package enum TransactionKind: UInt8, CaseIterable, Hashable, Sendable {
    /// Without a type byte. Yellow Paper, section 4.2; with a chain id since EIP-155.
    case legacy = 0
    /// With an access list. EIP-2930.
    case eip2930 = 1
    /// With a maximum fee and a priority fee. EIP-1559.
    case eip1559 = 2

    /// The name in files and JSON.
    package var name: String {
        switch self {
        case .legacy: "legacy"
        case .eip2930: "eip2930"
        case .eip1559: "eip1559"
        }
    }

    /// - Parameter type: A type byte of EIP-2718 or the number of a JSON member.
    /// - Throws: `EVMError.typeNotYetSupported` for 3 (EIP-4844) and 4 (EIP-7702), `.unknownType` for the rest.
    package init(type: UInt8) throws(EVMError) {
        guard let kind = TransactionKind(rawValue: type) else {
            throw type == 3 || type == 4 ? .typeNotYetSupported(type) : .unknownType(type)
        }
        self = kind
    }
}
