package import Glibc

/// Times several acts in turn, round after round, so that a slow moment of the machine falls on all alike.
package struct Stopwatch {
    package static let rounds = 31
    /// Long enough for the clock, short enough that a round of all acts is one moment.
    private static let batch = 1_000_000

    /// The median time of each act, in nanoseconds of this thread.
    package static func medians(of acts: [() throws -> Void]) throws -> [Double] {
        let repeats = try acts.map { act in
            try act()
            let once = try time(CLOCK_THREAD_CPUTIME_ID) { try act() }
            return max(1, batch / max(1, once))
        }
        var times = [[Double]](repeating: [], count: acts.count)
        for _ in 0..<rounds {
            for (place, act) in acts.enumerated() {
                let taken = try time(CLOCK_THREAD_CPUTIME_ID) { for _ in 0..<repeats[place] { try act() } }
                times[place].append(Double(taken) / Double(repeats[place]))
            }
        }
        return times.map { Spread(of: $0).median }
    }

    /// Nanoseconds of a clock that an act takes.
    package static func time(_ clock: clockid_t, _ act: () throws -> Void) rethrows -> Int {
        let begin = now(clock)
        try act()
        return now(clock) - begin
    }

    /// Nanoseconds of a clock.
    package static func now(_ clock: clockid_t) -> Int {
        var moment = timespec()
        let answer = clock_gettime(clock, &moment)
        precondition(answer == 0, "the kernel has this clock")
        return moment.tv_sec * 1_000_000_000 + moment.tv_nsec
    }
}

/// Keeps a result from being optimised away, without looking at it.
@inline(never) @_optimize(none)
package func keep<T>(_ value: borrowing T) {}
