import Arguments
import Custody

struct Request: Act {
    static let summary = CommandSummary(
        "request", "Ask the holders of a dealing for their shares, to rebuild its key.",
        discussion: "What is written is public, and travels by mail or chat. Holders answer with 'holdfast submit'.")

    var dealing = ""
    var to = ""
    var purpose = ""
    var expires: String?
    var blinded = false
    var from: [String] = []
    var outputOptions = OutputOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operand(&dealing, "dealing", help: "The dealing, or a share of it; - is standard input.")
        reader.required(
            &to, "--to", value: "recipient",
            help: "Your age or ssh-ed25519 public key, or a file of it: the shares are sealed to it.")
        reader.required(
            &purpose, "--purpose", value: "text", help: "What the key is wanted for, in your words; holders read it.")
        reader.option(
            &expires, "--expires", value: "when",
            help: "When the request ends: a UTC time such as 2026-12-31T00:00:00Z, or a span such as 36h or 7d.")
        reader.flag(
            &blinded, "--blinded",
            help: "Ask for no share: the holders' answers give the key together, and no share can be seen in them.")
        reader.option(
            &from, "--from", value: "name",
            help: "With --blinded, a holder who is asked; repeat for each. All of them have to answer.")
        outputOptions.declare(&reader)
        common.declare(&reader)
    }

    var outputs: [String] { [outputOptions.output] }

    func perform() throws -> ExitStatus {
        guard blinded || from.isEmpty else {
            throw Failure(
                .usage, code: "usage", "--from names whom a blinded request asks, and a plain one asks every holder",
                hint: "give --blinded with it, or leave it out")
        }
        let recipient = try RecipientArgument.read(to)
        let target = try outputOptions.target(common, besides: [dealing], isSecret: false)
        let now = Clock.now(), expires = try self.expires.map { try Clock.time($0) }
        // Times of one form order like their texts.
        if let expires, expires <= now {
            throw Failure(
                .usage, code: "request-expired", "the request would end at \(expires), and it is \(now) already",
                hint: "give --expires a time to come, or a span such as 36h or 7d")
        }
        let file = try InputFile.read(dealing).asSecretFile()
        Sandbox.current.close()
        let request = try ShareRequest(
            for: file, recipient: recipient, purpose: purpose, created: now,
            expires: expires, blindedAmong: blinded ? from : nil)
        try request.text.withUnsafeBytes { try target.write($0, mode: 0o644) }
        if !target.isStandardOutput {
            try answer(
                json: Report.json(request.facts, file: target.path),
                text: Report.text(made: request.facts, file: target.path), written: target.path)
        }
        return .done
    }
}
