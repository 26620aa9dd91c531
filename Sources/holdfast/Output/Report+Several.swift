import Custody
import Encodings

/// The report on several keys that were split at once.
extension Report {
    /// The holders once, then each key; it is kept beside the folders, so nothing in it is secret.
    static func text(several dealt: [Split.DealtKey], _ plan: SplitPlan) -> String {
        let t = plan.threshold, n = plan.holders.count
        var text = row("Policy", "any \(t) of \(n) rebuild a key; \(t - 1) \(t == 2 ? "tells" : "tell") nothing")
        text += row("Made", plan.created)
        for (place, holder) in plan.holders.enumerated() {
            text += row(place == 0 ? "Holders" : "", "\(place + 1) \(isolated(holder.name))\(sealed(holder))")
        }
        for key in dealt {
            let facts = key.outcome.shares.facts
            text += "\n" + row("Folder", key.folder) + row("Key file", printable(key.path, most: 4096))
            text += key.outcome.what
            text += row("Dealing", facts.shortForm) + row("Fingerprint", facts.fingerprint)
        }
        return text
    }

    private static func sealed(_ holder: SplitPlan.Holder) -> String {
        if let key = holder.nodeKey { return ", dealt to \(key)" }
        return switch holder.seal {
        case nil: ""
        case .passphrase: ", sealed with a passphrase"
        case .key: ", sealed to a key"
        }
    }

    /// What the person does next, which is no part of the summary that is kept.
    static func next(several dealt: [Split.DealtKey], _ folder: String) -> String {
        let count = dealt[0].outcome.shares.facts.holders.count
        var text = "\n"
        let isToOwnKeys = dealt[0].outcome.shares.facts.ownKeys != nil
        let content = isToOwnKeys ? "a dealing" : "\(count) shares"
        text += row("Written", "\(dealt.count) folders of \(content), and \(KeyFolderName.summary), in \(folder)")
        text += row("Proven", "every share checked, and that sets of them rebuild each key")
        text += row(
            "Next",
            isToOwnKeys
                ? "publish the dealings, and let each holder"
                : "give each holder their file from every folder, and let them")
        text += row("", "check each with holdfast check and compare the fingerprints;")
        text += row("", "delete the key files when every holder has checked")
        return text
    }

    /// - Parameter files: The names of all files of a key, as they are written.
    static func json(several dealt: [Split.DealtKey], files: [String], folder: String) -> JSONValue {
        let results = dealt.map { key -> JSONValue in
            let place = OutputFile.join(folder, key.folder)
            let paths = files.map { OutputFile.join(place, $0) }
            guard case .object(var object) = json(key.outcome.shares.facts, files: paths, from: .file(key.path)) else {
                return .null
            }
            object.append("key", .string(printable(key.path, most: 4096)))
            return .object(object)
        }
        return [
            "schema": "holdfast.split-several/1", "ok": true,
            "summaryFile": .string(OutputFile.join(folder, KeyFolderName.summary)), "results": .array(results),
        ]
    }
}
