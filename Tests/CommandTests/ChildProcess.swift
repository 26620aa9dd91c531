import Foundation
import Glibc

/// A program that a test runs: in its own session, so that no terminal is in reach, with files for its output.
struct ChildProcess {
    /// The program, looked for on the path, and its arguments.
    var arguments: [String]
    var environment: [String: String]
    /// Where it starts.
    var directory: String
    /// The file that is its standard input.
    var input = "/dev/null"
    /// Standard descriptors that are closed when it starts.
    var closed: Set<Int32> = []
    var timeout: TimeInterval = 120

    enum End: Equatable, CustomStringConvertible {
        case exited(Int32)
        case signalled(Int32)
        case timedOut

        var description: String {
            switch self {
            case .exited(let status): "exit status \(status)"
            case .signalled(let number): "ended by signal \(number)"
            case .timedOut: "still running when its time was over"
            }
        }
    }

    struct Outcome: CustomStringConvertible {
        var end: End
        var stdout: String
        var stderr: String

        var succeeded: Bool { end == .exited(0) }

        var description: String { "\(end)\n--- stdout\n\(stdout)\n--- stderr\n\(stderr)\n---" }
    }

    struct CannotStart: Error, CustomStringConvertible {
        var description: String
    }

    /// Runs it to its end, or kills it with all that it started.
    func run() throws -> Outcome {
        // Files instead of pipes: a program that writes much never waits for a reader.
        let outputs = FileManager.default.temporaryDirectory.appendingPathComponent("holdfast-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: outputs, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: outputs) }
        let (stdout, stderr) = (outputs.appendingPathComponent("stdout"), outputs.appendingPathComponent("stderr"))

        let child = try start(stdout: stdout.path, stderr: stderr.path)
        let end = wait(for: child)
        // What `env` says where there is no such program, or none that it may run.
        if end == .exited(127) || end == .exited(126) {
            throw CannotStart(description: "cannot start \(arguments[0])")
        }
        func text(_ file: URL) -> String { String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self) }
        return Outcome(end: end, stdout: text(stdout), stderr: text(stderr))
    }

    private func start(stdout: String, stderr: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, stdout, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, stderr, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        for descriptor in closed { posix_spawn_file_actions_addclose(&actions, descriptor) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A new session has no controlling terminal (POSIX_SPAWN_SETSID, 0x80, is a macro Swift does not see). The
        // test runner's own signal settings stay with it.
        posix_spawnattr_setflags(&attributes, Int16(0x80 | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)

        // Swift does not see the file action that changes the folder; `env` does it and becomes the program.
        let words = (["env", "--chdir", directory] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child = pid_t()
        let failure = posix_spawnp(&child, "env", &actions, &attributes, words, variables)
        guard failure == 0 else {
            throw CannotStart(description: "cannot start env: \(String(cString: strerror(failure)))")
        }
        return child
    }

    private func wait(for child: pid_t) -> End {
        let deadline = Date(timeIntervalSinceNow: timeout)
        var status: Int32 = 0
        var pause: UInt32 = 500
        while waitpid(child, &status, WNOHANG) == 0 {
            if Date() > deadline {
                kill(-child, SIGKILL)
                waitpid(child, &status, 0)
                return .timedOut
            }
            usleep(pause)
            pause = min(pause * 2, 20_000)
        }
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }
}
