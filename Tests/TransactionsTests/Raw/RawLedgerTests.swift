import Digests
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct RawLedgerTests {
    private let digest = SHA256.hash([1, 2, 3])

    private func blind(_ scheme: String? = nil, form: ResultForm = .usual) -> Terms {
        Terms(accepting: [.blind], form: form, scheme: scheme)
    }

    private func sign(_ bytes: [UInt8], _ key: borrowing PrivateKey, _ terms: Terms) throws -> SignedContent {
        try RawLedger.readUnsigned(bytes, under: terms).signed(by: key, under: terms)
    }

    private func status(
        _ signature: [UInt8], _ bytes: [UInt8], _ signer: String, _ scheme: String? = nil
    ) throws -> SignatureVerdict.Status {
        let terms = Terms(scheme: scheme)
        let found = try RawLedger.readSignature(signature, ofMessage: bytes, signer: signer, under: terms)
            .verified(under: terms)
        return found.signatures[0].status
    }

    @Test(arguments: [CurveName.secp256k1, .p256])
    func signsADigestWithECDSA(curve: CurveName) throws {
        let key = try testKey(ganacheKey, curve)
        let text = Array((Hex.encode(digest) + "\n").utf8)
        let owner = try key.verifyingKey()
        let expected = try key.signECDSA(digest: digest)
        for bytes in [digest, text, Array(Hex.encode(digest, uppercase: true).utf8)] {
            let signed = try sign(bytes, key, blind())
            #expect(signed.text == Hex.encode(expected.der) && signed.kind == "raw-ecdsa")
            #expect(signed.signer == Hex.encode(owner.encoded))
            #expect(signed.file == (bytes == digest ? expected.der : Array((signed.text + "\n").utf8)))
            let compact = try sign(bytes, key, blind("ecdsa", form: .compact))
            #expect(compact.text == Hex.encode(expected.compact))
            // Verified from digits and from bytes, by the key in both of its forms.
            for signer in [signed.signer, Hex.encode(try owner.uncompressed())] {
                for signature in [Array(signed.text.utf8), expected.der, expected.compact, Array(compact.text.utf8)] {
                    #expect(try status(signature, bytes, signer) == .valid)
                    #expect(try status(signature, SHA256.hash([]), signer) != .valid)
                }
            }
            #expect(signed.summary.facts[0] == .init(label: "digest", text: Hex.encode(digest)))
            #expect(signed.summary.confirmation.wanted == String(Hex.encode(digest).suffix(4)))
        }
    }

    @Test func signsADigestWithSchnorr() throws {
        let key = try testKey(ganacheKey)
        let signed = try sign(digest, key, blind("schnorr"))
        let owner = try XOnlyKey(key.verifyingKey())
        #expect(signed.signer == Hex.encode(owner.x) && signed.kind == "raw-schnorr")
        #expect(try status(signed.file, digest, signed.signer, "schnorr") == .valid)
        // 32 bytes may be a key of Ed25519 too: it is valid in the one reading in which it verifies.
        #expect(try status(signed.file, digest, signed.signer) == .valid)
        #expect(try status(signed.file, digest, Hex.encode(key.verifyingKey().encoded), "schnorr") == .valid)
        #expect(try status(signed.file, SHA256.hash([]), signed.signer) != .valid)
    }

    @Test func signsAMessageWithEd25519() throws {
        let key = try testKey(ganacheKey, .ed25519)
        for message in [[], Array("pay\n".utf8), digest, Array(Hex.encode(digest).utf8), [0xFF, 0x00]] {
            let signed = try sign(message, key, blind())
            #expect(try signed.text == Hex.encode(key.signEdDSA(message: message).bytes))
            #expect(try status(Array(signed.text.utf8), message, signed.signer, "ed25519") == .valid)
            #expect(try status(Array(signed.text.utf8), message + [0], signed.signer) != .valid)
            #expect(signed.summary.facts[0].label == "message" && signed.summary.confirmation.wanted == "blind")
        }
    }

    @Test func signsNothingUnseenUntilTheRiskIsTaken() throws {
        for (curve, scheme) in [(CurveName.secp256k1, RawScheme.ecdsa), (.p256, .ecdsa), (.ed25519, .ed25519)] {
            let key = try testKey(ganacheKey, curve)
            let content = try RawLedger.readUnsigned(digest, under: Terms())
            let owner = try key.verifyingKey()
            #expect(content.refusals(signer: owner, under: Terms()).map(\.code) == ["blind"])
            #expect(content.refusals(signer: owner, under: Terms()).first?.liftedBy == .blind)
            #expect(throws: RawError.blind(scheme)) { try content.signed(by: key, under: Terms()) }
            #expect(content.summary(signer: owner, under: Terms()).warnings.map(\.code) == ["blind"])
            #expect(content.refusals(signer: nil, under: blind()).isEmpty)
        }
    }

    @Test func refusesWhatIsNoDigest() throws {
        let key = try testKey(ganacheKey)
        for (bytes, found) in [
            (Array(digest.dropLast()), 31), (digest + [10], 33), ([], 0), (Array("abcd".utf8), 2),
            // Half a digest in digits is not one of 32 bytes.
            (Array(Hex.encode(digest.prefix(16)).utf8), 16),
        ] {
            #expect(throws: RawError.digestLength(found: found)) { try sign(bytes, key, blind()) }
            #expect(throws: RawError.digestLength(found: found)) {
                try RawLedger.readUnsigned(bytes, under: blind("schnorr"))
            }
        }
        #expect(throws: RawError.tooLong(limit: 65536, found: 65537)) {
            try RawLedger.readMessage([UInt8](repeating: 0, count: 65537), under: blind())
        }
    }

    @Test func refusesASchemeForAnotherKey() throws {
        for (scheme, curve) in [
            (RawScheme.schnorr, CurveName.p256), (.schnorr, .ed25519), (.ecdsa, .ed25519), (.ed25519, .secp256k1),
        ] {
            let key = try testKey(ganacheKey, curve)
            #expect(throws: RawError.schemeForOtherKey(scheme, found: curve)) {
                try sign(digest, key, blind(scheme.rawValue))
            }
            #expect(try !RawLedger.readUnsigned(digest, under: blind(scheme.rawValue)).groups.contains(curve))
        }
        #expect(throws: RawError.unknownScheme("bls")) { try RawLedger.readUnsigned(digest, under: blind("bls")) }
    }

    @Test func refusesWhatAKnownLedgerTakesForItsOwn() throws {
        enum Known: Ledger {
            static let name = LedgerName.fabric
            static let understands: Set<TermName> = []
            static func look(at bytes: [UInt8]) -> Look? {
                switch bytes.first {
                case 1: Look(.certain, .unsigned)
                case 2: Look(.possible, .unsigned, nodesMayTake: true)
                case 4: Look(.possible, .unsigned)
                default: nil
                }
            }
            static func readUnsigned(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
                throw RawError.signerForm
            }
            static func readSigned(_ bytes: [UInt8], under terms: Terms) throws -> any Verifiable {
                throw RawError.signerForm
            }
        }
        #expect(throws: RawError.knownLedger(.fabric)) { try RawLedger.refuseKnown([1], among: [Known.self]) }
        // A fault that its nodes may not mind; a digest is none of its transactions.
        #expect(throws: RawError.damagedLedger(.fabric)) { try RawLedger.refuseKnown([2], among: [Known.self]) }
        #expect(throws: Never.self) { try RawLedger.refuseKnown([4], among: [Known.self]) }
        let digest = [2] + [UInt8](repeating: 7, count: 31)
        #expect(throws: Never.self) { try RawLedger.refuseKnown(digest, among: [Known.self]) }
        #expect(throws: Never.self) { try RawLedger.refuseKnown([3], among: [RawLedger.self, Known.self]) }
        #expect(RawLedger.look(at: digest) == nil)
    }

    @Test func asksForWhatASignatureDoesNotTell() throws {
        #expect(throws: RawError.signatureWithoutContent) { try RawLedger.readSigned(digest, under: Terms()) }
        #expect(throws: TransactionsError.signerNeeded(.raw)) {
            try RawLedger.readSignature(digest, ofMessage: [], signer: nil, under: Terms())
        }
        let key = try testKey(ganacheKey)
        let signed = try sign(digest, key, blind())
        let signature = Array(signed.text.utf8)
        for signer in ["", "Aino", "00", Hex.encode([UInt8](repeating: 0xff, count: 33))] {
            #expect(throws: RawError.signerForm) { try status(signature, digest, signer) }
        }
        #expect(throws: RawError.signatureForm) { try status([1, 2, 3], digest, signed.signer) }
        #expect(throws: RawError.schemeForOtherKey(.ed25519, found: .secp256k1)) {
            try status(signature, digest, signed.signer, "ed25519")
        }
        #expect(throws: RawError.digestLength(found: 5)) { try status(signature, [1, 2, 3, 4, 5], signed.signer) }
    }

    @Test func saysThatSIsHigh() throws {
        let key = try testKey(ganacheKey)
        let made = try key.signECDSA(digest: digest)
        let signer = Hex.encode(try key.verifyingKey().encoded)
        let found = try RawLedger.readSignature(made.r + made.otherS, ofMessage: digest, signer: signer, under: Terms())
            .verified(under: Terms())
        #expect(
            found.signatures[0].status == .valid && found.notes.count == 2 && found.notes[1].hasPrefix("s is above"))
    }

    @Test(arguments: Seed.fresh(64))
    func refusesAnyAlteredByteAndNeverCrashes(seed: Seed) throws {
        var random = seed.generator
        let curve = CurveName.allCases[random.int(0...2)]
        let key = try PrivateKey.random(curve)
        let bytes = random.bytes(32)
        let signed = try sign(bytes, key, blind(form: random.oneIn(2) ? .compact : .usual))
        let signature = try Hex.decode(signed.text)
        for _ in 0..<20 {
            let mutated = random.mutated(signature)
            if mutated != signature { #expect((try? status(mutated, bytes, signed.signer)) != .valid) }
            let other = random.mutated(bytes)
            if other != bytes { #expect((try? status(signature, other, signed.signer)) != .valid) }
        }
    }

    @Test(arguments: [
        RawError.blind(.ecdsa), .blind(.ed25519), .knownLedger(.solana), .damagedLedger(.fabric),
        .unknownScheme("\u{1b}"),
        .schemeForOtherKey(.ecdsa, found: .ed25519), .digestLength(found: 3), .tooLong(limit: 1, found: 2),
        .signatureWithoutContent, .signerForm, .signatureForm, .signature(.signatureDoesNotVerify), .signedDiffers,
    ])
    func everyMessageSaysWhatIsWrongAndWhatToDo(error: RawError) {
        #expect(error.description.contains("; ") && !error.description.contains("\u{1b}"))
        #expect(!error.description.contains("\n"))
        #expect(error.code.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
        #expect((error.liftedBy == .blind) == (error.code == "blind"))
    }
}
