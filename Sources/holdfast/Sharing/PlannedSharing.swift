import Custody

/// Who is to get what, and where: all that can be refused before a key is read or drawn.
struct PlannedSharing {
    let plan: SplitPlan
    /// The names of the holders' files, in their order; none where the dealing carries their shares.
    let files: [String]
    /// The directory to be made.
    let directory: String
    let passphrases: SharePassphrases
    let isCeremony: Bool

    /// - Throws: `Failure`, `Refusal` or `FileError` for holders, a policy, a recipient or a place that cannot be.
    init(_ options: SharingOptions, threshold: Int, directory: String) throws {
        guard directory != "-" else {
            throw Failure(
                .usage, code: "usage", "shares go into a directory, not to standard output",
                hint: "name a directory that does not exist yet")
        }
        guard !directory.isEmpty else {
            throw Failure(
                .usage, code: "usage", "-o is given and names nothing",
                hint: "name a directory that does not exist yet")
        }
        passphrases = try SharePassphrases(options.passphraseShares)
        let holders = try passphrases.applied(to: try options.plannedHolders(threshold: threshold))
        plan = try SplitPlan(
            threshold: threshold, holders: holders, label: options.label, created: Clock.now(),
            isPubliclyVerifiable: options.publiclyVerifiable)
        files = plan.isToOwnKeys ? [] : try ShareFileName.all(for: holders.map(\.name))
        guard !options.ceremony || !plan.isToOwnKeys else {
            throw Failure(
                .usage, code: "usage", "shares that are dealt to the holders' own keys are not handed over",
                hint: "leave --ceremony out: the dealing is public, and holders open it with their node's key")
        }
        self.directory = OutputDirectory.named(directory)
        try OutputDirectory.requireWritable(self.directory)
        try OutputFile.requireDirectory(of: self.directory)
        isCeremony = options.ceremony
    }

    func requireTerminal() throws(Failure) {
        if isCeremony { try Ceremony.requireTerminal() }
    }

    /// How many shares whoever has their files can use.
    var plainCount: Int { plan.isToOwnKeys ? 0 : plan.holders.count { $0.seal == nil } }

    /// The files of one dealing: the holders' in their order, the proof of the shares where there is one, and `dealing.json`
    /// as the last.
    /// - Parameter folder: A folder of the directory that they are in; empty for the directory itself.
    func entries(in folder: String = "") -> [OutputDirectory.Entry] {
        let place = folder.isEmpty ? "" : folder + "/"
        return zip(files, plan.holders).map { .init(name: place + $0, mode: $1.seal == nil ? 0o600 : 0o644) }
            + (plan.isPubliclyVerifiable ? [.init(name: place + ShareFileName.proof, mode: 0o644)] : [])
            + [.init(name: place + ShareFileName.dealing, mode: 0o644)]
    }

    /// Lends the bytes of one of these files to what writes it.
    func lend(
        _ position: Int, of shares: borrowing DealtShares, _ write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        if position < files.count {
            try shares.withShareFile(at: position, write)
        } else if position == files.count, let proof = shares.sharesProof {
            try proof.withUnsafeBytes(write)
        } else {
            try shares.dealingFile.withUnsafeBytes(write)
        }
    }
}

/// Where a key that was dealt comes from.
enum DealtFrom {
    /// From a file, by this name; `-` is standard input.
    case file(String)
    /// From nowhere: `keygen` drew it, and no file of it was.
    case drawn

    var isDrawn: Bool {
        switch self {
        case .file: false
        case .drawn: true
        }
    }
}

extension Act {
    /// Writes the shares and the dealing, all or none, or hands the shares over one by one; then reports.
    /// - Parameter what: What was dealt, as lines of the report.
    func giveOut(
        _ shares: consuming DealtShares, _ planned: PlannedSharing, of what: String, from source: DealtFrom
    ) throws -> ExitStatus {
        guard !planned.isCeremony else { return try handOver(shares, planned, of: what, from: source) }
        let dealt = shares
        let entries = planned.entries()
        try OutputDirectory.write(planned.directory, entries) { position, write in
            try planned.lend(position, of: dealt) { try write($0) }
        }
        let paths = entries.map { OutputFile.join(planned.directory, $0.name) }
        try answer(
            json: Report.json(dealt.facts, files: paths, from: source),
            text: Report.text(
                dealt.facts, of: what, dealt.proof, files: paths, plain: planned.plainCount, from: source),
            written: planned.directory)
        return .done
    }
}
