import Custody
import Encodings

/// Where evidence against a dealer goes, if there is any and somebody asked for it.
struct EvidenceOutput {
    private let target: OutputTarget
    private let talk: Talk

    /// The place, found writable before any work is done; nil where nobody asked.
    /// - Parameter inputs: Files that are read.
    init?(_ options: ShareOptions, _ common: CommonOptions, besides inputs: [String]) throws {
        guard let path = options.writeEvidence else { return nil }
        target = OutputTarget(path: path, force: false)
        talk = common.talk
        guard !target.isStandardOutput else {
            throw Failure(
                .usage, code: "usage", "evidence is secret, and standard output is for the report",
                hint: "name a file on this machine with --write-evidence")
        }
        try target.requireWritable(besides: inputs + common.files)
    }

    /// Writes the evidence of the first holder whom the dealer cheated; one convicts.
    /// - Returns: The file's name, if there was something to write.
    @discardableResult
    func write(_ evidence: [DealerEvidence]) throws -> String? {
        guard let first = evidence.first else {
            talk.say("No dealer was found to have cheated, so no evidence was written.")
            return nil
        }
        try first.file().bytes.withUnsafeBytes { try target.write($0, mode: 0o600) }
        let name = isolated(first.holder.name)
        talk.warn(
            "\(printable(target.path, most: 4096)) shows that the dealer cheated \(name), and opens what was dealt to \(name): keep it secret",
            hint: "never publish it; seal it for the one who is to judge it, who runs: holdfast check --evidence FILE")
        if evidence.count > 1 {
            let names = evidence.dropFirst().map { isolated($0.holder.name) }.joined(separator: ", ")
            talk.say("The dealer also cheated \(names); one evidence is enough to convict.")
        }
        return target.path
    }
}
