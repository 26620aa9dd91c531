import ArgumentParser
import Custody
import Encodings

struct Drill: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Practise rebuilding the key, without writing it.",
        discussion: """
            The key is rebuilt in memory and proven, the original file is opened and read, and both are forgotten. What \
            remains is a dated record of who took part.
            """)

    @Argument(help: ArgumentHelp("Share files; - is standard input.", valueName: "share"))
    var shares: [String]

    @Option(help: ArgumentHelp("The request that the submissions among the files answer.", valueName: "file"))
    var request: String?

    @Option(
        help: ArgumentHelp(
            "When the next drill is due: a UTC time such as 2027-11-30T00:00:00Z, or a span such as 26w (default: 365d).",
            valueName: "when"))
    var next: String = "365d"

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Where the record goes, as JSON; nothing in it is secret.", valueName: "file"))
    var output: String?

    @Flag(help: "Replace an existing file.")
    var force = false

    @OptionGroup var shareOptions: ShareOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if output == "-" { throw ValidationError("-o takes a file; --json prints the record") }
    }

    func perform() throws -> ExitStatus {
        let target = output.map { OutputTarget(path: $0, force: force) }
        try target?.requireWritable(besides: shares + shareOptions.files + common.files)
        let next = try Clock.time(next)
        let asked = try request.map { try ShareRequest(try InputFile.read($0).asSecretFile()) }
        try asked?.requireOpen(at: Clock.now())
        if let doubt = asked?.doubt(at: Clock.now()) { talk.warn(doubt, hint: "set the clock right first") }
        let collection = try shareOptions.collect(shares, common, answering: asked)
        let record = DrillRecord(
            outcome: Custody.drill(collection, passphrase: passphraseSource), time: Clock.now(), next: next)
        try target?.write(public: JSONWriter.text(record.json, .pretty) + "\n")
        if let path = target?.path {
            try answer(json: record.json, text: record.text + Report.row("Record", path), written: path)
        } else {
            try answer(json: record.json, text: record.text)
        }
        guard let failure = record.failure else { return .done }
        ActResult.current.note(record.json, code: failure.code)
        talk.error(failure.message, hint: failure.hint)
        return failure.status
    }
}
