import Encodings
import Signatures
import Solana
import TestSupport
import Testing
import Transactions

private let system = "11111111111111111111111111111111"
private let token = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
private let token2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"
private let stake = "Stake11111111111111111111111111111111111111"
private let vote = "Vote111111111111111111111111111111111111111"
private let loader = "BPFLoaderUpgradeab1e11111111111111111111111"
private let budget = "ComputeBudget111111111111111111111111111111"
private let associated = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL"
private let memo = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"
private let clock = "SysvarC1ock11111111111111111111111111111111"

/// What somebody would try who wants the signer to believe that something is harmless.
@Suite struct AttackTests {
    private let me: Address
    private let other: Address

    init() throws {
        me = try address(firstSeed)
        other = try address(secondSeed)
    }

    private func summary(_ maker: MessageMaker) throws -> Summary {
        try content(maker).summary(signer: try solanaKey(firstSeed).verifyingKey(), under: Terms())
    }

    private func summary(_ program: String, _ accounts: [Address], _ data: [UInt8]) throws -> Summary {
        var maker = MessageMaker(signers: [me])
        try maker.call(program, accounts, data)
        return try summary(maker)
    }

    private func refusals(_ maker: MessageMaker, _ terms: Terms = Terms()) throws -> [String] {
        try content(maker).refusals(signer: try solanaKey(firstSeed).verifyingKey(), under: terms).map(\.code)
    }

    // MARK: Programs

    @Test func aProgramThatLooksAlikeIsNotRead() throws {
        let real = try Address(token)
        var bytes = real.bytes
        bytes[31] ^= 1
        let alike = try #require(Address(bytes))
        let shown = try summary(alike.text, [filler(2), filler(3), me], [3] + little(UInt64(5)))
        #expect(shown.texts("action 1") == ["NOT UNDERSTOOD: call of program \(alike.text)"])
        #expect(shown.texts("data") == ["9 bytes, 3 accounts"])
        #expect(shown.confirmation.wanted == "blind")
    }

    @Test func whatIsNotReadIsNamedWithEveryAccount() throws {
        let shown = try summary(
            filler(8).text, [me, filler(2), filler(2), filler(3)], [UInt8](repeating: 1, count: 300))
        #expect(shown.texts("data") == ["300 bytes, 4 accounts"])
        #expect(
            shown.texts("account") == [
                "\(me.text) (this key), signs, written to", "\(filler(2).text), written to",
                "\(filler(2).text), written to", "\(filler(3).text), written to",
            ])
        #expect(shown.warnings.contains { $0.text.contains("with the key's signature") })
    }

    @Test func aProgramBehindALookupTableIsRefused() throws {
        var maker = try payment()
        maker.version = 0
        maker.lookups = [(filler(9), [1], [2])]
        maker.instructions[0].program = UInt8(1 + maker.others.count)
        #expect(solanaError { try maker.message() }?.code == "program-out-of-range")
    }

    @Test func theFeePayerIsNoProgram() throws {
        var maker = try payment()
        maker.instructions[0].program = 0
        #expect(solanaError { try maker.message() }?.code == "program-is-payer")
    }

    @Test func theTokenProgramThatAnAssociatedAccountCallsIsOneOfTwo() throws {
        let accounts = [me, filler(2), filler(3), filler(4), try Address(system)]
        let good = try summary(associated, accounts + [try Address(token)], [1])
        #expect(good.texts("action 1")[0].hasPrefix("create token account") && good.warnings.isEmpty)
        let bad = try summary(associated, accounts + [filler(5)], [1])
        #expect(bad.warningCodes == ["not-understood"] && bad.texts("account").contains { $0.contains(filler(5).text) })
    }

    // MARK: Accounts

    @Test func accountsBehindATableAreSaidToBeUnseenInTheirRole() throws {
        var maker = try payment()
        maker.version = 0
        maker.lookups = [(filler(9), [17], [2])]
        maker.instructions[0].accounts = [0, UInt8(1 + maker.others.count)]
        let shown = try summary(maker)
        #expect(shown.texts("to") == ["UNSEEN: entry 17 of lookup table \(filler(9).text)"])
        #expect(shown.warningCodes == ["unseen-accounts"])
        #expect(shown.confirmation.wanted == "unseen")
        // Written entries come first, whatever their order in the table.
        maker.instructions[0].accounts = [0, UInt8(2 + maker.others.count)]
        #expect(try summary(maker).texts("to") == ["UNSEEN: entry 2 of lookup table \(filler(9).text)"])
        maker.instructions[0].accounts = [0, UInt8(3 + maker.others.count)]
        #expect(solanaError { try maker.message() }?.code == "account-out-of-range")
    }

    @Test func versionZeroWithoutTablesIsReadLikeAnyOther() throws {
        var maker = try payment()
        maker.version = 0
        let shown = try summary(maker)
        #expect(shown.texts("lookup table").isEmpty && shown.texts("to") == [other.text])
    }

    @Test func anAccountIsNamedOnce() throws {
        var maker = try payment()
        maker.others.append(me)
        #expect(solanaError { try maker.message() }?.code == "account-named-twice")
    }

    @Test func accountsThatNoRoleTellsOfAreTold() throws {
        let shown = try summary(system, [me, other, filler(7)], little(UInt32(2)) + little(UInt64(1)))
        #expect(shown.texts("further") == ["\(filler(7).text), written to"])
        // A second signer who decides instead of the one in the authority's place.
        var maker = MessageMaker(signers: [me, filler(6)])
        try maker.call(
            vote, [filler(2), try Address(clock), filler(3), filler(6)], little(UInt32(1)) + other.bytes + [1, 0, 0, 0])
        #expect(try summary(maker).texts("further") == ["\(filler(6).text), signs, written to"])
    }

    @Test func flagsThatLieAreRead() throws {
        var maker = try payment()
        maker.readOnlySigned = 1
        #expect(solanaError { try maker.message() }?.code == "no-payer")
        maker = try payment()
        maker.readOnly = 3
        #expect(solanaError { try maker.message() }?.code == "header-beyond-accounts")
        // Everything but the payer is read only: then nothing of an unknown program is said to be written to.
        maker = MessageMaker(signers: [me])
        try maker.call(filler(8).text, [filler(2)], [])
        maker.readOnly = 2
        #expect(try summary(maker).texts("account") == [filler(2).text])
    }

    @Test func anotherPaysTheFee() throws {
        var maker = MessageMaker(signers: [other, me])
        try maker.call(system, [me, other], little(UInt32(2)) + little(UInt64(1)))
        let shown = try summary(maker)
        #expect(shown.texts("fee payer") == [other.text])
        #expect(shown.texts("from") == ["\(me.text) (this key)"])
        #expect(shown.texts("signer 2") == ["\(me.text) (this key), has not signed"])
    }

    // MARK: Hand-overs

    @Test func changesOfAuthorityAreWarnedOf() throws {
        let cases: [(String, [Address], [UInt8], String)] = [
            (token, [filler(2), me], [6, 2, 1] + other.bytes, "authority-change"),
            (token, [filler(2), me], [6, 0, 0], "authority-change"),
            (token, [filler(2), other, me], [4] + little(UInt64(5)), "approval"),
            (token, [filler(2), other, me], [4] + little(UInt64(Int64.max)), "unlimited-approval"),
            (token, [filler(2), filler(3), other, me], [13] + little(UInt64.max) + [6], "unlimited-approval"),
            (token, [filler(2), other, me], [9], "closes-account"),
            (token2022, [filler(2)], [35] + other.bytes, "authority-change"),
            (token2022, [filler(2)], [36, 0] + me.bytes + other.bytes, "authority-change"),
            (token2022, [filler(2), me], [36, 1] + other.bytes, "authority-change"),
            (token2022, [filler(2), filler(3), me], [27, 7], "not-understood"),
            (token2022, [filler(2), filler(3), me], [255, 3, 9], "not-understood"),
            (system, [me], little(UInt32(1)) + other.bytes, "authority-change"),
            (system, [me], little(UInt32(8)) + little(UInt64(1)), "account-allocated"),
            (system, [filler(2)], little(UInt32(6)) + other.bytes, "authority-elsewhere"),
            (system, [filler(2), me], little(UInt32(7)) + other.bytes, "authority-change"),
            (
                system, [filler(2), me],
                little(UInt32(10)) + me.bytes + little(UInt64(1)) + [0x61] + other.bytes, "authority-change"
            ),
            (
                system, [filler(2), me],
                little(UInt32(9)) + me.bytes + little(UInt64(1)) + [0x61] + little(UInt64(9)) + other.bytes,
                "authority-change"
            ),
            (stake, [filler(2), me], little(UInt32(1)) + other.bytes + [1, 0, 0, 0], "authority-change"),
            (
                stake, [filler(2)],
                little(UInt32(0)) + me.bytes + other.bytes + little(UInt64(0)) + little(UInt64(0)) + filler(0).bytes,
                "authority-elsewhere"
            ),
            (
                stake, [filler(2)],
                little(UInt32(0)) + me.bytes + me.bytes + little(UInt64(9)) + little(UInt64(0)) + filler(0).bytes,
                "lockup"
            ),
            (stake, [filler(2), me], little(UInt32(6)) + [0, 0, 1] + other.bytes, "authority-change"),
            (stake, [filler(2), me], little(UInt32(6)) + [0, 1] + little(UInt64(900)) + [0], "lockup"),
            (vote, [filler(2), other, me], little(UInt32(4)), "authority-change"),
            (
                vote, [filler(2), try Address(clock), me], little(UInt32(1)) + other.bytes + [1, 0, 0, 0],
                "authority-change"
            ),
            (vote, [filler(2), other, me], little(UInt32(17)) + little(UInt32(0)), "not-understood"),
            (loader, [filler(2), me], little(UInt32(4)), "authority-change"),
            (loader, [filler(2), me, other], little(UInt32(4)), "authority-change"),
            (loader, [filler(2), me, me, filler(3)], little(UInt32(5)), "closes-account"),
            (loader, [filler(2), other, me], little(UInt32(5)), "closes-account"),
            (
                loader, [filler(2), filler(3), filler(4), filler(5), filler(6), filler(7), me], little(UInt32(3)),
                "program-upgrade"
            ),
        ]
        for (program, accounts, data, code) in cases {
            let shown = try summary(program, accounts, data)
            #expect(shown.warningCodes.contains(code), "\(program) \(data): \(shown.warningCodes)")
            // Nobody agrees to it by typing what they would type for a payment.
            #expect(shown.confirmation.words.contains("word"), "\(program) \(data)")
        }
    }

    @Test func whatIsGivenUpIsSaidToBeGone() throws {
        let shown = try summary(token, [filler(2), me], [6, 0, 0])
        #expect(shown.texts("action 1") == ["give up the authority to mint for good"])
        #expect(shown.warnings[0].text.contains("nothing brings it back"))
    }

    /// The program takes its instructions without the sysvars too: then the account in the place where the authority once
    /// stood is another's.
    @Test func theAuthorityOverStakeIsFoundWithoutSysvars() throws {
        let data = little(UInt32(1)) + other.bytes + [1, 0, 0, 0]
        #expect(try summary(stake, [filler(2), me, filler(3)], data).texts("authority") == ["\(me.text) (this key)"])
        let old = try summary(stake, [filler(2), try Address(clock), me, filler(3)], data)
        #expect(old.texts("authority") == ["\(me.text) (this key)"])
        #expect(old.texts("further") == ["\(filler(3).text), written to"])
        // Behind a lookup table nobody can tell which it is.
        var maker = MessageMaker(signers: [me])
        try maker.call(stake, [filler(2), me, filler(3)], data)
        maker.version = 0
        maker.lookups = [(filler(9), [], [0])]
        maker.instructions[0].accounts[1] = UInt8(1 + maker.others.count)
        #expect(try summary(maker).warningCodes.contains("not-understood"))
    }

    @Test func smallTransfersHideNoLargeOnes() throws {
        var maker = try payment()
        try maker.call(token, [filler(2), filler(3), me], [3] + little(UInt64(1)))
        let shown = try summary(maker)
        #expect(shown.confirmation.wanted == "\(filler(3).text.suffix(4)) \(other.text.suffix(4))")
        try maker.call(filler(8).text, [me], [])
        #expect(try summary(maker).confirmation.wanted == "blind")
    }

    // MARK: Lifetime

    private func nonce(_ authority: Address, first: Bool = true, writable: Bool = true) throws -> MessageMaker {
        var maker = MessageMaker(signers: [me])
        let recent = try Address("SysvarRecentB1ockHashes11111111111111111111")
        if !first { try maker.call(system, [me, other], little(UInt32(2)) + little(UInt64(1))) }
        try maker.call(system, [filler(5), recent, authority], little(UInt32(4)))
        if first { try maker.call(system, [me, other], little(UInt32(2)) + little(UInt64(1))) }
        if !writable { maker.readOnly = UInt8(maker.others.count) }
        return maker
    }

    @Test func onlyANonceThatIsAdvancedFirstMakesItDurable() throws {
        #expect(try summary(try nonce(me)).texts("lifetime")[0].hasPrefix("durable nonce"))
        #expect(try summary(try nonce(me)).warnings.isEmpty)
        for maker in [try nonce(me, first: false), try nonce(me, writable: false)] {
            let shown = try summary(maker)
            #expect(shown.texts("lifetime") == ["this blockhash dies in about a minute"])
            #expect(shown.facts.contains { $0.text == "advance durable nonce" })
        }
    }

    @Test func aNonceThatAnotherAdvancesCannotBeTakenBack() throws {
        let shown = try summary(try nonce(other))
        #expect(shown.warningCodes == ["durable-nonce"])
        #expect(shown.texts("authority").contains(other.text))
    }

    @Test func aNonceBehindATableIsDurableToo() throws {
        var maker = try nonce(me)
        maker.version = 0
        maker.lookups = [(filler(9), [4], [])]
        maker.instructions[0].accounts[0] = UInt8(1 + maker.others.count)
        #expect(try summary(maker).texts("lifetime")[0].hasPrefix("durable nonce"))
    }

    // MARK: Fees

    private func priced(_ price: UInt64, limit: UInt32?, by payer: [Address]? = nil) throws -> MessageMaker {
        var maker = MessageMaker(signers: payer ?? [me])
        try maker.call(system, [me, other], little(UInt32(2)) + little(UInt64(1)))
        try maker.call(budget, [], [3] + little(price))
        if let limit { try maker.call(budget, [], [2] + little(limit)) }
        return maker
    }

    @Test func aHighFeeIsTakenKnowingly() throws {
        // 9,995 lamports a unit, with 1,000 units: 0.01 SOL with the signature; 9,994.999 make a lamport less.
        let high = try priced(9_995_000_000, limit: 1000)
        #expect(try refusals(high) == ["high-fee"])
        #expect(try refusals(high, Terms(accepting: [.highFee])).isEmpty)
        #expect(try summary(high).warningCodes == ["high-fee"])
        #expect(try refusals(try priced(9_994_999_000, limit: 1000)).isEmpty)
        // Who does not pay is warned, and not refused.
        let others = try priced(9_995_000_000, limit: 1000, by: [other, me])
        #expect(try refusals(others).isEmpty && summary(others).warningCodes == ["high-fee"])
    }

    @Test func theFeeIsNeverLessThanTheClusterTakes() throws {
        // Without a limit: 200,000 units for the transfer and 3,000 for setting the price.
        #expect(try summary(try priced(1_000_000, limit: nil)).texts("fee at most")[0].contains("203000 units"))
        #expect(
            try summary(try priced(.max, limit: .max)).texts("fee at most")[0].hasPrefix("18446744073.709551615 SOL"))
        // Nothing but the price.
        var maker = MessageMaker(signers: [me])
        try maker.call(budget, [], [3] + little(UInt64(10_000_000_000_000)))
        #expect(try refusals(maker) == ["high-fee"])
        // One byte of a verifier's data counts signatures that are paid for.
        maker = try payment()
        try maker.call("Ed25519SigVerify111111111111111111111111111", [], [255])
        #expect(try summary(maker).texts("fee at most")[0].hasPrefix("0.00128 SOL"))
    }

    // MARK: What stands behind

    @Test func bytesBehindTheFieldsAreTold() throws {
        let shown = try summary(system, [me, other], little(UInt32(2)) + little(UInt64(1)) + [9, 9])
        #expect(shown.texts("action 1")[0].hasSuffix("and 2 bytes that mean nothing"))
        #expect(shown.warningCodes == ["data-left-over"])
        let code = try summary(
            loader, [filler(2), me], little(UInt32(1)) + little(UInt32(0)) + little(UInt64(3)) + [1, 2, 3, 4])
        #expect(code.warningCodes == ["data-left-over"])
        let short = try summary(
            loader, [filler(2), me], little(UInt32(1)) + little(UInt32(0)) + little(UInt64(4)) + [1, 2, 3])
        #expect(short.warningCodes == ["not-understood"])
        #expect(
            try summary(loader, [filler(2), me], little(UInt32(1)) + little(UInt32(0)) + little(UInt64.max) + [1])
                .warningCodes == ["not-understood"])
    }

    @Test func aTransactionWithoutInstructionsSaysSo() throws {
        let shown = try summary(MessageMaker(signers: [me]))
        #expect(shown.texts("action") == ["none: it only pays the fee"])
        #expect(shown.confirmation.wanted == "sign")
    }

    @Test func textThatSteersATerminalIsWrittenOut() throws {
        for hidden in ["\u{200B}", "\u{202E}", "\u{2066}", "\u{1B}[2K", "\u{FEFF}", "\u{00AD}", "\r"] {
            let shown = try summary(memo, [me], Array("pay\(hidden)nothing".utf8))
            let text = try #require(shown.texts("text").first)
            #expect(text.contains("\\u{") && !text.unicodeScalars.contains(hidden.unicodeScalars.first!))
            let message = try SolanaLedger.readMessage(Array("pay\(hidden)nothing".utf8), under: Terms())
            let line = message.summary(signer: nil, under: Terms()).texts("text")[0]
            #expect(line.contains("\\u{") && !line.unicodeScalars.contains(hidden.unicodeScalars.first!))
        }
    }

    @Test func aLongMemoIsShownToItsEnd() throws {
        let text = String(repeating: "a", count: 399) + "\u{200B}b" + String(repeating: "c", count: 399) + "END"
        #expect(try summary(memo, [me], Array(text.utf8)).texts("text").joined().hasSuffix("END"))
        #expect(try summary(memo, [me], [0xff, 0xfe]).warningCodes == ["not-understood"])
    }
}
