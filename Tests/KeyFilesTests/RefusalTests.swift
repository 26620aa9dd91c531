import Encodings
import Groups
import KeyFiles
import Secrets
import Signatures
import TestSupport
import Testing

/// What is refused, with the reason.
@Suite struct RefusalTests {
    @Test func neverGuessesTheGroupOfBareBytes() throws {
        let raw = [UInt8](repeating: 0xa5, count: 32)
        #expect(refusal(ganache) == .groupNotTold)
        #expect(refusal(raw) == .groupNotTold)
        for curve in CurveName.allCases {
            #expect(try read(ganache, curve).verifyingKey.curve == curve)
            #expect(try read(raw, curve).verifyingKey.curve == curve)
        }
    }

    @Test(arguments: plainForms)
    func refusesAFileOfAnotherGroupThanTold(format: KeyFormat, curve: CurveName) throws {
        guard ![.raw, .hex].contains(format) else { return }
        let key = try PrivateKey.random(curve)
        let file = try written(key, format)
        for told in CurveName.allCases where told != curve {
            #expect(refusal(file, told) == .otherGroup(told: told, found: curve))
        }
        #expect(refusal(file, curve) == nil)
    }

    @Test(arguments: [0, 1, 2, 30, 31, 33, 62, 64, 126, 128])
    func countsHexadecimalDigits(count: Int) throws {
        guard count >= 16 else { return #expect(refusal(String(repeating: "a", count: count)) != nil) }
        if count == 64 { return }
        let text = String(repeating: "a", count: count)
        #expect(refusal(text, .secp256k1) == .hexDigitCount(found: count))
        #expect(refusal("0x" + text, .secp256k1) == .hexDigitCount(found: count))
    }

    @Test func suspectsACutOffZeroIn63Digits() {
        let refused = refusal(String(ganache.dropFirst()), .secp256k1)
        #expect(refused == .hexDigitCount(found: 63))
        #expect(refused?.description.contains("a leading zero may have been cut off") == true)
    }

    @Test func saysWhichLetterIsNoDigit() {
        #expect(refusal("z" + ganache.dropFirst(), .secp256k1) == .notHexadecimal(place: 1))
        #expect(refusal("0x" + ganache.dropLast() + "g", .secp256k1) == .notHexadecimal(place: 64))
    }

    @Test(arguments: [16, 31, 33, 64])
    func countsRawBytes(count: Int) {
        #expect(
            refusal([UInt8](repeating: 0x01, count: count), .p256)
                == .keyLength(.raw, expected: 32, found: count))
    }

    @Test func countsTheBytesOfKeysInside() throws {
        for count in [0, 31, 33] {
            let short = [UInt8](repeating: 1, count: count)
            let inner = DER.sequence(
                DER.integer(1), DER.octetString(short),
                DER.element(.context(0, constructed: true), content: DER.objectIdentifier(p256)))
            #expect(refusal(inner) == .keyLength(.sec1DER, expected: 32, found: count))
            #expect(refusal(pkcs8(p256, inner)) == .keyLength(.pkcs8DER, expected: 32, found: count))
            let seed = DER.sequence(
                DER.integer(0), DER.sequence(DER.objectIdentifier(ed25519)), DER.octetString(DER.octetString(short)))
            #expect(refusal(seed) == .keyLength(.pkcs8DER, expected: 32, found: count))
            let node = #"{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"\#(Base64.encode(short))"}}"#
            #expect(refusal(node) == .keyLength(.cometBFTNode, expected: 64, found: count))
            let numbers = "[" + short.map { "\($0)" }.joined(separator: ",") + "]"
            #expect(refusal(numbers) == .keyLength(.solana, expected: 64, found: count))
        }
    }

    @Test func refusesNothingAndTooMuch() throws {
        #expect(refusal([]) == .empty)
        #expect(refusal(" \n\r\n") == .empty)
        #expect(refusal("\u{feff}") == .empty)
        #expect(refusal([UInt8](repeating: 0x20, count: 65537)) == .tooLong(found: 65537, most: 65536))
        #expect(refusal("hello") == .notRecognised(byteCount: 5))
        #expect(refusal(#"{"a":1}"#) == .notRecognised(byteCount: 7))
        #expect(refusal([0xff, 0xfe] + Array(ganache.utf8).flatMap { [$0, 0] }) == .utf16)
    }

    @Test func refusesSeveralKeysAndOnlyPublicOnes() throws {
        let key = try PrivateKey.random(.ed25519)
        let file = text(try written(key, .pkcs8PEM))
        #expect(refusal(file + file) == .severalKeys(count: 2))
        #expect(refusal(PEM.encode(label: "PUBLIC KEY", [0x30, 0])) == .onlyPublic(label: "PUBLIC KEY"))
        #expect(refusal(PEM.encode(label: "CERTIFICATE", [0x30, 0])) == .onlyPublic(label: "CERTIFICATE"))
    }

    @Test func refusesFieldsThatAreNotThoseOfTheForm() throws {
        let key = try PrivateKey.random(.ed25519)
        let validator = text(try written(key, .cometBFTValidator))
        let node = text(try written(key, .cometBFTNode))
        #expect(
            refusal(node.replacing("{\"priv", with: "{\"x\":1,\"priv")) == .unknownField(.cometBFTNode, name: "x"))
        #expect(
            refusal(node.replacing("\"value\"", with: "\"values\""))
                == .unknownField(.cometBFTNode, name: "values"))
        #expect(
            refusal(#"{"priv_key":{"type":"tendermint/PrivKeyEd25519"}}"#)
                == .missingField(.cometBFTNode, name: "value"))
        let address = try CometBFTAddress(key.verifyingKey()).text
        #expect(
            refusal(validator.replacing("  \"address\": \"\(address)\",\n", with: ""))
                == .missingField(.cometBFTValidator, name: "address"))
        // The same field twice: which of them counts differs from program to program.
        let twice = node.replacing("{\"type\"", with: "{\"value\":\"\",\"type\"")
        guard case .malformed(.cometBFTNode, _) = refusal(twice) else {
            Issue.record("a field that comes twice is malformed")
            return
        }
    }

    @Test func refusesOtherNumbersInSolana() throws {
        let key = try PrivateKey.random(.ed25519)
        let file = text(try written(key, .solana))
        let rest = file.drop { $0 != "," }
        for first in ["256", "-1", "1.0", "1e1", "\"1\"", "null", "01", "999", "1000"] {
            guard case .malformed(.solana, _) = refusal("[" + first + rest) else {
                Issue.record("\(first) is no byte")
                continue
            }
        }
        #expect(refusal(file.replacing(",", with: ", ")) == nil)
    }

    @Test func refusesWhatIsNotStrictDER() throws {
        let key = try PrivateKey.random(.p256)
        let file = try written(key, .pkcs8DER)
        for altered in [file + [0], Array(file.dropLast()), [0x30, 0x82, 0x00, 0x87] + file.dropFirst(3)] {
            guard case .malformed(.pkcs8DER, _) = refusal(altered) else {
                Issue.record("another form of the same bytes")
                continue
            }
        }
        // Ed25519 with parameters, which RFC 8410 forbids.
        let null = DER.sequence(
            DER.integer(0), DER.sequence(DER.objectIdentifier(ed25519), DER.null),
            DER.octetString(DER.octetString([UInt8](repeating: 1, count: 32))))
        #expect(refusal(null) == .malformed(.pkcs8DER, facts: "Ed25519 has no parameters and some are there"))
        // The inner key names another curve than the outer one.
        let inner = DER.sequence(
            DER.integer(1), DER.octetString([UInt8](repeating: 1, count: 32)),
            DER.element(.context(0, constructed: true), content: DER.objectIdentifier(secp256k1)))
        #expect(refusal(pkcs8(p256, inner)) == .groupsDisagree(.pkcs8DER))
    }

    @Test(arguments: [
        ("1.3.132.0.34", ForeignKey.otherCurve("P-384")), ("1.3.132.0.35", .otherCurve("P-521")),
        ("1.2.3.4", .otherCurve("1.2.3.4")),
    ])
    func namesOtherCurves(identifier: String, expected: ForeignKey) throws {
        let names = [
            "1.3.132.0.34": ObjectIdentifier("1.3.132.0.34"), "1.3.132.0.35": ObjectIdentifier("1.3.132.0.35"),
            "1.2.3.4": ObjectIdentifier("1.2.3.4"),
        ]
        let file = pkcs8(try #require(names[identifier]), DER.sequence(DER.integer(1)))
        #expect(refusal(file) == .notSupported(expected))
    }

    @Test func recognisesKeysOfOtherKindsByName() throws {
        let rsa = DER.sequence([DER.integer(0)] + (1...8).map { DER.integer(UInt64($0) << 40) })
        let dsa = DER.sequence([DER.integer(0)] + (1...5).map { DER.integer(UInt64($0) << 40) })
        let rsaAlgorithm = DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.2.840.113549.1.1.1")), DER.null)
        let rsaPKCS8 = DER.sequence(DER.integer(0), rsaAlgorithm, DER.octetString(rsa))
        let explicit = DER.sequence(
            DER.integer(0),
            DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.2.840.10045.2.1")), DER.sequence(DER.integer(1))),
            DER.octetString([]))
        for (file, expected) in [
            (rsa, ForeignKey.rsa), (dsa, .dsa), (rsaPKCS8, .rsa), (explicit, .explicitParameters),
            (DER.sequence(DER.integer(3), DER.sequence(DER.null)), .pkcs12),
        ] {
            #expect(refusal(file) == .notSupported(expected))
        }
        for (content, expected) in foreignTexts {
            #expect(refusal(content) == .notSupported(expected), "\(expected)")
            #expect(refusal(content + "\n") == .notSupported(expected), "\(expected)")
            let looksSecret = Array(content.utf8).withUnsafeBytes { KeyFile.looksSecret($0) }
            #expect(looksSecret)
        }
    }

    @Test func takesNoOrdinaryWordForAKey() {
        for word in [
            "aino.share", "shares", "/etc/node/priv_validator_key.json", "-",
            "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1",
        ] {
            let looksSecret = Array(word.utf8).withUnsafeBytes { KeyFile.looksSecret($0) }
            #expect(!looksSecret, "\(word)")
        }
        let looksSecret = Array(ganache.utf8).withUnsafeBytes { KeyFile.looksSecret($0) }
        #expect(looksSecret)
    }

    @Test func sayWhatToDoInOneSentence() {
        for (_, key) in foreignTexts {
            let sentence = KeyFilesError.notSupported(key).description
            #expect(sentence.contains("recognised but not supported yet; "))
            #expect(!sentence.hasSuffix("."))
        }
    }

    private let foreignTexts: [(String, ForeignKey)] = [
        (
            "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
            .extendedPrivateKey
        ),
        ("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about", .mnemonic),
        ("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", .ageIdentity),
        ("-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----", .rsa),
        (#"{"version":4,"crypto":{"kdf":{},"checksum":{},"cipher":{}},"pubkey":"","path":""}"#, .eip2335),
        (#"{"kty":"EC","crv":"P-256","d":"x"}"#, .jsonWebKey),
        (
            #"{"priv_key":{"type":"tendermint/PrivKeySecp256k1","value":"AA=="}}"#,
            .cometBFT(type: "tendermint/PrivKeySecp256k1")
        ),
        (#"{"priv_key":{"type":"tendermint/PrivKeySr25519","value":"AA=="}}"#, .sr25519),
        (
            #"{"encoded":"x","encoding":{"content":["pkcs8","sr25519"],"type":["scrypt"],"version":"3"},"address":"5x"}"#,
            .sr25519
        ),
        (
            #"{"encoded":"x","encoding":{"content":["pkcs8","ecdsa"],"type":["scrypt"],"version":"3"},"address":"5x"}"#,
            .substrateExport
        ),
        (#"{"keystore":{"type":"bip32","xprv":"x"},"seed_version":17}"#, .electrumWallet),
        // BIP-38, "Test vectors", no compression, no EC multiply.
        ("6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg", .bip38),
        ("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none", .putty),
    ]

    private let p256 = ObjectIdentifier("1.2.840.10045.3.1.7")
    private let secp256k1 = ObjectIdentifier("1.3.132.0.10")
    private let ed25519 = ObjectIdentifier("1.3.101.112")

    private func pkcs8(_ curve: ObjectIdentifier, _ inner: [UInt8]) -> [UInt8] {
        DER.sequence(
            DER.integer(0),
            DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.2.840.10045.2.1")), DER.objectIdentifier(curve)),
            DER.octetString(inner))
    }
}
