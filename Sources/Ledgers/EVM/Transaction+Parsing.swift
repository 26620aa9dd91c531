import Encodings
import Transactions

extension Transaction {
    /// The largest transaction that is read, in bytes: eight times what go-ethereum's pool takes
    /// (`txMaxSize`, `core/txpool/legacypool`).
    package static let largestSize = 1 << 20

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

    /// What RLP bytes are, seen by their outer form; `nil` for what is no transaction.
    static func isSigned(_ bytes: [UInt8]) -> Bool? {
        do { return try TransactionFields(bytes).isSigned() } catch .blobSidecar { return true } catch { return nil }
    }

    /// Without a byte order mark, and without blanks at both ends.
    static func trimmed(_ input: [UInt8]) throws(EVMError) -> ArraySlice<UInt8> {
        // Two digits a byte, and a JSON text has little beside its digits.
        guard input.count <= 4 * largestSize else {
            throw .tooLong(limit: 4 * largestSize, found: input.count)
        }
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
        var text = input.starts(with: [0xef, 0xbb, 0xbf]) ? input.dropFirst(3) : input[...]
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text.drop(while: isBlank)
    }

    /// Whether a JSON object stands there, or digits.
    static func isJSON(_ input: [UInt8]) -> Bool { (try? trimmed(input))?.first == UInt8(ascii: "{") }

    private static func isHexDigit(_ letter: UInt8) -> Bool {
        switch letter {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    static func bytes(ofHex text: ArraySlice<UInt8>) throws(EVMError) -> [UInt8] {
        let hasPrefix = text.starts(with: [UInt8(ascii: "0"), UInt8(ascii: "x")])
        let digits = hasPrefix ? text.dropFirst(2) : text
        guard let first = digits.first, isHexDigit(first) else { throw .notATransaction }
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
        try self.init(UnverifiedTransaction(parsing: input), knowing: nil)
    }
}
