import Encodings

/// The text form of an age file (C2SP age.md, "ASCII armor"): strict PEM in lines of 64 letters.
package enum AgeArmor {
    package static let begin = "-----BEGIN AGE ENCRYPTED FILE-----"
    package static let end = "-----END AGE ENCRYPTED FILE-----"
    private static let bytesInLine = 48
    private static let lettersInLine = 64

    /// Whether bytes are meant as armor: after blanks and line ends, they begin with BEGIN.
    package static func isBegun(_ bytes: [UInt8]) -> Bool {
        bytes.drop(while: isBlank).starts(with: Array("-----BEGIN AGE".utf8))
    }

    /// The text, with LF at each line's end, the last one too.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text = begin + "\n"
        for start in stride(from: 0, to: bytes.count, by: bytesInLine) {
            text += Base64.encode(Array(bytes[start..<min(start + bytesInLine, bytes.count)])) + "\n"
        }
        return text + end + "\n"
    }

    /// The bytes of a text. Lines end with LF or CRLF; around the armor only blanks and line ends may stand.
    /// - Throws: `SealingError.age(.armor)`.
    package static func decode(_ text: [UInt8]) throws(SealingError) -> [UInt8] {
        var lines = ArmorLines(text)
        guard let first = lines.firstThatIsNotBlank(), first.elementsEqual(Array(begin.utf8)) else {
            throw lines.fault(.noBegin)
        }
        var bytes: [UInt8] = []
        var sawLast = false
        while true {
            guard let line = lines.next() else { throw lines.fault(.noEnd) }
            if line.elementsEqual(Array(end.utf8)) { break }
            guard !sawLast else { throw lines.fault(.afterShortLine) }
            let part = try content(line, lines)
            sawLast = part.count < bytesInLine
            bytes += part
        }
        guard lines.restIsBlank else { throw lines.fault(.afterEnd) }
        return bytes
    }

    /// A whole line, or the last one: 1 … 64 letters in groups of four.
    private static func content(_ line: ArraySlice<UInt8>, _ lines: ArmorLines) throws(SealingError) -> [UInt8] {
        do {
            guard !line.isEmpty, line.count <= lettersInLine else { throw lines.fault(.lineLength) }
            return try Base64.decode(String(decoding: line, as: UTF8.self))
        } catch let error as EncodingsError {
            switch error {
            case .foreignLetter: throw lines.fault(.foreignLetter)
            case .impossibleLength: throw lines.fault(.lineLength)
            default: throw lines.fault(.notCanonical)
            }
        } catch let error as SealingError {
            throw error
        } catch {
            throw lines.fault(.notCanonical)
        }
    }

    fileprivate static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}

/// The lines of an armor, ended by LF or CRLF, the last one also by the end.
private struct ArmorLines {
    private let bytes: [UInt8]
    private var position = 0
    private var number = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var restIsBlank: Bool { bytes[position...].allSatisfy(AgeArmor.isBlank) }

    mutating func next() -> ArraySlice<UInt8>? {
        guard position < bytes.count else { return nil }
        number += 1
        let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
        let line = bytes[position..<end]
        position = min(end + 1, bytes.count)
        return line.last == 0x0D ? line.dropLast() : line
    }

    mutating func firstThatIsNotBlank() -> ArraySlice<UInt8>? {
        while let line = next() {
            if !line.allSatisfy(AgeArmor.isBlank) { return line }
        }
        return nil
    }

    func fault(_ fault: ArmorFault) -> SealingError { .age(.armor(fault, line: max(number, 1))) }
}
