import Custody
import Glibc
import Measuring

/// Verifies many transactions in one run, on the cores that the process may use, beside as many bare recoveries on one.
func printMany(count: Int) throws {
    let inputs = PublicFile(name: "lines", bytes: try evmLines(count)).lines.map { SignedInput($0) }
    let bare = Bare.recovering()
    var runs: [[(wall: Double, cpu: Double)]] = [[], []]
    // A run takes long beside a moment of the machine, so that few in turn will do.
    for _ in 0..<5 {
        runs[0].append(measured { for _ in 0..<count { bare.verify() } })
        runs[1].append(measured { verify(inputs) })
    }
    let medians = runs.map { run in
        (wall: Spread(of: run.map(\.wall)).median, cpu: Spread(of: run.map(\.cpu)).median)
    }
    print(
        """

        How it scales with the cores shows when this runs on one and on all of a machine that has nothing else to do:
        `taskset -c 0 LedgerBench --many` beside `LedgerBench --many`. The CPU column tells whether the cores were there: it
        stays where it was while "wall" falls.
        """)
    print("\n\(count) EIP-1559 transactions, read, verified and put into words; medians of \(runs[0].count)")
    print("\(padded("", 30)) wall, of bare  CPU, of bare   a second")
    for (name, times) in zip(["bare recover, one core", "verifyAll"], medians) {
        let second = String(Int(Double(count) * 1e9 / times.wall))
        print(
            padded(name, 30) + "          " + fixed(times.wall / medians[0].wall) + "          "
                + fixed(times.cpu / medians[0].cpu) + "      " + second)
    }
}

private func verify(_ inputs: [SignedInput]) {
    let outcomes = verifyAll(inputs)
    precondition(outcomes.allSatisfy { $0.fault == nil }, "all of them are good")
}

private func measured(_ act: () -> Void) -> (wall: Double, cpu: Double) {
    let begin = (Stopwatch.now(CLOCK_MONOTONIC), Stopwatch.now(CLOCK_PROCESS_CPUTIME_ID))
    act()
    return (
        Double(Stopwatch.now(CLOCK_MONOTONIC) - begin.0), Double(Stopwatch.now(CLOCK_PROCESS_CPUTIME_ID) - begin.1)
    )
}
