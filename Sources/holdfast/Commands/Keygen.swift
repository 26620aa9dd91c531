import Arguments
import Custody

struct Keygen: Act {
    static let summary = CommandSummary(
        "keygen", "Make a fresh node key: in a file, or in shares only.",
        discussion: """
            The file is readable by its owner alone. Nothing existing is overwritten unless --force says so. With -t and \
            holders, -o names a directory for the shares, as of split, and no file of the key is written.
            """)

    var group = CurveName.secp256k1
    var format: KeyFormat?
    var threshold: Int?
    var sharing = SharingOptions()
    var outputOptions = OutputOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.required(&group, "--group", value: "group", help: "The group: secp256k1, p256 or ed25519.")
        reader.option(
            &format, "--format", value: "format", help: "The form of the file, such as hex, pkcs8-pem or solana.")
        reader.option(
            &threshold, "-t", "--threshold", value: "t",
            help: "Write shares and no key: how many of them rebuild it, 2 or more.")
        sharing.declare(&reader)
        outputOptions.declare(&reader)
        common.declare(&reader)
    }

    private var writtenFormat: KeyFormat { format ?? .usual(for: group) }

    func perform() throws -> ExitStatus {
        if let threshold { return try share(threshold) }
        if let flag = sharing.firstGiven {
            throw Failure(
                .usage, code: "usage", "\(flag) is about shares, and without -t the key would be written whole",
                hint: "give -t T, how many shares rebuild the key, or leave \(flag) out")
        }
        return try writeFile()
    }

    var outputs: [String] { [outputOptions.output] }
    // In a ceremony a share may be drawn.
    var startsPrograms: Bool { sharing.ceremony }

    private func writeFile() throws -> ExitStatus {
        let target = try outputOptions.target(common)
        Sandbox.current.close()
        let key = try generateKey(group: group, format: writtenFormat, passphrase: newPassphraseSource)
        try key.file.bytes.withUnsafeBytes { try target.write($0, mode: 0o600) }
        let told = Report.json(made: key.facts, file: target.path)
        note(json: told)
        guard !target.isStandardOutput else { return .done }
        try answer(json: told, text: Report.text(made: key.facts, file: target.path), written: target.path)
        return .done
    }

    /// The key is gone from this process before the first share is written.
    private func share(_ threshold: Int) throws -> ExitStatus {
        guard !outputOptions.force else {
            throw Failure(
                .usage, code: "usage", "--force replaces a file, and shares go into a directory of their own",
                hint: "leave --force out, and name a directory that does not exist yet")
        }
        let planned = try PlannedSharing(sharing, threshold: threshold, directory: outputOptions.output)
        try planned.requireTerminal()
        let dealt = try generateShares(
            group: group, format: writtenFormat, planned.plan, progress: { talk.progress($0.description) },
            passphrase: newPassphraseSource, sharePassphrase: planned.passphrases.source(common))
        talk.progress("")
        if writtenFormat.isEncrypted {
            talk.say("note: the shares give an encrypted file; its passphrase is not in them")
        }
        let what = Report.text(drawn: dealt.facts, as: writtenFormat)
        return try giveOut(dealt, planned, of: what, from: .drawn)
    }
}
