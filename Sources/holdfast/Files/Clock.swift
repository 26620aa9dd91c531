import Glibc

/// The time of day, for people: it proves nothing.
enum Clock {
    /// Now, such as `2026-11-22T10:02:33Z`.
    static func now() -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let date = "\(1900 + parts.tm_year)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        // A leap second, which the format does not have.
        return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(min(parts.tm_sec, 59)))Z"
    }
}
