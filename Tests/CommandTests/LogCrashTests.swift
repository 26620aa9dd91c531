import Foundation
import Glibc
import Testing

/// Whatever happens while an act is logged, the log still holds, and nothing was done without a line or a word about it.
///
/// As in `CrashSafetyTests`, strace makes one system call fail, or kills the process as it makes it: the first of its kind,
/// then the second, until a run makes no more of them.
@Suite("A log holds after a full disk or a kill at any call", .enabled(if: BuiltCommand.isBuilt))
struct LogCrashTests {
    static let calls = ["openat", "pread64", "fallocate", "write", "fsync", "ftruncate", "linkat", "close"]

    @Test("at every system call", arguments: CrashSafetyTests.Fault.allCases)
    func survives(_ fault: CrashSafetyTests.Fault) throws {
        var tried = 0
        for call in Self.calls {
            var number = 1
            while try attempt(fault, call, number) { number += 1 }
            tried += number - 1
        }
        print("log, \(fault.rawValue): \(tried) system calls, each once")
        // At least: open, reserve, write and sync, for the key and for the log.
        #expect(tried >= 8)
    }

    /// - Returns: Whether the fault was met.
    private func attempt(_ fault: CrashSafetyTests.Fault, _ call: String, _ number: Int) throws -> Bool {
        let workspace = try Workspace()
        let first = try workspace.run([
            BuiltCommand.path, "keygen", "--group", "secp256k1", "-o", "first.key", "--log", "acts.log",
        ])
        try #require(first.succeeded, "\(first)")
        let trace = workspace.url.appendingPathExtension("trace")
        defer { try? FileManager.default.removeItem(at: trace) }
        let outcome = try workspace.run([
            "strace", "-f", "-qq", "-o", trace.path, "-e", "trace=\(call)", "-e",
            "inject=\(call):\(fault.rawValue):when=\(number)", BuiltCommand.path, "keygen", "--group", "secp256k1",
            "-o",
            "second.key", "--log", "acts.log",
        ])
        let traced = String(decoding: try Data(contentsOf: trace), as: UTF8.self)
        let place = "\(fault.rawValue) at \(call) number \(number): \(outcome)\n\(traced)"

        let audit = try workspace.run([BuiltCommand.path, "audit", "acts.log"])
        #expect(audit.succeeded, "the log is broken: \(place)\n\(audit)")
        let lines = try workspace.text("acts.log").split(separator: "\n").count
        switch outcome.end {
        case .exited(0): #expect(lines == 2 && workspace.exists("second.key"), "\(place)")
        // Refused before, failed and logged so, or done and said that there is no line.
        case .exited(7):
            let isSaid = outcome.stderr.contains("its line could not be added")
            #expect(lines == 2 || isSaid || !workspace.exists("second.key"), "\(place)")
        case .signalled(SIGKILL): #expect((1...2).contains(lines), "\(place)")
        default: Issue.record("an end that is neither success nor an I/O error: \(place)")
        }
        return traced.contains("(INJECTED)") || outcome.end == .signalled(SIGKILL)
    }
}
