/// What the texts of a dealing may hold (holdfast-dealing(5), "Members").
enum DealingText {
    /// What is wrong with a label: at most 256 bytes; it may be empty.
    static func faultOfLabel(_ label: String) -> TextFault? {
        fault(of: label, mostBytes: 256) { _ in true }
    }

    /// What is wrong with the name of a holder: 1 … 128 bytes, no slash, since file names are made of it.
    static func faultOfName(_ name: String) -> TextFault? {
        name.isEmpty ? .empty : fault(of: name, mostBytes: 128) { $0 != "/" }
    }

    private static func fault(
        of text: String, mostBytes: Int, _ isAllowed: (Unicode.Scalar) -> Bool
    ) -> TextFault? {
        let count = text.utf8.count
        guard count <= mostBytes else { return .tooLong(byteCount: count, most: mostBytes) }
        for scalar in text.unicodeScalars where !isAllowed(scalar) || isForbidden(scalar) {
            return .character(codePoint: scalar.value)
        }
        guard text.utf8.first != 0x20, text.utf8.last != 0x20 else { return .blankAtEnd }
        return nil
    }

    /// Characters that cannot be seen, that change how their neighbours look, or that JSON would have to escape. With
    /// them two labels could look alike.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x22, 0x5C: true
        case 0x00...0x1F, 0x7F...0xA0, 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x1680, 0x17B4...0x17B5, 0x180E: true
        case 0x2000...0x200B, 0x200E...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x2800: true
        case 0x3000, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A: true
        case 0xE0000...0xE00FF, 0xE01F0...0xE0FFF: true
        case _: false
        }
    }

    /// 1 … `most` characters from U+0020 to U+007E, neither quotation mark nor backslash.
    static func isPlain(_ text: String, upTo most: Int) -> Bool {
        let count = text.utf8.count
        return count >= 1 && count <= most
            && text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    }

    /// 1 … 32 lower-case letters, digits and hyphens.
    static func isWord(_ text: String) -> Bool {
        let count = text.utf8.count
        return count >= 1 && count <= 32
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    /// Whether the first comes before the second, byte by byte.
    static func ascends(_ first: String, _ second: String) -> Bool {
        first.utf8.lexicographicallyPrecedes(second.utf8)
    }

    /// `YYYY-MM-DDThh:mm:ssZ`: a date of the calendar from 1970 on, seconds 00 … 59.
    static func isTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 else { return false }
        for (place, mark) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "Z")] as [(Int, Unicode.Scalar)]
        where bytes[place] != UInt8(ascii: mark) { return false }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = 10 * value + Int(byte - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
        else { return false }
        return year >= 1970 && (1...12).contains(month) && (1...dayCount(month, year)).contains(day)
            && hour < 24 && minute < 60 && second < 60
    }

    private static func dayCount(_ month: Int, _ year: Int) -> Int {
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}
