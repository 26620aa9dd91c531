import Bitcoin
import Digests
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// Somebody wants a message to be believed, or to be signed unread.
@Suite struct MessageAttackTests {
    private let message = Array("I, Aino, own this address".utf8)

    private func verdicts(_ signature: MessageSignature, _ signer: String, _ bytes: [UInt8]? = nil) throws -> [String] {
        let text = Array(signature.text.utf8)
        return try BitcoinLedger.readSignature(text, ofMessage: bytes ?? message, signer: signer, under: Terms())
            .verified(under: Terms()).signatures.map(\.status.word)
    }

    private func signed(_ terms: Terms) throws -> (MessageSignature, String) {
        let signed = try BitcoinLedger.readMessage(message, under: terms).signed(by: testKey(ganacheKey), under: terms)
        return (try MessageSignature(reading: Array(signed.text.utf8)), signed.signer)
    }

    private func address(_ script: Script) throws -> String { try #require(Address(script, on: .mainnet)).text }

    @Test func anAddressThatAnyoneSpendsProvesNobody() throws {
        let free = Script([0x51])
        for (script, witness, word) in [
            (Script.witness(version: 2, program: [UInt8](repeating: 1, count: 32)), [], "unknown-witness-version"),
            (.witness(version: 1, program: [0x4E, 0x73]), [], "unknown-witness-version"),
            (.p2wsh(of: free), [free.bytes], "unknown-script"), (.p2wsh(of: free), [], "no-signature"),
            (try Keys.ownWitness(), [], "no-signature"), (try Keys.ownWitness(), [[], []], "key-hash"),
        ] as [(Script, [[UInt8]], String)] {
            #expect(try verdicts(.simple(witness: witness), try address(script)) == [word])
        }
    }

    @Test func aWitnessHasAllItsPartsAndNoMore() throws {
        let (signature, signer) = try signed(Terms())
        guard case .simple(let witness) = signature else {
            Issue.record("P2WPKH is signed by its witness")
            return
        }
        #expect(try verdicts(signature, signer) == ["valid"])
        for (changed, word) in [
            ([[]] + witness, "stack-not-clean"), (witness + [[]], "stack-not-clean"), ([witness[0]], "stack-size"),
            ([witness[1], witness[0]], "key-hash"), ([[], witness[1]], "no-signature"),
        ] as [([[UInt8]], String)] {
            #expect(try verdicts(.simple(witness: changed), signer) == [word])
        }
    }

    @Test func everyHolderOfASharedAddressHasToSign() throws {
        let script = try Keys.multisig(2, [ganacheKey, Keys.other])
        let spent = VirtualTransaction.toSpend(message, script: .p2wsh(of: script))
        let digest = SignatureHashes(VirtualTransaction.toSign(spent), spending: spent.outputs).witnessV0(
            input: 0, scriptCode: script.bytes, value: 0, type: .all)
        let both = try [ganacheKey, Keys.other].map {
            ScriptSignature(try testKey($0).signECDSA(digest: digest), .all).bytes
        }
        let signer = try address(.p2wsh(of: script))
        #expect(try verdicts(.simple(witness: [[]] + both + [script.bytes]), signer) == ["valid", "valid"])
        for stack in [[both[0]], [both[0], both[0]], [both[1], both[0]], [both[0], []]] as [[[UInt8]]] {
            let found = try verdicts(.simple(witness: [[]] + stack + [script.bytes]), signer)
            #expect(found.contains { $0 != "valid" })
        }
        // A script of ours alone behind the address of both.
        let own = try Keys.multisig(1, [ganacheKey])
        #expect(try verdicts(.simple(witness: [[], both[0], own.bytes]), signer) == ["script-hash"])
    }

    @Test func aFurtherInputThatNobodyKnowsIsNotJudged() throws {
        let (signature, signer) = try signed(Terms(addressForm: "p2sh-p2wpkh"))
        guard case .full(var transaction) = signature else {
            Issue.record("P2SH-P2WPKH is signed in full")
            return
        }
        transaction.inputs.append(
            .init(outpoint: Outpoint(try TransactionID(bytes: [UInt8](repeating: 7, count: 32)), 0)))
        let found = try verdicts(.full(transaction), signer)
        #expect(found.count == 2 && found.last == "previous-output-missing")
        // An address' signature is for this address in this place, and not for any of its key's.
        transaction.inputs.swapAt(0, 1)
        #expect(try verdicts(.full(transaction), signer) == ["other-message"])
    }

    @Test func everyHeaderIsForItsKindOfAddress() throws {
        let (signature, signer) = try signed(Terms(addressForm: "p2pkh"))
        guard case .classic(let good, let compact) = signature else {
            Issue.record("P2PKH is signed as signmessage does")
            return
        }
        let isGood = try (27...42).map { header in
            try verdicts(.classic(header: UInt8(header), compact: compact), signer) == ["valid"]
        }
        // No other header makes this signature one for the address of the compressed key.
        #expect(isGood.indices.filter { isGood[$0] } == [Int(good) - 27])
        for header in [0, 26, 43, 255] as [UInt8] {
            let text = Base64.encode([header] + compact)
            #expect(throws: MessageError.self) {
                try BitcoinLedger.readSignature(Array(text.utf8), ofMessage: message, signer: signer, under: Terms())
            }
        }
        for zero in [[UInt8](repeating: 0, count: 64), compact[..<32] + [UInt8](repeating: 0, count: 32)] {
            #expect(try verdicts(.classic(header: good, compact: Array(zero)), signer) != ["valid"])
        }
        // For a taproot address, and for those of scripts.
        #expect(
            try verdicts(.classic(header: good, compact: compact), try address(.p2wsh(of: Script([0x51])))) == [
                "signature-not-for-address"
            ])
    }

    @Test func whatCannotBeSeenIsWrittenOut() throws {
        for (text, shown) in [
            ("pay\u{202E}evig", "\\u{202e}"), ("a\u{200B}b", "\\u{200b}"), ("a\u{2066}b", "\\u{2066}"),
            ("a\rb", "\\u{d}"),
            ("a\u{FEFF}b", "\\u{feff}"), ("a\u{E0041}b", "\\u{e0041}"),
        ] {
            let summary = try MessageContent(Array(text.utf8), under: Terms()).summary(signer: nil, under: Terms())
            #expect(summary.facts[0].text.contains(shown))
            #expect(summary.members["bytes"]?.string == Hex.encode(Array(text.utf8)))
        }
        // Each line stands by itself, also an empty one at the end.
        let lines = try MessageContent(Array("yes\n\nno\n".utf8), under: Terms()).summary(signer: nil, under: Terms())
        #expect(lines.facts.prefix(4).map(\.label) == ["message", "  line 2", "  line 3", "  line 4"])
        #expect(lines.facts.contains { $0.text.hasSuffix("the last of them a newline") })
        // Bytes that are no text come in digits.
        let bytes = try MessageContent([0x61, 0xFF, 0x1B], under: Terms()).summary(signer: nil, under: Terms())
        #expect(bytes.facts[0].text == "61ff1b")
    }

    @Test func aTransactionAsAMessageIsNoticed() throws {
        var maker = PSBTMaker()
        maker.spend(try Keys.ownWitness(), 1_000_000)
        maker.pay(try Keys.otherWitness(), 990_000)
        let raw = maker.transaction.serialized(withWitness: false)
        for (bytes, codes) in [
            (maker.bytes, ["message-is-transaction"]), (Array(try maker.psbt.text.utf8), ["message-is-transaction"]),
            (raw, ["message-is-transaction"]), (Array(Hex.encode(raw).utf8), ["message-is-transaction"]), (message, []),
            (Array("cHNid".utf8), []), ([], []),
        ] as [([UInt8], [String])] {
            let summary = try MessageContent(bytes, under: Terms()).summary(signer: nil, under: Terms())
            #expect(summary.warnings.map(\.code) == codes)
        }
    }
}
