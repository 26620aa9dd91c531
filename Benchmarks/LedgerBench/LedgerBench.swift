import Custody
import Glibc

/// Times each ledger's signing and verifying beside the bare calls of the C libraries, and many transactions in one run.
///
/// `LedgerBench` prints the kinds; `LedgerBench --many` verifies many, to be run on one core and on all;
/// `LedgerBench --transactions N` writes signed transactions, one a line, for a run of
/// the command on them.
@main
struct LedgerBench {
    static func main() throws {
        prepareProcess()
        switch CommandLine.arguments.dropFirst().first {
        case nil: try printKinds()
        case "--many": try printMany(count: 10_000)
        case "--transactions":
            guard CommandLine.arguments.count == 3, let count = Int(CommandLine.arguments[2]) else { usage() }
            let lines = try evmLines(count)
            var rest = lines[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
                guard written > 0 else { exit(1) }
                rest = rest.dropFirst(written)
            }
        default: usage()
        }
    }

    private static func usage() -> Never {
        print("usage: LedgerBench [--many | --transactions COUNT]")
        exit(2)
    }

    private static func printKinds() throws {
        let kinds = try evmKinds() + bitcoinKinds() + otherKinds()
        print(
            "one of each kind, beside the C library's bare calls; \(Stopwatch.rounds) rounds, medians; parsing apart\n")
        print(
            row("", ["sign, of", "of bare sign", "verify, of", "parse", "parse", "bare", "bare"]) + "\n"
                + row("", ["bare sign", "and verify", "bare verify", "unsigned", "signed", "sign", "verify"]))
        for kind in kinds {
            let times = try Stopwatch.medians(of: [
                kind.sign, kind.bare.sign, kind.verify, kind.bare.verify, kind.parse, kind.parseSigned,
            ])
            let (sign, bareSign, verify, bareVerify) = (times[0], times[1], times[2], times[3])
            print(
                row(
                    kind.name,
                    [
                        fixed(sign / bareSign), fixed(sign / (bareSign + bareVerify)), fixed(verify / bareVerify),
                        microseconds(times[4]), microseconds(times[5]), microseconds(bareSign),
                        microseconds(bareVerify),
                    ]))
        }
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        padded(name, 30) + cells.map { String(repeating: " ", count: max(1, 13 - $0.count)) + $0 }.joined()
    }
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// With two digits after the point.
func fixed(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    let rest = String(hundredths % 100)
    return "\(hundredths / 100)." + (rest.count == 1 ? "0" : "") + rest
}

func microseconds(_ nanoseconds: Double) -> String { "\(Int((nanoseconds / 1000).rounded())) us" }
