import Encodings

/// What names a dealing: a SHA-256 over everything public in it (holdfast-dealing(5), "The id").
///
/// Two dealings are the same where all 32 bytes are. The shorter forms are for people.
public struct DealingID: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// - Parameter bytes: Exactly 32.
    package init(_ bytes: [UInt8]) {
        precondition(bytes.count == 32, "the id of a dealing is a SHA-256")
        self.bytes = bytes
    }

    /// The first 80 bits, which a share line carries. They guard against mix-ups and decide nothing.
    package var tag: [UInt8] { Array(bytes.prefix(Self.tagByteCount)) }
    package static let tagByteCount = 10

    /// The first 40 bits as 8 letters, `K7QF-2M9X`: to tell dealings apart on a table, and nothing more.
    public var shortForm: String { letters(8) }

    /// The first 160 bits as 8 groups of 4 letters: for holders who compare that they hold the same dealing, also
    /// against a dealer who wants them to hold different ones.
    public var fingerprint: String { letters(32) }

    /// 64 hexadecimal digits.
    public var description: String { Hex.encode(bytes) }

    /// Letters of the bech32 alphabet in upper case, five bits each from the first byte's highest on, in groups of 4.
    private func letters(_ count: Int) -> String {
        var text = ""
        for place in 0..<count {
            if place > 0, place % 4 == 0 { text += "-" }
            let bit = 5 * place
            let window = UInt16(bytes[bit / 8]) << 8 | UInt16(bytes[bit / 8 + 1])
            let value = Int(window >> UInt16(11 - bit % 8)) & 31
            let letter = Bech32.alphabet[value]
            text.unicodeScalars.append(Unicode.Scalar(letter >= UInt8(ascii: "a") ? letter - 32 : letter))
        }
        return text
    }
}
