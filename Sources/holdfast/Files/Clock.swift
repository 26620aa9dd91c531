import Custody
import Glibc

/// The time of day, for people: it proves nothing.
enum Clock {
    /// Now, such as `2026-11-22T10:02:33Z`.
    static func now() -> String { text(Glibc.time(nil)) }

    /// The time of day where the person is, such as `10:02`.
    static func timeOfDay() -> String {
        var seconds = Glibc.time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return "\(two(parts.tm_hour)):\(two(parts.tm_min))"
    }

    /// A time of that form, or one that lies a span from now: `90m`, `36h`, `7d`, `2w`.
    /// - Throws: `Failure` for anything else.
    static func time(_ text: String) throws(Failure) -> String {
        let units: [Character: Int] = ["m": 60, "h": 3600, "d": 86400, "w": 604_800]
        if let last = text.last, let unit = units[last], let count = Int(text.dropLast()), (1...100_000).contains(count)
        {
            return self.text(Glibc.time(nil) + count * unit)
        }
        // Whether it is a day of the calendar is looked at by whoever keeps it.
        guard text.utf8.count == 20, text.hasSuffix("Z") else {
            throw Failure(
                .usage, code: "usage", "'\(text)' is no time",
                hint: "write 2026-12-31T00:00:00Z, or a span such as 36h or 7d")
        }
        return text
    }

    private static func text(_ time: time_t) -> String {
        // gmtime_r would read the file of the time zone first, which says nothing about UTC.
        guard let text = UTCTime.text(secondsSince1970: min(max(time, 0), UTCTime.latest)) else {
            preconditionFailure("a moment of the calendar")
        }
        return "\(text.prefix(10))T\(text.dropFirst(11).prefix(8))Z"
    }

    private static func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
