import Digests
import Encodings
import Transactions

/// A message with a type, bound to a domain. EIP-712, in the JSON of `eth_signTypedData_v4`.
package struct TypedData: Hashable, Sendable {
    let types: TypedDataTypes
    package let primaryType: String
    /// The members that EIP712Domain declares, in its order.
    package let domain: [ABIField]
    package let message: [ABIField]

    /// The type of the domain. EIP-712, "Definition of domainSeparator".
    static let domainType = "EIP712Domain"

    /// Reads strictly: no member missing, none more than the types say, every value in its type's range.
    /// - Throws: `EVMError.typedData`, `.json`, `.missingFields`, `.unknownFields` and those of single values, with the path.
    package init(parsing input: [UInt8]) throws(EVMError) {
        let object = try MemberValues.object(
            try JSON.evm(input), "", needed: ["types", "primaryType", "domain", "message"])
        types = try TypedDataTypes(object["types"] ?? .null)
        guard case .string(let primaryType)? = object["primaryType"] else {
            throw .typedData(.value("primaryType", needed: "a string", found: object["primaryType"]?.kind ?? "absent"))
        }
        guard ABI.isIdentifier(primaryType), primaryType != Self.domainType, types.members[primaryType] != nil else {
            throw .typedData(.primaryType(printable(primaryType)))
        }
        self.primaryType = primaryType
        try types.requireDomain()
        var reader = TypedDataReader(types: types)
        domain = try reader.structure(Self.domainType, object["domain"] ?? .null, "domain")
        message = try reader.structure(primaryType, object["message"] ?? .null, "message")
        encodedType = types.encoded(primaryType)
        domainSeparator = types.hash(Self.domainType, domain)
        structHash = types.hash(primaryType, message)
        signingHash = Keccak256.hash([0x19, 0x01] + domainSeparator + structHash)
    }

    /// Keccak-256 of 19 01 ‖ the domain's hash ‖ the message's. EIP-712, "Specification".
    package let signingHash: [UInt8]
    /// 32 bytes.
    package let domainSeparator: [UInt8]
    /// 32 bytes.
    package let structHash: [UInt8]
    /// `Mail(Person from,Person to,string contents)Person(string name,address wallet)`
    package let encodedType: String

    /// The chain of the domain; `nil` where it names none, or zero, which no chain has.
    var chainID: UInt256? {
        guard let number = domainValue("chainId")?.number, !number.isZero else { return nil }
        return number
    }

    /// The contract of the domain.
    var contract: Address? { domainValue("verifyingContract")?.address }

    func domainValue(_ name: String) -> ABIValue? { domain.first { $0.name == name }?.value }
}
