import ArgumentParser
import Custody
import Encodings

struct Inspect: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Say what a file is, without showing a secret.")

    @Argument(help: ArgumentHelp("Files of any kind; - is standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var keyOptions: KeyOptions
    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        var values: [JSONValue] = []
        var text = ""
        for path in files {
            let file = try InputFile.read(path).asSecretFile()
            let found = try inspect(
                file, group: keyOptions.group, expected: keyOptions.expect, passphrase: passphraseSource)
            values.append(Report.json(found, file: path))
            text += Report.text(found, file: path)
        }
        try answer(
            json: ["schema": "holdfast.inspect/1", "ok": true, "files": .array(values)],
            text: text)
        return .done
    }
}
