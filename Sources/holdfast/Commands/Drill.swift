import Arguments
import Custody
import Encodings

struct Drill: Act {
    static let summary = CommandSummary(
        "drill", "Practise rebuilding the key, without writing it.",
        discussion: """
            The key is rebuilt in memory and proven, the original file is opened and read, and both are forgotten. What \
            remains is a dated record of who took part.
            """)

    var shares: [String] = []
    var request: String?
    var next = "365d"
    var output: String?
    var force = false
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(&shares, "share", help: "Share files; - is standard input.")
        reader.option(
            &request, "--request", value: "file", help: "The request that the submissions among the files answer.")
        reader.option(
            &next, "--next", value: "when",
            help:
                "When the next drill is due: a UTC time such as 2027-11-30T00:00:00Z, or a span such as 26w (default: 365d)."
        )
        reader.option(
            &output, "-o", "--output", value: "file", help: "Where the record goes, as JSON; nothing in it is secret.")
        reader.flag(&force, "--force", help: "Replace an existing file.")
        shareOptions.declare(&reader)
        common.declare(&reader)
        reader.require(output != "-", "-o takes a file; --json prints the record")
    }

    var outputs: [String] { output.map { [$0] } ?? [] }

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
