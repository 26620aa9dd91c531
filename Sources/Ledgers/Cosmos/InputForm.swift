import Encodings

/// The bytes of a content that comes as they are, in base64 or in hexadecimal digits.
enum InputForm {
    /// Every reading that is possible, the bytes as they are first; a text may be broken into lines.
    static func readings(of file: [UInt8]) -> [[UInt8]] {
        guard file.count <= 2 * SignDoc.mostBytes + SignDoc.mostBytes / 16, let text = text(file) else { return [file] }
        let digits = text.hasPrefix("0x") ? String(text.dropFirst(2)) : text
        return [file] + [try? Hex.decode(digits), try? Base64.decode(text)].compactMap { $0 }
    }

    private static func text(_ file: [UInt8]) -> String? {
        let letters = file.filter { ![0x09, 0x0A, 0x0D, 0x20].contains($0) }
        guard !letters.isEmpty, letters.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }
}
