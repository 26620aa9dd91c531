import Cosmos
import Digests
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct RefusalTests {
    private func ownKey() throws -> [UInt8] { try testKey(ganacheKey).verifyingKey().encoded }

    /// The codes of what stands against signing with the key of Ganache's first account.
    private func refusals(_ body: [UInt8], _ authInfo: [UInt8], _ terms: Terms = Terms()) throws -> [String] {
        let document = try CosmosLedger.readUnsigned(Built.document(body, authInfo), under: terms)
        let found = document.refusals(signer: try testKey(ganacheKey).verifyingKey(), under: terms)
        if let first = found.first {
            let thrown = #expect(throws: CosmosError.self) {
                try document.signed(by: testKey(ganacheKey), under: terms)
            }
            #expect(thrown?.code == first.code && first.nature == .refused && first.liftedBy == nil)
        }
        return found.map(\.code)
    }

    private func fault(_ body: [UInt8], _ authInfo: [UInt8]) throws -> String? {
        #expect(throws: CosmosError.self) {
            try CosmosLedger.readUnsigned(Built.document(body, authInfo), under: Terms())
        }?.code
    }

    @Test func whatIsBuiltHereIsSigned() throws {
        #expect(try refusals(Built.body(Built.send()), Built.authInfo(Built.signer(ownKey()))).isEmpty)
    }

    @Test func aLongMemoIsShownToItsEnd() throws {
        let memo = String(repeating: "x", count: 900) + "the end"
        let body = Built.body(Built.send(), rest: Built.field(2, memo))
        let document = try CosmosLedger.readUnsigned(
            Built.document(body, Built.authInfo(Built.signer(try ownKey()))), under: Terms())
        let pieces = document.summary(signer: nil, under: Terms()).facts.filter {
            ["memo", "  more"].contains($0.label)
        }
        #expect(pieces.map(\.text).joined() == memo)
    }

    @Test func aDocumentThatNamesNoKeyIsSignedByNone() throws {
        let unnamed = Built.field(2, Built.field(1, Built.number(1, 1))) + Built.number(3, 7)
        #expect(try refusals(Built.body(Built.send()), Built.authInfo(unnamed)) == ["other-signer"])
    }

    @Test(arguments: [(2, "TEXTUAL"), (3, "DIRECT_AUX"), (127, "LEGACY_AMINO_JSON")])
    func anotherModeIsRefusedByName(_ mode: Int, _ name: String) throws {
        let info = Built.authInfo(Built.signer(try ownKey(), mode: mode))
        #expect(try refusals(Built.body(Built.send()), info) == ["other-sign-mode"])
        #expect(CosmosError.otherMode(name).description.contains(name))
    }

    @Test(arguments: [
        ("/cosmos.crypto.multisig.LegacyAminoPubKey", "multisig"), ("/cosmos.crypto.bls12_381.PubKey", "BLS12-381"),
        ("/ethermint.crypto.v1.ethsecp256k1.PubKey", "eth_secp256k1"), ("/cosmos.crypto.sr25519.PubKey", "sr25519"),
    ])
    func anotherKindOfKeyIsRefusedByName(_ url: String, _ name: String) throws {
        let info = Built.authInfo(Built.signer(try ownKey(), kind: url))
        let document = try CosmosLedger.readUnsigned(Built.document(Built.body(Built.send()), info), under: Terms())
        let found = document.refusals(signer: try testKey(ganacheKey).verifyingKey(), under: Terms())
        #expect(found.map(\.code) == ["key-kind"] && found[0].description.contains(name))
    }

    @Test func optionsThatAChainMustUnderstandAreRefused() throws {
        let body = Built.body(Built.send(), rest: Built.field(1023, Built.any("/x.Option", [1])))
        #expect(try refusals(body, Built.authInfo(Built.signer(ownKey()))) == ["extension-options"])
    }

    @Test func oneOfSeveralSignersGivesNoTransactionForTheNetwork() throws {
        let other = try testKey(String(repeating: "11", count: 32)).verifyingKey().encoded
        let info = Built.authInfo(Built.signer(try ownKey()), Built.signer(other))
        #expect(try refusals(Built.body(Built.send()), info, Terms(form: .network)) == ["several-signers"])
        #expect(try refusals(Built.body(Built.send()), info).isEmpty)
    }

    @Test func faultsOfTheFormAreTold() throws {
        let own = Built.authInfo(Built.signer(try ownKey()))
        #expect(try fault(Built.body(Built.send("1.5")), own) == "amount-form")
        #expect(try fault(Built.body(Built.send("05")), own) == "amount-form")
        #expect(try fault(Built.field(2, "memo alone"), own) == "missing-field")
        #expect(try fault(Built.body(Built.send()), Built.authInfo(Built.signer([2, 3]))) == "public-key-form")
        let hidden = Built.any("/cosmos.bank.v1beta1.MsgSend", Built.field(1, "a") + Built.field(9, "hidden"))
        #expect(try fault(Built.body(hidden), own) == "not-canonical")
        #expect(try fault(Built.body(Built.send(), rest: Built.field(900, "hidden")), own) == "not-canonical")
    }

    @Test func aMessageThatIsNotUnderstoodIsWarnedOf() throws {
        let body = Built.body(Built.any("/x.Unknown", [1, 2, 3]))
        let bytes = Built.document(body, Built.authInfo(Built.signer(try ownKey())))
        let summary = try CosmosLedger.readUnsigned(bytes, under: Terms()).summary(signer: nil, under: Terms())
        #expect(summary.warnings.map(\.code) == ["message-not-understood"] && summary.confirmation.wanted == "sign")
        #expect(summary.facts.contains { $0.text.contains("3 bytes") })
    }

    @Test func signedAndUnsignedAreNotTakenForEachOther() throws {
        let bytes = Built.document(Built.body(Built.send()), Built.authInfo(Built.signer(try ownKey())))
        let raw = try CosmosLedger.readUnsigned(bytes, under: Terms())
            .signed(by: testKey(ganacheKey), under: Terms(form: .network)).file
        #expect(throws: CosmosError.alreadySigned) { try CosmosLedger.readUnsigned(raw, under: Terms()) }
        #expect(throws: CosmosError.notSigned) { try CosmosLedger.readSigned(bytes, under: Terms()) }
    }

    @Test func aTipThatIsNoAmountIsRefused() throws {
        let tip = Built.field(3, Built.field(1, Built.coin("9e9")) + Built.field(2, "tipper"))
        let own = Built.signer(try ownKey())
        #expect(try fault(Built.body(Built.send()), Built.authInfo(own, tip: tip)) == "amount-form")
    }

    /// Each signer has an account number of their own, and only one was named.
    @Test func aGoodSignatureOfAnotherAccountIsNotCalledInvalid() throws {
        let digits = String(repeating: "11", count: 32)
        let body = Built.body(Built.send())
        let info = Built.authInfo(
            Built.signer(try ownKey()), Built.signer(try testKey(digits).verifyingKey().encoded))
        func signature(_ key: String, _ account: Int) throws -> [UInt8] {
            try testKey(key).signECDSA(digest: SHA256.hash(Built.document(body, info, account: account))).compact
        }
        let raw =
            Built.field(1, body) + Built.field(2, info) + Built.field(3, try signature(ganacheKey, 42))
            + Built.field(3, try signature(digits, 43))
        let verdicts = try CosmosLedger.readSigned(raw, under: Terms())
            .verified(under: Terms(chain: "test-1", accountNumber: "42")).signatures
        #expect(verdicts.map(\.place) == ["signature 0", "signature 1"] && verdicts[0].status == .valid)
        guard case .notJudged(code: "sign-doc-incomplete", _) = verdicts[1].status else {
            Issue.record("a good signature was called \(verdicts[1].status)")
            return
        }
    }
}
