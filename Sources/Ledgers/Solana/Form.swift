import Encodings

/// In which form the bytes of a transaction or message stand in a file.
package enum Form: String, Hashable, Sendable, CaseIterable {
    case binary, base64, base58, hex

    /// The content of a file in this form; text ends with a newline.
    func file(_ bytes: [UInt8]) -> [UInt8] {
        self == .binary ? bytes : Array((text(bytes) + "\n").utf8)
    }

    /// One line of text; base64 for binary, as the tools of the ledger take it.
    func text(_ bytes: [UInt8]) -> String {
        switch self {
        case .binary, .base64: Base64.encode(bytes)
        case .base58: Base58.encode(bytes)
        case .hex: Hex.encode(bytes)
        }
    }
}

extension Form {
    /// One way to read a file.
    struct Reading {
        let form: Form
        let bytes: [UInt8]
    }

    /// The largest file that is looked at: an off-chain message of 65,535 bytes in hexadecimal, with room for blanks.
    static let largestFile = 4 * 65_535

    /// All ways in which a file gives bytes. Text is tried in every encoding whose letters it keeps to, since one alphabet
    /// contains the other: what the bytes must be then decides.
    /// - Throws: `SolanaError.tooLong`; `.text` where a text fits no encoding.
    static func readings(of file: [UInt8]) throws(SolanaError) -> [Reading] {
        guard file.count <= largestFile else { throw .tooLong(limit: largestFile, found: file.count) }
        guard let text = line(of: file) else { return [Reading(form: .binary, bytes: file)] }
        var readings: [Reading] = []
        let hex = text.hasPrefix("0x") ? String(text.dropFirst(2)) : text
        if let bytes = try? Hex.decode(hex) { readings.append(Reading(form: .hex, bytes: bytes)) }
        if text.utf8.count <= Base58.mostLetters, let bytes = try? Base58.decode(text) {
            readings.append(Reading(form: .base58, bytes: bytes))
        }
        do {
            readings.append(Reading(form: .base64, bytes: try Base64.decode(text)))
        } catch {
            guard !readings.isEmpty else { throw .text(error.description) }
        }
        return readings
    }

    /// The one line of a text file without the blanks around it; `nil` where the file is not one line of printable ASCII.
    private static func line(of file: [UInt8]) -> String? {
        let blanks: Set<UInt8> = [0x09, 0x0a, 0x0d, 0x20]
        var text = file.starts(with: [0xef, 0xbb, 0xbf]) ? file.dropFirst(3) : file[...]
        while let last = text.last, blanks.contains(last) { text.removeLast() }
        text = text.drop { blanks.contains($0) }
        guard !text.isEmpty, text.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }
}
