import Arguments
import Custody
import Encodings
import Glibc

struct Verify: Act {
    static let summary = CommandSummary(
        "verify", "Verify signed transactions and messages, and say who signed them.")

    var files: [String] = []
    var message: String?
    var signer: String?
    var lines = false
    var showSignerKey = false
    var inclusion = InclusionOptions()
    var ledgerOptions = LedgerOptions()
    var common = CommonOptions()

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.operands(
            &files, "files", help: "Signed transactions, or a signature with --message; - is standard input.")
        reader.option(
            &message, "--message", value: "file", help: "The message that the file is the signature of; needs --ledger."
        )
        reader.option(
            &signer, "--signer", value: "signer",
            help: "The address, public key or certificate of who must have signed.")
        reader.flag(&lines, "--lines", help: "Take each line of the file as a transaction of its own.")
        reader.flag(
            &showSignerKey, "--show-signer-key",
            help: "Show the full public key of each signer, where the signature tells it.")
        inclusion.declare(&reader)
        ledgerOptions.declare(&reader)
        common.declare(&reader)
        let isOne = !lines && files.count == 1
        reader.require(message == nil || isOne, "--message goes with one signature")
        reader.require(
            inclusion.inBlock == nil || (isOne && message == nil && signer == nil),
            "--in-block goes with one transaction or its id, and judges no signature")
        reader.require(
            message == nil || ledgerOptions.ledger != nil,
            "--message needs --ledger: each ledger has its own form of signed messages")
    }

    func perform() throws -> ExitStatus {
        Sandbox.current.close(readsMore: true)
        if inclusion.inBlock != nil { return try verifyInclusion() }
        let terms = try ledgerOptions.terms()
        let expected = try expectedSigner()
        guard files.count > 1 || lines else { return try verifyOne(expected, terms) }
        let inputs = try files.flatMap { path -> [SignedInput] in
            let file = try PublicFile(reading: path)
            let parts = lines ? file.lines : [file]
            return parts.map { SignedInput($0, ledger: ledgerOptions.ledger) }
        }
        guard !inputs.isEmpty else {
            throw Failure(
                .damaged, code: "empty", "there is nothing to verify: no line holds anything",
                hint: "check which file this is")
        }
        let outcomes = verifyAll(inputs, signer: expected, under: terms)
        try answer(
            json: Report.json(outcomes, showsKeys: showSignerKey),
            text: Report.text(outcomes, Style(descriptor: 1), showsKeys: showSignerKey))
        return ExitStatus.worst(outcomes.compactMap { $0.fault.map { ExitStatus($0.kind) } })
    }

    /// An address or a key as it stands, or else the key of a certificate in a file.
    private func expectedSigner() throws -> Expectation? {
        guard let signer else { return nil }
        if access(signer, F_OK) == 0 { return try Expectation(certificate: try PublicFile(reading: signer)) }
        return try Expectation(signer)
    }

    private func verifyInclusion() throws -> ExitStatus {
        guard let finding = try inclusion.finding(for: files[0], network: ledgerOptions.network) else { return .done }
        try answer(json: Report.json(finding), text: Report.text(finding, Style(descriptor: 1)))
        return .done
    }

    private func verifyOne(_ expected: Expectation?, _ terms: Terms) throws -> ExitStatus {
        let file = try InputFile.read(files[0]).asSecretFile()
        let input = SignedInput(
            message == nil ? try PublicFile(file) : PublicFile(signature: file),
            message: try message.map { try PublicFile(reading: $0) }, ledger: ledgerOptions.ledger)
        let report = try Custody.verify(input, signer: expected, under: terms)
        try answer(
            json: Report.json(report, showsKeys: showSignerKey),
            text: Report.text(report, Style(descriptor: 1), showsKeys: showSignerKey))
        guard let fault = report.fault else { return .done }
        let failure = Failure(fault)
        if !common.json { talk.error(failure.message, hint: failure.hint) }
        return failure.status
    }
}
