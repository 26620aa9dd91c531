import Encodings
import Secrets

/// A dealing in pieces that fit a code on paper each (holdfast-dealing(5), "ON PAPER").
///
/// `hfd1:2/3:J6CCW2T3:` and a piece of the JSON without white space, in which every byte outside of `!` … `~`, and `%`, is
/// written as `%` and two hexadecimal digits. So a code is plain ASCII, which no scanner takes for anything else.
package struct DealingPart: Equatable, Sendable {
    package let number: Int
    package let count: Int
    /// The short form of the dealing's id, without hyphen. It guards against mix-ups and decides nothing.
    package let name: String
    let piece: [UInt8]

    /// What every part begins with.
    static let start: StaticString = "hfd1:"
    /// More parts than that are a mistake: a dealing of them would be too long for any paper.
    private static let mostParts = 9999

    /// - Throws: `ShareFilesError.dealingPart`.
    package init(parsing text: [UInt8]) throws(ShareFilesError) {
        let fields = text.split(separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 4, fields[0].elementsEqual("hfd1".utf8) else {
            throw .dealingPart("what begins with hfd1 is no part of a dealing")
        }
        let numbers = fields[1].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard numbers.count == 2, let number = Self.number(numbers[0]), let count = Self.number(numbers[1]),
            number <= count, fields[2].count == 8
        else { throw .dealingPart("the head of a part of a dealing is damaged") }
        self.number = number
        self.count = count
        name = String(decoding: fields[2], as: UTF8.self)
        piece = Array(fields[3])
        guard !piece.isEmpty, piece.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .dealingPart("part \(number) of \(count) has characters that none has")
        }
    }

    /// 1 … 9999, without a leading zero.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.count <= 4, digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int(String(decoding: digits, as: UTF8.self)), value <= mostParts
        else { return nil }
        return value
    }

    /// The text of the dealing that all parts together make.
    /// - Parameter parts: In any order; the same part may come twice.
    /// - Throws: `ShareFilesError.dealingPart` where one is missing or two contradict each other.
    package static func join(_ parts: [DealingPart]) throws(ShareFilesError) -> [UInt8] {
        guard let count = parts.first?.count, let name = parts.first?.name else {
            throw .dealingPart("there is no part of a dealing")
        }
        var pieces: [Int: [UInt8]] = [:]
        for part in parts {
            guard part.count == count else { throw .dealingPart("the parts of dealing \(name) are of two printings") }
            if let other = pieces.updateValue(part.piece, forKey: part.number), other != part.piece {
                throw .dealingPart("part \(part.number) of dealing \(name) came twice, and differently")
            }
        }
        let missing = (1...count).filter { pieces[$0] == nil }
        guard missing.isEmpty else {
            let some = missing.prefix(12).map(String.init).joined(separator: ", ")
            let shown = missing.count > 12 ? some + ", ..." : some
            throw .dealingPart(
                "\(missing.count == 1 ? "part" : "parts") \(shown) of \(count) of dealing \(name) "
                    + (missing.count == 1 ? "is missing" : "are missing"))
        }
        return try unescaped((1...count).flatMap { pieces[$0] ?? [] }, name)
    }

    private static func unescaped(_ text: [UInt8], _ name: String) throws(ShareFilesError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            guard text[position] == UInt8(ascii: "%") else {
                bytes.append(text[position])
                position += 1
                continue
            }
            guard position + 2 < text.count,
                let byte = UInt8(String(decoding: text[position + 1...position + 2], as: UTF8.self), radix: 16)
            else { throw .dealingPart("a % in dealing \(name) has no two hexadecimal digits after it") }
            bytes.append(byte)
            position += 3
        }
        return bytes
    }
}

extension DealingFile {
    /// The dealing as the texts of codes on paper, as few and as even as can be.
    /// - Parameter mostLetters: Of the piece in one code.
    package func parts(mostLetters: Int) -> [String] {
        var letters: [UInt8] = []
        for byte in JSONWriter.text(json, .compact).utf8 {
            if (0x21...0x7E).contains(byte), byte != UInt8(ascii: "%") {
                letters.append(byte)
            } else {
                letters.append(UInt8(ascii: "%"))
                letters += Hex.encode([byte]).uppercased().utf8
            }
        }
        let count = (letters.count + mostLetters - 1) / mostLetters
        let length = (letters.count + count - 1) / count
        let name = id.shortForm.filter { $0 != "-" }
        return (0..<count).map { place in
            let piece = letters[place * length..<min((place + 1) * length, letters.count)]
            return "hfd1:\(place + 1)/\(count):\(name):" + String(decoding: piece, as: UTF8.self)
        }
    }
}
