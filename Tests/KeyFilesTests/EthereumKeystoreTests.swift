import Encodings
import Foundation
import Groups
import KeyFiles
import Signatures
import TestSupport
import Testing

/// What may be wrong with a keystore. Its cost is low, so that many can be tried; the real ones are among the outside vectors.
@Suite struct EthereumKeystoreTests {
    /// Ganache's first account under `geheim`, N = 2; made with Python's hashlib, openssl and Vectors/reference.
    private static let cheap = """
        {"address":"90f8bf6a479f320ead074411a4b0e7944ea8c9c1","crypto":{"cipher":"aes-128-ctr",\
        "ciphertext":"9ee9676f9857cb0a4fd979c24f7713ff509c64bad0242f6ee2176b7fb6b16970","cipherparams":{"iv":"00112233445566778899aabbccddeeff"},"kdf":"scrypt",\
        "kdfparams":{"dklen":32,"n":2,"p":1,"r":1,"salt":"aabb"},"mac":"3b8cf344dbf109efc5839f67dc36ecdd7f0146f30b3052abb3f4c4a8ff044e77"},\
        "id":"01234567-89ab-4def-8123-456789abcdef","version":3}
        """

    @Test func opensAndKeepsItsAddress() throws {
        let key = try read(Self.cheap, passphrase: "geheim")
        #expect(Hex.encode(plain(try key.key.encoded())) == ganache)
        #expect(key.notes.isEmpty)
        for content in [
            Self.cheap.replacing("\"90f8", with: "\"0x90F8"), Self.cheap.replacing("\"crypto\"", with: "\"Crypto\""),
            Self.cheap.replacing("\"version\":3", with: "\"version\":\"3\""), Self.cheap + "\n",
            Self.cheap.replacing("\"address\":\"90f8bf6a479f320ead074411a4b0e7944ea8c9c1\",", with: ""),
        ] {
            #expect(try read(content, passphrase: "geheim").verifyingKey == key.verifyingKey)
        }
    }

    @Test func refusesAWrongPassphraseAndAnAlteredFile() {
        #expect(refusal(Self.cheap, passphrase: "geheimer") == .passphraseWrong)
        #expect(refusal(Self.cheap) == .passphraseMissing)
        for (found, other) in [
            ("\"salt\":\"aabb\"", "\"salt\":\"aabc\""), ("\"mac\":\"", "\"mac\":\"00"),
            ("\"ciphertext\":\"9e", "\"ciphertext\":\"00"),
            ("\"n\":2", "\"n\":4"),
        ] {
            let content = Self.cheap.replacing(found, with: other)
            guard let reason = refusal(content, passphrase: "geheim") else {
                Issue.record("\(other) opens")
                continue
            }
            if other.contains("mac") {
                guard case .malformed = reason else {
                    Issue.record("a mac of 33 bytes")
                    continue
                }
            } else {
                #expect(reason == .passphraseWrong, "\(other)")
            }
        }
    }

    @Test func refusesAnAddressThatIsNotItsOwn() {
        let content = Self.cheap.replacing("90f8bf", with: "90f8be")
        #expect(refusal(content, passphrase: "geheim") == .addressNotItsOwn(.ethereumKeystore, field: "address"))
        let empty = Self.cheap.replacing("90f8bf6a479f320ead074411a4b0e7944ea8c9c1", with: "")
        #expect(refusal(empty, passphrase: "geheim") == .addressNotItsOwn(.ethereumKeystore, field: "address"))
    }

    @Test(arguments: [
        ("\"n\":2", "\"n\":3"), ("\"n\":2", "\"n\":0"), ("\"n\":2", "\"n\":1073741824"), ("\"r\":1", "\"r\":0"),
        ("\"r\":1", "\"r\":18446744073709551615"), ("\"p\":1", "\"p\":1073741823"),
        ("\"kdf\":\"scrypt\"", "\"kdf\":\"argon2\""), ("aes-128-ctr", "aes-256-ctr"),
    ])
    func refusesAbsurdAndUnknownParameters(found: String, other: String) {
        let content = Self.cheap.replacing(found, with: other)
        guard case .encryption(.ethereumKeystore, let facts) = refusal(content, passphrase: "geheim") else {
            Issue.record("\(other)")
            return
        }
        #expect(facts.contains("; "))
    }

    @Test func refusesTooManyRounds() {
        let content = Self.cheap.replacing("\"kdf\":\"scrypt\"", with: "\"kdf\":\"pbkdf2\"")
            .replacing("\"n\":2,\"p\":1,\"r\":1", with: "\"c\":4294967296,\"prf\":\"hmac-sha256\"")
        guard case .encryption(.ethereumKeystore, let facts) = refusal(content, passphrase: "geheim") else {
            Issue.record("4,294,967,296 rounds")
            return
        }
        #expect(facts.contains("4294967296 iterations"))
    }

    @Test(arguments: [
        ("\"dklen\":32", "\"dklen\":31"), ("\"dklen\":32", "\"dklen\":1048576"), ("\"iv\":\"0011", "\"iv\":\"0"),
        ("\"iv\":\"0011", "\"iv\":\"00"), ("\"version\":3", "\"version\":1"),
        ("\"version\":3", "\"version\":\"three\""),
        ("\"n\":2", "\"n\":-2"), ("\"n\":2", "\"n\":2.5"), ("\"n\":2", "\"n\":\"2\""),
        ("\"salt\":\"aa", "\"salt\":\"a"),
        ("{\"dklen\"", "[{\"dklen\""),
    ])
    func refusesWhatIsMalformed(found: String, other: String) {
        guard
            case .malformed(.ethereumKeystore, _) = refusal(
                Self.cheap.replacing(found, with: other), passphrase: "geheim")
        else {
            Issue.record("\(other)")
            return
        }
    }

    @Test(arguments: [
        "cipher", "ciphertext", "cipherparams", "kdf", "kdfparams", "mac", "dklen", "n", "r", "p", "salt", "iv",
        "version",
    ])
    func saysWhichFieldIsMissing(name: String) {
        let content = Self.cheap.replacing("\"\(name)\":", with: "\"other\":")
        #expect(refusal(content, passphrase: "geheim") == .missingField(.ethereumKeystore, name: name))
    }

    @Test func putsLeadingZerosBackOnlyWhereTheAddressConfirmsThem() throws {
        let content = Self.short
        let key = try read(content, passphrase: "geheim")
        #expect(Hex.encode(plain(try key.key.encoded())) == "00" + String(repeating: "11", count: 31))
        #expect(key.notes == [.leadingZeros(count: 1)])
        let start = try #require(content.firstRange(of: "\"address\""))
        let end = try #require(content.firstRange(of: "\"crypto\""))
        let nameless = content.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: "")
        #expect(
            refusal(nameless, passphrase: "geheim") == .keyLength(.ethereumKeystore, expected: 32, found: 31))
    }

    @Test func notesWhatStandsBesideTheKey() throws {
        let content = Self.cheap.replacing("\"version\"", with: "\"name\":\"\",\"meta\":\"{}\",\"version\"")
        #expect(
            try read(content, passphrase: "geheim").notes == [.otherField(name: "name"), .otherField(name: "meta")])
    }

    @Test func writesWhatGethWrites() throws {
        let key = try key(Hex.decode(ganache), .secp256k1)
        let file = text(try written(key, .ethereumKeystore, passphrase: "geheim"))
        #expect(
            file.hasPrefix(#"{"address":"90f8bf6a479f320ead074411a4b0e7944ea8c9c1","crypto":{"cipher":"aes-128-ctr","#))
        #expect(file.contains(#""kdf":"scrypt","kdfparams":{"dklen":32,"n":262144,"p":1,"r":8,"salt":""#))
        #expect(file.hasSuffix(#","version":3}"#))
        #expect(Hex.encode(plain(try read(file, passphrase: "geheim").key.encoded())) == ganache)
    }

    private static let short = """
        {"address":"b79a5ea94a039ef1a7de11a8e1a1994cec05f395","crypto":{"cipher":"aes-128-ctr",\
        "ciphertext":"c0c6a9e6b380ecbd044c443499eb9849475ec4b87ddcfa10c3d1a879b21243","cipherparams":{"iv":"00112233445566778899aabbccddeeff"},"kdf":"scrypt",\
        "kdfparams":{"dklen":32,"n":2,"p":1,"r":1,"salt":"aabb"},"mac":"57abd4d082d48b348a526692a68749676851853f200b3efebdfa68b0b9aeb9ed"},\
        "id":"01234567-89ab-4def-8123-456789abcdef","version":3}
        """
}
