import Digests
import Encodings
import Foundation
import Groups
import KeyFiles
import Secrets
import Signatures
import TestSupport
import Testing

private func extendedKey(_ text: String) throws -> ExtendedKeyText {
    let bytes = try locked(Array(text.utf8))
    return try bytes.withUnsafeBytes { (bytes) throws(KeyFilesError) in try ExtendedKeyText(parsing: bytes) }
}

private func fault(_ text: String) -> KeyFilesError? {
    do {
        _ = try extendedKey(text)
        return nil
    } catch { return error as? KeyFilesError }
}

private func wallet(_ text: String) throws -> WalletFile? { try WalletFile.read(try locked(Array(text.utf8))) }

/// What is wrong with keys that break one rule, by the words of BIP-32 and of our own set.
private let reasons: [String: KeyFilesError] = [
    "pubkey version / prvkey mismatch": .extendedKey(facts: "it says xpub, which is public, and a private key follows"),
    "invalid pubkey prefix 04": .extendedKey(facts: "it says xpub and no public key of the curve follows"),
    "invalid pubkey prefix 01": .extendedKey(facts: "it says xpub and no public key of the curve follows"),
    "zero depth with non-zero parent fingerprint": .extendedKey(facts: "a master key, of depth 0, names a parent"),
    "zero depth with non-zero index": .extendedKey(facts: "a master key, of depth 0, has a number as a child"),
    "unknown extended key version": .extendedKey(facts: "its version 01010101 is that of no key of Bitcoin"),
    "private key 0 not in 1..n-1": .keyOutOfRange(.secp256k1, .scalarIsZero(.secp256k1)),
    "invalid pubkey 020000000000000000000000000000000000000000000000000000000000000007":
        .extendedKey(facts: "it says xpub and no public key of the curve follows"),

    "private version, public key": .extendedKey(facts: "it says xprv and no private key follows"),
    "private version, prefix 01": .extendedKey(facts: "it says xprv and no private key follows"),
    "private version, prefix 04": .extendedKey(facts: "it says xprv and no private key follows"),
    "public version, private key": .extendedKey(facts: "it says xpub, which is public, and a private key follows"),
    "public version, prefix 04": .extendedKey(facts: "it says xpub and no public key of the curve follows"),
    "public version, no point": .extendedKey(facts: "it says xpub and no public key of the curve follows"),
    "public key": .onlyPublic(label: "xpub"),
    "zpub": .onlyPublic(label: "zpub"),
    "depth 0 with a parent": .extendedKey(facts: "a master key, of depth 0, names a parent"),
    "depth 0 with a number": .extendedKey(facts: "a master key, of depth 0, has a number as a child"),
    "another coin's version": .extendedKey(facts: "its version 019d9cfe is that of no key of Bitcoin"),
    "key 0": .keyOutOfRange(.secp256k1, .scalarIsZero(.secp256k1)),
    "key n": .keyOutOfRange(.secp256k1, .scalarNotBelowOrder(.secp256k1)),
    "key above n": .keyOutOfRange(.secp256k1, .scalarNotBelowOrder(.secp256k1)),
    "checksum": .extendedKeyChecksum,
    "110 letters": .extendedKey(facts: "110 letters stand there instead of 111"),
    "112 letters": .extendedKey(facts: "112 letters stand there instead of 111"),
    "letter 0": .extendedKey(facts: EncodingsError.foreignLetter(.base58, position: 51).description),
]

@Suite struct ExtendedKeyTests {
    @Test func readsTheKeysOfBIP32() throws {
        let path = "bips/bip32.json"
        guard let seeds = try OutsideVectors.value(path)?["valid"]?.array else { return }
        var passed = 0
        for vector in seeds {
            let chains = vector["chains"]?.array ?? []
            let master = try extendedKey(try #require(chains.first?["xprv"]?.string))
            for chain in chains {
                let key = try extendedKey(try #require(chain["xprv"]?.string))
                let path = try DerivationPath(text: chain["path"]?.string)
                let publicKey = try Base58.decodeCheck(try #require(chain["xpub"]?.string))
                let (depth, number, found) = (key.key.depth, key.childNumber, try key.key.verifyingKey())
                #expect(Int(depth) == path.numbers.count && number == path.numbers.last ?? 0)
                #expect(found.encoded == Array(publicKey.suffix(33)))
                // The chain code too: what the master key's text gives at this place has the same children.
                let below = DerivationPath(numbers: [5, 6 | DerivationPath.hardened])
                let onward = DerivationPath(numbers: path.numbers + below.numbers)
                #expect(try key.key.key(at: below) == master.key.key(at: onward))
                passed += 1
            }
        }
        #expect(passed > 0)
        OutsideVectors.account(path + ", private keys", passed: passed, refused: 0)
    }

    @Test func refusesTheInvalidKeysOfBIP32() throws {
        let path = "bips/bip32.json"
        guard let rows = try OutsideVectors.value(path)?["invalid_extended_keys"]?.array else { return }
        for row in rows {
            let (text, reason) = (try #require(row["key"]?.string), try #require(row["reason"]?.string))
            let expected = reasons[reason]
            #expect(expected != nil && fault(text) == expected, "\(reason)")
            // Nothing of it is read as a key or wallet of another kind either.
            #expect(refusal(text) != nil)
            #expect(throws: (any Error).self, "\(reason)") { if try wallet(text) == nil { _ = try read(text) } }
        }
        OutsideVectors.account(path + ", invalid keys", passed: rows.count, refused: 0)
    }

    /// What mnemonics and master secrets of others give as their root.
    @Test(arguments: ["bips/bip39-english-vectors.json", "slip39/slip39-vectors.json"])
    func readsTheRootsOfSeeds(_ path: String) throws {
        guard let file = try OutsideVectors.value(path) else { return }
        var passed = 0, without = 0
        for row in file["vectors"]?.array ?? file["cases"]?.array ?? file.array ?? [] {
            let seed = row["seed"] ?? row.array?[2], text = row["bip32_xprv"] ?? row.array?[3]
            guard let seed = seed?.string, !seed.isEmpty, let text = text?.string, !text.isEmpty else {
                without += 1
                continue
            }
            let root = try extendedKey(text), master = try ExtendedKey(seed: try locked(try Hex.decode(seed)))
            let (depth, below) = (root.key.depth, DerivationPath(numbers: [7]))
            #expect(depth == 0)
            #expect(try root.key.verifyingKey() == master.verifyingKey())
            #expect(try root.key.key(at: below) == master.key(at: below))
            passed += 1
        }
        #expect(passed > 0)
        OutsideVectors.account(
            path + ", roots", passed: passed, refused: without, reason: "what is to be refused has no root")
    }

    /// The addresses of these first keys are compared in CustodyTests, where ledgers are known.
    @Test func saysWhereTheKeysOfOthersStand() throws {
        let rows = try Cases.all().cases
        #expect(rows.count == 100)
        for row in rows {
            let key = try extendedKey(row.text)
            let (version, depth, child) = (key.version, Int(key.key.depth), Int(key.childNumber))
            #expect(version.rawValue == row.version && depth == row.depth && child == row.child)
            #expect(try Hex.encode(key.key.verifyingKey().encoded) == row.publicKey)
            let found = try #require(try wallet(" \"\(row.text)\"\r\n"))
            let uses = found.firstKeys.map(\.use.name)
            #expect(found.format == .bip32 && Set(uses) == Set(row.addresses.keys))
            for first in found.firstKeys { #expect(first.path == row.addresses[first.use.name]?.path) }
        }
    }

    @Test func refusesKeysThatBreakARule() throws {
        for row in try Cases.all().refused {
            let expected = reasons[row.reason]
            #expect(expected != nil && fault(row.text) == expected, "\(row.reason)")
            #expect(refusal(row.text) != nil)
        }
    }

    /// As a key file it is refused by name, since it is no single key.
    @Test func isNoKeyFile() throws {
        let row = try #require(try Cases.all().cases.first)
        #expect(refusal(row.text) == .notSupported(.extendedPrivateKey))
        let looksSecret = Array(row.text.utf8).withUnsafeBytes { KeyFile.looksSecret($0) }
        #expect(looksSecret)
    }

    /// Whatever letter is changed, it is refused.
    @Test func noticesEveryChangedLetter() throws {
        let text = Array(try #require(try Cases.all().cases.first).text)
        for place in text.indices {
            var changed = text
            changed[place] = text[place] == "3" ? "4" : "3"
            #expect(fault(String(changed)) != nil)
        }
    }
}

extension WalletUse {
    fileprivate var name: String {
        switch self {
        case .bitcoinP2TR: "bitcoin-p2tr"
        case .bitcoinP2WPKH: "bitcoin-p2wpkh"
        case .evm: "evm"
        case .solana: "solana"
        }
    }
}

private struct Cases: Decodable {
    struct Address: Decodable {
        let path: String
    }
    struct Row: Decodable {
        let text: String
        let version: String
        let depth: Int
        let child: Int
        let fingerprint: String
        let publicKey: String
        let addresses: [String: Address]
    }
    struct Refused: Decodable {
        let reason: String
        let text: String
    }
    let cases: [Row]
    let refused: [Refused]

    /// What Tests/Interop/extended_keys.py made.
    static func all() throws -> Cases {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appendingPathComponent("Vectors/extended-key/keys.json"))
        return try JSONDecoder().decode(Cases.self, from: data)
    }
}
