import Encodings

/// The double SHA-256 of a transaction without its witness, in the order in which it is hashed and written on the wire.
package struct TransactionID: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// - Parameter bytes: 32 bytes in wire order.
    /// - Throws: `BitcoinError.transactionIDLength`.
    package init(bytes: [UInt8]) throws(BitcoinError) {
        guard bytes.count == 32 else { throw .transactionIDLength(found: bytes.count) }
        self.bytes = bytes
    }

    /// Reads the form that people know: 64 hexadecimal digits, the last byte first.
    /// - Throws: `BitcoinError.transactionIDForm`.
    package init(_ text: String) throws(BitcoinError) {
        guard text.utf8.count == 64, let bytes = try? Hex.decode(text) else { throw .transactionIDForm(text) }
        self.bytes = bytes.reversed()
    }

    /// A digest of 32 bytes.
    init(digest: [UInt8]) { bytes = digest }

    // All at once: byte by byte takes longer.
    package func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

    /// As people know it: the last byte first.
    package var text: String { Hex.encode([UInt8](bytes.reversed())) }
    package var description: String { text }
}

/// Which output is spent.
package struct Outpoint: Hashable, Sendable, CustomStringConvertible {
    package let transaction: TransactionID
    /// The output's place in its transaction, from 0.
    package let index: UInt32

    package init(_ transaction: TransactionID, _ index: UInt32) {
        self.transaction = transaction
        self.index = index
    }

    /// What the one input of a coinbase transaction has instead of an output (Bitcoin Core, `COutPoint::IsNull`).
    package var isNull: Bool { index == .max && transaction.bytes.allSatisfy { $0 == 0 } }

    /// `TXID:INDEX`.
    package var text: String { "\(transaction.text):\(index)" }
    package var description: String { text }
}

/// An output of a transaction, spent or not.
package struct Output: Hashable, Sendable {
    /// Satoshi as the wire has them, which can be more than there can be.
    package let value: UInt64
    package let script: Script

    package init(value: UInt64, script: Script) {
        self.value = value
        self.script = script
    }

    package init(amount: Satoshi, script: Script) {
        self.init(value: amount.value, script: script)
    }

    /// `nil` above 21,000,000 BTC.
    package var amount: Satoshi? { try? Satoshi(value) }

    /// The value, and the script with its length before it.
    package var serialized: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    func append(to bytes: inout [UInt8]) {
        bytes.appendLittleEndian(value)
        bytes.appendPrefixed(script.bytes)
    }
}
