import Arguments
import Custody
import Encodings

struct Inspect: Act {
    static let summary = CommandSummary(
        "inspect", "Say what a file is, without showing a secret.")

    var files: [String] = []
    var keyOptions = KeyOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(&files, "file", help: "Files of any kind; - is standard input.")
        keyOptions.declare(&reader)
        common.declare(&reader)
    }

    func perform() throws -> ExitStatus {
        Sandbox.current.close(readsMore: true)
        let expected = try keyOptions.expectation()
        // An encrypted key is named without its passphrase; nobody is asked for one.
        let source = common.hasPassphrase ? passphraseSource : nil
        var values: [JSONValue] = []
        var text = ""
        var worst: Failure?
        for path in files {
            do {
                let input = try InputFile.read(try keyPath(path))
                if input.holdsKey { input.warnIfOpenToOthers(talk) }
                let file = input.asSecretFile()
                let found = try self.found(in: file, expected, source)
                values.append(Report.json(found, file: path))
                text += Report.text(found, file: path)
            } catch {
                let failure = Failure(error)
                guard files.count > 1 else { throw failure }
                talk.error(failure.message, hint: failure.hint)
                values.append(Report.json(failure, file: path))
                worst = worst ?? failure
            }
        }
        try answer(
            json: ["schema": "holdfast.inspect/1", "ok": .bool(worst == nil), "files": .array(values)], text: text)
        return worst?.status ?? .done
    }

    private func found(
        in file: SecretFile, _ expected: Expectation?, _ passphrase: PassphraseSource?
    ) throws(Refusal) -> Inspection {
        do throws(Refusal) {
            return try inspect(file, group: keyOptions.group, expected: expected, passphrase: passphrase)
        } catch {
            SpellingAnswer(common: common).show(for: file, after: error)
            throw error
        }
    }
}
