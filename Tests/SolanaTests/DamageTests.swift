import Encodings
import Signatures
import Solana
import TestSupport
import Testing
import Transactions

@Suite struct DamageTests {
    private func signed(_ maker: MessageMaker) throws -> [UInt8] {
        try content(maker).transactionSigned(by: try solanaKey(firstSeed)).bytes
    }

    @Test func noChangedBitOfATransactionIsGood() throws {
        let good = try signed(try payment())
        for place in good.indices {
            for bit in [UInt8(0x01), 0x80] {
                var changed = good
                changed[place] ^= bit
                guard let read = try? SolanaLedger.readSigned(changed, under: Terms()) else { continue }
                let verdicts = try read.verified(under: Terms()).signatures
                #expect(!verdicts.allSatisfy { $0.status == .valid }, "byte \(place)")
                #expect(verdicts.contains { $0.place.hasPrefix("signature") }, "byte \(place)")
            }
        }
    }

    @Test func everyByteThatIsMissingOrTooMuchIsRefused() throws {
        let good = try signed(try payment())
        for count in 0..<good.count {
            #expect(solanaError { try Transaction(parsing: Array(good[..<count])) } != nil, "\(count) bytes")
        }
        #expect(solanaError { try Transaction(parsing: good + [0]) }?.code == "bytes-left-over")
    }

    @Test(arguments: Seed.fresh(128))
    func mutatedBytesNeverCrash(_ seed: Seed) throws {
        var generator = seed.generator
        var maker = try payment()
        maker.version = 0
        maker.lookups = [(filler(9), [1, 2], [3])]
        for good in [try signed(try payment()), maker.bytes, try OffchainMessage(text: Array("pay".utf8)).bytes] {
            let bytes = generator.mutated(good)
            _ = SolanaLedger.look(at: bytes)
            if let read = try? SolanaLedger.readUnsigned(bytes, under: Terms()) {
                _ = read.summary(signer: nil, under: Terms())
                _ = read.refusals(signer: nil, under: Terms())
            }
            _ = try? SolanaLedger.readSigned(bytes, under: Terms()).verified(under: Terms())
            _ = try? SolanaLedger.readMessage(bytes, under: Terms())
        }
    }
}

@Suite struct SigningTests {
    @Test func fillsItsOwnPlaceAndNoOther() throws {
        var maker = MessageMaker(signers: [try address(firstSeed), try address(secondSeed)])
        try maker.call(
            "11111111111111111111111111111111", [try address(firstSeed), try address(secondSeed)],
            little(UInt32(2)) + little(UInt64(5)))
        let before = try content(maker).transaction.bytes
        let once = try content(maker).transactionSigned(by: try solanaKey(secondSeed))
        let second = 1 + 64..<1 + 128
        for place in before.indices where !second.contains(place) {
            #expect(once.bytes[place] == before[place], "byte \(place)")
        }
        #expect(once.states == [.missing, .valid])
        let twice = try TransactionContent(transaction: once, form: .base64).transactionSigned(
            by: try solanaKey(firstSeed))
        #expect(Array(twice.bytes[second]) == Array(once.bytes[second]))
        #expect(twice.states == [.valid, .valid])
    }

    @Test func refusesAKeyThatDoesNotSign() throws {
        let error = solanaError { try content(try payment()).transactionSigned(by: try solanaKey(secondSeed)) }
        #expect(error?.code == "key-does-not-sign" && error?.nature == .refused)
        #expect(error?.description.contains(try address(firstSeed).text) == true)
    }

    @Test func refusesToSignTwice() throws {
        let signed = try content(try payment()).transactionSigned(by: try solanaKey(firstSeed))
        let again = TransactionContent(transaction: signed, form: .base64)
        #expect(solanaError { try again.transactionSigned(by: try solanaKey(firstSeed)) }?.code == "already-signed")
    }

    @Test func refusesAKeyOfAnotherGroup() throws {
        #expect(throws: (any Error).self) {
            try content(try payment()).signed(by: try testKey(ganacheKey), under: Terms())
        }
    }

    @Test func aTransactionIsNeverSignedAsAMessage() throws {
        let signed = try content(try payment()).transaction.bytes
        let bare = try payment().bytes
        for bytes in [signed, bare, Array(Base64.encode(signed).utf8), Array(Base58.encode(bare).utf8)] {
            let error = solanaError { try SolanaLedger.readMessage(bytes, under: Terms()) }
            #expect(error?.code == "transaction-as-message" && error?.nature == .refused)
        }
        let message = try SolanaLedger.readMessage(Array("I own this account".utf8), under: Terms())
        let made = try message.signed(by: try solanaKey(firstSeed), under: Terms())
        let name = try address(firstSeed).text
        for (text, isGood) in [("I own this account", true), ("I own that account", false)] {
            let verdict = try SolanaLedger.readSignature(
                Array(made.text.utf8), ofMessage: Array(text.utf8), signer: name, under: Terms()
            ).verified(under: Terms()).signatures[0]
            #expect((verdict.status == .valid) == isGood)
        }
    }
}

@Suite struct SummaryTests {
    private func summary(_ maker: MessageMaker) throws -> Summary {
        try content(maker).summary(signer: try solanaKey(firstSeed).verifyingKey(), under: Terms())
    }

    @Test func aPaymentIsShownWhole() throws {
        let shown = try summary(try payment())
        #expect(shown.texts("action 1") == ["pay 1.5 SOL (1500000000 lamports)"])
        #expect(shown.texts("to") == [try address(secondSeed).text])
        #expect(shown.texts("lifetime") == ["this blockhash dies in about a minute"])
        #expect(shown.confirmation.wanted == String(try address(secondSeed).text.suffix(4)))
        #expect(shown.warnings.isEmpty)
    }

    /// SystemInstruction: 4 is AdvanceNonceAccount. Source: solana-system-interface, instruction.rs.
    @Test func aDurableNonceIsToldFromABlockhash() throws {
        var maker = MessageMaker(signers: [try address(firstSeed)])
        try maker.call(
            "11111111111111111111111111111111",
            [filler(5), try Address("SysvarRecentB1ockHashes11111111111111111111"), try address(firstSeed)],
            little(UInt32(4)))
        try maker.call(
            "11111111111111111111111111111111", [try address(firstSeed), filler(6)],
            little(UInt32(2)) + little(UInt64(1)))
        #expect(try summary(maker).texts("lifetime")[0].hasPrefix("durable nonce"))
    }

    @Test func anUnknownProgramIsNamedAndWarnedOf() throws {
        var maker = MessageMaker(signers: [try address(firstSeed)])
        try maker.call(filler(8).text, [try address(firstSeed), filler(6)], [1, 2, 3])
        let shown = try summary(maker)
        #expect(shown.warningCodes.contains("not-understood"))
        #expect(shown.facts.contains { $0.text.contains(filler(8).text) })
    }

    /// TokenInstruction: 4 is Approve, with an amount of 64 bits. Source: spl-token, instruction.rs.
    @Test func anUnlimitedApprovalIsInCapitals() throws {
        var maker = MessageMaker(signers: [try address(firstSeed)])
        try maker.call(
            "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", [filler(2), filler(3), try address(firstSeed)],
            [4] + little(UInt64.max))
        let shown = try summary(maker)
        #expect(shown.warningCodes.contains("unlimited-approval"))
        #expect(shown.facts.contains { $0.text.contains("UNLIMITED") })
    }

    /// ComputeBudgetInstruction: 2 sets the limit of units, 3 the price of one in micro-lamports.
    @Test func aHighOfferForPriorityIsWarnedOf() throws {
        var maker = try payment()
        try maker.call("ComputeBudget111111111111111111111111111111", [], [2] + little(UInt32(1_000_000)))
        try maker.call("ComputeBudget111111111111111111111111111111", [], [3] + little(UInt64(20_000_000_000)))
        let shown = try summary(maker)
        #expect(shown.warningCodes.contains("high-fee"))
        #expect(shown.texts("fee at most")[0].contains("20.000005 SOL"))
    }

    @Test func accountsBehindTablesAreSaidToBeUnseen() throws {
        var maker = try payment()
        maker.version = 0
        maker.lookups = [(filler(9), [1], [2])]
        #expect(try summary(maker).texts("lookup table")[0].contains("UNSEEN"))
    }
}
