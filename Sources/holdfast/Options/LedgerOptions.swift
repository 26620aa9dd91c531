import Arguments
import Custody

/// What a transaction must be for, and what is brought beside it: taken by every command that reads one.
struct LedgerOptions {
    var ledger: LedgerName?
    var chain: String?
    var network: String?
    var addressForm: String?
    var scheme: String?
    var accountNumber: String?
    var abi: [String] = []
    var proposal: String?
    var previous: [String] = []
    var prevout: [String] = []
    var ca: [String] = []

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.option(
            &ledger, "--ledger", value: "ledger",
            help: "The ledger that it must be for: bitcoin, evm, fabric, solana, cosmos, raw.")
        reader.option(
            &chain, "--chain", value: "chain", help: "The chain that it must be for: a name, a number, a chain id.")
        reader.option(
            &network, "--network", value: "network", help: "The Bitcoin network: mainnet, testnet, signet or regtest.")
        reader.option(
            &addressForm, "--address-form", value: "form",
            help: "The address that a Bitcoin message is of: p2wpkh, p2sh-p2wpkh, p2tr or p2pkh.")
        reader.option(
            &scheme, "--scheme", value: "scheme",
            help: "The way of signing: bip322 or signmessage; of raw bytes ecdsa, schnorr or ed25519.")
        reader.option(
            &accountNumber, "--account-number", value: "number",
            help: "The number of the account on its Cosmos chain; of several signers theirs in order, by commas.")
        reader.option(&abi, "--abi", value: "file", help: "The JSON ABI of the contract that is called.")
        reader.option(&proposal, "--proposal", value: "file", help: "The Fabric proposal that was endorsed.")
        reader.option(
            &previous, "--previous", value: "file",
            help: "A Bitcoin transaction whose outputs are spent, or the Fabric block before this one; may be repeated."
        )
        reader.option(
            &prevout, "--prevout", value: "output",
            help: "A Bitcoin output that is spent, TXID:INDEX:SATOSHI:SCRIPT; may be repeated.")
        reader.option(&ca, "--ca", value: "file", help: "Certificates that are trusted as roots, PEM; may be repeated.")
    }

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
