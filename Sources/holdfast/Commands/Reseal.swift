import Arguments
import Custody

struct Reseal: Act {
    static let summary = CommandSummary(
        "reseal", "Seal a share to another key.",
        discussion: """
            For a holder whose own key changes, or who hands the share over. The share, its index and the dealing stay as \
            they are; the old file still opens with the old key.
            """)

    var share = ""
    var to = ""
    var outputOptions = OutputOptions()
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operand(&share, "share", help: "The share file, sealed or not; - is standard input.")
        reader.required(
            &to, "--to", value: "recipient",
            help: "The new holder's age or ssh-ed25519 public key, a file of it, or the word passphrase.")
        outputOptions.declare(&reader)
        shareOptions.declare(&reader)
        common.declare(&reader)
    }

    var outputs: [String] { [outputOptions.output] }

    func perform() throws -> ExitStatus {
        let seal: Seal = to == "passphrase" ? .passphrase : .key(try RecipientArgument.read(to))
        let target = try outputOptions.target(common, besides: [share] + shareOptions.files, isSecret: false)
        let input = try InputFile.read(share)
        let options = try shareOptions.checkOptions(common)
        Sandbox.current.close()
        let resealed = try reseal(input.asSecretFile(), to: seal, options, newPassphrase: newPassphraseSource)
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
