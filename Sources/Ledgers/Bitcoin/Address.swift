import Digests
import Encodings
import Groups
package import Signatures
package import Transactions

/// An output script in the letters in which people pass it on: Base58Check (P2PKH, P2SH), bech32 (witness version 0,
/// BIP-173) or bech32m (later ones, BIP-350).
package struct Address: Hashable, Sendable {
    package let network: Network
    /// What the address stands for.
    package let script: Script
    /// The form that people know: `1…`, `3…`, `bc1q…`, `bc1p…`; segwit in lower case.
    package let text: String

    /// - Returns: `nil` where the script has no address.
    package init?(_ script: Script, on network: Network) {
        switch script.template {
        case .p2pkh(let hash): text = Base58.encodeCheck([network.keyHashVersion] + hash)
        case .p2sh(let hash): text = Base58.encodeCheck([network.scriptHashVersion] + hash)
        case .p2wpkh, .p2wsh, .p2tr, .futureWitness:
            guard let (version, program) = script.witnessProgram,
                let segwit = try? SegwitAddress(prefix: network.segwitPrefix, version: version, program: program)
            else { return nil }
            text = segwit.text
        case .p2pk, .multisig, .singleKeyLeaf, .opReturn, .other: return nil
        }
        self.script = script
        self.network = network
    }

    /// Reads an address of one network. Testnet, signet and regtest share their Base58Check forms, testnet and signet
    /// also their bech32 prefix.
    /// - Throws: `BitcoinError.address`, `.addressOfOtherNetwork`.
    package init(_ text: String, on network: Network) throws(BitcoinError) {
        let found = try Address.read(text)
        guard let address = found.first(where: { $0.network == network }) else {
            throw .addressOfOtherNetwork(text, needed: network, found: found.map(\.network))
        }
        self = address
    }

    /// The same address on each network that it can be for; never empty.
    /// - Throws: `BitcoinError.address`.
    package static func read(_ text: String) throws(BitcoinError) -> [Address] {
        // A bech32 address has its last separator behind a prefix of ours; Base58 texts that begin like it are no bech32.
        let prefix = text.lowercased().prefix { $0 != "1" }
        let script: Script
        let networks: [Network]
        do {
            if SegwitAddress.knownPrefixes.contains(String(prefix)) {
                let segwit = try SegwitAddress(text)
                script = .witness(version: segwit.version, program: segwit.program)
                networks = Network.allCases.filter { $0.segwitPrefix == segwit.prefix }
            } else {
                let payload = try Base58.decodeCheck(text)
                guard let (read, found) = base58(payload) else { throw BitcoinError.addressForm(text) }
                script = read
                networks = found
            }
        } catch let error as EncodingsError {
            throw .address(text, error)
        } catch {
            throw .addressForm(text)
        }
        return networks.compactMap { Address(script, on: $0) }
    }

    private static func base58(_ payload: [UInt8]) -> (Script, [Network])? {
        guard payload.count == 21, let version = payload.first else { return nil }
        let hash = Array(payload.dropFirst())
        let ofKeys = Network.allCases.filter { $0.keyHashVersion == version }
        if !ofKeys.isEmpty { return (.p2pkh(hash: hash), ofKeys) }
        let ofScripts = Network.allCases.filter { $0.scriptHashVersion == version }
        return ofScripts.isEmpty ? nil : (.p2sh(hash: hash), ofScripts)
    }
}

/// The addresses of one key. All throw `TransactionsError.keyOfOtherGroup`.
extension Address {
    /// Pay to the hash of a public key in its compressed form.
    package static func p2pkh(_ key: VerifyingKey, on network: Network) throws(TransactionsError) -> Address {
        of(.p2pkh(hash: Hash160.hash(try compressed(key))), on: network)
    }

    /// Pay to the hash of a public key in its uncompressed form, as the first wallets had it.
    package static func p2pkhUncompressed(
        _ key: VerifyingKey, on network: Network
    ) throws(TransactionsError) -> Address {
        of(.p2pkh(hash: Hash160.hash(try key.uncompressed(of: .secp256k1, on: .bitcoin))), on: network)
    }

    /// Pay to the hash of the script that pays to the hash of a public key. BIP-141, "P2WPKH nested in BIP16 P2SH".
    package static func p2shP2wpkh(_ key: VerifyingKey, on network: Network) throws(TransactionsError) -> Address {
        of(.p2sh(of: .p2wpkh(hash: Hash160.hash(try compressed(key)))), on: network)
    }

    /// Pay to the hash of a public key. BIP-141, "P2WPKH"; the address: BIP-173.
    package static func p2wpkh(_ key: VerifyingKey, on network: Network) throws(TransactionsError) -> Address {
        of(.p2wpkh(hash: Hash160.hash(try compressed(key))), on: network)
    }

    /// Pay to a taproot output with the key as its internal key and no script. BIP-86, "Address derivation".
    /// - Throws: Also `TransactionsError.keyWithoutTaprootOutput`.
    package static func p2tr(_ key: VerifyingKey, on network: Network) throws(TransactionsError) -> Address {
        try requireCurve(.secp256k1, key.curve, on: .bitcoin)
        do { return of(.p2tr(outputKey: try XOnlyKey(key).taprootOutput(merkleRoot: nil).x), on: network) } catch {
            throw .keyWithoutTaprootOutput
        }
    }

    /// Pay to a taproot output.
    /// - Parameters:
    ///   - internalKey: 32 bytes, the x-coordinate of a point of the curve.
    ///   - merkleRoot: The root of the script tree, 32 bytes; `nil` where there is none.
    /// - Throws: `TransactionsError.keyWithoutTaprootOutput`.
    package static func p2tr(
        internalKey: [UInt8], merkleRoot: [UInt8]?, on network: Network
    ) throws(TransactionsError) -> Address {
        of(.p2tr(outputKey: try Taproot.outputKey(internalKey: internalKey, merkleRoot: merkleRoot).x), on: network)
    }

    private static func compressed(_ key: VerifyingKey) throws(TransactionsError) -> [UInt8] {
        try requireCurve(.secp256k1, key.curve, on: .bitcoin)
        return key.encoded
    }

    private static func of(_ script: Script, on network: Network) -> Address {
        guard let address = Address(script, on: network) else {
            preconditionFailure("a script of one key has an address")
        }
        return address
    }
}
