import Bitcoin
import Digests
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct MessageTests {
    private func sign(_ message: [UInt8], _ terms: Terms) throws -> SignedContent {
        try BitcoinLedger.readMessage(message, under: terms).signed(by: testKey(ganacheKey), under: terms)
    }

    private func verdicts(
        _ signature: String, _ message: [UInt8], _ signer: String?, _ terms: Terms = Terms()
    ) throws -> [SignatureVerdict] {
        try BitcoinLedger.readSignature(Array(signature.utf8), ofMessage: message, signer: signer, under: terms)
            .verified(under: terms).signatures
    }

    private func isValid(_ signature: String, _ message: [UInt8], _ signer: String) -> Bool {
        (try? verdicts(signature, message, signer).allSatisfy { $0.status == .valid }) ?? false
    }

    @Test(arguments: AddressForm.allCases, Network.allCases)
    func signsForEveryAddressOfAKey(form: AddressForm, network: Network) throws {
        let message = Array("Ich, Aino, bestätige.\n".utf8)
        for scheme in [nil, "bip322"] {
            let terms = Terms(network: network.rawValue, addressForm: form.rawValue, scheme: scheme)
            let signed = try sign(message, terms)
            let key = try testKey(ganacheKey).verifyingKey()
            #expect(try signed.signer == form.address(of: key, on: network).text)
            #expect(isValid(signed.text, message, signed.signer))
            #expect(!isValid(signed.text, message + [0], signed.signer))
            #expect(signed.summary.facts.first?.text.hasPrefix("Ich, Aino, best") == true)
            #expect(signed.file == Array((signed.text + "\n").utf8))
            // By the public key, its address of the same form is meant.
            let verdict = try verdicts(signed.text, message, Hex.encode(key.encoded), terms)[0]
            #expect(verdict.status == .valid && verdict.key == key && verdict.signer == signed.signer)
            // Another form's address is another signer.
            for other in AddressForm.allCases where other != form && signed.kind != "signmessage" {
                #expect(!isValid(signed.text, message, try other.address(of: key, on: network).text))
            }
        }
    }

    @Test func namesWhatItMakes() throws {
        func kind(_ form: String?, _ scheme: String? = nil) throws -> String {
            try sign([], Terms(addressForm: form, scheme: scheme)).kind
        }
        #expect(try kind(nil) == "bip322-simple" && kind("p2tr") == "bip322-simple")
        #expect(try kind("p2sh-p2wpkh") == "bip322-full" && kind("p2pkh") == "signmessage")
        #expect(try kind("p2pkh", "bip322") == "bip322-full")
        #expect(throws: MessageError.classicForOtherForm(.p2tr)) { try kind("p2tr", "signmessage") }
        #expect(throws: MessageError.unknownScheme("x")) { try kind(nil, "x") }
        #expect(throws: MessageError.unknownAddressForm("p2wsh")) { try kind("p2wsh") }
        #expect(throws: BitcoinError.unknownNetwork("x")) { try sign([], Terms(network: "x")) }
        #expect(throws: MessageError.tooLong(limit: 65536, found: 65537)) {
            try sign([UInt8](repeating: 0x41, count: 65537), Terms())
        }
    }

    @Test func asksForTheSigner() throws {
        let signed = try sign([], Terms())
        #expect(throws: TransactionsError.signerNeeded(.bitcoin)) { try verdicts(signed.text, [], nil) }
        #expect(throws: BitcoinError.self) { try verdicts(signed.text, [], "bc1qnonsense") }
        #expect(throws: MessageError.self) { try verdicts(signed.text, [], "00ff") }
        #expect(throws: BitcoinError.self) { try verdicts(signed.text, [], signed.signer, Terms(network: "regtest")) }
        // A key of another group signs nothing here.
        let terms = Terms()
        #expect(throws: TransactionsError.self) {
            try BitcoinLedger.readMessage([], under: terms).signed(by: PrivateKey.random(.p256), under: terms)
        }
    }

    /// Published: Bitcoin Core's own test of `verifymessage` (src/test/util_tests.cpp, "message_verify").
    @Test func verifiesWhatBitcoinCoreSigned() throws {
        let good = [
            (
                "15CRxFdyRpGZLW9w8HnHvVduizdL5jKNbs", "Trust no one",
                "IPojfrX2dfPnH26UegfbGQQLrdK844DlHq5157/P6h57WyuS/Qsl+h/WSVGDF4MUi4rWSswW38oimDYfNNUBUOk="
            ),
            (
                "11canuhp9X2NocwCq7xNrQYTmUgZAnLK3", "Trust me",
                "IIcaIENoYW5jZWxsb3Igb24gYnJpbmsgb2Ygc2Vjb25kIGJhaWxvdXQgZm9yIGJhbmtzIAaHRtbCeDZINyavx14="
            ),
        ]
        for (address, message, signature) in good {
            #expect(isValid(signature, Array(message.utf8), address))
            #expect(!isValid(signature, Array((message + "!").utf8), address))
        }
        #expect(!isValid(good[0].2, Array("Trust no one".utf8), good[1].0))
        // "message_sign" there: the key of the first, and the same signature.
        let key = try testKey("d97f5108f11cda6eeebaaa420fef0726b1f898060b98489fa3098463c0032866")
        let terms = Terms(addressForm: "p2pkh")
        let signed = try BitcoinLedger.readMessage(Array(good[0].1.utf8), under: terms).signed(by: key, under: terms)
        #expect(signed.text == good[0].2 && signed.signer == good[0].0)
    }

    @Test func takesTheHeadersThatWalletsWrite() throws {
        let message = Array("x".utf8)
        let key = try testKey(ganacheKey).verifyingKey()
        let signed = try sign(message, Terms(addressForm: "p2pkh"))
        let bytes = try Base64.decode(signed.text)
        func isValid(_ kind: UInt8, _ form: AddressForm) throws -> Bool {
            let changed = Base64.encode([27 + 4 * kind + (bytes[0] - 31)] + bytes[1...])
            return self.isValid(changed, message, try form.address(of: key, on: .mainnet).text)
        }
        #expect(try isValid(1, .p2pkh) && isValid(1, .p2shP2wpkh) && isValid(1, .p2wpkh))
        #expect(try isValid(2, .p2shP2wpkh) && isValid(3, .p2wpkh))
        #expect(try !isValid(0, .p2pkh) && !isValid(2, .p2wpkh) && !isValid(3, .p2pkh) && !isValid(3, .p2shP2wpkh))
        #expect(try !isValid(1, .p2tr))
        // Not compressed: the same key has another address.
        let old = try Address(.p2pkh(hash: Hash160.hash(key.uncompressed())), on: .mainnet)?.text
        let changed = Base64.encode([bytes[0] - 4] + bytes[1...])
        #expect(self.isValid(changed, message, try #require(old)))
    }

    @Test func readsSignaturesWithoutThePrefix() throws {
        for form in [AddressForm.p2wpkh, .p2tr, .p2shP2wpkh] {
            let signed = try sign([1], Terms(addressForm: form.rawValue))
            #expect(isValid(String(signed.text.dropFirst(3)), [1], signed.signer))
        }
        // The witness alone, as older software gave it for P2SH-P2WPKH.
        let full = try sign([1], Terms(addressForm: "p2sh-p2wpkh"))
        guard case .full(let transaction) = try MessageSignature(reading: Array(full.text.utf8)) else {
            Issue.record("it is a full signature")
            return
        }
        let simple = MessageSignature.simple(witness: transaction.inputs[0].witness).text
        #expect(isValid(simple, [1], full.signer) && !isValid(simple, [2], full.signer))
        // A simple signature for what is no segwit.
        let old = try sign([1], Terms(addressForm: "p2pkh"))
        let verdict = try verdicts(simple, [1], old.signer)[0].status
        #expect(
            verdict == .invalid(code: "signature-not-for-address", reason: MessageError.simpleForOtherForm.description))
    }

    @Test func judgesTheTransactionOfAFullSignature() throws {
        let signed = try sign([1], Terms(addressForm: "p2pkh", scheme: "bip322"))
        guard case .full(let good) = try MessageSignature(reading: Array(signed.text.utf8)) else {
            Issue.record("it is a full signature")
            return
        }
        func status(_ change: (inout Transaction) -> Void) throws -> SignatureVerdict.Status {
            var changed = good
            change(&changed)
            return try verdicts(MessageSignature.full(changed).text, [1], signed.signer)[0].status
        }
        func code(_ status: SignatureVerdict.Status) -> String {
            switch status {
            case .valid: "valid"
            case .invalid(let code, _): code
            case .notJudged(let code, _): "not judged: \(code)"
            }
        }
        #expect(try code(status { _ in }) == "valid")
        #expect(try code(status { $0.version = 1 }) == "not judged: transaction-version")
        #expect(try code(status { $0.version = 2 }) == "signature-invalid")
        #expect(try code(status { $0.locktime = 5 }) == "signature-invalid")
        #expect(try code(status { $0.inputs[0].sequence = 5 }) == "signature-invalid")
        #expect(try code(status { $0.outputs.append($0.outputs[0]) }) == "message-outputs")
        #expect(
            try code(status { $0.outputs[0] = Output(value: 1, script: $0.outputs[0].script) }) == "message-outputs")
        #expect(
            try code(status { $0.inputs[0].outpoint = Outpoint($0.inputs[0].outpoint.transaction, 1) })
                == "other-message")
        // An output of somebody, whose script nobody told.
        let more = try status { $0.inputs.append($0.inputs[0]) }
        #expect(code(more) == "signature-invalid")
    }

    @Test func refusesOtherThanAll() throws {
        // Signed with NONE, which BIP-322 forbids.
        let key = try testKey(ganacheKey)
        let address = try AddressForm.p2tr.address(of: key.verifyingKey(), on: .mainnet)
        let spent = VirtualTransaction.toSpend([1], script: address.script)
        let unsigned = VirtualTransaction.toSign(spent)
        let hashes = SignatureHashes(unsigned, spending: spent.outputs)
        for (type, isGood) in [(SighashType.default, true), (.all, true), (.none, false)] {
            let signature = try key.signSchnorr(
                message: hashes.taproot(input: 0, type: type), tweak: .taproot(merkleRoot: nil))
            let text = MessageSignature.simple(witness: [TaprootSignature(signature, type).bytes]).text
            #expect(isValid(text, [1], address.text) == isGood)
        }
    }

    @Test(arguments: Seed.fresh(64))
    func refusesAnyAlteredByteAndNeverCrashes(seed: Seed) throws {
        var random = seed.generator
        let form = AddressForm.allCases[random.int(0...3)]
        let message = random.bytes(random.int(0...100))
        let signed = try sign(message, Terms(addressForm: form.rawValue))
        let signature = try MessageSignature(reading: Array(signed.text.utf8))
        for _ in 0..<20 {
            let mutated = random.mutated(Array(signed.text.utf8))
            // Another way to write the same, such as a blank, is the same.
            guard let read = try? MessageSignature(reading: mutated), read != signature else { continue }
            #expect(!isValid(String(decoding: mutated, as: UTF8.self), message, signed.signer))
        }
    }

    @Test(arguments: [
        MessageError.tooLong(limit: 1, found: 2), .unknownAddressForm("\u{1b}"), .unknownScheme("\u{1b}"),
        .classicForOtherForm(.p2tr), .signer(.publicKeyNotValid(.secp256k1)), .signatureTooLong(limit: 3),
        .base64(.impossibleLength(.base64, letters: 1)), .signatureForm, .witness(.noInputs), .transaction(.noInputs),
        .classicHeader(3), .classicForOtherAddress, .signatures(.nothingToRecover), .otherSigner(needed: "a"),
        .simpleForOtherForm, .otherMessage, .outputs, .notFinal(input: 1), .funds(.noUTXO(input: 1)), .psbt(.notAPSBT),
        .sighash("NONE"), .version(3), .signedDiffers,
    ])
    func everyMessageSaysWhatIsWrongAndWhatToDo(error: MessageError) {
        #expect(error.description.contains("; ") && !error.description.contains("\u{1b}"))
        #expect(error.code.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
    }
}
