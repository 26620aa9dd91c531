import Encodings

/// The forms in which a person has a message: its bytes, or a text of them.
enum FabricText {
    /// What the bytes could stand for: themselves, what base64 or hexadecimal digits say where the file is text.
    /// - Throws: `FabricError.tooLong`.
    static func candidates(_ input: [UInt8]) throws(FabricError) -> [[UInt8]] {
        // Two digits a byte, and line ends.
        guard input.count <= 2 * Content.mostBytes + Content.mostBytes / 16 else {
            throw .tooLong(limit: Content.mostBytes, found: input.count)
        }
        let marked = input.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(input.dropFirst(3)) : input
        let isText = marked.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        guard isText else {
            guard input.count <= Content.mostBytes else {
                throw .tooLong(limit: Content.mostBytes, found: input.count)
            }
            return [input]
        }
        let letters = String(decoding: marked.filter { $0 > 0x20 }, as: UTF8.self)
        let digits = letters.hasPrefix("0x") ? String(letters.dropFirst(2)) : letters
        return [try? Hex.decode(digits), try? Base64.decode(letters)].compactMap { $0 }.filter { !$0.isEmpty }
    }
}
