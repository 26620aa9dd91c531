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
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(
            &files, "file", help: "Share files, share lines, dealings, or folders of them; - is standard input.")
        reader.flag(
            &isPublic, "--public",
            help: "Check what anyone can with no secret: one dealing, whose shares are there, to whom they are sealed.")
        reader.flag(
            &isEach, "--each",
            help: "Check many dealings, each for itself: folders of their own, or files by the dealing that they bring."
        )
        shareOptions.declare(&reader)
        common.declare(&reader)
        reader.require(
            shareOptions.proof == nil || (!isEach && !isPublic),
            "--proof is verified by a check of its own dealing; leave --each and --public out")
    }

    func perform() throws -> ExitStatus {
        if isEach { return try checkEach() }
        if isPublic { return try checkWithoutSecrets() }
        let paths = try files.flatMap { try ShareDirectory.files(of: $0) }
        let read = try InputFile.readShares(paths, common, hasDealing: shareOptions.dealing != nil)
        var options = try shareOptions.checkOptions(common)
        options.verifiesSharesProof = true
        options.takesBinaryForms = true
        if shareOptions.proof != nil { talk.progress("verifying the proof of the shares …") }
        let report = try check(read, options).report
        talk.progress("")
        try answer(json: Report.json(report), text: Report.text(report))
        if report.dealing == nil, report.camps.count > 1 {
            talk.say(
                "Say which dealing is right with --expect and its fingerprint, or --dealing FILE; or, where you mean several, use --each."
            )
        }
        return report.fault.map { ExitStatus($0) } ?? (read.count < paths.count ? .inputOutput : .done)
    }

    private func checkWithoutSecrets() throws -> ExitStatus {
        let paths = try files.flatMap { try ShareDirectory.files(of: $0) }
        let read = try InputFile.readAll(paths, talk)
        let report = try checkPublic(read, try shareOptions.checkOptions(common))
        try answer(json: Report.json(report), text: Report.text(report))
        return report.fault.map { ExitStatus($0) } ?? (read.count < paths.count ? .inputOutput : .done)
    }
}
