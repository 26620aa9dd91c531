import Encodings
import Signatures
import Solana
import TestSupport
import Testing
import Transactions

@Suite struct ContentTests {
    /// The file of a signed payment in a form.
    private func file(_ bytes: [UInt8], _ form: Form) -> [UInt8] {
        switch form {
        case .binary: bytes
        case .base64: Array((Base64.encode(bytes) + "\n").utf8)
        case .base58: Array((Base58.encode(bytes) + "\n").utf8)
        case .hex: Array((Hex.encode(bytes) + "\n").utf8)
        }
    }

    @Test(arguments: Form.allCases)
    func readsEveryFormAndWritesTheSame(_ form: Form) throws {
        let unsigned = try content(try payment()).transaction
        let signed = try content(try payment()).transactionSigned(by: try solanaKey(firstSeed))
        for bare in [unsigned.bytes, unsigned.message.bytes] {
            #expect(SolanaLedger.look(at: file(bare, form)) == Look(.certain, .unsigned))
            let made = try SolanaLedger.readUnsigned(file(bare, form), under: Terms()).signed(
                by: try solanaKey(firstSeed), under: Terms())
            #expect(made.file == file(signed.bytes, form))
        }
        #expect(SolanaLedger.look(at: file(signed.bytes, form)) == Look(.certain, .signed))
        let verified = try SolanaLedger.readSigned(file(signed.bytes, form), under: Terms()).verified(under: Terms())
        #expect(verified.signatures.map(\.status) == [.valid] && verified.hash == signed.id)
    }

    @Test func readsWhatEditorsAddToText() throws {
        let text = Base64.encode(try content(try payment()).transaction.bytes)
        for wrapped in ["\u{FEFF}" + text, " \(text) \r\n\n", "0x" + Hex.encode(try payment().bytes)] {
            #expect(throws: Never.self) { try SolanaLedger.readUnsigned(Array(wrapped.utf8), under: Terms()) }
        }
        let split = text.prefix(40) + "\n" + text.dropFirst(40)
        #expect(solanaError { try SolanaLedger.readUnsigned(Array(split.utf8), under: Terms()) } != nil)
    }

    @Test func unsignedIsNotVerified() throws {
        for bytes in [try payment().bytes, try content(try payment()).transaction.bytes] {
            #expect(solanaError { try SolanaLedger.readSigned(bytes, under: Terms()) }?.code == "not-signed")
        }
    }

    /// A transaction whose signature was chosen so that the whole is a message too: one signature and one signer look the
    /// same, the 64 bytes are the first accounts, and the data end where no instruction follows.
    private func twoReadings() throws -> [UInt8] {
        let signature: [UInt8] = [0, 1, 6] + (0..<61).map { UInt8(100 + $0) }
        let inner: [UInt8] =
            [1, 0, 1, 3] + (try address(firstSeed)).bytes + filler(2).bytes + [UInt8](repeating: 0, count: 32)
            + [UInt8](repeating: 7, count: 32) + [1, 2, 0, 28] + [UInt8](repeating: 5, count: 27) + [0]
        return [1] + signature + inner
    }

    @Test func bytesWithTwoReadingsAreRefused() throws {
        let bytes = try twoReadings()
        #expect(throws: Never.self) { try Transaction(parsing: bytes) }
        #expect(throws: Never.self) { try Message(parsing: bytes) }
        #expect(SolanaLedger.look(at: bytes) == Look(.certain, .either))
        for file in [bytes, Array(Base64.encode(bytes).utf8)] {
            #expect(solanaError { try SolanaLedger.readUnsigned(file, under: Terms()) }?.code == "ambiguous")
            #expect(solanaError { try SolanaLedger.readSigned(file, under: Terms()) }?.code == "ambiguous")
            #expect(
                solanaError { try SolanaLedger.readMessage(file, under: Terms()) }?.code == "transaction-as-message")
        }
    }

    /// Numbers of the instructions that are votes: solana-vote-interface, `is_simple_vote`.
    @Test(arguments: UInt32(0)...20)
    func refusesVotesAndNothingElse(_ number: UInt32) throws {
        var maker = MessageMaker(signers: [try address(firstSeed)])
        try maker.call(
            "Vote111111111111111111111111111111111111111", [filler(2), try address(firstSeed)],
            little(number) + [UInt8](repeating: 0, count: 100))
        let isVote = [2, 6, 8, 9, 12, 13, 14, 15].contains(number)
        let content = try content(maker)
        #expect(content.refusals(signer: nil, under: Terms()).map(\.code) == (isVote ? ["validator-vote"] : []))
        let error = solanaError { try content.signed(by: try solanaKey(firstSeed), under: Terms()) }
        #expect(error == (isVote ? .validatorVote(instruction: 1) : nil))
        if isVote {
            // Nothing lifts it.
            let all = Terms(accepting: Set(Risk.allCases))
            #expect(content.refusals(signer: nil, under: all).map(\.code) == ["validator-vote"])
            #expect(error?.nature == .refused && error?.liftedBy == nil)
        }
    }

    @Test func aVoteBehindOtherInstructionsIsFound() throws {
        var maker = try payment()
        try maker.call("Vote111111111111111111111111111111111111111", [filler(2)], little(UInt32(14)))
        #expect(
            solanaError { try content(maker).transactionSigned(by: try solanaKey(firstSeed)) }
                == .validatorVote(instruction: 2))
    }

    @Test func lengthsHaveOneFormEverywhere() throws {
        let bytes = try payment().bytes
        // The numbers of accounts, instructions, accounts of the instruction, and bytes of its data.
        let places = [3, 4 + 3 * 32 + 32, 4 + 3 * 32 + 32 + 2, 4 + 3 * 32 + 32 + 5]
        for place in places {
            for alias in [[bytes[place] | 0x80, 0], [bytes[place] | 0x80, 0x80, 0]] {
                let long = Array(bytes[..<place]) + alias + bytes[(place + 1)...]
                #expect(solanaError { try Message(parsing: long) }?.code == "length-form", "byte \(place)")
            }
        }
        let signed = try content(try payment()).transaction.bytes
        #expect(solanaError { try Transaction(parsing: [0x81, 0] + signed.dropFirst()) }?.code == "length-form")
    }

    @Test func placesOfOthersAreKeptWhateverTheyHold() throws {
        var maker = MessageMaker(signers: [try address(firstSeed), try address(secondSeed)])
        try maker.call(
            "11111111111111111111111111111111", [try address(firstSeed), filler(3)],
            little(UInt32(2)) + little(UInt64(5)))
        var bytes = try content(maker).transaction.bytes
        bytes.replaceSubrange(65..<129, with: [UInt8](repeating: 0xab, count: 64))
        let given = try SolanaLedger.readUnsigned(bytes, under: Terms())
        let made = try given.signed(by: try solanaKey(firstSeed), under: Terms())
        #expect(made.file[65...] == bytes[65...])
        #expect(made.notes.count == 1 && made.notes[0].contains("WRONG"))
        #expect(made.summary.warningCodes == ["wrong-signature"])
        #expect(made.summary.texts("signer 1")[0].hasSuffix("has signed"))
    }

    /// A wrong signature in the key's own place is replaced; a good one is not made twice.
    @Test func aWrongSignatureOfTheKeyIsReplaced() throws {
        var bytes = try content(try payment()).transaction.bytes
        bytes.replaceSubrange(1..<65, with: [UInt8](repeating: 0xab, count: 64))
        let made = try SolanaLedger.readUnsigned(bytes, under: Terms()).signed(
            by: try solanaKey(firstSeed), under: Terms())
        #expect(made.file == (try content(try payment()).transactionSigned(by: try solanaKey(firstSeed))).bytes)
    }
}

@Suite struct PresignedTests {
    @Test func theSignatureAloneIsWhatTheToolsTake() throws {
        let key = try solanaKey(firstSeed)
        let terms = Terms(form: .signature)
        let made = try content(try payment()).signed(by: key, under: terms)
        let whole = try content(try payment()).transactionSigned(by: key)
        #expect(made.text == "\((try address(firstSeed)).text)=\(Base58.encode(whole.signatures[0]))")
        #expect(made.file == Array((made.text + "\n").utf8))
    }

    private func verdict(_ signature: [UInt8], _ message: String, signer: String? = nil) throws -> SignatureVerdict {
        try SolanaLedger.readSignature(signature, ofMessage: Array(message.utf8), signer: signer, under: Terms())
            .verified(under: Terms()).signatures[0]
    }

    @Test func verifiesEveryFormOfASignature() throws {
        let key = try solanaKey(firstSeed)
        let name = try address(firstSeed).text
        let message = try SolanaLedger.readMessage(Array("hello".utf8), under: Terms())
        let named = try message.signed(by: key, under: Terms(form: .signature)).text
        let plain = try message.signed(by: key, under: Terms()).text
        #expect(named == "\(name)=\(plain)")
        #expect(try verdict(Array((named + "\n").utf8), "hello").status == .valid)
        #expect(try verdict(Array(named.utf8), "hello", signer: name).status == .valid)
        #expect(try verdict(Array(plain.utf8), "hello", signer: name).status == .valid)
        #expect(try verdict(try Base58.decode(plain), "hello", signer: name).status == .valid)
        guard case .invalid("signature-invalid", _) = try verdict(Array(named.utf8), "hullo").status else {
            Issue.record("another text is as good")
            return
        }
    }

    @Test func whoSignedMustBeWhoWasNamed() throws {
        let text = try SolanaLedger.readMessage(Array("hello".utf8), under: Terms())
            .signed(by: try solanaKey(firstSeed), under: Terms(form: .signature)).text
        let other = try address(secondSeed).text
        let error = solanaError { try verdict(Array(text.utf8), "hello", signer: other) }
        #expect(error?.code == "other-signer" && error?.nature == .signatureInvalid)
        // Under another's name the same signature is none.
        let plain = String(text.split(separator: "=")[1])
        guard case .invalid = try verdict(Array("\(other)=\(plain)".utf8), "hello").status else {
            Issue.record("a signature is good under another's name")
            return
        }
        #expect(throws: TransactionsError.signerNeeded(.solana)) { try verdict(Array(plain.utf8), "hello") }
    }

    @Test(arguments: ["", "=", "abc", "a=b=c", "0OIl", "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z="])
    func refusesWhatIsNoSignature(_ text: String) throws {
        #expect(solanaError { try verdict(Array(text.utf8), "hello") }?.nature == .malformed)
    }

    @Test func anAddressThatIsNoKeySignsNothing() throws {
        let zeros = Base58.encode([UInt8](repeating: 0, count: 64))
        guard
            case .invalid("signer-not-a-key", _) = try verdict(Array("\(filler(0).text)=\(zeros)".utf8), "hello").status
        else {
            Issue.record("a point of small order signs")
            return
        }
    }
}
