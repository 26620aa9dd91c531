import ArgumentParser
import Custody
import Encodings
import Glibc

@main
struct Holdfast: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "holdfast",
        abstract: "Split a node's key into checkable shares, rebuild it, and sign from the shares.",
        discussion: "Each command has a page: man holdfast-split, and so on.",
        version: version,
        subcommands: [
            Keygen.self, Inspect.self, Split.self, Check.self, Rebuild.self, Sign.self, Verify.self, Print.self,
            Reseal.self, Request.self, Submit.self, Drill.self, Audit.self, Completion.self, Spec.self,
        ])

    static func main() {
        ProcessHardening.apply()
        let words = CommandLine.arguments
        let arguments = Array(words.dropFirst())
        let status = words.isEmpty ? end(Failure.noCommandLine, arguments) : run(arguments)
        Glibc.exit(status.rawValue)
    }

    /// No error leaves this function: an escaping one would be printed by the runtime with the memory around it.
    private static func run(_ arguments: [String]) -> ExitStatus {
        do {
            try ArgumentGuard.refuseSecrets(arguments)
            var command = try parsed(arguments)
            guard let act = command as? any (Act & ParsableCommand) else {
                // No subcommand, or `help`: both throw the text that `end` prints.
                try command.run()
                return .done
            }
            if act.common.requireLockedMemory { LockedMemory.refuseUnlocked() }
            guard let path = act.common.log else { return perform(act, arguments) }
            let log = try LogFile(opening: path, reserving: LoggedCommand.mostBytes(arguments), act.common.talk)
            return LoggedCommand(arguments).record(perform(act, arguments), in: log, act.common.talk)
        } catch {
            return end(error, arguments)
        }
    }

    private static func perform(_ act: any Act, _ arguments: [String]) -> ExitStatus {
        do {
            let status = try act.perform()
            warnOfUnlockedMemory(act.common)
            return status
        } catch {
            return end(error, arguments)
        }
    }

    /// A subcommand that is named first is parsed by itself: the root would look at the options of all of them, which takes
    /// as long as checking a share (2 of 5 million instructions).
    private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        let direct = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
        let wantsHelp = arguments.contains {
            ["-h", "--help", "-help", "--version"].contains($0) || $0.hasPrefix("--help-")
        }
        guard let direct, !wantsHelp else { return try parseAsRoot(arguments) }
        return try direct.parseAsRoot(Array(arguments.dropFirst()))
    }

    private static func end(_ error: any Error, _ arguments: [String]) -> ExitStatus {
        let wantsJSON = arguments.prefix { $0 != "--" }.contains("--json")
        let failure: Failure
        switch error {
        case is Failure, is Refusal, is FileError, is SecretsError, is PromptError:
            failure = Failure(error)
        default:
            if exitCode(for: error).isSuccess {
                // --help and --version are results.
                return (try? StandardOutput.write(fullMessage(for: error) + "\n")) == nil ? .inputOutput : .done
            }
            failure = usageFailure(message(for: error), arguments)
        }
        ActResult.current.note(Report.json(failure), code: failure.code)
        if wantsJSON {
            _ = try? StandardOutput.write(JSONWriter.text(Report.json(failure), .compact) + "\n")
        }
        let talk = Talk(quiet: false)
        talk.error(failure.message, hint: failure.hint.isEmpty ? nil : failure.hint)
        for message in failure.also { talk.error(message, hint: nil) }
        return failure.status
    }

    /// What the argument parser says, in this program's tone.
    private static func usageFailure(_ message: String, _ arguments: [String]) -> Failure {
        let known = configuration.subcommands.compactMap { $0.configuration.commandName }
        let command = arguments.first.flatMap { known.contains($0) ? "\($0) " : nil } ?? ""
        var parts: [String] = []
        for line in message.split(separator: "\n") {
            let words = line.drop { $0 == " " }
            parts.append(String(words.hasPrefix("- ") ? words.dropFirst(2) : words))
        }
        // The parser lists what is possible as lines of their own below a colon.
        let isList = parts.count > 1 && parts[0].hasSuffix(":")
        let words = isList ? parts[0] + " " + parts.dropFirst().joined(separator: ", ") : parts.joined(separator: " ")
        let sentence = words.prefix(1).lowercased() + words.dropFirst()
        return Failure(
            .usage, code: "usage", sentence, hint: "see 'holdfast \(command)--help'")
    }

    private static func warnOfUnlockedMemory(_ common: CommonOptions) {
        guard LockedMemory.anyUnlocked else { return }
        common.talk.warn(
            "memory for secrets could not be locked (limit \(LockedMemory.limitInBytes / 1024) KiB); a key may reach swap",
            hint: "run 'ulimit -l unlimited' before, or give --require-locked-memory to refuse")
    }
}
