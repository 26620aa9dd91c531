import Arguments
import Custody
import Encodings

struct Sign: Act {
    static let summary = CommandSummary(
        "sign", "Sign transactions and messages from shares, or with a key file.",
        discussion: """
            What will be signed is shown first, from the bytes that the signature covers. The key is in memory while it \
            signs, and nowhere else. Several transactions are asked about once and signed in one go.
            """)

    var files: [String] = []
    var message: [String] = []
    var collect = false
    var key: String?
    var request: String?
    var group: CurveName?
    var output: String?
    var force = false
    var form = FormOptions()
    var risks = RiskOptions()
    var ledgerOptions = LedgerOptions()
    var shareOptions = ShareOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(
            &files, "file", isRequired: false, help: "Transactions, and share files; told apart by their content.")
        reader.option(
            &message, "--message", value: "file", help: "Sign this file as a message of --ledger; may be repeated.")
        reader.flag(
            &collect, "--collect",
            help: "Take shares one after another, typed, by their files' names or from standard input.")
        reader.option(
            &request, "--request", value: "file", help: "The request that the submissions among the files answer.")
        reader.option(&key, "--key", value: "key", help: "Sign with this key file instead of shares.")
        reader.option(
            &group, "--group", value: "group", help: "The group of a bare key file: secp256k1, p256 or ed25519.")
        reader.option(
            &output, "-o", "--output", value: "file",
            help: "Write the result there; of several, into a new folder of that name.")
        reader.flag(&force, "--force", help: "Replace an existing file.")
        form.declare(&reader)
        risks.declare(&reader)
        ledgerOptions.declare(&reader)
        shareOptions.declare(&reader)
        shareOptions.declareEvidence(&reader)
        common.declare(&reader)
        reader.require(!collect || key == nil, "--collect and --key exclude each other")
        reader.require(
            shareOptions.writeEvidence == nil || key == nil, "--write-evidence is about shares; leave --key or it out")
        reader.require(request == nil || key == nil, "--request and --key exclude each other")
        reader.require(
            !collect || !(files.contains("-") || message.contains("-")),
            "--collect reads standard input itself; put the transaction into a file")
        reader.require(!files.isEmpty || !message.isEmpty, "name a transaction, and shares or --key")
        reader.require(
            message.isEmpty || ledgerOptions.ledger != nil,
            "--message needs --ledger: each ledger has its own form of signed messages")
    }

    func perform() throws -> ExitStatus {
        let terms = try ledgerOptions.terms(accepting: risks.accepted, form: form.form)
        let (transactions, shares) = try sortOut()
        let output = try output.map {
            try SigningOutput($0, force: force, count: transactions.count + message.count, inputs: inputs)
        }
        let ledger = ledgerOptions.ledger
        var unsigned: [UnsignedContent] = []
        for file in transactions { unsigned.append(try readTransaction(file, ledger: ledger, under: terms)) }
        for path in message {
            guard let ledger else { continue }
            unsigned.append(try readMessage(try InputFile.read(path).asSecretFile(), ledger: ledger, under: terms))
        }
        let results =
            if let key {
                try sign(unsigned, under: terms, withKey: key)
            } else {
                try sign(unsigned, under: terms, from: shares)
            }
        for result in results {
            talk.say("Signed and verified: \(result.signer)")
            for note in result.notes { talk.say(note) }
        }
        try write(results, of: unsigned, to: output)
        return .done
    }

    var outputs: [String] { (output.map { [$0] } ?? []) + shareOptions.outputs }

    private var inputs: [String] {
        files + message + (key.map { [$0] } ?? []) + (request.map { [$0] } ?? []) + ledgerOptions.files
            + shareOptions.files + common.files
    }

    /// The transactions among the operands, and the rest, which are shares and dealings.
    private func sortOut() throws -> (transactions: [SecretFile], shares: [SecretFile]) {
        guard !files.isEmpty else { return ([], []) }
        let read = try InputFile.readAll(files, talk)
        let transactions = read.filter { !$0.isShareOrDealing }
        let shares = read.filter(\.isShareOrDealing)
        guard !transactions.isEmpty || !message.isEmpty || read.count == files.count else {
            throw Failure(
                .inputOutput, code: "cannot-read", "no transaction is among the files that can be read",
                hint: "check the name and the permissions of the transaction")
        }
        guard !transactions.isEmpty || !message.isEmpty else {
            throw Failure(
                .usage, code: "usage", "no transaction is among the files",
                hint: "name a transaction and the shares of one key")
        }
        // A file that cannot be read may be a transaction, which the person believes gets signed, as well as a share.
        guard read.count == files.count else {
            throw Failure(
                .inputOutput, code: "cannot-read", "a file cannot be read, and it may be one of the transactions",
                hint: "check the names and the permissions, and name only what is there")
        }
        guard collect || shares.isEmpty == (key != nil) else {
            throw Failure(
                .usage, code: "usage",
                shares.isEmpty ? "there are no shares to sign with" : "--key and shares exclude each other",
                hint: "name the share files after the transaction, or give --key FILE")
        }
        return (transactions, shares)
    }

    private func sign(_ unsigned: [UnsignedContent], under terms: Terms, withKey path: String) throws -> [SignedContent]
    {
        let input = try InputFile.read(try keyPath(path))
        input.warnIfOpenToOthers(talk)
        Sandbox.current.close()
        let nodeKey = try readKey(
            input.asSecretFile(), group: group, bareKeyGroup: unsigned.first?.group,
            expected: try expectation(from: shareOptions.expect.first), passphrase: passphraseSource)
        warnOfBareKey(nodeKey.facts)
        let format = nodeKey.facts.format
        let unsigned = try unsigned.map { try $0.following(format, under: terms) }
        let terms = terms.following(format)
        let signer = try Signer(nodeKey)
        try Agreement(unsigned, terms, common).ask(for: signer.verifyingKey)
        return try signAll(unsigned, with: signer, under: terms)
    }

    /// One number as a key in two groups has one nonce for one digest, and both signatures together give it away
    /// (holdfast-protocol(7), section 13).
    private func warnOfBareKey(_ key: KeyFacts) {
        guard ledgerOptions.ledger == .raw, group != nil, [.raw, .hex].contains(key.format), key.group != .ed25519
        else { return }
        talk.warn(
            "a bare key is for one group: signatures of one digest under secp256k1 and p256 together give it away")
    }

    private func sign(
        _ unsigned: [UnsignedContent], under terms: Terms, from shares: [SecretFile]
    ) throws -> [SignedContent] {
        guard collect || !shares.isEmpty else {
            throw Failure(
                .usage, code: "usage", "there are no shares to sign with",
                hint: "name the share files after the message, or give --key FILE")
        }
        let evidence = try EvidenceOutput(shareOptions, common, besides: inputs)
        let collection = try checkedShares(shares)
        Sandbox.current.close()
        talk.say(Report.table(collection.report, talk.style))
        try evidence?.write(collection.evidence)
        let format = collection.report.dealing.flatMap { KeyFormat(rawValue: $0.format) }
        let unsigned = try unsigned.map { try $0.following(format, under: terms) }
        let terms = terms.following(format)
        try Agreement(unsigned, terms, common).ask(for: try collection.requireSigner())
        let signer = try Signer(rebuilding: collection, passphrase: passphraseSource)
        if signer.usesBareScalar {
            talk.warn("the original key file cannot be used, so the bare Ed25519 scalar signs, with a random nonce")
        }
        return try signAll(unsigned, with: signer, under: terms)
    }

    private func checkedShares(_ shares: [SecretFile]) throws -> CheckedCollection {
        let asked = try request.map { try ShareRequest(try InputFile.read($0).asSecretFile()) }
        try asked?.requireOpen(at: Clock.now())
        guard collect else { return try shareOptions.collect(shares, common, answering: asked) }
        return try shareOptions.collectOneByOne(shares, common, answering: asked, to: "go on to what is signed")
    }

    /// All or none: nothing is given out before the last one is signed.
    private func signAll(
        _ unsigned: [UnsignedContent], with signer: borrowing Signer, under terms: Terms
    ) throws -> [SignedContent] {
        var results: [SignedContent] = []
        for content in unsigned { results.append(try Custody.sign(content, with: signer, under: terms)) }
        return results
    }

    private func write(_ results: [SignedContent], of unsigned: [UnsignedContent], to output: SigningOutput?) throws {
        let paths = try output?.write(results, of: unsigned.map(\.name)) ?? []
        let told = Report.json(results, files: paths.isEmpty ? nil : paths)
        note(json: told)
        guard output == nil || common.json else { return }
        try answer(
            json: told,
            text: results.map { $0.text + "\n" }.joined())
    }
}

/// The form in which the result is wanted.
struct FormOptions {
    var finalize = false
    var raw = false
    var signatureOnly = false
    var compact = false

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.flag(&finalize, "--finalize", help: "Finalize a PSBT whose signatures are complete.")
        reader.flag(&raw, "--raw", help: "Give what a node takes: a Bitcoin transaction, a completed Fabric message.")
        reader.flag(&signatureOnly, "--signature-only", help: "Give the signature alone: PUBKEY=SIGNATURE for Solana.")
        reader.flag(&compact, "--compact", help: "Give an ECDSA signature as 64 bytes where DER is usual.")
        reader.require(
            [finalize, raw, signatureOnly, compact].count(where: { $0 }) <= 1,
            "give only one of --finalize, --raw, --signature-only and --compact")
    }

    var form: ResultForm {
        if finalize { return .finalized }
        if raw { return .network }
        if signatureOnly { return .signature }
        return compact ? .compact : .usual
    }

}
