import Arguments
import Custody
import Encodings

struct Check: Act {
    static let summary = CommandSummary(
        "check", "Check shares and dealings against the public key, without rebuilding it.",
        discussion: "One share is enough. Nothing that is printed is secret.")

    var files: [String] = []
    var isPublic = false
    var isEach = false
    var evidence: String?
    var isStream = false
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(
            &files, "file", isRequired: false,
            help: "Share files, share lines, dealings, or folders of them; - is standard input.")
        reader.flag(
            &isPublic, "--public",
            help: "Check what anyone can with no secret: one dealing, whose shares are there, to whom they are sealed.")
        reader.flag(
            &isEach, "--each",
            help: "Check many dealings, each for itself: folders of their own, or files by the dealing that they bring."
        )
        reader.option(
            &evidence, "--evidence", value: "file",
            help: "Judge evidence that a dealer cheated a holder, for the dealing in it or the one that is named.")
        reader.flag(
            &isStream, "--stream",
            help: "Read dealings from a pipe, one in each line, and print a line of JSON for each.")
        shareOptions.declare(&reader)
        shareOptions.declareEvidence(&reader)
        common.declare(&reader)
        reader.require(!files.isEmpty || evidence != nil, "name the files to check")
        reader.require(
            evidence == nil
                || !isEach && !isPublic && !isStream && files.count <= 1 && shareOptions.identity.isEmpty
                    && shareOptions.proof == nil
                    && shareOptions.writeEvidence == nil,
            "--evidence is judged by itself: name at most the dealing beside it")
        reader.require(
            shareOptions.writeEvidence == nil || (!isEach && !isPublic && !isStream),
            "--write-evidence belongs to the check of one dealing with --identity; leave --each, --public and --stream out"
        )
        reader.require(
            shareOptions.writeEvidence == nil || !shareOptions.identity.isEmpty,
            "--write-evidence is of what an own key opens: give --identity with it")
        reader.require(
            [isPublic, isEach, isStream].count(where: { $0 }) <= 1, "give only one of --public, --each and --stream")
        reader.require(
            !isStream || (shareOptions.dealing == nil && shareOptions.identity.isEmpty && shareOptions.proof == nil),
            "--stream checks dealings without a share; leave --dealing, --identity and --proof out")
        reader.require(
            shareOptions.proof == nil || (!isEach && !isPublic),
            "--proof is verified by a check of its own dealing; leave --each and --public out")
    }

    var outputs: [String] { shareOptions.outputs }

    func perform() throws -> ExitStatus {
        if let evidence { return try judge(evidence) }
        if isEach {
            Sandbox.current.close(readsMore: true)
            return try checkEach()
        }
        if isStream { return try checkStream() }
        if isPublic { return try checkWithoutSecrets() }
        let paths = try files.flatMap { try ShareDirectory.files(of: $0) }
        let read = try InputFile.readShares(paths, common, hasDealing: shareOptions.dealing != nil)
        let evidence = try EvidenceOutput(shareOptions, common, besides: paths + shareOptions.files)
        var options = try shareOptions.checkOptions(common)
        options.verifiesSharesProof = true
        options.takesBinaryForms = true
        if let place = files.lazy.compactMap({ ShareDirectory.proofFile(in: $0) }).first {
            options.sharesProofBeside = try PublicFile(reading: place)
        }
        Sandbox.current.close()
        if shareOptions.proof != nil || options.sharesProofBeside != nil {
            talk.progress("verifying the proof of the shares …")
        }
        let collection = try check(read, options)
        let report = collection.report
        talk.progress("")
        let written = try evidence?.write(collection.evidence)
        try answer(json: Report.json(report, evidence: written), text: Report.text(report))
        if shareOptions.writeEvidence == nil, report.dealing?.ownKeys == .masked,
            report.shares.contains(where: { $0.code == "dealer-cheated" })
        {
            talk.say(
                "What shows to others that the dealer cheated is written with --write-evidence FILE; it is secret.")
        }
        if report.dealing == nil, report.camps.count > 1 {
            talk.say(
                "Say which dealing is right with --expect and its fingerprint, or --dealing FILE; or, where you mean several, use --each."
            )
        }
        return report.fault.map { ExitStatus($0) } ?? (read.count < paths.count ? .inputOutput : .done)
    }

    private func judge(_ path: String) throws -> ExitStatus {
        let input = try InputFile.read(path)
        input.warnIfOpenToOthers(talk)
        let dealing = try files.first.map { try InputFile.read($0).asSecretFile() }
        let options = try shareOptions.checkOptions(common)
        Sandbox.current.close()
        let conviction = try Custody.judge(evidence: input.asSecretFile(), against: dealing, options)
        try answer(json: Report.json(conviction, file: path), text: Report.text(conviction, file: path))
        return .done
    }

    private func checkWithoutSecrets() throws -> ExitStatus {
        let paths = try files.flatMap { try ShareDirectory.files(of: $0, words: false) }
        let read = try InputFile.readAll(paths, talk)
        let options = try shareOptions.checkOptions(common)
        Sandbox.current.close()
        let report = try checkPublic(read, options)
        try answer(json: Report.json(report), text: Report.text(report))
        return report.fault.map { ExitStatus($0) } ?? (read.count < paths.count ? .inputOutput : .done)
    }
}
