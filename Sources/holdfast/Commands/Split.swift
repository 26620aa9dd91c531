import ArgumentParser
import Custody
import Encodings
import Glibc

struct Split: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Split a key into shares, each of which its holder can check alone.",
        discussion: """
            Any THRESHOLD of the shares rebuild the key; one fewer says nothing. The key file itself is left as it is.
            """)

    @Argument(help: ArgumentHelp("The key file; - is standard input.", valueName: "key"))
    var key: String

    @Option(
        name: [.customShort("t"), .long],
        help: ArgumentHelp("How many shares rebuild the key, 2 or more.", valueName: "t"))
    var threshold: Int

    @Option(
        name: [.customShort("n"), .customLong("holders")],
        help: ArgumentHelp("Name the holders holder-1 to holder-N.", valueName: "n"))
    var holderCount: Int?

    @Option(
        name: .customLong("holder"),
        help: ArgumentHelp("A holder's name; repeat for each, in the order of their shares.", valueName: "name"))
    var holders: [String] = []

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The directory for the shares; it is made.", valueName: "dir"))
    var output: String

    @Option(help: ArgumentHelp("A word for people about what the key is, such as validator-7.", valueName: "text"))
    var label = ""

    @Flag(help: "Split any file as a whole: a fresh key is shared, and wraps it.")
    var wrap = false

    @OptionGroup var keyOptions: KeyOptions
    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        guard output != "-" else {
            throw Failure(
                .usage, code: "usage", "shares go into a directory, not to standard output",
                hint: "name a directory that does not exist yet")
        }
        let names = try holderNames()
        let plan = try SplitPlan(threshold: threshold, holderNames: names, label: label, created: Clock.now())
        let files = try ShareFileName.all(for: names)
        try OutputDirectory.requireWritable(output)
        try OutputFile.requireDirectory(of: output)

        let input = try InputFile.read(wrap ? key : try keyPath(key))
        input.warnIfOpenToOthers(talk)
        let outcome = try deal(input.asSecretFile(), plan)
        talk.progress("")

        let entries =
            files.map { OutputDirectory.Entry(name: $0, mode: 0o600) }
            + [OutputDirectory.Entry(name: ShareFileName.dealing, mode: 0o644)]
        try OutputDirectory.write(output, entries) { position, write in
            if position < files.count {
                try outcome.shares.withShareFile(at: position) { try write($0) }
            } else {
                try outcome.shares.dealingFile.withUnsafeBytes { try write($0) }
            }
        }
        let paths = entries.map { OutputFile.join(output, $0.name) }
        try answer(
            json: Report.json(outcome.shares.facts, files: paths),
            text: Report.text(outcome.shares.facts, of: outcome.what, outcome.shares.proof, files: paths, key: key),
            written: output)
        return .done
    }

    private struct Outcome: ~Copyable {
        let shares: DealtShares
        /// What they are of, as lines of the report.
        let what: String
    }

    /// Deals the key in a file, or a key that wraps the file.
    private func deal(_ file: SecretFile, _ plan: SplitPlan) throws -> Outcome {
        func progress(_ progress: Progress) { talk.progress(progress.description) }
        if let wrapped = try wrapped(file) {
            guard keyOptions.group == nil, keyOptions.expect == nil else {
                throw Failure(
                    .usage, code: "usage",
                    "--group and --expect are about a single key, and \(file.name) is wrapped whole",
                    hint: "leave them out; the addresses that are shown tell which wallet this is")
            }
            return Outcome(shares: try split(wrapped, plan, progress: progress), what: Report.text(wrapped.facts))
        }
        let key = try readKey(
            file, group: keyOptions.group, expected: try keyOptions.expectation(), passphrase: passphraseSource)
        for note in key.facts.notes { talk.say("note: \(note)") }
        if key.facts.format.isEncrypted {
            talk.say("note: the shares give this encrypted file back; its passphrase is not in them")
        }
        let what =
            Report.row("Key", "\(key.facts.format.title), \(key.facts.group.rawValue)")
            + key.facts.addresses.map { Report.row($0.kind.title, $0.text) }.joined()
        return Outcome(shares: try split(key, plan, progress: progress), what: what)
    }

    /// The file to be wrapped: one that stands for a wallet, and with `--wrap` any.
    private func wrapped(_ file: SecretFile) throws(Refusal) -> WrappedFile? {
        do throws(Refusal) {
            if let wallet = try WrappedFile(wallet: file) { return wallet }
        } catch {
            guard wrap else { throw error }
            talk.warn("\(error.message); it is wrapped as it is")
        }
        return wrap ? try WrappedFile(anything: file) : nil
    }

    private func holderNames() throws -> [String] {
        switch (holderCount, holders.isEmpty) {
        case (nil, true):
            throw Failure(
                .usage, code: "no-holders", "nobody is named to hold a share",
                hint: "give -n N, or --holder NAME for each holder")
        case (.some, false):
            throw Failure(
                .usage, code: "usage", "-n and --holder exclude each other", hint: "give --holder NAME for each holder")
        case (nil, false):
            let names = try holders.map { try HolderArgument($0).name }
            if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
                throw Failure(
                    .usage, code: "holder-name-twice", "the holder '\(twice)' was named twice",
                    hint: "give every holder a name of their own")
            }
            return names
        case (let count?, true):
            // The policy is checked before names are made, since a number may be absurd.
            _ = try SplitPlan.requirePolicy(threshold: threshold, holderCount: count)
            return (0..<count).map { "holder-\($0 + 1)" }
        }
    }
}

/// `--holder NAME`: the name ends at the first `=`.
private struct HolderArgument {
    let name: String

    init(_ text: String) throws(Failure) {
        guard let equals = text.firstIndex(of: "=") else {
            name = text
            return
        }
        throw Failure(
            .usage, code: "not-supported",
            "'\(text)' asks for a share sealed to its holder's key, which this version cannot make",
            hint: "give --holder \(text[..<equals]) and hand the share file over in person")
    }
}
