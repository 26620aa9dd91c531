import Glibc

/// Times several acts in turn, round after round, so that a slow moment of the machine falls on all alike.
struct Stopwatch {
    static let rounds = 31
    /// Long enough for the clock, short enough that a round of all acts is one moment.
    private static let batch = 1_000_000

    /// The median time of each act, in nanoseconds of this thread.
    static func medians(of acts: [() throws -> Void]) throws -> [Double] {
        let repeats = try acts.map { act in
            try act()
            let once = try time { try act() }
            return max(1, batch / max(1, once))
        }
        var times = [[Double]](repeating: [], count: acts.count)
        for _ in 0..<rounds {
            for (place, act) in acts.enumerated() {
                let taken = try time { for _ in 0..<repeats[place] { try act() } }
                times[place].append(Double(taken) / Double(repeats[place]))
            }
        }
        return times.map(median)
    }

    static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private static func time(_ act: () throws -> Void) rethrows -> Int {
        let begin = now(CLOCK_THREAD_CPUTIME_ID)
        try act()
        return now(CLOCK_THREAD_CPUTIME_ID) - begin
    }

    /// Nanoseconds of a clock.
    static func now(_ clock: clockid_t) -> Int {
        var moment = timespec()
        let answer = clock_gettime(clock, &moment)
        precondition(answer == 0, "the kernel has this clock")
        return moment.tv_sec * 1_000_000_000 + moment.tv_nsec
    }
}

/// Keeps a result from being optimised away, without looking at it.
@inline(never) @_optimize(none)
func keep<T>(_ value: borrowing T) {}
