import ArgumentParser
import Custody
import Encodings

struct Keygen: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Make a fresh node key.",
        discussion: "The file is readable by its owner alone. Nothing existing is overwritten unless --force says so.")

    @Option(help: ArgumentHelp("The group: secp256k1, p256 or ed25519.", valueName: "group"))
    var group: CurveName

    @Option(help: ArgumentHelp("The form of the file, such as hex, pkcs8-pem or solana.", valueName: "format"))
    var format: KeyFormat?

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Where the key goes; - is standard output.", valueName: "file"))
    var output: String

    @Flag(help: "Replace an existing file.")
    var force = false

    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        let target = OutputTarget(path: output, force: force)
        guard !(target.isStandardOutput && common.json) else {
            throw Failure(
                .usage, code: "usage", "--json and -o - both want standard output", hint: "write the key to a file")
        }
        try target.requireWritable()
        let key = try generateKey(
            group: group, format: format ?? .usual(for: group),
            passphrase: newPassphraseSource)
        try key.file.bytes.withUnsafeBytes { try target.write($0, mode: 0o600) }
        guard !target.isStandardOutput else { return .done }
        try answer(json: Report.json(made: key.facts, file: output), text: Report.text(made: key.facts, file: output))
        return .done
    }
}
