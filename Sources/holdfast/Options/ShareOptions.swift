import Arguments
import Custody

/// How shares are taken in, by every command that reads some.
struct ShareOptions {
    var dealing: String?
    var expect: [String] = []
    var identity: [String] = []
    var proof: String?
    var showLetters = false
    var writeEvidence: String?

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.option(
            &dealing, "--dealing", value: "file", help: "The dealing that decides, where files disagree or bring none.")
        reader.option(
            &expect, "--expect", value: "expected",
            help: "The public key, address or fingerprint that the shares must be of; may be repeated.")
        reader.option(
            &identity, "--identity", value: "file",
            help: "A private key that opens shares: of age, ssh-ed25519, or the node's own; may be repeated.")
        reader.option(
            &proof, "--proof", value: "file",
            help: "The dealing.proof of a publicly verifiable dealing, in which its shares are.")
        reader.flag(
            &showLetters, "--show-letters", help: "Show the right letters of a mistyped share, on the terminal only.")
    }

    /// For the commands that open what a dealing holds, and may find that it is no share.
    mutating func declareEvidence(_ reader: inout ArgumentReader) {
        reader.option(
            &writeEvidence, "--write-evidence", value: "file",
            help: "Where the dealer cheated a holder, write what shows it there; it is secret.")
    }

    /// The files that are read, none of which may be replaced by a result.
    var files: [String] { identity + (dealing.map { [$0] } ?? []) + (proof.map { [$0] } ?? []) }

    /// The file that evidence is written to, if any.
    var outputs: [String] { writeEvidence.map { [$0] } ?? [] }

    /// Reads the files and checks what is in them.
    func collect(
        _ paths: [String], _ common: CommonOptions, answering request: ShareRequest? = nil
    ) throws -> CheckedCollection {
        let files = try InputFile.readShares(paths, common, hasDealing: dealing != nil || request != nil)
        return try collect(files, common, answering: request)
    }

    /// Checks what is in the files.
    func collect(
        _ files: [SecretFile], _ common: CommonOptions, answering request: ShareRequest? = nil
    ) throws -> CheckedCollection {
        let options = try checkOptions(common, answering: request)
        Sandbox.current.close()
        return try check(files, options)
    }

    /// Takes shares one after another, until enough are good (`--collect`).
    /// - Parameter named: Files of the command line, read already.
    func collectOneByOne(
        _ named: [SecretFile], _ common: CommonOptions, answering request: ShareRequest? = nil, to purpose: String
    ) throws -> CheckedCollection {
        let options = try checkOptions(common, answering: request)
        return try ShareCollector(common: common, options: options, purpose: purpose).collect(named)
    }

    /// What decides, what opens, and who is asked.
    func checkOptions(_ common: CommonOptions, answering request: ShareRequest? = nil) throws -> CheckOptions {
        let source = passphraseSource(common)
        var identities = Identities()
        for path in identity {
            let input = try InputFile.read(path)
            input.warnIfOpenToOthers(common.talk)
            try identities.add(input.asSecretFile(), passphrase: source)
        }
        var options = CheckOptions(
            dealing: try dealing.map { try InputFile.read($0).asSecretFile() },
            expected: try expect.map { try Expectation($0) },
            offer: CorrectionQuestion(showsLetters: showLetters, common: common).ask, identities: identities,
            passphrase: source, request: request)
        options.keepsEvidence = writeEvidence != nil
        options.sharesProof = try proof.map { try PublicFile(reading: $0) }
        return options
    }

    private func passphraseSource(_ common: CommonOptions) -> PassphraseSource {
        { (purpose) throws(Refusal) in
            do { return try common.passphrases.read(for: purpose) } catch { throw Failure(error).asRefusal }
        }
    }
}
