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
}
