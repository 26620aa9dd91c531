/// A moment of the calendar, in words.
package enum UTCTime {
    /// 31 December 9999, 23:59:59: later moments are as good as none.
    package static let latest = 253_402_300_799

    /// `2025-01-31 12:00:00 UTC`; `nil` before 1970 and after `latest`.
    package static func text(secondsSince1970 seconds: Int) -> String? {
        guard (0...latest).contains(seconds) else { return nil }
        let (days, second) = (seconds / 86_400, seconds % 86_400)
        // Years are counted from March, so that the odd day of leap years is the last one of a year. From 1 March of year 0
        // to 1 January 1970 there are 719,468 days, and 146,097 in every 400 years.
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = 400 * era + yearOfEra + (month < 3 ? 1 : 0)
        let date = [year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1].map(twoDigits)
        let time = [second / 3600, second / 60 % 60, second % 60].map(twoDigits)
        return "\(date.joined(separator: "-")) \(time.joined(separator: ":")) UTC"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
