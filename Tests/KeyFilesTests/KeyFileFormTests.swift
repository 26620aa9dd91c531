import Encodings
import Groups
import KeyFiles
import Secrets
import Signatures
import TestSupport
import Testing

/// Each form, read and written.
@Suite struct KeyFileFormTests {
    @Test(arguments: plainForms)
    func readsBackWhatItWrites(format: KeyFormat, curve: CurveName) throws {
        for _ in 0..<8 {
            let key = try PrivateKey.random(curve)
            let expected = try key.verifyingKey()
            let file = try written(key, format)
            let again = try read(file, [.raw, .hex].contains(format) ? curve : nil)
            #expect(again.format == format)
            #expect(again.verifyingKey == expected)
            #expect(again.notes.isEmpty)
            // OpenSSH's check integers are random.
            if format != .openSSH { #expect(try written(again.key, format) == file) }
            let recognised = file.withUnsafeBytes { KeyFile.recognise($0) }
            #expect(recognised == format)
        }
    }

    @Test(arguments: plainForms)
    func keepsLeadingZerosAndTheLargestKey(format: KeyFormat, curve: CurveName) throws {
        let one = [UInt8](repeating: 0, count: 31) + [1]
        let long = [0] + [UInt8](repeating: 255, count: 31)  // 2^248 − 1
        let last = curve == .ed25519 ? [UInt8](repeating: 255, count: 32) : order(curve, plus: -1)
        for bytes in [one, long, last] {
            let original = try key(bytes, curve)
            let file = try read(written(original, format), curve)
            #expect(plain(try file.key.encoded()) == bytes)
        }
    }

    @Test(arguments: [CurveName.secp256k1, .p256])
    func refusesKeysOutOfRangeInEveryForm(curve: CurveName) throws {
        let good = try key([UInt8](repeating: 0x5a, count: 32), curve)
        let zero = [UInt8](repeating: 0, count: 32)
        for format in [KeyFormat.raw, .hex, .pkcs8DER, .pkcs8PEM, .sec1DER, .sec1PEM] {
            for (number, fault) in [
                (zero, GroupsError.scalarIsZero(curve)), (order(curve), .scalarNotBelowOrder(curve)),
                (order(curve, plus: 1), .scalarNotBelowOrder(curve)),
            ] {
                let file = try replacing([UInt8](repeating: 0x5a, count: 32), by: number, in: good, format)
                #expect(refusal(file, curve) == .keyOutOfRange(curve, fault), "\(format)")
            }
        }
    }

    @Test func writesWhatGoWouldForCometBFT() throws {
        let key = try key(Hex.decode(seedOfRFC8032), .ed25519)
        let pair = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="
        #expect(
            text(try written(key, .cometBFTValidator)) == """
                {
                  "address": "21FE31DFA154A261626BF854046FD2271B7BED4B",
                  "pub_key": {
                    "type": "tendermint/PubKeyEd25519",
                    "value": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
                  },
                  "priv_key": {
                    "type": "tendermint/PrivKeyEd25519",
                    "value": "\(pair)"
                  }
                }
                """)
        #expect(
            text(try written(key, .cometBFTNode))
                == #"{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"\#(pair)"}}"#)
    }

    @Test func writesTheBytesOfRFC8032AsTheirTools() throws {
        let key = try key(Hex.decode(seedOfRFC8032), .ed25519)
        #expect(text(try written(key, .hex)) == seedOfRFC8032 + "\n")
        #expect(
            text(try written(key, .pkcs8PEM)) == """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
                -----END PRIVATE KEY-----

                """)
        let numbers = try Hex.decode(seedOfRFC8032 + keyOfRFC8032).map { "\($0)" }
        #expect(text(try written(key, .solana)) == "[" + numbers.joined(separator: ",") + "]")
        let address = try CometBFTAddress(key.verifyingKey())
        #expect(address.text == "21FE31DFA154A261626BF854046FD2271B7BED4B")
        #expect(address.peerID == "21fe31dfa154a261626bf854046fd2271b7bed4b")
    }

    @Test func writesEveryNumberOfASolanaKey() throws {
        // Each byte 0 … 255 in eight seeds: one, two and three digits.
        for start in stride(from: 0, to: 256, by: 32) {
            let seed = (start..<start + 32).map { UInt8($0) }
            let key = try key(seed, .ed25519)
            let numbers = (seed + (try key.verifyingKey().encoded)).map { "\($0)" }
            #expect(text(try written(key, .solana)) == "[" + numbers.joined(separator: ",") + "]")
        }
    }

    @Test func writesNoFormThatCannotCarryTheKey() throws {
        let bitcoin = try PrivateKey.random(.secp256k1)
        let node = try PrivateKey.random(.ed25519)
        for format in [KeyFormat.cometBFTNode, .cometBFTValidator, .solana] {
            #expect(throws: KeyFilesError.formatCannotCarry(format, .secp256k1)) { _ = try written(bitcoin, format) }
        }
        for format in [KeyFormat.sec1DER, .sec1PEM] {
            #expect(throws: KeyFilesError.formatCannotCarry(format, .ed25519)) { _ = try written(node, format) }
        }
    }

    @Test(arguments: KeyFormat.allCases)
    func writesNoFileFromABareScalar(format: KeyFormat) throws {
        let scalar = PrivateKey.ed25519Scalar(try SecretScalar<Ed25519>.random())
        let expected: KeyFilesError =
            !format.curves.contains(.ed25519)
            ? .formatCannotCarry(format, .ed25519) : format.isWritten ? .seedNotKnown(format) : .onlyRead(format)
        #expect(throws: expected) { _ = try written(scalar, format) }
        #expect(throws: expected) { _ = try written(scalar, format, passphrase: "p") }
    }

    @Test func takesUpperCaseAndPrefixedDigits() throws {
        let expected = try read(ganache, .secp256k1).verifyingKey
        for text in [ganache.uppercased(), "0x" + ganache, "0X" + ganache, ganache + "\n", "0x" + ganache + "\r\n"] {
            let key = try read(text, .secp256k1)
            #expect(key.verifyingKey == expected)
            #expect(key.format == .hex)
        }
    }

    @Test func saysWhatItLeftAside() throws {
        #expect(try read("\u{feff}" + ganache, .secp256k1).notes == [.byteOrderMark])
        #expect(try read(ganache + "\r\n", .secp256k1).notes == [.carriageReturns])
        #expect(try read(ganache + "\n\n", .secp256k1).notes == [.blanks])
        #expect(try read(" " + ganache, .secp256k1).notes == [.blanks])
        #expect(try read("\"0x" + ganache + "\"\n", .secp256k1).notes == [.quotes])
        #expect(try read("' " + ganache + "'", .secp256k1).notes == [.quotes, .blanks])
        #expect(try read(ganache + "\n", .secp256k1).notes == [])

        let key = try key(Hex.decode(ganache), .p256)
        let pem = text(try written(key, .sec1PEM))
        let windows = pem.replacing("\n", with: "\r\n")
        #expect(try read("\u{feff}" + windows).notes == [.byteOrderMark, .carriageReturns])
        let certificate = PEM.encode(label: "CERTIFICATE", [0x30, 0x00])
        #expect(try read(certificate + pem).notes == [.otherBlock(label: "CERTIFICATE")])
    }

    @Test(arguments: [CurveName.secp256k1, .p256])
    func readsBehindAParametersBlock(curve: CurveName) throws {
        let key = try PrivateKey.random(curve)
        let pem = text(try written(key, .sec1PEM))
        let names = ["1.3.132.0.10": ObjectIdentifier("1.3.132.0.10"), "": ObjectIdentifier("1.2.840.10045.3.1.7")]
        let own = names[curve == .secp256k1 ? "1.3.132.0.10" : ""]!
        let other = names[curve == .secp256k1 ? "" : "1.3.132.0.10"]!
        let block = PEM.encode(label: "EC PARAMETERS", DER.objectIdentifier(own))
        let file = try read(block + pem)
        let expected = try key.verifyingKey()
        #expect(file.notes == [.parametersBlock])
        #expect(file.verifyingKey == expected)
        let wrong = PEM.encode(label: "EC PARAMETERS", DER.objectIdentifier(other))
        #expect(refusal(wrong + pem) == .groupsDisagree(.sec1PEM))
    }

    /// A file with the key's bytes, and nothing else, altered.
    private func replacing(
        _ old: [UInt8], by new: [UInt8], in key: borrowing PrivateKey, _ format: KeyFormat
    ) throws -> [UInt8] {
        let der: KeyFormat? = format == .pkcs8PEM ? .pkcs8DER : format == .sec1PEM ? .sec1DER : nil
        var bytes = try written(key, der ?? format)
        if format == .hex { return Array((Hex.encode(new) + "\n").utf8) }
        let place = try #require((0...bytes.count - 32).first { Array(bytes[$0..<$0 + 32]) == old })
        bytes.replaceSubrange(place..<place + 32, with: new)
        guard der != nil else { return bytes }
        return Array(PEM.encode(label: format == .pkcs8PEM ? "PRIVATE KEY" : "EC PRIVATE KEY", bytes).utf8)
    }
}
