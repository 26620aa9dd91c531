import Arguments
import Custody
import Encodings

struct Check: Act {
    static let summary = CommandSummary(
        "check", "Check shares and dealings against the public key, without rebuilding it.",
        discussion: "One share is enough. Nothing that is printed is secret.")

    var files: [String] = []
    var isPublic = false
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(&files, "file", help: "Share files, share lines or dealings; - is standard input.")
        reader.flag(
            &isPublic, "--public",
            help: "Check what anyone can with no secret: one dealing, whose shares are there, to whom they are sealed.")
        shareOptions.declare(&reader)
        common.declare(&reader)
    }

    func perform() throws -> ExitStatus {
        if isPublic { return try checkWithoutSecrets() }
        let read = try InputFile.readShares(files, common, hasDealing: shareOptions.dealing != nil)
        let report = try shareOptions.collect(read, common).report
        try answer(json: Report.json(report), text: Report.text(report))
        if report.dealing == nil, report.camps.count > 1 {
            talk.say("Say which dealing is right with --expect and its fingerprint, or --dealing FILE.")
        }
        return report.fault.map { ExitStatus($0) } ?? (read.count < files.count ? .inputOutput : .done)
    }

    private func checkWithoutSecrets() throws -> ExitStatus {
        let paths = try files.flatMap { try ShareDirectory.files(of: $0) }
        let read = try InputFile.readAll(paths, talk)
        let report = try checkPublic(read, try shareOptions.checkOptions(common))
        try answer(json: Report.json(report), text: Report.text(report))
        return report.fault.map { ExitStatus($0) } ?? (read.count < paths.count ? .inputOutput : .done)
    }
}
