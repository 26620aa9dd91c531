import Glibc

/// Measures whether the time of a function depends on its secret: the same secret again and again against random ones, in
/// random order, compared by Welch's t-test (Reparaz, Balasch, Verbauwhede, "Dude, is my code constant time?", DATE 2017).
///
/// `TimingCheck [SECONDS [NAME…]]` takes so many seconds for each function, and prints |t| of each. Above 4.5 it is measured
/// anew, twice; ends with 1 where it stays above. For each kind there is a leaky twin in this same program, which has to be
/// noticed: a measurement that sees nothing would pass everything.
@main
struct TimingCheck {
    /// The |t| from which on a difference is no chance: about one in 100,000 measurements of equal times.
    private static let limit = 4.5

    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        guard let seconds = words.first.map({ Double($0) }) ?? 2, seconds > 0 else {
            print("usage: TimingCheck [SECONDS [NAME...]]")
            exit(2)
        }
        let names = words.dropFirst(), all = try timedCases()
        let unknown = names.filter { name in !all.contains { $0.name == name } }
        guard unknown.isEmpty else {
            print("no function is called \(unknown.joined(separator: ", "))")
            exit(2)
        }
        var faults = 0
        for timed in all where names.isEmpty || names.contains(timed.name) {
            if try !isAsExpected(timed, seconds) { faults += 1 }
        }
        print(faults == 0 ? "no time depends on a secret, and every twin was noticed" : "\(faults) not as they must be")
        exit(faults == 0 ? 0 : 1)
    }

    private static func isAsExpected(_ timed: TimedCase, _ seconds: Double) throws -> Bool {
        var found: [(t: Double, count: Int)] = []
        // Whatever else runs on the machine may look like a difference once.
        for _ in 0..<3 {
            found.append(try timed.measure(seconds))
            if found[found.count - 1].t < limit { break }
        }
        let differs = found[found.count - 1].t >= limit
        let ts = found.map { rounded($0.t) }.joined(separator: ", then ")
        let verdict =
            differs == timed.isLeaky ? (timed.isLeaky ? "noticed" : "ok") : (differs ? "LEAKS" : "NOT NOTICED")
        print("\(padded(timed.name, 34)) |t| \(padded(ts, 24)) of \(found[0].count) calls: \(verdict)")
        return differs == timed.isLeaky
    }

    private static func rounded(_ t: Double) -> String { "\((t * 100).rounded() / 100)" }

    private static func padded(_ text: String, _ count: Int) -> String {
        text + String(repeating: " ", count: max(0, count - text.count))
    }
}

/// Keeps a result from being optimised away, without looking at it.
@inline(never) @_optimize(none)
func keep<T>(_ value: T) {}
