import Arguments
import Custody
import Encodings
import Glibc

@main
enum Holdfast {
    static let version = "0.1.0"

    private static let acts: [any Act.Type] = [
        Keygen.self, Inspect.self, Split.self, Check.self, Rebuild.self, Sign.self, Verify.self, Print.self,
        Reseal.self, Request.self, Submit.self, Drill.self, Audit.self, Dealing.self, Completion.self, Spec.self,
        Selftest.self,
    ]

    static let program = Program(
        CommandSummary(
            "holdfast", "Split a node's key into checkable shares, rebuild it, and sign from the shares.",
            discussion: "Each command has a page: man holdfast-split, and so on."),
        commands: acts.map { $0 })

    static func main() {
        ProcessHardening.apply()
        let words = CommandLine.arguments
        var arguments = Array(words.dropFirst())
        // As many programs in Swift are asked, by scripts that make packages.
        if arguments.first == "--generate-completion-script" { arguments[0] = "completion" }
        let status = words.isEmpty ? end(Failure.noCommandLine, arguments) : run(arguments)
        Passphrases.forget()
        Glibc.exit(status.rawValue)
    }

    /// No error leaves this function: an escaping one would be printed by the runtime with the memory around it.
    private static func run(_ arguments: [String]) -> ExitStatus {
        do {
            try ArgumentGuard.refuseSecrets(arguments)
            guard let act = try asked(arguments) else { return .done }
            if act.common.requireLockedMemory { LockedMemory.refuseUnlocked() }
            guard let path = act.common.log else { return perform(act, arguments) }
            let log = try LogFile(opening: path, reserving: LoggedCommand.mostBytes(arguments), act.common.talk)
            return LoggedCommand(arguments).record(perform(act, arguments), in: log, act.common.talk)
        } catch {
            return end(error, arguments)
        }
    }

    /// - Returns: nil where help or the version was asked for, and was given.
    private static func asked(_ arguments: [String]) throws -> (any Act)? {
        let answer: ArgumentReader.Answer<any Act>
        var index: Int?
        switch try program.first(of: arguments) {
        case .command(let place):
            index = place
            answer = try read(acts[place], Array(arguments.dropFirst()))
        case .help(let place):
            index = place
            answer = .help
        case .version: answer = .version
        }
        switch answer {
        case .command(let act): return act
        case .help: try StandardOutput.write(help(of: index))
        case .version: try StandardOutput.write(version + "\n")
        }
        return nil
    }

    private static func read<A: Act>(_ type: A.Type, _ words: [String]) throws -> ArgumentReader.Answer<any Act> {
        switch try ArgumentReader.read(type, words) {
        case .command(let act): .command(act)
        case .help: .help
        case .version: .version
        }
    }

    /// - Parameter index: Of a command; nil for the whole program.
    private static func help(of index: Int?) -> String {
        let chosen = getenv("COLUMNS").flatMap { Int(String(cString: $0)) } ?? 0
        let width = chosen > 0 ? chosen : Style(descriptor: STDOUT_FILENO).columns
        return index.map { program.help(of: acts[$0], width: width) } ?? program.help(width: width)
    }

    private static func perform(_ act: any Act, _ arguments: [String]) -> ExitStatus {
        do {
            // Told on a terminal alone: there is nothing that a script could do about it.
            if !Sandbox.current.enter(for: act), isatty(STDERR_FILENO) == 1 {
                act.common.talk.say("note: this kernel has no landlock or seccomp, so no rights were given up")
            }
            let status = try act.perform()
            warnOfUnlockedMemory(act.common)
            return status
        } catch {
            return end(error, arguments)
        }
    }

    private static func end(_ error: any Error, _ arguments: [String]) -> ExitStatus {
        let wantsJSON = arguments.prefix { $0 != "--" }.contains("--json")
        let failure = (error as? UsageFault).map { usageFailure($0, arguments) } ?? Failure(error)
        ActResult.current.note(Report.json(failure), code: failure.code)
        if wantsJSON {
            _ = try? StandardOutput.write(JSONWriter.text(Report.json(failure), .compact) + "\n")
        }
        let talk = Talk(quiet: false)
        talk.error(failure.message, hint: failure.hint.isEmpty ? nil : failure.hint)
        for message in failure.also { talk.error(message, hint: nil) }
        return failure.status
    }

    private static func usageFailure(_ fault: UsageFault, _ arguments: [String]) -> Failure {
        let command = acts.first { $0.summary.name == arguments.first }.map { $0.summary.name + " " } ?? ""
        return Failure(.usage, code: "usage", fault.message, hint: "see 'holdfast \(command)--help'")
    }

    private static func warnOfUnlockedMemory(_ common: CommonOptions) {
        guard LockedMemory.anyUnlocked else { return }
        common.talk.warn(
            "memory for secrets could not be locked (limit \(LockedMemory.limitInBytes / 1024) KiB); a key may reach swap",
            hint: "run 'ulimit -l unlimited' before, or give --require-locked-memory to refuse")
    }
}
