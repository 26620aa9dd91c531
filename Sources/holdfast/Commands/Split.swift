import ArgumentParser
import Custody
import Encodings
import Glibc

struct Split: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Split a key into shares, each of which its holder can check alone.",
        discussion: """
            Any THRESHOLD of the shares rebuild the key; one fewer says nothing. The key file itself is left as it is.
            """)

    @Argument(help: ArgumentHelp("The key file; - is standard input.", valueName: "key"))
    var key: String

    @Option(
        name: [.customShort("t"), .long],
        help: ArgumentHelp("How many shares rebuild the key, 2 or more.", valueName: "t"))
    var threshold: Int

    @Option(
        name: [.customShort("n"), .customLong("holders")],
        help: ArgumentHelp("Name the holders holder-1 to holder-N.", valueName: "n"))
    var holderCount: Int?

    @Option(
        name: .customLong("holder"),
        help: ArgumentHelp("A holder's name; repeat for each, in the order of their shares.", valueName: "name"))
    var holders: [String] = []

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The directory for the shares; it is made.", valueName: "dir"))
    var output: String

    @Option(help: ArgumentHelp("A word for people about what the key is, such as validator-7.", valueName: "text"))
    var label = ""

    @OptionGroup var keyOptions: KeyOptions
    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        guard output != "-" else {
            throw Failure(
                .usage, code: "usage", "shares go into a directory, not to standard output",
                hint: "name a directory that does not exist yet")
        }
        let names = try holderNames()
        let plan = try SplitPlan(threshold: threshold, holderNames: names, label: label, created: Clock.now())
        let files = try ShareFileName.all(for: names)
        try OutputDirectory.requireWritable(output)
        try OutputFile.requireDirectory(of: output)

        let input = try InputFile.read(key)
        input.warnIfOpenToOthers(talk)
        let nodeKey = try readKey(
            input.asSecretFile(), group: keyOptions.group, expected: try keyOptions.expectation(),
            passphrase: passphraseSource)
        for note in nodeKey.facts.notes { talk.say("note: \(note)") }
        if nodeKey.facts.format.isEncrypted {
            talk.say("note: the shares give this encrypted file back; its passphrase is not in them")
        }
        let dealt = try split(nodeKey, plan) { progress in talk.progress(progress.description) }
        talk.progress("")

        let entries =
            files.map { OutputDirectory.Entry(name: $0, mode: 0o600) }
            + [OutputDirectory.Entry(name: ShareFileName.dealing, mode: 0o644)]
        try OutputDirectory.write(output, entries) { position, write in
            if position < files.count {
                try dealt.withShareFile(at: position) { try write($0) }
            } else {
                try dealt.dealingFile.withUnsafeBytes { try write($0) }
            }
        }
        let paths = entries.map { OutputFile.join(output, $0.name) }
        try answer(
            json: Report.json(dealt.facts, files: paths),
            text: Report.text(dealt.facts, nodeKey.facts, dealt.proof, files: paths, key: key),
            written: output)
        return .done
    }

    private func holderNames() throws -> [String] {
        switch (holderCount, holders.isEmpty) {
        case (nil, true):
            throw Failure(
                .usage, code: "no-holders", "nobody is named to hold a share",
                hint: "give -n N, or --holder NAME for each holder")
        case (.some, false):
            throw Failure(
                .usage, code: "usage", "-n and --holder exclude each other", hint: "give --holder NAME for each holder")
        case (nil, false):
            let names = try holders.map { try HolderArgument($0).name }
            if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
                throw Failure(
                    .usage, code: "holder-name-twice", "the holder '\(twice)' was named twice",
                    hint: "give every holder a name of their own")
            }
            return names
        case (let count?, true):
            // The policy is checked before names are made, since a number may be absurd.
            _ = try SplitPlan.requirePolicy(threshold: threshold, holderCount: count)
            return (0..<count).map { "holder-\($0 + 1)" }
        }
    }
}

/// `--holder NAME`: the name ends at the first `=`.
private struct HolderArgument {
    let name: String

    init(_ text: String) throws(Failure) {
        guard let equals = text.firstIndex(of: "=") else {
            name = text
            return
        }
        throw Failure(
            .usage, code: "not-supported",
            "'\(text)' asks for a share sealed to its holder's key, which this version cannot make",
            hint: "give --holder \(text[..<equals]) and hand the share file over in person")
    }
}
