import Encodings
import Groups
import Secrets
import Signatures

/// 32 bytes with nothing around them, as they are or in hexadecimal digits.
enum BareKey {
    static func readRaw(_ bytes: UnsafeRawBufferPointer, _ group: CurveName?) throws(KeyFilesError) -> KeyFile {
        guard let group else { throw .groupNotTold }
        return try KeyFile(.raw, bytes: bytes, group, [])
    }

    /// 64 digits of either case, with or without `0x`. Digits are never filled up: big-number code that drops leading
    /// zeros spoils one key in 16, and a filled-up one would be another key where the digits are missing elsewhere.
    static func readHex(_ text: KeyText, _ group: CurveName?) throws(KeyFilesError) -> KeyFile {
        var text = text
        text.trimQuotes()
        let word = text.bytes
        let digits = word.part((word.hasHexPrefix ? 2 : 0)..<word.count)
        guard digits.count == 64 else { throw .hexDigitCount(found: digits.count) }
        var key = try locked(32)
        do {
            _ = try key.withUnsafeMutableBytes { (room) throws(EncodingsError) in
                try Hex.decode(digits, into: room)
            }
        } catch {
            // Which letter it is may be said: it is none of a key.
            guard case .foreignLetter(_, let position) = error else { throw .malformed(.hex, facts: error.description) }
            throw .notHexadecimal(place: position)
        }
        guard let group else { throw .groupNotTold }
        return try key.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            try KeyFile(.hex, bytes: bytes, group, text.notes)
        }
    }

    static func writeHex(_ key: borrowing LockedBytes) throws(KeyFilesError) -> LockedBytes {
        var writer = try SecretWriter(capacity: 65)
        key.withUnsafeBytes { bytes in writer.write { Hex.encode(bytes, into: $0.part(64)) } }
        writer.append("\n")
        return writer.finish()
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The first `count` bytes.
    func part(_ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: self[..<count])
    }
}
