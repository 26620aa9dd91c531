import ArgumentParser
import Custody

/// What a transaction must be for, and what is brought beside it: taken by every command that reads one.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger that it must be for: bitcoin, evm, fabric, solana, cosmos, raw.", valueName: "ledger"))
    var ledger: LedgerName?

    @Option(help: ArgumentHelp("The chain that it must be for: a name, a number, a chain id.", valueName: "chain"))
    var chain: String?

    @Option(
        help: ArgumentHelp("The Bitcoin network: mainnet, testnet, signet or regtest.", valueName: "network"))
    var network: String?

    @Option(
        help: ArgumentHelp(
            "The address that a Bitcoin message is of: p2wpkh, p2sh-p2wpkh, p2tr or p2pkh.", valueName: "form"))
    var addressForm: String?

    @Option(
        help: ArgumentHelp(
            "The way of signing: bip322 or signmessage; of raw bytes ecdsa, schnorr or ed25519.", valueName: "scheme"))
    var scheme: String?

    @Option(
        help: ArgumentHelp(
            "The number of the account on its Cosmos chain; of several signers theirs in order, by commas.",
            valueName: "number"))
    var accountNumber: String?

    @Option(help: ArgumentHelp("The JSON ABI of the contract that is called.", valueName: "file"))
    var abi: [String] = []

    @Option(help: ArgumentHelp("The Fabric proposal that was endorsed.", valueName: "file"))
    var proposal: String?

    @Option(
        help: ArgumentHelp(
            "A Bitcoin transaction whose outputs are spent, or the Fabric block before this one; may be repeated.",
            valueName: "file"))
    var previous: [String] = []

    @Option(
        help: ArgumentHelp(
            "A Bitcoin output that is spent, TXID:INDEX:SATOSHI:SCRIPT; may be repeated.", valueName: "output"))
    var prevout: [String] = []

    @Option(help: ArgumentHelp("Certificates that are trusted as roots, PEM; may be repeated.", valueName: "file"))
    var ca: [String] = []

    /// The files that are read, none of which may be replaced by the result.
    var files: [String] { abi + (proposal.map { [$0] } ?? []) + previous + ca }

    /// Reads the files that are named.
    /// - Throws: `Failure`, `FileError`.
    func terms(accepting: Set<Risk> = [], form: ResultForm = .usual) throws -> Terms {
        var besides: [SideFile] = []
        func add(_ kind: SideFile.Kind, _ paths: [String]) throws {
            for path in paths { besides.append(try InputFile.read(path).asSideFile(kind)) }
        }
        try add(.abi, abi)
        try add(.proposal, proposal.map { [$0] } ?? [])
        try add(.previousTransaction, previous)
        besides += prevout.map { SideFile(.previousOutput, name: "--prevout \($0)", bytes: Array($0.utf8)) }
        try add(.certificateAuthority, ca)
        return Terms(
            accepting: accepting, chain: chain, network: network, form: form, addressForm: addressForm, scheme: scheme,
            accountNumber: accountNumber, besides: besides)
    }
}

extension InputFile {
    /// - Throws: `Refusal` with code `secret-instead` where a key or a share is in it.
    consuming func asSideFile(_ kind: SideFile.Kind) throws -> SideFile {
        let file = try PublicFile(asSecretFile())
        return SideFile(kind, name: file.name, bytes: file.bytes)
    }
}
