import Encodings

extension Transaction {
    /// Reads a transaction from a file: hexadecimal digits, with blanks and line ends around them, or its bytes.
    /// - Throws: `BitcoinError.notATransaction`, `.hex`; everything that `init(parsing:)` throws.
    package init(file bytes: [UInt8]) throws(BitcoinError) {
        guard let text = Transaction.text(of: bytes) else {
            try self.init(parsing: bytes)
            return
        }
        guard text.utf8.count <= 2 * Transaction.largestSize else {
            throw .tooLong(limit: Transaction.largestSize, found: text.utf8.count / 2)
        }
        let decoded: [UInt8]
        do throws(EncodingsError) { decoded = try Hex.decode(text) } catch { throw .hex(error) }
        try self.init(parsing: decoded)
    }

    /// Whether a file begins as transactions do that nodes relay: with version 1, 2 or 3 and at least one input, or the
    /// marker and the flag of BIP-144 (Bitcoin Core, `policy/policy.h`, `TX_MAX_STANDARD_VERSION`).
    static func begins(_ bytes: [UInt8]) -> Bool {
        var head = Array(bytes.prefix(6))
        if let text = text(of: bytes), let decoded = try? Hex.decode(String(text.prefix(12))) { head = decoded }
        guard head.count == 6, (1...3).contains(head[0]), head[1...3] == [0, 0, 0] else { return false }
        return head[4] != 0 || head[5] == 1
    }

    /// The digits of a file of hexadecimal digits; `nil` where it has other letters before its first blank, as the bytes of
    /// every transaction do: the highest byte of its version is no digit.
    private static func text(of bytes: [UInt8]) -> String? {
        let letters = bytes.drop(while: isBlank)
        let end = letters.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? letters.startIndex
        let digits = letters[..<end]
        guard digits.count >= 2, digits.prefix(8).allSatisfy(isDigit) else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
