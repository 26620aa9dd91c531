import Custody
import Encodings

/// Several keys at once: a dealing and a folder for each, the same holders for all, and everything or nothing.
extension Split {
    /// One of the keys, dealt.
    final class DealtKey {
        let path: String
        let folder: String
        let outcome: Outcome

        init(path: String, folder: String, outcome: consuming Outcome) {
            self.path = path
            self.folder = folder
            self.outcome = outcome
        }
    }

    /// - Parameter planned: Of every key; the folder's name stands behind the label.
    func performSeveral(_ planned: PlannedSharing) throws -> ExitStatus {
        try requireSeveralAllowed()
        let folders = try KeyFolderName.all(for: keys)
        let dealt = try dealAll(folders, planned.plan, planned.passphrases)
        talk.progress("")
        let summary = Report.text(several: dealt, planned.plan)
        try write(dealt, planned, summary)
        try answer(
            json: Report.json(several: dealt, files: planned.entries().map(\.name), folder: output),
            text: summary + Report.next(several: dealt, output), written: output)
        return .done
    }

    private func requireSeveralAllowed() throws(Failure) {
        guard !sharing.ceremony else {
            throw Failure(
                .usage, code: "usage", "a ceremony hands over the shares of one key, and \(keys.count) are named",
                hint: "hold one for each key")
        }
        guard !keys.contains("-"), keyOptions.expect == nil else {
            throw Failure(
                .usage, code: "usage", "\(keys.count) keys are named, and - and --expect are about a single one",
                hint: "name every key file and leave --expect out; each address is shown for comparing")
        }
    }

    /// Nothing is written before the last one is dealt and proven.
    private func dealAll(_ folders: [String], _ plan: SplitPlan, _ sealing: SharePassphrases) throws -> [DealtKey] {
        let kept = RememberedPassphrases()
        let passphrase = kept.remembering(passphraseSource) { _ in "the keys" }
        let sharePassphrase = kept.remembering(sealing.source(common)) { $0 }
        var dealt: [DealtKey] = []
        for (path, folder) in zip(keys, folders) {
            let input = try InputFile.read(wrap ? path : try keyPath(path))
            input.warnIfOpenToOthers(talk)
            let own = try SplitPlan(
                threshold: plan.threshold, holders: plan.holders,
                label: plan.label.isEmpty ? folder : "\(plan.label), \(folder)", created: plan.created,
                isPubliclyVerifiable: plan.isPubliclyVerifiable)
            let key = DealtKey(
                path: path, folder: folder,
                outcome: try deal(input.asSecretFile(), own, passphrase, sharePassphrase))
            let facts = key.outcome.shares.facts
            if let twin = dealt.first(where: { $0.outcome.shares.facts.publicKey == facts.publicKey }) {
                throw Failure(
                    .usage, code: "usage", "\(twin.path) and \(path) are files of the same key",
                    hint: "name it once: shares of two dealings of a key do not mix")
            }
            dealt.append(key)
        }
        return dealt
    }

    private func write(_ dealt: [DealtKey], _ planned: PlannedSharing, _ summary: String) throws {
        let entries =
            dealt.flatMap { planned.entries(in: $0.folder) } + [.init(name: KeyFolderName.summary, mode: 0o644)]
        let perKey = planned.entries().count
        try OutputDirectory.write(output, entries) { position, write in
            guard position < dealt.count * perKey else {
                return try Array(summary.utf8).withUnsafeBytes { try write($0) }
            }
            try planned.lend(position % perKey, of: dealt[position / perKey].outcome.shares) { try write($0) }
        }
    }
}

/// How the folders of several keys are called: as the key's file without its ending; where two would be equal, with the
/// name of the folder it lies in before it.
enum KeyFolderName {
    static let summary = "summary.txt"

    /// - Throws: `Failure` with code `same-file-name`.
    static func all(for paths: [String]) throws(Failure) -> [String] {
        let short = paths.map { name(of: $0, parts: 1) }
        let names = paths.indices.map { place in
            short.count { $0 == short[place] } == 1 ? short[place] : name(of: paths[place], parts: 2)
        }
        for (place, name) in names.enumerated() {
            guard let other = names.firstIndex(of: name), other != place else { continue }
            throw Failure(
                .usage, code: "same-file-name",
                printable(
                    "the shares of '\(paths[other])' and '\(paths[place])' would both lie in \(name)", most: 8192),
                hint: "copy one of the keys under another name, or split them one by one")
        }
        return names
    }

    /// The last parts of a path in lower case, everything but letters, digits and `-` turned into `-`.
    private static func name(of path: String, parts: Int) -> String {
        var words = path.split(separator: "/").suffix(parts).map(String.init)
        if let last = words.last, let dot = last.lastIndex(of: "."), dot != last.startIndex {
            words[words.count - 1] = String(last[..<dot])
        }
        let letters = words.joined(separator: "-").lowercased()
            .map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "-" }
        return letters.contains { $0 != "-" } ? String(letters) : "key"
    }
}

/// Passphrases that are asked for once and serve several keys.
final class RememberedPassphrases {
    private var kept: [String: SecretFile] = [:]

    /// - Parameter name: What a purpose is remembered as; purposes of one name share a passphrase.
    func remembering(
        _ source: @escaping PassphraseSource, as name: @escaping (String) -> String
    ) -> PassphraseSource {
        { (purpose) throws(Refusal) in
            do {
                let file =
                    try self.kept[name(purpose)]
                    ?? SecretFile(name: "passphrase", bytes: try source(purpose))
                self.kept[name(purpose)] = file
                return try file.bytes.copy()
            } catch { throw Failure(error).asRefusal }
        }
    }
}
