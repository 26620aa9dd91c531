import Custody
import Encodings
import Foundation
import ShareFiles
import TestSupport
import Testing

private func file(_ bytes: [UInt8], _ name: String = "words.txt") throws -> SecretFile {
    var copy = try LockedBytes(count: bytes.count)
    copy.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return SecretFile(name: name, bytes: copy)
}

private func file(_ text: String) throws -> SecretFile { try file(Array(text.utf8)) }

private func plan(_ threshold: Int = 2, of count: Int = 3) throws -> SplitPlan {
    try SplitPlan(
        threshold: threshold, holderNames: (1...count).map { "h\($0)" }, label: "wallet",
        created: "2026-11-30T10:00:00Z")
}

private func shares(_ dealt: borrowing DealtShares, _ places: [Int]) throws -> [SecretFile] {
    var files: [SecretFile] = []
    for place in places {
        try dealt.withShareFile(at: place) { bytes in
            files.append(SecretFile(name: "h\(place + 1).share", bytes: try LockedBytes(copying: bytes)))
        }
    }
    return files
}

private let zeroWords = String(repeating: "abandon ", count: 11) + "about\n"

@Suite struct WrappingTests {
    @Test func wrapsAMnemonicWithItsFirstAddresses() throws {
        let wallet = try #require(try WrappedFile(wallet: try file(zeroWords)))
        let dealt = try split(wallet, try plan())
        let facts = dealt.facts
        #expect(facts.kind == .wrapping && facts.format == "bip39")
        // BIP-84 and BIP-86, "Test vectors"; the others as the wallets of those ledgers show them.
        #expect(
            facts.addresses.map(\.text) == [
                "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
                "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
                "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk",
            ])
        let collection = try check(try shares(dealt, [0, 2]))
        let rebuilt = try rebuild(collection)
        #expect(rebuilt.file.content == Array(zeroWords.utf8))
        #expect(rebuilt.warnings.isEmpty && rebuilt.isOriginal && rebuilt.facts == nil)
    }

    @Test(arguments: [1, 255, 4096, SplitPlan.mostFileBytes])
    func wrapsAnything(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 8)) }
        let dealt = try split(try WrappedFile(anything: try file(bytes)), try plan())
        let facts = dealt.facts
        #expect(facts.addresses.isEmpty && facts.format == "file")
        let rebuilt = try rebuild(try check(try shares(dealt, [1, 2])))
        #expect(rebuilt.file.content == bytes)
    }

    @Test func refusesWhatItCannotCarry() throws {
        let tooLong = try file([UInt8](repeating: 1, count: SplitPlan.mostFileBytes + 1))
        #expect(refusal { _ = try WrappedFile(anything: tooLong) }?.code == "too-large")
        let empty = try file([UInt8]())
        #expect(refusal { _ = try WrappedFile(anything: empty) }?.code == "empty")
    }

    @Test func namesWhatIsWrongInAMnemonic() throws {
        let misspelt = try file(zeroWords.replacingOccurrences(of: "about", with: "abuot"))
        #expect(refusal { _ = try WrappedFile(wallet: misspelt) }?.code == "mnemonic-words")
        let wrong = try file(zeroWords.replacingOccurrences(of: "about", with: "zoo"))
        #expect(refusal { _ = try WrappedFile(wallet: wrong) }?.code == "mnemonic-checksum")
        let electrum = try file("wild father tree among universe such mobile favorite target dynamic credit identify")
        #expect(refusal { _ = try WrappedFile(wallet: electrum) }?.code == "not-supported")
        let other = try file("no mnemonic at all")
        let isNone = try WrappedFile(wallet: other) == nil
        #expect(isNone)
    }

    /// What Tests/Interop/extended_keys.py made with bip_utils.
    @Test func wrapsExtendedKeysWithTheAddressesThatOthersFind() throws {
        let rows = try Vectors.extendedKeys()
        for row in rows {
            let (text, version) = (try #require(row["text"]?.string), try #require(row["version"]?.string))
            let facts = try #require(try WrappedFile(wallet: try file(text))).facts
            let expected = try #require(row["addresses"]?.object)
            #expect(facts.format == .bip32 && facts.note != nil && facts.addresses.count == expected.members.count)
            for (address, path) in zip(facts.addresses, facts.paths) {
                let other = expected[address.kind.rawValue]
                #expect(address.text == other?["address"]?.string && path == other?["path"]?.string)
            }
            let number = try #require(row["child"]?.integer), depth = try #require(row["depth"]?.integer)
            let child = number >= 1 << 31 ? "\(number - 1 << 31)'" : "\(number)"
            let place = depth == 0 ? "master key" : "depth \(depth), child \(child)"
            let fingerprint = try #require(row["fingerprint"]?.string)
            let source = version.hasSuffix("prv") && "xt".contains(version.prefix(1)) ? "BIP-32" : "SLIP-132"
            #expect(facts.title == "\(version) (\(source)), \(place), fingerprint \(fingerprint)")
        }
        let texts = try rows[0..<4].map { try #require($0["text"]?.string) + "\r\n" }
        for text in texts {
            let dealt = try split(try #require(try WrappedFile(wallet: try file(text))), try plan())
            #expect(dealt.facts.format == "bip32")
            let rebuilt = try rebuild(try check(try shares(dealt, [0, 1])))
            #expect(rebuilt.file.content == Array(text.utf8) && rebuilt.warnings.isEmpty && rebuilt.isOriginal)
        }
    }

    /// The first addresses of the root, of the account and of the address itself are all the one that the BIP publishes.
    @Test(arguments: ["bips/bip84.json", "bips/bip86.json"])
    func findsTheFirstAddressOfTheBIPs(_ path: String) throws {
        guard let vectors = try OutsideVectors.value(path) else { return }
        let keys = try #require(vectors["keys"]?.array)
        let address = try #require(keys[1]["address"]?.string)
        let texts = [vectors["rootpriv"], keys[0]["xpriv"] ?? keys[0]["xprv"], keys[1]["xprv"]]
            .compactMap { $0?.string }
        #expect(texts.count >= 2)
        for text in texts {
            let facts = try #require(try WrappedFile(wallet: try file(text))).facts
            #expect(facts.addresses.contains { $0.text == address }, "\(facts.title)")
        }
        OutsideVectors.account(path + ", extended private keys", passed: texts.count, refused: 0)
    }

    @Test func namesWhatIsWrongInAnExtendedKey() throws {
        let good = try #require(try Vectors.extendedKeys()[0]["text"]?.string)
        let last: Character = good.last == "2" ? "3" : "2"
        let other = try file(String(good.dropLast()) + String(last)), short = try file(String(good.dropLast()))
        #expect(refusal { _ = try WrappedFile(wallet: other) }?.code == "checksum")
        #expect(refusal { _ = try WrappedFile(wallet: short) }?.code == "malformed")
    }

    /// A mnemonic is no key: it is split whole, and nothing signs with it.
    @Test func refusesAMnemonicAsAKey() throws {
        let words = try file(zeroWords)
        #expect(refusal { _ = try readKey(words) }?.code == "not-supported")
        #expect(refusal { _ = try readKey(words, group: .secp256k1) }?.code == "not-supported")
    }

    /// The dealer's word about the wallet is compared with what comes out, which is handed out all the same.
    @Test func saysWhereTheDealerLiedAboutTheWallet() throws {
        let key = try generateKey(group: .ed25519, format: .hex)
        let lie = [DealingFile.Address(name: "evm", value: "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1")]
        for (original, format) in [
            (zeroWords, "bip39"), ("no words", "bip39"), (zeroWords, "file"), (zeroWords, "bip32"),
            ("no xprv", "bip32"),
        ] {
            let crafted = try CraftedDealing(
                key, original: Array(original.utf8), format: format, kind: .wrapping, addresses: lie)
            let rebuilt = try rebuild(try check(crafted.shares))
            #expect(rebuilt.file.content == Array(original.utf8))
            #expect(rebuilt.warnings.count == 1)
        }
    }
}

private enum Vectors {
    static func extendedKeys() throws -> [JSONValue] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appendingPathComponent("Vectors/extended-key/keys.json"))
        return try #require(try JSON.parse(Array(data))["cases"]?.array)
    }
}
