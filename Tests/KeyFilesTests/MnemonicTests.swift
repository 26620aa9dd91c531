import Digests
import Encodings
import Foundation
import Groups
import KeyFiles
import Secrets
import Signatures
import TestSupport
import Testing

private func mnemonic(_ text: String) throws -> Mnemonic {
    let bytes = try locked(Array(text.utf8))
    return try bytes.withUnsafeBytes { (bytes) throws(KeyFilesError) in try Mnemonic(parsing: bytes) }
}

private func fault(_ text: String) -> KeyFilesError? {
    do {
        _ = try mnemonic(text)
        return nil
    } catch { return error as? KeyFilesError }
}

private func seed(_ text: String, _ passphrase: String? = nil) throws -> String {
    let secret: LockedBytes? = if let passphrase { try locked(Array(passphrase.utf8)) } else { nil }
    return Hex.encode(plain(try mnemonic(text).seed(passphrase: secret)))
}

private func isLike(_ text: String) throws -> Bool {
    let bytes = try locked(Array(text.utf8))
    return try bytes.withUnsafeBytes { (bytes) throws(KeyFilesError) in try Mnemonic.isLike(bytes) }
}

/// SHA-256 of each list as bitcoin/bips keeps it: its words in NFKD, a line feed after each.
private let publishedHashes: [WordList: String] = [
    .english: "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
    .japanese: "2eed0aef492291e061633d7ad8117f1a2b03eb80a29d0e4e3117ac2528d05ffd",
    .korean: "9e95f86c167de88f450f0aaf89e87f6624a57f973c67b516e338e8e8b8897f60",
    .spanish: "46846a5a0139d1e3cb77293e521c2865f7bcdb82c44e8d0a06a2cd0ecba48c0b",
    .chineseSimplified: "5c5942792bd8340cb8b27cd592f1015edf56a8c5b26276ee18a482428e7c5726",
    .chineseTraditional: "417b26b3d8500a4ae3d59717d7011952db6fc2fb84b807f3f94ac734e89c1b5f",
    .french: "ebc3959ab7801a1df6bac4fa7d970652f1df76b683cd2f4003c941c63d517e59",
    .italian: "d392c49fdb700a24cd1fceb237c1f65dcc128f6b34a8aacb58b59384b5c648c2",
    .czech: "7e80e161c3e93d9554c2efb78d4e3cebf8fc727e9c52e03b83b94406bdcc95fc",
    .portuguese: "2685e9c194c82ae67e10ba59d9ea5345a23dc093e92276fc5361f6667d79cd3f",
]

private let zeroWords = String(repeating: "abandon ", count: 11) + "about"

@Suite struct WordListTests {
    @Test(arguments: WordList.allCases)
    func isTheListOfBIP39(_ list: WordList) throws {
        let words = list.words(.decomposed)
        #expect(words.count == WordList.wordCount)
        let text = words.map { $0 + "\n" }.joined()
        #expect(Hex.encode(SHA256.hash(Array(text.utf8))) == publishedHashes[list])
    }

    /// Swift compares what is written, not how: an accent apart or together is the same letter.
    @Test(arguments: WordList.allCases)
    func hasTheSameWordsInBothForms(_ list: WordList) {
        #expect(list.words(.composed) == list.words(.decomposed))
    }

    @Test(arguments: WordList.allCases)
    func hasNoTwoWordsWithTheSameFourLettersOfASCII(_ list: WordList) {
        let starts = list.words(.composed).map { Array($0.utf8.prefix(4)) }
            .filter { $0.count == 4 && $0.allSatisfy { $0 < 0x80 } }
        #expect(Set(starts).count == starts.count)
    }

    /// Everything that stands for a word stands for one word only, whatever the list's letters are.
    @Test(arguments: WordList.allCases)
    func hasOneWordForEveryWayOfWritingOne(_ list: WordList) {
        var meanings: [[UInt64]: Int] = [:]
        for table in list.wordsAndStarts {
            let width = table.count / WordList.wordCount
            for word in 0..<WordList.wordCount {
                let written = Array(table[word * width..<(word + 1) * width])
                #expect(meanings.updateValue(word, forKey: written) ?? word == word)
            }
        }
        let isLatin = ![.japanese, .korean, .chineseSimplified, .chineseTraditional].contains(list)
        // Starts of four letters come to the whole words.
        #expect(isLatin == (list.wordsAndStarts.count == 2 * list.wholeWords.count))
    }

    @Test func isTheEnglishListOfTheOutsideVectors() throws {
        guard let text = OutsideVectors.text("bips/bip39-english.txt") else { return }
        #expect(text.split(separator: "\n").map(String.init) == WordList.english.words(.composed))
        OutsideVectors.account("bips/bip39-english.txt", passed: 1, refused: 0)
    }
}

@Suite struct MnemonicTests {
    @Test func givesTheSeedsOfTheOutsideVectors() throws {
        let path = "bips/bip39-english-vectors.json"
        guard let vectors = try OutsideVectors.value(path)?["vectors"]?.array else { return }
        for vector in vectors {
            let words = try #require(vector["mnemonic"]?.string)
            #expect(try seed(words, vector["passphrase"]?.string) == vector["seed"]?.string)
        }
        OutsideVectors.account(path, passed: vectors.count, refused: 0)
    }

    @Test func givesTheSeedsOfEthers() throws {
        let path = "ethereum/ethers-mnemonics.json"
        guard let rows = try OutsideVectors.value(path)?.array else { return }
        func text(_ row: JSONValue, _ name: String) throws -> String {
            String(decoding: try Hex.decode(String(try #require(row[name]?.string).dropFirst(2))), as: UTF8.self)
        }
        for row in rows {
            let passphrase = try text(row, "password").decomposedStringWithCompatibilityMapping
            let expected = try #require(row["seed"]?.string).dropFirst(2)
            #expect(try seed(try text(row, "phrase"), passphrase) == expected)
        }
        #expect(!rows.isEmpty)
        OutsideVectors.account(path, passed: rows.count, refused: 0)
    }

    @Test func readsEveryListAndEveryLength() throws {
        for row in try Cases.languages() {
            let found = try mnemonic(row.words)
            let (list, count) = (found.list, found.wordCount)
            #expect(list.rawValue == row.list && count == row.words.split { $0.isWhitespace }.count)
            #expect(try seed(row.words) == row.seed)
            // As a person types it, whatever the form of its accents, and with other blanks.
            #expect(try seed(row.words.precomposedStringWithCanonicalMapping) == row.seed)
            #expect(try seed("\n " + row.words.decomposedStringWithCanonicalMapping + " \r\n") == row.seed)
            #expect(try isLike(row.words))
        }
    }

    @Test func readsCapitalsAndAbbreviations() throws {
        let expected = try seed(zeroWords)
        #expect(try seed(zeroWords.uppercased()) == expected)
        #expect(try seed(String(repeating: "Aban\t", count: 11) + "abou\n") == expected)
        let tooShort = String(repeating: "aba ", count: 11) + "about"
        #expect(fault(tooShort) == .mnemonicWords(places: Array(1...11), list: .english))
    }

    /// Four letters are enough, and accents may be left out (BIP-39, "Wordlists", on Spanish and French): with the accents as one
    /// letter, apart, or none.
    @Test func readsStartsAndWordsWithoutAccents() throws {
        for row in try Cases.languages() {
            guard ["english", "spanish", "french", "italian", "czech", "portuguese"].contains(row.list) else {
                continue
            }
            let words = row.words.precomposedStringWithCanonicalMapping.split { $0.isWhitespace }
            let starts = words.map { String($0.prefix(4)) }.joined(separator: " ")
            let bare = row.words.decomposedStringWithCanonicalMapping.unicodeScalars.filter { $0.value < 0x300 }
            let plain = String(String.UnicodeScalarView(bare))
            let bareStarts = plain.split { $0.isWhitespace }.map { String($0.prefix(4)) }.joined(separator: " ")
            for text in [starts, starts.decomposedStringWithCanonicalMapping, plain, bareStarts] {
                #expect(try seed(text) == row.seed, "\(row.list): \(text)")
                #expect(try isLike(text))
            }
        }
    }

    @Test(arguments: [11, 13, 14, 16, 23, 25, 40])
    func refusesOtherNumbersOfWords(_ count: Int) {
        let found = min(count, 25)
        #expect(
            fault(Array(repeating: "abandon", count: count).joined(separator: " "))
                == .mnemonicWordCount(found: found))
    }

    @Test func namesThePlacesOfUnknownWords() throws {
        var words = zeroWords.split(separator: " ").map(String.init)
        words[2] = "abandom"
        words[11] = String(repeating: "about", count: 20)
        #expect(fault(words.joined(separator: " ")) == .mnemonicWords(places: [3, 12], list: .english))
        #expect(try isLike(words.joined(separator: " ")))
        for k in 3..<8 { words[k] = "xyzzy" }
        #expect(try !isLike(words.joined(separator: " ")))
    }

    @Test func refusesAWrongChecksum() {
        #expect(fault(zeroWords.replacingOccurrences(of: "about", with: "abandon")) == .mnemonicChecksum(.english))
    }

    /// Every other last word of the sixteen that share a word's first seven bits is wrong.
    @Test func findsOneLastWordInSixteenRight() throws {
        let words = WordList.english.words(.composed)
        let good = words[0..<16].filter { fault(String(repeating: "abandon ", count: 11) + $0) == nil }
        #expect(good == ["about"])
    }

    @Test func namesASeedOfElectrum() throws {
        // The standard seed of Electrum's own tests (electrum, tests/test_mnemonic.py).
        let words = "wild father tree among universe such mobile favorite target dynamic credit identify"
        #expect(fault(words) == .notSupported(.electrumSeed))
    }

    @Test(arguments: [UInt8(0xE3), 0x80, 0xFF, 0x00])
    func isTotal(_ byte: UInt8) throws {
        for count in [0, 1, 2, 3, 100, 4096, 4097] {
            let bytes = try locked([UInt8](repeating: byte, count: count))
            bytes.withUnsafeBytes { bytes in
                do throws(KeyFilesError) { _ = try Mnemonic(parsing: bytes) } catch {
                    #expect(!error.description.isEmpty)
                }
            }
        }
    }
}

@Suite struct DerivationTests {
    @Test func findsTheFirstAddressesThatOthersFind() throws {
        for row in try Cases.languages() {
            let bytes = try locked(Array(row.words.utf8))
            let wallet = try #require(try WalletFile.read(bytes))
            #expect(wallet.firstKeys.map(\.use) == [.bitcoinP2TR, .bitcoinP2WPKH, .evm, .solana])
            #expect(Base58.encode(wallet.firstKeys[3].key.encoded) == row.solana)
        }
    }

    @Test func followsBIP32() throws {
        let path = "bips/bip32.json"
        guard let seeds = try OutsideVectors.value(path)?["valid"]?.array else { return }
        var passed = 0
        for vector in seeds {
            let seed = try locked(try #require(vector["seed"]).hexBytes)
            for chain in vector["chains"]?.array ?? [] {
                let key = try ExtendedKey(seed: seed).key(at: try DerivationPath(text: chain["path"]?.string))
                let expected = try Base58.decodeCheck(try #require(chain["xpub"]?.string))
                #expect(key.encoded == Array(expected.suffix(33)))
                passed += 1
            }
        }
        #expect(passed > 0)
        OutsideVectors.account(path + ", public keys", passed: passed, refused: 0)
    }

    @Test func followsSLIP10() throws {
        let path = "slip39/slip10.json"
        guard let cases = try OutsideVectors.value(path)?["cases"]?.array else { return }
        var passed = 0, others = 0
        for vector in cases {
            guard vector["curve"]?.string == "ed25519" else {
                others += 1
                continue
            }
            let seed = try locked(try #require(vector["seed"]).hexBytes)
            for chain in vector["chains"]?.array ?? [] {
                let key = try Ed25519Tree.key(of: seed, at: try DerivationPath(text: chain["path"]?.string))
                // SLIP-10 writes a zero byte before the key.
                #expect(key.encoded == Array(try #require(chain["public"]).hexBytes.suffix(32)))
                passed += 1
            }
        }
        #expect(passed > 0)
        OutsideVectors.account(path, passed: passed, refused: others, reason: "other curves than Ed25519's")
    }
}

extension DerivationPath {
    /// `m/0'/1`.
    init(text: String?) throws {
        let parts = try #require(text).split(separator: "/").dropFirst()
        let isHardened = parts.map { $0.hasSuffix("'") || $0.hasSuffix("H") }
        let numbers = parts.map { UInt32($0.filter(\.isNumber)) ?? 0 }
        self.init(numbers: zip(numbers, isHardened).map { $1 ? $0 | Self.hardened : $0 })
    }
}

private struct Cases: Decodable {
    struct Row: Decodable {
        let list: String
        let mnemonic: String
        let seed: String
        let solana: String
        var words: String { mnemonic }
    }
    let cases: [Row]

    /// What Tests/Interop/mnemonics.py made.
    static func languages() throws -> [Row] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appendingPathComponent("Vectors/mnemonic/languages.json"))
        let rows = try JSONDecoder().decode(Cases.self, from: data).cases
        #expect(rows.count == 50)
        return rows
    }
}
