import Custody
import Glibc

/// Times each ledger's signing and verifying beside the bare calls of the C libraries, and many transactions in one run.
///
/// `LedgerBench [WORDS]` prints the kinds whose names have the words in them; `LedgerBench --many [COUNT]` verifies many, to
/// be run on one core and on all; `LedgerBench --repeat STEP COUNT WORDS` does one step so many times, for a profiler;
/// `LedgerBench --transactions COUNT` writes signed transactions, one a line, for a run of the command on them.
@main
struct LedgerBench {
    static func main() throws {
        prepareProcess()
        switch CommandLine.arguments.dropFirst().first {
        case nil: try printKinds(named: "")
        case let words? where !words.hasPrefix("-"): try printKinds(named: words)
        case "--many": try printMany(count: number ?? 10_000)
        case "--repeat":
            let words = CommandLine.arguments.dropFirst(4).first ?? ""
            guard let step = Step(rawValue: CommandLine.arguments.dropFirst(2).first ?? ""),
                let count = CommandLine.arguments.dropFirst(3).first.flatMap({ Int($0) })
            else { usage() }
            try repeated(step, count, ofKindsNamed: words)
        case "--transactions":
            guard let count = number else { usage() }
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

    private static var number: Int? { CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } }

    private static func usage() -> Never {
        print("usage: LedgerBench [WORDS | --many [COUNT] | --repeat STEP COUNT [WORDS] | --transactions COUNT]")
        exit(2)
    }
}
