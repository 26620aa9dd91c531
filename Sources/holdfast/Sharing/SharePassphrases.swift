import Custody

/// `--passphrase-share NAME[=FILE]`: whose shares are sealed with a passphrase, and where each comes from.
struct SharePassphrases {
    private let files: [String: String?]

    init(_ arguments: [String]) throws(Failure) {
        var files: [String: String?] = [:]
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard files[name] == nil else {
                throw Failure(
                    .usage, code: "usage", "--passphrase-share names '\(name)' twice", hint: "name each holder once")
            }
            files.updateValue(parts.count > 1 ? String(parts[1]) : nil, forKey: name)
        }
        self.files = files
    }

    /// The files that the arguments name.
    static func files(_ arguments: [String]) -> [String] {
        arguments.compactMap { argument in
            argument.firstIndex(of: "=").map { String(argument[argument.index(after: $0)...]) }
        }
    }

    func applied(to holders: [SplitPlan.Holder]) throws(Failure) -> [SplitPlan.Holder] {
        if let stranger = files.keys.sorted().first(where: { name in !holders.contains { $0.name == name } }) {
            throw Failure(
                .usage, code: "no-holders", "--passphrase-share names '\(stranger)', who holds no share",
                hint: "name the holder with --holder too")
        }
        return try holders.map { (holder) throws(Failure) in
            guard files[holder.name] != nil else { return holder }
            guard holder.seal == nil, holder.nodeKey == nil else {
                throw Failure(
                    .usage, code: "usage",
                    "the share of '\(holder.name)' cannot be sealed to a key and with a passphrase",
                    hint: "choose one")
            }
            return SplitPlan.Holder(name: holder.name, seal: .passphrase)
        }
    }

    /// Asks for what is in no file, once for each holder and twice over.
    func source(_ common: CommonOptions) -> PassphraseSource {
        { (purpose) throws(Refusal) in
            // A question does not stand behind a step.
            common.talk.progress("")
            do {
                for case (let name, let file?) in files where purpose == "the share of \(name)" {
                    return try Passphrases(file: file, descriptor: nil).readNew(for: purpose)
                }
                // The file or descriptor of --passphrase-file is the key's.
                return try Passphrases(file: nil, descriptor: nil).readNew(for: purpose)
            } catch { throw Failure(error).asRefusal }
        }
    }
}
