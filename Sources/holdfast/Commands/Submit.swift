import Arguments
import Custody

struct Submit: Act {
    static let summary = CommandSummary(
        "submit", "Answer a request: seal a share to whoever asks.",
        discussion: """
            Whoever has the requester's private key sees the share. So confirm the requester's fingerprint by another way, \
            such as a call to a number you know, before you answer.
            """)

    var request = ""
    var share = ""
    var recipientFingerprint: String?
    var outputOptions = OutputOptions()
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operand(&request, "request", help: "The request.")
        reader.operand(&share, "share", help: "Your share file, sealed or not.")
        reader.option(
            &recipientFingerprint, "--recipient-fingerprint", value: "fingerprint",
            help: "The requester's fingerprint, as they told you; it answers the question.")
        outputOptions.declare(&reader)
        shareOptions.declare(&reader)
        common.declare(&reader)
    }

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
