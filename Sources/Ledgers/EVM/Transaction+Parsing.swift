import Encodings
import Transactions

extension Transaction {
    /// The largest transaction that is read, in bytes: eight times what go-ethereum's pool takes
    /// (`txMaxSize`, `core/txpool/legacypool`).
    package static let largestSize = 1 << 20

    /// What a text looks like, before it is read strictly. For telling the ledger from the content.
    package enum Look: Hashable, Sendable {
        /// A JSON object with a name that only these transactions use.
        case json
        /// Hexadecimal digits that begin like an unsigned or signed transaction.
        case rlp(signed: Bool)
    }

    /// Reads what a person brings: a JSON object with the names of Ethereum's JSON-RPC, or unsigned RLP as hexadecimal
    /// digits with or without `0x`. A byte order mark and blanks around it make no difference.
    /// - Throws: `EVMError`, with the place; `.alreadySigned` where a signature is there.
    package init(parsing input: [UInt8]) throws(EVMError) {
        let text = try Transaction.trimmed(input)
        if text.first == UInt8(ascii: "{") {
            try self.init(json: Array(text))
        } else {
            try self.init(unsigned: try Transaction.bytes(ofHex: text))
        }
    }

    /// - Parameter input: Public bytes: a file that may hold a secret is asked about elsewhere, first.
    /// - Returns: `nil` for what is no transaction of this ledger at all. `signed` is `false` for types that are not
    ///   yet supported, which the reader then names.
    package static func look(of input: [UInt8]) -> Look? {
        guard let text = try? trimmed(input), let first = text.first else { return nil }
        if first == UInt8(ascii: "{") {
            guard case .object(let object)? = try? JSON.parse(Array(text)) else { return nil }
            let own: Set = ["gas", "gasLimit", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "chainId"]
            return object.names.contains { own.contains($0) } ? .json : nil
        }
        guard let bytes = try? bytes(ofHex: text) else { return nil }
        do {
            let fields = try TransactionFields(bytes)
            return .rlp(signed: try fields.isSigned())
        } catch .typeNotYetSupported {
            // A type and one list, so that other bytes which begin with 3 or 4 are not taken for it.
            guard case .list? = try? RLP.decode(Array(bytes.dropFirst())) else { return nil }
            return .rlp(signed: false)
        } catch { return nil }
    }

    /// Without a byte order mark, and without blanks at both ends.
    static func trimmed(_ input: [UInt8]) throws(EVMError) -> ArraySlice<UInt8> {
        // Two digits a byte, and a JSON text has little beside its digits.
        guard input.count <= 4 * largestSize else {
            throw .tooLong(limit: 4 * largestSize, found: input.count)
        }
        let blanks: Set<UInt8> = [0x09, 0x0a, 0x0d, 0x20]
        var text = input.starts(with: [0xef, 0xbb, 0xbf]) ? input.dropFirst(3) : input[...]
        while let last = text.last, blanks.contains(last) { text.removeLast() }
        return text.drop { blanks.contains($0) }
    }

    static func bytes(ofHex text: ArraySlice<UInt8>) throws(EVMError) -> [UInt8] {
        let hasPrefix = text.starts(with: [UInt8(ascii: "0"), UInt8(ascii: "x")])
        let digits = hasPrefix ? text.dropFirst(2) : text
        guard let first = digits.first, Character(UnicodeScalar(first)).isHexDigit else { throw .notATransaction }
        guard digits.count <= 2 * largestSize else { throw .tooLong(limit: largestSize, found: digits.count / 2) }
        do { return try Hex.decode(String(decoding: digits, as: UTF8.self)) } catch { throw .hex(error.description) }
    }
}

extension UnverifiedTransaction {
    /// Reads a signed transaction as hexadecimal digits with or without `0x`.
    /// - Throws: As `init(_:)`, and `EVMError.notSigned` for a JSON object.
    package init(parsing input: [UInt8]) throws(EVMError) {
        let text = try Transaction.trimmed(input)
        guard text.first != UInt8(ascii: "{") else { throw .notSigned }
        try self.init(try Transaction.bytes(ofHex: text))
    }
}

extension SignedTransaction {
    /// Reads a signed transaction as hexadecimal digits with or without `0x`.
    /// - Throws: As `init(_:)`, and `EVMError.notSigned` for a JSON object.
    package init(parsing input: [UInt8]) throws(EVMError) {
        try self.init(UnverifiedTransaction(parsing: input))
    }
}
