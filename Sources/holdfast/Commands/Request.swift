import ArgumentParser
import Custody

struct Request: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Ask the holders of a dealing for their shares, to rebuild its key.",
        discussion: "What is written is public, and travels by mail or chat. Holders answer with 'holdfast submit'.")

    @Argument(help: ArgumentHelp("The dealing, or a share of it; - is standard input.", valueName: "dealing"))
    var dealing: String

    @Option(
        help: ArgumentHelp(
            "Your age or ssh-ed25519 public key, or a file of it: the shares are sealed to it.", valueName: "recipient")
    )
    var to: String

    @Option(help: ArgumentHelp("What the key is wanted for, in your words; holders read it.", valueName: "text"))
    var purpose: String

    @Option(
        help: ArgumentHelp(
            "When the request ends: a UTC time such as 2026-12-31T00:00:00Z, or a span such as 36h or 7d.",
            valueName: "when"))
    var expires: String?

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        let recipient = try RecipientArgument.read(to)
        let target = try outputOptions.target(common, besides: [dealing], isSecret: false)
        let now = Clock.now()
        let request = try ShareRequest(
            for: try InputFile.read(dealing).asSecretFile(), recipient: recipient, purpose: purpose, created: now,
            expires: try expires.map { try Clock.time($0) })
        try request.text.withUnsafeBytes { try target.write($0, mode: 0o644) }
        if !target.isStandardOutput {
            try answer(
                json: Report.json(request.facts, file: target.path),
                text: Report.text(made: request.facts, file: target.path), written: target.path)
        }
        return .done
    }
}
