import Arguments
import Custody
import Encodings

struct Rebuild: Act {
    static let summary = CommandSummary(
        "rebuild", "Rebuild the key file from shares, byte for byte.",
        discussion: """
            Every share is checked first, and bad ones are named. The rebuilt key is compared with the public key before \
            anything is written.
            """)

    var shares: [String] = []
    var collect = false
    var format: KeyFormat?
    var request: String?
    var stoppedOldNode = false
    var outputOptions = OutputOptions()
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(&shares, "share", isRequired: false, help: "Share files; - is standard input.")
        reader.flag(
            &collect, "--collect",
            help: "Take shares one after another, typed, by their files' names or from standard input.")
        reader.option(&format, "--as", value: "format", help: "Write the key in another form than the original's.")
        reader.option(
            &request, "--request", value: "file", help: "The request that the submissions among the files answer.")
        reader.flag(
            &stoppedOldNode, "--i-stopped-the-old-node",
            help: "The old validator is stopped for good: two nodes with one key sign twice.")
        outputOptions.declare(&reader)
        shareOptions.declare(&reader)
        shareOptions.declareEvidence(&reader)
        common.declare(&reader)
        reader.require(!shares.isEmpty || collect, "name the share files, or collect them with --collect")
        reader.require(
            !collect || !shares.contains("-"), "--collect reads standard input itself; leave - out")
    }

    func perform() throws -> ExitStatus {
        // Into a folder of Fabric goes a file that is named by its key, which is not known yet.
        let folder = FabricFolder(outputOptions.output)
        let early = folder == nil ? try outputOptions.target(common, besides: inputs) : nil
        let evidence = try EvidenceOutput(shareOptions, common, besides: inputs)
        let asked = try request.map { try ShareRequest(try InputFile.read($0).asSecretFile()) }
        try asked?.requireOpen(at: Clock.now())
        if let doubt = asked?.doubt(at: Clock.now()) { talk.warn(doubt, hint: "set the clock right first") }
        let collection = try checkedShares(answering: asked)
        Sandbox.current.close()
        talk.say(Report.table(collection.report, talk.style))
        try evidence?.write(collection.evidence)
        try collection.requireRebuildable()
        let place = collection.report.dealing.flatMap { folder?.target(for: $0) }
        let target = try early ?? outputOptions.target(common, besides: inputs, at: place)
        let isValidator =
            [format?.rawValue, collection.report.dealing?.format].contains(KeyFormat.cometBFTValidator.rawValue)
        if isValidator, !stoppedOldNode { try DoubleSigning.confirm() }

        let rebuilt = try rebuild(
            collection, as: format, passphrase: passphraseSource, newPassphrase: newPassphraseSource)
        try rebuilt.file.bytes.withUnsafeBytes { try target.write($0, mode: 0o600) }
        for warning in rebuilt.warnings { talk.warn(warning) }
        if isValidator { talk.say(DoubleSigning.afterwards) }
        let told = Report.json(rebuilt: rebuilt, collection.report, file: target.path)
        note(json: told)
        if !target.isStandardOutput {
            try answer(
                json: told, text: Report.text(rebuilt: rebuilt, file: target.path),
                written: target.path)
        }
        return .done
    }

    var outputs: [String] {
        let path = outputOptions.output
        return [FabricFolder(path).map { OutputFile.join($0.path, "keystore/key") } ?? path] + shareOptions.outputs
    }

    private var inputs: [String] { shares + (request.map { [$0] } ?? []) + shareOptions.files }

    private func checkedShares(answering request: ShareRequest?) throws -> CheckedCollection {
        guard collect else { return try shareOptions.collect(shares, common, answering: request) }
        let named = shares.isEmpty ? [] : try InputFile.readAll(shares, talk)
        return try shareOptions.collectOneByOne(named, common, answering: request, to: "rebuild the key")
    }
}
