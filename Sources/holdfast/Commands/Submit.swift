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
    var share: String?
    var acknowledge = false
    var binary = false
    var recipientFingerprint: String?
    var outputOptions = OutputOptions()
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operand(&request, "request", help: "The request; with --acknowledge the dealing.")
        reader.operand(
            &share, "share",
            help: "Your share file, sealed or not; none where the dealing holds it for your node's key.")
        reader.flag(
            &acknowledge, "--acknowledge",
            help: "Say to everyone that the share that the dealing holds for your node's key is good.")
        reader.flag(&binary, "--binary", help: "Write the form that a ledger's transaction carries, which is no text.")
        reader.option(
            &recipientFingerprint, "--recipient-fingerprint", value: "fingerprint",
            help: "The requester's fingerprint, as they told you; it answers the question.")
        outputOptions.declare(&reader)
        shareOptions.declare(&reader)
        common.declare(&reader)
    }

    var outputs: [String] { [outputOptions.output] }

    func perform() throws -> ExitStatus {
        let target = try outputOptions.target(
            common, besides: [request] + (share.map { [$0] } ?? []) + shareOptions.files, isSecret: false,
            isBinary: binary)
        guard !acknowledge else { return try acknowledge(to: target) }
        let asked = try ShareRequest(try InputFile.read(request).asSecretFile())
        try asked.requireOpen(at: Clock.now())
        if let doubt = asked.doubt(at: Clock.now()) { talk.warn(doubt, hint: "set the clock right first") }
        try RequesterQuestion(facts: asked.facts, common: common).confirm(told: recipientFingerprint)
        let options = try shareOptions.checkOptions(common)
        let file = try share.map { try InputFile.read($0).asSecretFile() }
        Sandbox.current.close()
        let submission =
            if let file {
                try Custody.submit(file, to: asked, options, at: Clock.now())
            } else {
                try Custody.submit(to: asked, options, at: Clock.now())
            }
        if !submission.isGood {
            talk.warn(
                "what the dealing holds for your key is not your share: its dealer cheated",
                hint: "the submission shows it to the one who asks; do not rely on this dealing")
        }
        try (binary ? submission.binary : submission.text).withUnsafeBytes { try target.write($0, mode: 0o644) }
        if !target.isStandardOutput {
            try answer(
                json: Report.json(submission, file: target.path), text: Report.text(submission, file: target.path),
                written: target.path)
        }
        return .done
    }

    private func acknowledge(to target: OutputTarget) throws -> ExitStatus {
        guard share == nil, recipientFingerprint == nil else {
            throw Failure(
                .usage, code: "usage", "--acknowledge answers nobody's request and takes no share file",
                hint: "name the dealing alone, and your node's key with --identity")
        }
        let dealing = try InputFile.read(request).asSecretFile()
        let options = try shareOptions.checkOptions(common)
        Sandbox.current.close()
        let word = try Custody.acknowledge(dealing, options)
        try (binary ? word.binary : word.text).withUnsafeBytes { try target.write($0, mode: 0o644) }
        if !target.isStandardOutput {
            try answer(
                json: Report.json(word, file: target.path), text: Report.text(word, file: target.path),
                written: target.path)
        }
        return .done
    }
}
