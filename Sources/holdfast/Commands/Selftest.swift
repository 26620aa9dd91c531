import Arguments
import Custody
import Encodings
import Glibc

struct Selftest: Act {
    static let summary = CommandSummary(
        "selftest", "Try the mathematics and one whole cycle of each group on this machine.",
        discussion: "Published examples, and keys that are worth nothing. Reads and writes no file.")

    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) { common.declare(&reader) }

    func perform() throws -> ExitStatus {
        Sandbox.current.close()
        let start = Selftest.now
        let outcomes = selfTest()
        let seconds = Selftest.now - start
        try answer(json: Report.json(outcomes, seconds), text: Report.text(outcomes, seconds))
        return outcomes.allSatisfy(\.isGood) ? .done : .internalFault
    }

    /// Seconds since some fixed time.
    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
