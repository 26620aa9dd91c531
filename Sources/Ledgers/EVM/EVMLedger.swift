import Encodings
package import Transactions

/// The chains whose transactions have Ethereum's form.
package enum EVMLedger: Ledger {
    package static let name = LedgerName.evm
    package static let understands: Set<TermName> = [.chain, .besides(.abi)]

    package static func look(at bytes: [UInt8]) -> Look? {
        switch EVMContent(bytes) {
        case .transaction(let certainty): Look(certainty, .unsigned)
        case .authorization, .typedData: Look(.certain, .unsigned)
        case .signedTransaction, .signedAuthorization: Look(.certain, .signed)
        case nil: nil
        }
    }

    /// - Throws: `EVMError`, with the place; `.alreadySigned`.
    package static func readUnsigned(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        _ = try ABI(terms)
        guard Transaction.isJSON(bytes) else { return try Transaction(parsing: bytes) }
        switch EVMContent(bytes) {
        case .authorization: return try Authorization(try JSON.evm(bytes))
        case .signedAuthorization: throw EVMError.alreadySigned
        case .typedData: return try TypedData(parsing: bytes)
        case .transaction, .signedTransaction, nil: return try Transaction(parsing: bytes)
        }
    }

    /// - Throws: `EVMError`, with the place; `.notSigned`.
    package static func readSigned(_ bytes: [UInt8], under terms: Terms) throws -> any Verifiable {
        _ = try ABI(terms)
        guard Transaction.isJSON(bytes) else { return try UnverifiedTransaction(parsing: bytes) }
        switch EVMContent(bytes) {
        case .signedAuthorization: return try SignedAuthorization(try JSON.evm(bytes))
        case .authorization, .typedData, .transaction, .signedTransaction, nil:
            return try UnverifiedTransaction(parsing: bytes)
        }
    }

    /// Typed data where the bytes are theirs, else a personal message of any bytes.
    package static func readMessage(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        try message(bytes, under: terms)
    }

    package static func readSignature(
        _ signature: [UInt8], ofMessage message: [UInt8], signer: String?, under terms: Terms
    ) throws -> any Verifiable {
        try MessageSignature(signature, of: try self.message(message, under: terms), signer: signer)
    }

    private static func message(_ bytes: [UInt8], under terms: Terms) throws(EVMError) -> any HashSigned {
        _ = try ABI(terms)
        if case .typedData? = EVMContent(bytes) { return try TypedData(parsing: bytes) }
        return try PersonalMessage(bytes)
    }
}

/// What a file is to this ledger, before it is read strictly.
private enum EVMContent {
    case transaction(Look.Certainty)
    case signedTransaction
    case authorization
    case signedAuthorization
    case typedData

    /// - Returns: `nil` for what is none of them.
    init?(_ input: [UInt8]) {
        guard let text = try? Transaction.trimmed(input), let first = text.first else { return nil }
        if first == UInt8(ascii: "{") {
            guard case .object(let object)? = try? JSON.evm(input), let content = EVMContent(object) else { return nil }
            self = content
        } else {
            guard let bytes = try? Transaction.bytes(ofHex: text), let isSigned = Transaction.isSigned(bytes) else {
                return nil
            }
            self = isSigned ? .signedTransaction : .transaction(.certain)
        }
    }

    private init?(_ object: JSONObject) {
        let names = Set(object.names)
        if names.isSuperset(of: ["types", "primaryType"]) {
            self = .typedData
        } else if names == Set(Authorization.members) {
            self = .authorization
        } else if names.isSuperset(of: ["address", "r", "s"]), names.isSubset(of: SignedAuthorization.members + ["v"]) {
            self = .signedAuthorization
        } else if !names.isDisjoint(with: ["gas", "gasLimit", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas"]) {
            self = .transaction(.certain)
        } else if names.contains("chainId") {
            self = .transaction(.possible)
        } else {
            return nil
        }
    }
}

extension JSON {
    /// A JSON text with or without a byte order mark and blanks around it.
    /// - Throws: `EVMError.json`, `.tooLong`.
    static func evm(_ input: [UInt8]) throws(EVMError) -> JSONValue {
        let text = try Transaction.trimmed(input)
        do { return try JSON.parse(Array(text)) } catch { throw .json(error.description) }
    }
}
