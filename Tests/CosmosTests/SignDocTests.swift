import Cosmos
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// One payment, made and signed by the Python package cosmpy 0.12.2 with the key of Ganache's first account.
private enum Payment {
    static let from = "cosmos1atr3f7st7tugrg5mgp5ga6yap37f9x9kwn48zc"
    static let to = "cosmos150rtrmj2f8vl9tem8qpfw36ylw5jg9j2nr2fee"
    static let document = """
        0a9e010a90010a1c2f636f736d6f732e62616e6b2e763162657461312e4d736753656e6412700a2d636f736d6f733161\
        74723366377374377475677267356d6770356761367961703337663978396b776e34387a63122d636f736d6f73313530\
        7274726d6a326638766c3974656d38717066773336796c77356a67396a326e72326665651a100a057561746f6d120732\
        3530303030301209696e766f696365203712670a500a460a1f2f636f736d6f732e63727970746f2e736563703235366b\
        312e5075624b657912230a2103e68acfc0253a10620dff706b0a1b1f1f5833ea3beb3bde2250d5f271f356360612040a\
        020801180712130a0d0a057561746f6d12043135303010c09a0c1a0b636f736d6f736875622d34202a
        """
    static let signature = """
        b3657345a6985a8ea913dc9de142057c3d2020e7c4d334c3f2c7d7a2314d45180462b0d66faff4a73bb591a90fd83e93\
        7b6e8203c87b6eab15c962b243451cfe
        """
    static let transaction = """
        0a9e010a90010a1c2f636f736d6f732e62616e6b2e763162657461312e4d736753656e6412700a2d636f736d6f733161\
        74723366377374377475677267356d6770356761367961703337663978396b776e34387a63122d636f736d6f73313530\
        7274726d6a326638766c3974656d38717066773336796c77356a67396a326e72326665651a100a057561746f6d120732\
        3530303030301209696e766f696365203712670a500a460a1f2f636f736d6f732e63727970746f2e736563703235366b\
        312e5075624b657912230a2103e68acfc0253a10620dff706b0a1b1f1f5833ea3beb3bde2250d5f271f356360612040a\
        020801180712130a0d0a057561746f6d12043135303010c09a0c1a40b3657345a6985a8ea913dc9de142057c3d2020e7\
        c4d334c3f2c7d7a2314d45180462b0d66faff4a73bb591a90fd83e937b6e8203c87b6eab15c962b243451cfe
        """
    static let hash = "03C083DAA1DAC78877D03EB0776ED4BD91A9F13E8E16A1D434ED66C52283D168"
    static var terms: Terms { Terms(chain: "cosmoshub-4", accountNumber: "42") }
}

@Suite struct SignDocTests {
    private var bytes: [UInt8] { get throws { try hexBytes(Payment.document) } }

    private func read(_ bytes: [UInt8]) throws -> any Signable { try CosmosLedger.readUnsigned(bytes, under: Terms()) }

    @Test func signsAsCosmpy() throws {
        let key = try testKey(ganacheKey)
        let signed = try read(try bytes).signed(by: key, under: Terms(chain: "cosmoshub-4"))
        #expect(Hex.encode(signed.file) == Payment.signature && signed.text == Base64.encode(signed.file))
        #expect(signed.signer == Payment.from && signed.hash == Payment.hash)
        let raw = try read(try bytes).signed(by: key, under: Terms(form: .network))
        #expect(Hex.encode(raw.file) == Payment.transaction)
    }

    @Test func takesBytesBase64AndHexadecimal() throws {
        for form in [try bytes, Array(Base64.encode(try bytes).utf8), Array((Payment.document + "\n").utf8)] {
            #expect(CosmosLedger.look(at: form) == Look(.certain, .unsigned))
            #expect(try read(form) is SignDoc)
        }
    }

    @Test func showsWhatIsPaid() throws {
        let summary = try read(try bytes).summary(signer: try testKey(ganacheKey).verifyingKey(), under: Terms())
        func text(_ label: String) -> String? { summary.facts.first { $0.label == label }?.text }
        #expect(text("chain") == "cosmoshub-4" && text("account") == Payment.from && text("  number") == "42")
        #expect(text("message") == "pay 2500000 uatom" && text("  to") == Payment.to)
        #expect(text("fee") == "1500 uatom" && text("gas limit") == "200000" && text("memo") == "invoice 7")
        #expect(text("signer") == "\(Payment.from), sequence 7, mode DIRECT")
        #expect(summary.confirmation.wanted == String(Payment.to.suffix(4)) && summary.warnings.isEmpty)
    }

    @Test func refusesAnotherChainAndAnotherKey() throws {
        let document = try read(try bytes)
        let own = try testKey(ganacheKey).verifyingKey()
        let other = try PrivateKey.random(.secp256k1).verifyingKey()
        #expect(document.refusals(signer: own, under: Terms()).isEmpty)
        #expect(document.refusals(signer: own, under: Terms(chain: "cosmoshub-3")).map(\.code) == ["other-chain"])
        #expect(document.refusals(signer: other, under: Terms()).map(\.code) == ["other-signer"])
        #expect(throws: CosmosError.self) { try document.signed(by: try .random(.secp256k1), under: Terms()) }
        #expect(throws: CosmosError.self) { try document.signed(by: try .random(.p256), under: Terms()) }
    }

    @Test func verifiesWithChainAndAccountOnly() throws {
        let signed = try CosmosLedger.readSigned(try hexBytes(Payment.transaction), under: Terms())
        let verification = try signed.verified(under: Payment.terms)
        #expect(verification.signatures.map(\.status) == [.valid])
        #expect(verification.signatures[0].signer == Payment.from && verification.hash == Payment.hash)
        for terms in [Terms(), Terms(chain: "cosmoshub-4"), Terms(accountNumber: "42")] {
            guard
                case .notJudged(code: "sign-doc-incomplete", _) = try signed.verified(under: terms).signatures[0].status
            else {
                Issue.record("judged without what it covers")
                continue
            }
        }
        for terms in [
            Terms(chain: "cosmoshub-3", accountNumber: "42"), Terms(chain: "cosmoshub-4", accountNumber: "43"),
        ] {
            guard case .invalid = try signed.verified(under: terms).signatures[0].status else {
                Issue.record("good for another chain or account")
                continue
            }
        }
    }

    @Test func noChangedByteIsGood() throws {
        let good = try hexBytes(Payment.transaction)
        for place in good.indices {
            var changed = good
            changed[place] ^= 0x01
            guard let signed = try? CosmosLedger.readSigned(changed, under: Terms()) else { continue }
            let verdicts = try signed.verified(under: Payment.terms).signatures
            #expect(!verdicts.allSatisfy { $0.status == .valid }, "byte \(place)")
        }
    }

    @Test func whatCouldBeOverlookedIsRefused() throws {
        let document = try bytes
        // An unknown field, the chain's id twice (a reader takes the last), a default value written out.
        for addition: [UInt8] in [[0x28, 0x01], [0x1A, 0x01, 0x78], [0x20, 0x00], [0x20, 0x2A]] {
            #expect(throws: CosmosError.notCanonical("the document")) { try SignDoc(parsing: document + addition) }
        }
        #expect(throws: CosmosError.self) { try SignDoc(parsing: Array(document.dropLast())) }
        #expect(throws: CosmosError.self) { try SignDoc(parsing: []) }
    }

    @Test(arguments: Seed.fresh(64))
    func mutatedContentsNeverCrash(_ seed: Seed) throws {
        var generator = seed.generator
        for form in [Payment.document, Payment.transaction] {
            let bytes = generator.mutated(try hexBytes(form))
            _ = CosmosLedger.look(at: bytes)
            if let document = try? read(bytes) { _ = document.summary(signer: nil, under: Terms()) }
            _ = try? CosmosLedger.readSigned(bytes, under: Terms()).verified(under: Payment.terms)
        }
    }
}
