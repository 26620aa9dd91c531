import ArgumentParser
import Custody

struct Reseal: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "reseal",
        abstract: "Seal a share to another key.",
        discussion: """
            For a holder whose own key changes, or who hands the share over. The share, its index and the dealing stay as \
            they are; the old file still opens with the old key.
            """)

    @Argument(help: ArgumentHelp("The share file, sealed or not; - is standard input.", valueName: "share"))
    var share: String

    @Option(
        help: ArgumentHelp(
            "The new holder's age or ssh-ed25519 public key, a file of it, or the word passphrase.",
            valueName: "recipient"))
    var to: String

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var shareOptions: ShareOptions
    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        let seal: Seal = to == "passphrase" ? .passphrase : .key(try RecipientArgument.read(to))
        let target = try outputOptions.target(common, besides: [share] + shareOptions.files, isSecret: false)
        let input = try InputFile.read(share)
        let resealed = try reseal(
            input.asSecretFile(), to: seal, try shareOptions.checkOptions(common), newPassphrase: newPassphraseSource)
        try resealed.file.withUnsafeBytes { try target.write($0, mode: 0o644) }
        if !target.isStandardOutput {
            try answer(
                json: Report.json(resealed, file: target.path),
                text: Report.text(resealed, file: target.path, old: share),
                written: target.path)
        }
        return .done
    }
}
