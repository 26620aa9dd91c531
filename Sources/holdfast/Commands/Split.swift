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

    @Argument(
        help: ArgumentHelp(
            "The key file; - is standard input. Several are split into a folder each, all or none.", valueName: "key"))
    var keys: [String]

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
        help: ArgumentHelp(
            """
            A holder's name; repeat for each, in the order of their shares. With =RECIPIENT, an age or ssh-ed25519 public \
            key or a file of it, the share is sealed to that key.
            """, valueName: "name[=recipient]"))
    var holders: [String] = []

    @Option(
        name: .customLong("passphrase-share"),
        help: ArgumentHelp(
            "Seal this holder's share with a passphrase, asked for or in a file; may be repeated.",
            valueName: "name[=file]"))
    var passphraseShares: [String] = []

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The directory for the shares; it is made.", valueName: "dir"))
    var output: String

    @Option(help: ArgumentHelp("A word for people about what the key is, such as validator-7.", valueName: "text"))
    var label = ""

    @Flag(help: "Split any file as a whole: a fresh key is shared, and wraps it.")
    var wrap = false

    @Flag(help: "Hand the shares over one by one, each holder alone at the terminal, and keep a protocol.")
    var ceremony = false

    @OptionGroup var keyOptions: KeyOptions
    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        guard output != "-" else {
            throw Failure(
                .usage, code: "usage", "shares go into a directory, not to standard output",
                hint: "name a directory that does not exist yet")
        }
        let sealing = try SharePassphrases(passphraseShares)
        let planned = try sealing.applied(to: try plannedHolders())
        let plan = try SplitPlan(threshold: threshold, holders: planned, label: label, created: Clock.now())
        let files = try ShareFileName.all(for: planned.map(\.name))
        try OutputDirectory.requireWritable(output)
        try OutputFile.requireDirectory(of: output)
        guard keys.count == 1 else { return try performSeveral(plan, files, sealing) }
        if ceremony { try Ceremony.requireTerminal() }

        let key = keys[0]
        let input = try InputFile.read(wrap ? key : try keyPath(key))
        input.warnIfOpenToOthers(talk)
        let outcome = try deal(input.asSecretFile(), plan, passphraseSource, sealing.source(common))
        talk.progress("")
        if ceremony { return try handOver(outcome, files) }

        let entries =
            zip(files, planned).map { OutputDirectory.Entry(name: $0, mode: $1.seal == nil ? 0o600 : 0o644) }
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
        let what =
            Report.row("Key", "\(key.facts.format.title), \(key.facts.group.rawValue)")
            + key.facts.addresses.map { Report.row($0.kind.title, $0.text) }.joined()
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

    private func plannedHolders() throws -> [SplitPlan.Holder] {
        switch (holderCount, holders.isEmpty) {
        case (nil, true):
            throw Failure(
                .usage, code: "no-holders", "nobody is named to hold a share",
                hint: "give -n N, or --holder NAME for each holder")
        case (.some, false):
            throw Failure(
                .usage, code: "usage", "-n and --holder exclude each other", hint: "give --holder NAME for each holder")
        case (nil, false):
            let planned = try holders.map { try HolderArgument($0).holder }
            let names = planned.map(\.name)
            if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
                throw Failure(
                    .usage, code: "holder-name-twice", "the holder '\(twice)' was named twice",
                    hint: "give every holder a name of their own")
            }
            return planned
        case (let count?, true):
            // The policy is checked before names are made, since a number may be absurd.
            _ = try SplitPlan.requirePolicy(threshold: threshold, holderCount: count)
            return (0..<count).map { SplitPlan.Holder(name: "holder-\($0 + 1)") }
        }
    }
}

/// `--holder NAME[=RECIPIENT]`: the name ends at the first `=`; the recipient is a public key, or a file of it.
private struct HolderArgument {
    let holder: SplitPlan.Holder

    init(_ text: String) throws {
        guard let equals = text.firstIndex(of: "=") else {
            holder = SplitPlan.Holder(name: text)
            return
        }
        let recipient = try RecipientArgument.read(String(text[text.index(after: equals)...]))
        holder = SplitPlan.Holder(name: String(text[..<equals]), seal: .key(recipient))
    }
}

/// A public key on the command line, or a file that has one.
enum RecipientArgument {
    static func read(_ text: String) throws -> Recipient {
        guard !Recipient.isLike(text) else { return try Recipient(text) }
        guard !text.hasPrefix("node:") else {
            throw Failure(
                .usage, code: "not-supported", "shares for a node's own key ('\(text)') cannot be made by this version",
                hint: "give an age or ssh-ed25519 public key, or a file of it")
        }
        return try Recipient(file: try InputFile.read(text).asSecretFile())
    }
}

/// `--passphrase-share NAME[=FILE]`: whose shares are sealed with a passphrase, and where each comes from.
struct SharePassphrases {
    private let files: [String: String?]

    init(_ arguments: [String]) throws(Failure) {
        var files: [String: String?] = [:]
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard files[name] == nil else {
                throw Failure(
                    .usage, code: "usage", "--passphrase-share names '\(name)' twice", hint: "name each holder once")
            }
            files.updateValue(parts.count > 1 ? String(parts[1]) : nil, forKey: name)
        }
        self.files = files
    }

    func applied(to holders: [SplitPlan.Holder]) throws(Failure) -> [SplitPlan.Holder] {
        if let stranger = files.keys.sorted().first(where: { name in !holders.contains { $0.name == name } }) {
            throw Failure(
                .usage, code: "no-holders", "--passphrase-share names '\(stranger)', who holds no share",
                hint: "name the holder with --holder too")
        }
        return try holders.map { (holder) throws(Failure) in
            guard files[holder.name] != nil else { return holder }
            guard holder.seal == nil else {
                throw Failure(
                    .usage, code: "usage",
                    "the share of '\(holder.name)' cannot be sealed to a key and with a passphrase",
                    hint: "choose one")
            }
            return SplitPlan.Holder(name: holder.name, seal: .passphrase)
        }
    }

    /// Asks for what is in no file, once for each holder and twice over.
    func source(_ common: CommonOptions) -> PassphraseSource {
        { (purpose) throws(Refusal) in
            // A question does not stand behind a step.
            common.talk.progress("")
            do {
                for case (let name, let file?) in files where purpose == "the share of \(name)" {
                    return try Passphrases(file: file, descriptor: nil).readNew(for: purpose)
                }
                // The file or descriptor of --passphrase-file is the key's.
                return try Passphrases(file: nil, descriptor: nil).readNew(for: purpose)
            } catch { throw Failure(error).asRefusal }
        }
    }
}
