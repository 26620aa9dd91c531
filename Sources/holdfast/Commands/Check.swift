import ArgumentParser
import Custody
import Encodings

struct Check: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check shares and dealings against the public key, without rebuilding it.",
        discussion: "One share is enough. Nothing that is printed is secret.")

    @Argument(help: ArgumentHelp("Share files, share lines or dealings; - is standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var shareOptions: ShareOptions
    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        let read = try InputFile.readShares(files, common, hasDealing: shareOptions.dealing != nil)
        let report = try shareOptions.collect(read, common).report
        try answer(json: Report.json(report), text: Report.text(report))
        if report.dealing == nil, report.camps.count > 1 {
            talk.say("Say which dealing is right with --expect and its fingerprint, or --dealing FILE.")
        }
        return report.fault.map { ExitStatus($0) } ?? (read.count < files.count ? .inputOutput : .done)
    }
}
