import ArgumentParser
import Custody
import Encodings

struct Sign: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a transaction from shares, or with a key file.",
        discussion: """
            What will be signed is shown first, from the bytes that the signature covers. The key is in memory while it \
            signs, and nowhere else.
            """)

    @Argument(help: ArgumentHelp("A transaction, and share files; told apart by their content.", valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp("Sign with this key file instead of shares.", valueName: "key"))
    var key: String?

    @Option(help: ArgumentHelp("The group of a bare key file: secp256k1, p256 or ed25519.", valueName: "group"))
    var group: CurveName?

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Write the signed transaction there.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("The ledger that the transaction must be for: evm.", valueName: "ledger"))
    var ledger: LedgerName?

    @Option(help: ArgumentHelp("The chain that the transaction must be for, by name or number.", valueName: "chain"))
    var chain: String?

    @Flag(help: "Sign although no chain id stops the transaction from being repeated on other chains.")
    var allowReplayable = false

    @Flag(help: "Sign a contract creation that carries no code.")
    var allowEmptyContract = false

    @Flag(help: "Replace an existing file.")
    var force = false

    @OptionGroup var shareOptions: ShareOptions
    @OptionGroup var common: CommonOptions

    private var terms: SigningTerms {
        var accepting: Set<Risk> = []
        if allowReplayable { accepting.insert(.replayable) }
        if allowEmptyContract { accepting.insert(.emptyContract) }
        return SigningTerms(chain: chain, accepting: accepting)
    }

    func perform() throws -> ExitStatus {
        let target = output.map { OutputTarget(path: $0, force: force) }
        try target?.requireWritable(besides: files + (key.map { [$0] } ?? []))
        let (transactionFile, shares) = try sortOut()
        let transaction = try readTransaction(transactionFile, ledger: ledger)
        let result: SignedResult
        if let key {
            result = try sign(transaction, withKey: key)
        } else {
            result = try sign(transaction, from: shares)
        }
        talk.say("Signed and verified: \(result.signer)")
        try write(result, to: target)
        return .done
    }

    /// The one transaction among the operands, and the rest, which are shares and dealings.
    private func sortOut() throws -> (SecretFile, [SecretFile]) {
        var transactions: [SecretFile] = []
        var shares: [SecretFile] = []
        let read = try InputFile.readAll(files, talk)
        for file in read {
            if file.isShareOrDealing { shares.append(file) } else { transactions.append(file) }
        }
        guard !transactions.isEmpty || read.count == files.count else {
            throw Failure(
                .inputOutput, code: "cannot-read", "no transaction is among the files that can be read",
                hint: "check the name and the permissions of the transaction")
        }
        guard transactions.count == 1 else {
            let names = transactions.map(\.name).joined(separator: ", ")
            throw Failure(
                .usage, code: "usage",
                transactions.isEmpty
                    ? "no transaction is among the files"
                    : "\(names) are \(transactions.count) transactions, or no shares",
                hint: "name one transaction and the shares of one key")
        }
        guard shares.isEmpty == (key != nil) else {
            throw Failure(
                .usage, code: "usage",
                shares.isEmpty ? "there are no shares to sign with" : "--key and shares exclude each other",
                hint: "name the share files after the transaction, or give --key FILE")
        }
        return (transactions[0], shares)
    }

    private func sign(_ transaction: UnsignedTransaction, withKey path: String) throws -> SignedResult {
        let input = try InputFile.read(path)
        input.warnIfOpenToOthers(talk)
        let nodeKey = try readKey(
            input.asSecretFile(), group: group, bareKeyGroup: transaction.ledger.group,
            expected: try expectation(from: shareOptions.expect.first), passphrase: passphraseSource)
        let signer = Signer(nodeKey)
        try agree(to: transaction, by: signer.verifyingKey)
        return try Custody.sign(transaction, with: signer, under: terms)
    }

    private func sign(_ transaction: UnsignedTransaction, from shares: [SecretFile]) throws -> SignedResult {
        let collection = try shareOptions.collect(shares, common)
        talk.say(Report.table(collection.report, talk.style))
        try agree(to: transaction, by: try collection.requireSigner())
        let signer = try Signer(rebuilding: collection, passphrase: passphraseSource)
        if signer.usesBareScalar {
            talk.warn("the original key file cannot be used, so the bare Ed25519 scalar signs, with a random nonce")
        }
        return try Custody.sign(transaction, with: signer, under: terms)
    }

    /// Shows what will be signed, refuses what is unsafe, and asks.
    private func agree(to transaction: UnsignedTransaction, by signer: VerifyingKey) throws {
        let summary = try transaction.summary(signer: signer)
        talk.say(String(Report.text(summary, talk.style).dropLast()))
        try transaction.requireSignable(by: signer, under: terms)
        guard !common.yes else { return }
        let terminal: PromptTerminal
        do {
            terminal = try PromptTerminal()
        } catch {
            throw Failure(
                .usage, code: "no-terminal", "signing has to be confirmed and there is no terminal to ask on",
                hint: "read what is shown, then add --yes")
        }
        let (wanted, words) = (summary.confirmation.wanted, summary.confirmation.words)
        // With --quiet, --json or standard error elsewhere it was not seen yet.
        let unseen = talk.quiet || !talk.style.isTerminal ? Report.text(summary, talk.style) : ""
        let typed = try terminal.readText("\(unseen)Type \(words) to sign: ")
        guard typed.trimmingBlanks() == wanted else {
            throw Failure(
                .declined, code: "declined", "the answer was not \(words), so nothing was signed",
                hint: "compare the receiver with what you were told, and run the same command again")
        }
    }

    private func write(_ result: SignedResult, to target: OutputTarget?) throws {
        let line = result.signed + "\n"
        if let target { try target.write(public: line) }
        if target == nil || common.json {
            try answer(json: Report.json(result, file: output), text: line)
        }
    }
}
