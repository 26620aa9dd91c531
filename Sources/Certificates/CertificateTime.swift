import Encodings

/// The two ways in which a certificate writes a moment (RFC 5280, section 4.1.2.5).
enum CertificateTime {
    /// Seconds since 1970: `YYMMDDHHMMSSZ` as UTCTime, `YYYYMMDDHHMMSSZ` as GeneralizedTime.
    static func read(_ reader: inout DERReader, in bytes: UnsafeRawBufferPointer) throws -> Int {
        let element = try reader.next()
        var digits = bytes[element.content].map { Int($0) - 0x30 }
        guard digits.popLast() == Int(UInt8(ascii: "Z")) - 0x30, digits.allSatisfy({ (0...9).contains($0) }) else {
            throw CertificatesError.field("validity")
        }
        switch (element.tag.octet, digits.count) {
        // "Where YY is greater than or equal to 50, the year SHALL be interpreted as 19YY".
        case (0x17, 12): digits.insert(contentsOf: digits[0] >= 5 ? [1, 9] : [2, 0], at: 0)
        case (0x18, 14): break
        default: throw CertificatesError.field("validity")
        }
        let pairs = stride(from: 0, to: 14, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
        let (year, month, day) = (pairs[0] * 100 + pairs[1], pairs[2], pairs[3])
        let (hour, minute, second) = (pairs[4], pairs[5], pairs[6])
        guard (1...12).contains(month), (1...length(ofMonth: month, in: year)).contains(day), hour < 24, minute < 60,
            second < 60
        else { throw CertificatesError.field("validity") }
        return days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days since 1 January 1970 in the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years are counted from March, so that the odd day of leap years is the last one of a year.
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let leaps = shifted / 4 - shifted / 100 + shifted / 400
        return shifted * 365 + leaps + dayOfYear - 719_468
    }
}
