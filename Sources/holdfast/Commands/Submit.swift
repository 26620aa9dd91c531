import ArgumentParser
import Custody

struct Submit: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Answer a request: seal a share to whoever asks.",
        discussion: """
            Whoever has the requester's private key sees the share. So confirm the requester's fingerprint by another way, \
            such as a call to a number you know, before you answer.
            """)

    @Argument(help: ArgumentHelp("The request.", valueName: "request"))
    var request: String

    @Argument(help: ArgumentHelp("Your share file, sealed or not.", valueName: "share"))
    var share: String

    @Option(
        help: ArgumentHelp(
            "The requester's fingerprint, as they told you; it answers the question.", valueName: "fingerprint"))
    var recipientFingerprint: String?

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var shareOptions: ShareOptions
    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        let target = try outputOptions.target(common, besides: [request, share] + shareOptions.files, isSecret: false)
        let asked = try ShareRequest(try InputFile.read(request).asSecretFile())
        try asked.requireOpen(at: Clock.now())
        if let doubt = asked.doubt(at: Clock.now()) { talk.warn(doubt, hint: "set the clock right first") }
        try RequesterQuestion(facts: asked.facts, common: common).confirm(told: recipientFingerprint)
        let input = try InputFile.read(share)
        let submission = try Custody.submit(
            input.asSecretFile(), to: asked, try shareOptions.checkOptions(common), at: Clock.now())
        try submission.text.withUnsafeBytes { try target.write($0, mode: 0o644) }
        if !target.isStandardOutput {
            try answer(
                json: Report.json(submission, file: target.path), text: Report.text(submission, file: target.path),
                written: target.path)
        }
        return .done
    }
}
