import Arguments
import Custody

struct Split: Act {
    static let summary = CommandSummary(
        "split", "Split a key into shares, each of which its holder can check alone.",
        discussion: """
            Any THRESHOLD of the shares rebuild the key; one fewer says nothing. The key file itself is left as it is.
            """)

    var keys: [String] = []
    var threshold = 0
    var sharing = SharingOptions()
    var output = ""
    var wrap = false
    var keyOptions = KeyOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(
            &keys, "key", help: "The key file; - is standard input. Several are split into a folder each, all or none.")
        reader.required(
            &threshold, "-t", "--threshold", value: "t", help: "How many shares rebuild the key, 2 or more.")
        sharing.declare(&reader)
        reader.required(&output, "-o", "--output", value: "dir", help: "The directory for the shares; it is made.")
        reader.flag(&wrap, "--wrap", help: "Split any file as a whole: a fresh key is shared, and wraps it.")
        keyOptions.declare(&reader)
        common.declare(&reader)
    }

    var outputs: [String] { [output] }
    // In a ceremony a share may be drawn.
    var startsPrograms: Bool { sharing.ceremony }
    var lateInputs: [String] { SharePassphrases.files(sharing.passphraseShares) }

    func perform() throws -> ExitStatus {
        let planned = try PlannedSharing(sharing, threshold: threshold, directory: output)
        guard keys.count == 1 else { return try performSeveral(planned) }
        try planned.requireTerminal()

        let key = keys[0]
        let input = try InputFile.read(wrap ? key : try keyPath(key))
        input.warnIfOpenToOthers(talk)
        // In a ceremony each holder names a place for their own file.
        if !planned.isCeremony { Sandbox.current.close() }
        let outcome = try deal(
            input.asSecretFile(), planned.plan, passphraseSource, planned.passphrases.source(common))
        talk.progress("")
        let what = outcome.what
        return try giveOut(outcome.takeShares(), planned, of: what, from: .file(key))
    }

    struct Outcome: ~Copyable {
        let shares: DealtShares
        /// What they are of, as lines of the report.
        let what: String

        consuming func takeShares() -> DealtShares { shares }
    }

    /// Deals the key in a file, or a key that wraps the file.
    func deal(
        _ file: SecretFile, _ plan: SplitPlan, _ passphrase: @escaping PassphraseSource,
        _ sharePassphrase: @escaping PassphraseSource
    ) throws -> Outcome {
        func progress(_ progress: Progress) { talk.progress(progress.description) }
        if let wrapped = try wrapped(file) {
            guard keyOptions.group == nil, keyOptions.expect == nil else {
                throw Failure(
                    .usage, code: "usage",
                    "--group and --expect are about a single key, and \(file.name) is wrapped whole",
                    hint: "leave them out; the addresses that are shown tell which wallet this is")
            }
            return Outcome(
                shares: try split(wrapped, plan, progress: progress, sharePassphrase: sharePassphrase),
                what: Report.text(wrapped.facts))
        }
        let key = try readKey(
            file, group: keyOptions.group, expected: try keyOptions.expectation(), passphrase: passphrase)
        for note in key.facts.notes { talk.say("note: \(note)") }
        if key.facts.format.isEncrypted {
            talk.say("note: the shares give this encrypted file back; its passphrase is not in them")
        }
        var what = Report.row("Key", "\(key.facts.format.title), \(key.facts.group.rawValue)")
        for address in key.facts.addresses { what += Report.row(address.kind.title, address.text) }
        return Outcome(shares: try split(key, plan, progress: progress, sharePassphrase: sharePassphrase), what: what)
    }

    /// The file to be wrapped: one that stands for a wallet, and with `--wrap` any.
    private func wrapped(_ file: SecretFile) throws(Refusal) -> WrappedFile? {
        do throws(Refusal) {
            if let wallet = try WrappedFile(wallet: file) { return wallet }
        } catch {
            SpellingAnswer(common: common).show(for: file, after: error)
            guard wrap else { throw error }
            talk.warn("\(error.message); it is wrapped as it is")
        }
        return wrap ? try WrappedFile(anything: file) : nil
    }
}
