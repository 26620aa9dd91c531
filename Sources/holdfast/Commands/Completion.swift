import ArgumentParser
import Encodings

/// A shell that completes what is typed.
enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish

    var script: String {
        switch self {
        case .bash: Holdfast.completionScript(for: .bash)
        case .zsh: Holdfast.completionScript(for: .zsh)
        case .fish: Holdfast.completionScript(for: .fish)
        }
    }
}

struct Completion: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print the script by which a shell completes this command.")

    @Argument(help: "The shell: bash, zsh or fish.")
    var shell: Shell

    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        let script = shell.script
        try answer(
            json: [
                "schema": "holdfast.completion/1", "ok": true, "shell": .string(shell.rawValue),
                "script": .string(script),
            ], text: script.hasSuffix("\n") ? script : script + "\n")
        return .done
    }
}
