import Foundation
import Glibc
import Testing

/// Whatever happens while a file is written, there is the old state or the new one afterwards.
///
/// strace makes one system call of a run fail, or kills the process as it makes it: the first of its kind, then the
/// second, until a run makes no more of them.
@Suite("A full disk or a kill at any write leaves the old state or the new", .enabled(if: BuiltCommand.isBuilt))
struct CrashSafetyTests {
    /// What a write to a file or a folder may consist of.
    static let calls = [
        "openat", "open", "creat", "write", "pwrite64", "writev", "fsync", "fdatasync", "rename", "renameat",
        "renameat2", "link", "linkat", "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat", "ftruncate", "fallocate",
        "unlink", "unlinkat", "rmdir", "close",
    ]

    enum Fault: String, CaseIterable, Sendable {
        case diskFull = "error=ENOSPC"
        case killed = "signal=SIGKILL"
    }

    /// A command, and what its new state must be proved with.
    struct Act: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Shell that makes the old state.
        var prepare: String
        var arguments: [String]
        /// The file or folder that the command writes.
        var target: String
        /// Shell that succeeds in the new state only.
        var proof: String
    }

    private static let keygen = "$HOLDFAST keygen --group secp256k1 -o node.key --quiet"
    private static let split = "$HOLDFAST split node.key --group secp256k1 -t 2 -n 3 -o shares --quiet"
    private static let rebuildsFromTwo = """
        $HOLDFAST rebuild shares/holder-1.share shares/holder-3.share -o again.key --quiet && cmp again.key node.key
        """

    static let acts = [
        Act(
            testDescription: "keygen -o", prepare: "true",
            arguments: ["keygen", "--group", "secp256k1", "-o", "node.key"], target: "node.key",
            proof: "$HOLDFAST inspect node.key --group secp256k1 && test $(stat -c %a node.key) = 600"),
        Act(
            testDescription: "keygen -o --force", prepare: keygen,
            arguments: ["keygen", "--group", "secp256k1", "-o", "node.key", "--force"], target: "node.key",
            proof: "$HOLDFAST inspect node.key --group secp256k1 && test $(stat -c %a node.key) = 600"),
        Act(
            testDescription: "split -o", prepare: keygen,
            arguments: ["split", "node.key", "--group", "secp256k1", "-t", "2", "-n", "3", "-o", "shares"],
            target: "shares",
            proof: "$HOLDFAST check shares/*.share shares/dealing.json && \(rebuildsFromTwo)"),
        Act(
            testDescription: "keygen -t", prepare: "true",
            arguments: ["keygen", "--group", "secp256k1", "-t", "2", "-n", "3", "-o", "shares"], target: "shares",
            proof: """
                $HOLDFAST check shares/*.share shares/dealing.json \
                    && $HOLDFAST rebuild shares/holder-1.share shares/holder-3.share -o again.key --quiet
                """),
        Act(
            testDescription: "rebuild -o",
            prepare: "\(keygen) && \(split) && cp node.key before.key && rm node.key",
            arguments: ["rebuild", "shares/holder-1.share", "shares/holder-2.share", "-o", "node.key"],
            target: "node.key", proof: "cmp node.key before.key && test $(stat -c %a node.key) = 600"),
        Act(
            testDescription: "rebuild -o --force",
            prepare: "\(keygen) && \(split) && cp node.key before.key && echo old > node.key",
            arguments: ["rebuild", "shares/holder-1.share", "shares/holder-2.share", "-o", "node.key", "--force"],
            target: "node.key", proof: "cmp node.key before.key && test $(stat -c %a node.key) = 600"),
        Act(
            testDescription: "sign -o", prepare: "\(keygen) && \(split) && cp $EXAMPLES/payout.json .",
            arguments: [
                "sign", "payout.json", "shares/holder-1.share", "shares/holder-2.share", "--yes", "-o", "signed.txt",
            ],
            target: "signed.txt", proof: "$HOLDFAST verify signed.txt"),
    ]

    @Test("at every system call", arguments: acts, Fault.allCases)
    func survives(_ act: Act, _ fault: Fault) throws {
        var tried = 0
        for call in Self.calls {
            var number = 1
            while try attempt(act, fault, call, number) { number += 1 }
            tried += number - 1
        }
        print("crash safety: \(act.testDescription), \(fault.rawValue): \(tried) system calls, each once")
        // A run makes at least: open, write, sync, name, sync.
        #expect(tried >= 5)
    }

    /// - Returns: Whether the fault was met: false once the command makes fewer of these calls.
    private func attempt(_ act: Act, _ fault: Fault, _ call: String, _ number: Int) throws -> Bool {
        let workspace = try Workspace()
        let examples = ["EXAMPLES": BuiltCommand.package.appendingPathComponent("Vectors/examples").path]
        let prepared = try workspace.run(["sh", "-c", act.prepare], environment: examples)
        try #require(prepared.succeeded, "preparing: \(prepared)")
        let before = try workspace.state()
        let trace = workspace.url.appendingPathExtension("trace")
        defer { try? FileManager.default.removeItem(at: trace) }

        let outcome = try workspace.run(
            [
                "strace", "-f", "-qq", "-o", trace.path, "-e", "trace=\(call)", "-e",
                "inject=\(call):\(fault.rawValue):when=\(number)", BuiltCommand.path,
            ] + act.arguments)
        let traced = String(decoding: try Data(contentsOf: trace), as: UTF8.self)
        let wasMet = traced.contains("(INJECTED)") || outcome.end == .signalled(SIGKILL)
        let place = "\(act.testDescription), \(fault.rawValue) at \(call) number \(number): \(outcome)\n\(traced)"

        if outcome.end != .signalled(SIGKILL) {
            // 3: a share that could not be read is left out, and the others are too few.
            guard case .exited(let status) = outcome.end, [0, 3, 7].contains(status) else {
                Issue.record("an end that is neither success nor an I/O error: \(place)")
                return wasMet
            }
        }
        let after = try workspace.state()
        let leftovers = after.keys.filter { before[$0] == nil && !isTarget($0, act) }
        // Killed, it cannot clear up. What is left lies beside the target under a name that no one takes for a file.
        if outcome.end == .signalled(SIGKILL) {
            for name in leftovers where !name.hasPrefix(".\(act.target).holdfast-") {
                Issue.record("\(name) is left over: \(place)")
            }
        } else if !leftovers.isEmpty {
            Issue.record("\(leftovers) are left over: \(place)")
        }
        for (name, state) in before where !isTarget(name, act) && after[name] != state {
            Issue.record("\(name) changed: \(place)")
        }
        let isOld = before.filter { isTarget($0.key, act) } == after.filter { isTarget($0.key, act) }
        if !isOld || outcome.succeeded {
            let proof = try workspace.run(["sh", "-c", act.proof], environment: examples)
            if !proof.succeeded { Issue.record("neither the old state nor the new: \(place)\nproof: \(proof)") }
        }
        return wasMet
    }

    private func isTarget(_ name: String, _ act: Act) -> Bool { name == act.target || name.hasPrefix(act.target + "/") }
}
