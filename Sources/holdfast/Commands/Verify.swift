import ArgumentParser
import Custody
import Encodings

struct Verify: ParsableCommand, Act {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify a signed transaction, and say who signed it.")

    @Argument(help: ArgumentHelp("The signed transaction; - is standard input.", valueName: "file"))
    var file: String

    @Option(
        help: ArgumentHelp("The address or public key of who must have signed.", valueName: "key-or-address"))
    var signer: String?

    @Option(help: ArgumentHelp("The ledger that the transaction must be for: evm.", valueName: "ledger"))
    var ledger: LedgerName?

    @Option(help: ArgumentHelp("The chain that the transaction must be for, by name or number.", valueName: "chain"))
    var chain: String?

    @OptionGroup var common: CommonOptions

    func perform() throws -> ExitStatus {
        let report = try Custody.verify(
            try InputFile.read(file).asSecretFile(), ledger: ledger, signer: try signer.map { try Expectation($0) },
            terms: SigningTerms(chain: chain))
        try answer(json: Report.json(report), text: Report.text(report))
        return .done
    }
}
