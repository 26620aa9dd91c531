import Cosmos
import Digests
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// Somebody hands over a document that does other than it seems.
@Suite struct AttackTests {
    private func own() throws -> [UInt8] { Built.signer(try testKey(ganacheKey).verifyingKey().encoded) }

    private func bytes(_ messages: [UInt8]..., rest: [UInt8] = []) throws -> [UInt8] {
        Built.document(messages.flatMap { Built.field(1, $0) } + rest, Built.authInfo(try own()))
    }

    private func summary(_ bytes: [UInt8]) throws -> Summary {
        try CosmosLedger.readUnsigned(bytes, under: Terms()).summary(signer: nil, under: Terms())
    }

    private func lines(_ bytes: [UInt8]) throws -> [String] {
        try summary(bytes).facts.map { "\($0.label): \($0.text)" }
    }

    private func code(_ bytes: [UInt8]) -> String? {
        do {
            _ = try CosmosLedger.readUnsigned(bytes, under: Terms())
            return nil
        } catch { return (error as? any LedgerError)?.code }
    }

    @Test func everyReceiverOfAPaymentToManyIsShown() throws {
        let outputs = (0..<30).map { place in
            Built.field(2, Built.field(1, "cosmos1receiver\(place)") + Built.field(2, Built.coin("\(place + 1)")))
        }
        let value =
            Built.field(1, Built.field(1, "cosmos1from") + Built.field(2, Built.coin("465"))) + outputs.flatMap { $0 }
        let document = try bytes(Built.any("/cosmos.bank.v1beta1.MsgMultiSend", value))
        let shown = try lines(document)
        #expect(shown.contains("message: pay from 1 accounts to 30"))
        for place in 0..<30 { #expect(shown.contains("  to: cosmos1receiver\(place), \(place + 1) uatom")) }
        // For programs too, where one label has many values.
        #expect(
            try JSONWriter.text(.object(summary(document).members), .compact).contains("cosmos1receiver29, 30 uatom"))
    }

    @Test func everyCoinOfAnAmountIsShown() throws {
        let coins = (0..<60).flatMap { Built.field(3, Built.coin("1", "ibc/coin\($0)")) }
        let send = Built.any(
            "/cosmos.bank.v1beta1.MsgSend", Built.field(1, "cosmos1from") + Built.field(2, "cosmos1to") + coins)
        let shown = try lines(bytes(send)).filter { $0.hasPrefix("message: ") || $0.hasPrefix("  more: ") }
        #expect(shown.count > 1 && shown.joined().contains("ibc/coin59"))
    }

    @Test func namesThatSpeakAreNoNamesOfCoins() throws {
        for name in ["uatom to cosmos1bob", "u", "1atom", "uat\u{43E}m", "uatom,", "uatom\u{200B}"] {
            let send = Built.any(
                "/cosmos.bank.v1beta1.MsgSend",
                Built.field(1, "cosmos1from") + Built.field(2, "cosmos1to") + Built.field(3, Built.coin("5", name)))
            #expect(try code(bytes(send)) == "amount-form", "\(name)")
        }
    }

    @Test func addressesAreWhatTheyLookLike() throws {
        for address in [
            "cosmos1to cosmos1eve", "c\u{43E}smos1to", "cosmos1to\n", String(repeating: "a", count: 251),
        ] {
            #expect(try code(bytes(Built.send(to: address))) == "address-form", "\(address)")
            #expect(try code(bytes(Built.send(from: address))) == "address-form", "\(address)")
        }
        for field in [3, 4] {
            let info = Built.authInfo(try own(), fee: Built.field(field, "cosmos1 payer"))
            #expect(code(Built.document(Built.body(Built.send()), info)) == "address-form")
        }
    }

    @Test func whoPaysTheFeeIsShown() throws {
        let info = Built.authInfo(try own(), fee: Built.field(3, "cosmos1payer") + Built.field(4, "cosmos1granter"))
        let shown = try lines(Built.document(Built.body(Built.send()), info))
        #expect(shown.contains("paid by: cosmos1payer") && shown.contains("granted by: cosmos1granter"))
    }

    @Test func whatIsDoneForOthersIsShownToItsDepth() throws {
        func exec(_ messages: [UInt8]...) -> [UInt8] {
            Built.any(
                "/cosmos.authz.v1beta1.MsgExec",
                Built.field(1, "cosmos1grantee") + messages.flatMap { Built.field(2, $0) })
        }
        let document = try bytes(exec(Built.send("7", to: "cosmos1bob"), exec(Built.send("9", to: "cosmos1eve"))))
        let shown = try lines(document)
        #expect(shown.contains("message: do in the name of others what follows"))
        #expect(shown.contains("message 1.1: pay 7 uatom") && shown.contains("message 1.2.1: pay 9 uatom"))
        #expect(shown.contains("  to: cosmos1eve"))
        #expect(try summary(document).confirmation.wanted == "1bob")
        // A message that is not understood is not hidden by being inside another.
        let hidden = try summary(bytes(exec(Built.any("/x.Unknown", [1]))))
        #expect(hidden.warnings.map(\.code) == ["message-not-understood"])
        #expect(try code(bytes(exec())) == "missing-field")
        #expect(try code(bytes(exec(exec(exec(exec(Built.send())))))) == "too-many")
        let many = (0..<300).flatMap { _ in Built.field(2, Built.send()) }
        let wide = Built.any("/cosmos.authz.v1beta1.MsgExec", Built.field(1, "cosmos1grantee") + many)
        #expect(try code(bytes(wide)) == "too-many")
    }

    @Test func handingOverTheAccountIsShownAsThat() throws {
        func grant(_ authorization: [UInt8], _ rest: [UInt8] = []) -> [UInt8] {
            Built.any(
                "/cosmos.authz.v1beta1.MsgGrant",
                Built.field(1, "cosmos1from") + Built.field(2, "cosmos1eve")
                    + Built.field(3, Built.field(1, authorization) + rest))
        }
        let generic = Built.any(
            "/cosmos.authz.v1beta1.GenericAuthorization", Built.field(1, "/cosmos.bank.v1beta1.MsgSend"))
        let all = try bytes(grant(generic))
        #expect(
            try lines(all).contains(
                "message: LET ANOTHER ACCOUNT do for this one, WITHOUT LIMIT, /cosmos.bank.v1beta1.MsgSend"))
        #expect(try lines(all).contains("  until: it is taken back"))
        #expect(try summary(all).warnings.map(\.code) == ["grant"])
        let send = Built.any("/cosmos.bank.v1beta1.SendAuthorization", Built.field(1, Built.coin("100")))
        let some = try lines(bytes(grant(send, Built.field(2, Built.number(1, 1_800_000_000)))))
        #expect(some.contains("message: LET ANOTHER ACCOUNT pay from this one up to 100 uatom"))
        #expect(some.contains("  receivers: anyone") && some.contains("  until: 2027-01-15 08:00:00 UTC"))
        let other = try lines(bytes(grant(Built.any("/x.Authorization", [1]))))
        #expect(other.contains { $0.contains("NOT UNDERSTOOD HERE: /x.Authorization") })
        let allowance = Built.any("/cosmos.feegrant.v1beta1.BasicAllowance", [])
        let fees = Built.any(
            "/cosmos.feegrant.v1beta1.MsgGrantAllowance",
            Built.field(1, "cosmos1from") + Built.field(2, "cosmos1eve") + Built.field(3, Array(allowance.dropLast(2))))
        #expect(try lines(bytes(fees)).contains("message: PAY THE FEES of another account, WITHOUT LIMIT"))
        #expect(try summary(bytes(fees)).warnings.map(\.code) == ["grant"])
    }

    @Test func otherChainsAndContractsAreShown() throws {
        let transfer = Built.any(
            "/ibc.applications.transfer.v1.MsgTransfer",
            Built.field(1, "transfer") + Built.field(2, "channel-7") + Built.field(3, Built.coin("12"))
                + Built.field(4, "cosmos1from") + Built.field(5, "osmo1eve") + Built.field(6, [])
                + Built.number(7, 1_800_000_000_000_000_000) + Built.field(8, "{\"wasm\":{}}"))
        let shown = try lines(bytes(transfer))
        for line in [
            "message: send 12 uatom to another chain", "  to: osmo1eve", "  through: transfer/channel-7",
            "  remark: {\"wasm\":{}}", "  until: 2027-01-15 08:00:00 UTC",
        ] { #expect(shown.contains(line), "\(line) in \(shown)") }
        let call = Built.any(
            "/cosmwasm.wasm.v1.MsgExecuteContract",
            Built.field(1, "cosmos1from") + Built.field(2, "cosmos1contract") + Built.field(3, "{\"burn\":{}}")
                + Built.field(5, Built.coin("3")))
        let called = try lines(bytes(call))
        #expect(
            called.contains("message: call a contract, giving it 3 uatom") && called.contains("  call: {\"burn\":{}}"))
        let rewards = Built.any(
            "/cosmos.distribution.v1beta1.MsgSetWithdrawAddress",
            Built.field(1, "cosmos1from") + Built.field(2, "cosmos1eve"))
        #expect(try lines(bytes(rewards)).contains { $0.contains("ALL FURTHER REWARDS") })
    }

    @Test func votesOfBothVersionsAndDepositsAreShown() throws {
        let value = Built.number(1, 9) + Built.field(2, "cosmos1from") + Built.number(3, 4)
        let old = Built.any("/cosmos.gov.v1beta1.MsgVote", value)
        let new = Built.any("/cosmos.gov.v1.MsgVote", value + Built.field(4, "because"))
        #expect(try lines(bytes(old)).contains("message: vote NO WITH VETO on proposal 9"))
        #expect(try lines(bytes(new)).contains("  remark: because"))
        let hidden = Built.any("/cosmos.gov.v1beta1.MsgVote", value + Built.field(4, "because"))
        #expect(try code(bytes(hidden)) == "not-canonical")
        let deposit = Built.any(
            "/cosmos.gov.v1.MsgDeposit",
            Built.number(1, 9) + Built.field(2, "cosmos1from") + Built.field(3, Built.coin("8")))
        #expect(try lines(bytes(deposit)).contains("message: deposit 8 uatom for proposal 9"))
    }

    /// What is not understood can be compared at least.
    @Test func anUnknownMessageIsShownWithItsHash() throws {
        let shown = try lines(bytes(Built.any("/x.Unknown", [1, 2, 3])))
        #expect(shown.contains("  type: /x.Unknown"))
        #expect(shown.contains("  SHA-256: \(Hex.encode(SHA256.hash([1, 2, 3])))"))
    }

    @Test func typesThatAreNoNamesAreRefused() throws {
        for url in [
            "cosmos.bank.v1beta1.MsgSend", "type.googleapis.com/cosmos.bank.v1beta1.MsgSend",
            "//cosmos.bank.v1beta1.MsgSend", "/", "/cosmos.bank.v1beta1.MsgSend ", "/c\u{43E}smos.bank.v1beta1.MsgSend",
        ] {
            let document = try bytes(Built.any(url, [1]))
            #expect(code(document) == "type-form", "\(url)")
            #expect(CosmosLedger.look(at: document)?.certainty != .certain)
            let raw =
                Built.field(1, Built.field(1, Built.any(url, [1]))) + Built.field(2, Built.authInfo(try own()))
                + Built.field(3, [UInt8](repeating: 1, count: 64))
            #expect(CosmosLedger.look(at: raw)?.certainty != .certain)
        }
    }

    @Test(arguments: ["c\u{43E}smoshub-4", "cosmoshub-4 ", "cosmoshub\u{200B}-4", String(repeating: "a", count: 51)])
    func chainsThatLookAlikeAreRefused(_ chain: String) throws {
        let document = Built.document(Built.body(Built.send()), Built.authInfo(try own()), chain: chain)
        #expect(code(document) == "chain-form")
    }

    @Test func anotherAccountNumberIsRefused() throws {
        let document = try CosmosLedger.readUnsigned(bytes(Built.send()), under: Terms())
        func codes(_ number: String) -> [String] {
            document.refusals(signer: nil, under: Terms(accountNumber: number)).map(\.code)
        }
        #expect(
            codes("42") == [] && codes("43") == ["other-account-number"] && codes("042") == ["other-account-number"])
    }

    /// SDK 0.53: transactions without a sequence, which end at a time.
    @Test func theFieldsOfNewerChainsAreShown() throws {
        let rest = Built.number(4, 1) + Built.field(5, Built.number(1, 1_800_000_000))
        let document = try bytes(Built.send(), rest: rest)
        let shown = try lines(document)
        #expect(shown.contains("until: 2027-01-15 08:00:00 UTC"))
        #expect(shown.contains { $0.hasPrefix("order: any") })
        let members = try JSONWriter.text(.object(summary(document).members), .compact)
        #expect(members.contains("\"timeout\":\"1800000000\"") && members.contains("\"unordered\":true"))
        let signed = try CosmosLedger.readUnsigned(document, under: Terms())
            .signed(by: testKey(ganacheKey), under: Terms(form: .network))
        let verified = try CosmosLedger.readSigned(signed.file, under: Terms())
            .verified(under: Terms(chain: "test-1", accountNumber: "42"))
        #expect(verified.signatures.map(\.status) == [.valid])
        // A height below is another field, and both are shown.
        let both = try lines(bytes(Built.send(), rest: Built.number(3, 77) + rest))
        #expect(both.contains("until: height 77") && both.contains("until: 2027-01-15 08:00:00 UTC"))
    }

    @Test func optionsThatAChainMayIgnoreAreNamed() throws {
        let option = Built.field(2047, Built.any("/x.Option", [1]))
        let document = try bytes(Built.send(), rest: option)
        #expect(try lines(document).contains("option: /x.Option"))
        #expect(try summary(document).warnings.map(\.code) == ["options-not-shown"])
    }

    @Test func aMemoCannotHideItsEnd() throws {
        // One letter with hundreds of marks on it, blanks, ends of lines, and then what counts.
        let memo = "e" + String(repeating: "\u{301}", count: 900) + "\n\n\u{202E}  to: cosmos1bob, the end"
        let shown = try lines(bytes(Built.send(), rest: Built.field(2, memo)))
        let text = shown.filter { $0.hasPrefix("memo: ") || $0.hasPrefix("  more: ") }.joined()
        #expect(text.contains("\\u{a}\\u{a}\\u{202e}") && text.hasSuffix("the end"))
        #expect(!shown.contains { $0.hasPrefix("  to: cosmos1bob,") })
    }

    @Test func textsBrokenIntoLinesAreRead() throws {
        let document = try bytes(Built.send())
        for text in [Base64.encode(document), Hex.encode(document)] {
            for end in ["\n", "\r\n"] {
                let broken = stride(from: 0, to: text.count, by: 64).map { start in
                    String(text.dropFirst(start).prefix(64)) + end
                }
                let file = Array(broken.joined().utf8)
                #expect(CosmosLedger.look(at: file) == Look(.certain, .unsigned))
                #expect(try CosmosLedger.readUnsigned(file, under: Terms()) is SignDoc)
            }
        }
    }

    @Test func eachSignerHasAnAccountNumberOfTheirOwn() throws {
        let digits = String(repeating: "11", count: 32)
        let body = Built.body(Built.send())
        let info = Built.authInfo(try own(), Built.signer(try testKey(digits).verifyingKey().encoded))
        func signature(_ key: String, _ account: Int) throws -> [UInt8] {
            try testKey(key).signECDSA(digest: SHA256.hash(Built.document(body, info, account: account))).compact
        }
        let raw =
            Built.field(1, body) + Built.field(2, info) + Built.field(3, try signature(ganacheKey, 42))
            + Built.field(3, try signature(digits, 43))
        func statuses(_ numbers: String) throws -> [Bool] {
            try CosmosLedger.readSigned(raw, under: Terms())
                .verified(under: Terms(chain: "test-1", accountNumber: numbers)).signatures.map { $0.status == .valid }
        }
        #expect(try statuses("42,43") == [true, true])
        #expect(try statuses("43,42") == [false, false])
        for (numbers, code) in [
            ("42,43,44", "account-numbers"), ("42,", "amount-form"), ("+42", "amount-form"), ("42, 43", "amount-form"),
            ("", "amount-form"), ("99999999999999999999", "amount-form"),
        ] {
            let error = #expect(throws: CosmosError.self) { try statuses(numbers) }
            #expect(error?.code == code, "\(numbers)")
        }
    }

    /// The high s of a good signature, which the SDK refuses.
    @Test func aHighSIsNotGood() throws {
        let document = try bytes(Built.send())
        let key = try testKey(ganacheKey)
        let made = try key.signECDSA(digest: SHA256.hash(document))
        func status(_ signature: [UInt8]) throws -> SignatureVerdict.Status {
            let raw =
                Built.field(1, Built.body(Built.send())) + Built.field(2, Built.authInfo(try own()))
                + Built.field(3, signature)
            return try CosmosLedger.readSigned(raw, under: Terms())
                .verified(under: Terms(chain: "test-1", accountNumber: "42")).signatures[0].status
        }
        #expect(try status(made.r + made.s) == .valid)
        for bad in [made.r + made.otherS, made.der, made.r + made.s + [0], made.r] {
            #expect(try status(bad) != .valid)
        }
    }
}
