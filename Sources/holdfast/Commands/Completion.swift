import Arguments
import Encodings

struct Completion: Act {
    static let summary = CommandSummary(
        "completion", "Print the script by which a shell completes this command.")

    var shell = Shell.bash
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operand(&shell, "shell", help: "The shell: bash, zsh or fish.")
        common.declare(&reader)
    }

    func perform() throws -> ExitStatus {
        Sandbox.current.close()
        let script = Holdfast.program.completion(for: shell)
        try answer(
            json: [
                "schema": "holdfast.completion/1", "ok": true, "shell": .string(shell.rawValue),
                "script": .string(script),
            ], text: script)
        return .done
    }
}
