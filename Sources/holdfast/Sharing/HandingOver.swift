import Custody
import Encodings

extension Act {
    /// Hands the shares over one by one; the directory gets what is public, when all are.
    func handOver(
        _ shares: consuming DealtShares, _ planned: PlannedSharing, of what: String, from source: DealtFrom
    ) throws -> ExitStatus {
        // An ending signal takes effect when it was said what is out already.
        let guardian = SignalGuard()
        defer { withExtendedLifetime(guardian) {} }
        let began = Clock.now()
        var ceremony = try Ceremony(shares, files: planned.files)
        let record: CeremonyProtocol
        do {
            try ceremony.run()
            record = CeremonyProtocol(
                dealing: ceremony.dealing, what: what, began: began, ended: Clock.now(),
                witnesses: try ceremony.witnesses(), handedOver: ceremony.handedOver)
        } catch {
            let words = (ceremony.interruption, ceremony.whatNow)
            // The screen is left before anything is said.
            _ = consume ceremony
            if guardian.isSignalPending { talk.error(words.0, hint: words.1) }
            throw error
        }
        let dealingFile = ceremony.dealingFile
        _ = consume ceremony
        let directory = planned.directory
        try write(record, dealingFile, planned.files, in: directory)
        try answer(
            json: Report.json(record, folder: directory, from: source),
            text: Report.text(record, folder: directory, from: source), written: directory)
        return .done
    }

    private func write(
        _ record: CeremonyProtocol, _ dealingFile: [UInt8], _ files: [String], in directory: String
    ) throws {
        let receipts = files.map { "\($0.dropLast(".share".count)).receipt.txt" }
        let contents =
            zip(receipts, record.handedOver).map { ($0, Array(record.receipt($1).utf8)) }
            + [(ShareFileName.dealing, dealingFile), (CeremonyProtocol.file, Array(record.text.utf8))]
        try OutputDirectory.write(directory, contents.map { .init(name: $0.0, mode: 0o644) }) { position, write in
            try contents[position].1.withUnsafeBytes { try write($0) }
        }
    }
}

extension Report {
    static func text(_ record: CeremonyProtocol, folder: String, from source: DealtFrom) -> String {
        var text = record.what + row("Dealing", record.dealing.shortForm)
        text += row("Fingerprint", record.dealing.fingerprint)
        text += row("Handed over", "\(record.handedOver.count) shares, each confirmed by its holder")
        text += row("Written", "dealing.json, \(CeremonyProtocol.file) and the receipts, in \(folder);")
        text += row("", source.isDrawn ? "no share is there, and the key is in no file" : "no share is there")
        text += row("Next", "print the protocol and the receipts, and have them signed")
        return text
    }

    static func json(_ record: CeremonyProtocol, folder: String, from source: DealtFrom) -> JSONValue {
        let shares = record.handedOver.map { entry -> JSONValue in
            [
                "index": .integer(entry.holder.index), "holder": .string(entry.holder.name),
                "file": entry.way.path.map { .string(printable($0, most: 4096)) } ?? .null,
                "recipient": entry.holder.recipient.map { .string($0) } ?? .null, "handedOver": .string(entry.at),
                "confirmed": entry.confirmed.map { .string($0) } ?? .null,
            ]
        }
        return .object(
            JSONObject(
                members(record.dealing, from: source)
                    + [
                        ("shares", .array(shares)),
                        ("dealingFile", .string(OutputFile.join(folder, ShareFileName.dealing))),
                        ("protocolFile", .string(OutputFile.join(folder, CeremonyProtocol.file))),
                    ]))
    }
}
