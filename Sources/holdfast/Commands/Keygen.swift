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

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        let target = try outputOptions.target(common)
        let key = try generateKey(
            group: group, format: format ?? .usual(for: group), passphrase: newPassphraseSource)
        try key.file.bytes.withUnsafeBytes { try target.write($0, mode: 0o600) }
        let told = Report.json(made: key.facts, file: target.path)
        note(json: told)
        guard !target.isStandardOutput else { return .done }
        try answer(json: told, text: Report.text(made: key.facts, file: target.path), written: target.path)
        return .done
    }
}
