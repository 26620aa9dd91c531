import EVM
import Encodings
import TestSupport
import Testing
import Transactions

private let target = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"
private let targetWord = "000000000000000000000000a0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
private let friend = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
private let friendWord = "00000000000000000000000009616c3d61b3331fc4109a9e41a8bdb7d9776609"
private let unlimited = String(repeating: "f", count: 64)
private let zeroWord = String(repeating: "0", count: 64)

private func selector(_ name: String, _ types: ABIType...) -> String {
    Hex.encode(ABIFunction(name: name, inputs: types.map { ABIParameter(name: "", type: $0) }).selector)
}

/// Calls that change who controls something.
@Suite struct ControlCallTests {
    /// Name, types, words of data, what is said, and whose letters are typed.
    @Test(arguments: [
        (
            selector("enableModule", .address), friendWord,
            "let the module \(friend) do EVERYTHING as the Safe \(target), without its owners", "the module"
        ),
        (
            selector("disableModule", .address, .address), word(1) + friendWord,
            "take the module \(friend) from the Safe \(target)", nil
        ),
        (
            selector("addOwnerWithThreshold", .address, .unsigned(bits: 256)), friendWord + word(2),
            "make \(friend) an OWNER of the Safe \(target), for which 2 owners must sign then", "the new owner"
        ),
        (
            selector("removeOwner", .address, .address, .unsigned(bits: 256)), word(1) + friendWord + word(1),
            "remove the owner \(friend) of the Safe \(target), for which 1 owners must sign then", nil
        ),
        (
            selector("swapOwner", .address, .address, .address), word(1) + targetWord + friendWord,
            "make \(friend) an OWNER of the Safe \(target) in the place of \(target)", "the new owner"
        ),
        (
            selector("changeThreshold", .unsigned(bits: 256)), word(1),
            "let the signatures of 1 owners suffice for the Safe \(target)", nil
        ),
        (
            selector("setGuard", .address), friendWord,
            "let \(friend) decide which transactions of the Safe \(target) pass", "the guard"
        ),
        (
            selector("setFallbackHandler", .address), friendWord,
            "let \(friend) answer as the Safe \(target) where it has no function, also whether a signature is its own",
            "the handler"
        ),
        (
            selector("transferOwnership", .address), friendWord, "make \(friend) the OWNER of \(target)",
            "the new owner"
        ),
        (selector("renounceOwnership"), "", "leave \(target) WITHOUT AN OWNER for good", nil),
        (
            selector("upgradeTo", .address), friendWord, "REPLACE THE CODE of \(target) by that of \(friend)",
            "the new code"
        ),
        (
            selector("upgrade", .address, .address), targetWord + friendWord,
            "REPLACE THE CODE of \(target) by that of \(friend)", "the new code"
        ),
        (
            selector("changeAdmin", .address), friendWord,
            "make \(friend) the ADMINISTRATOR of \(target), who can replace its code", "the new administrator"
        ),
        (
            selector("grantRole", .word(count: 32), .address), zeroWord + friendWord,
            "give \(friend) the role of the ADMINISTRATOR (0) of \(target)", "who gets the role"
        ),
        (
            selector("revokeRole", .word(count: 32), .address), unlimited + friendWord,
            "take the role 0x\(unlimited) of \(target) from \(friend)", nil
        ),
    ])
    func isSaidInWords(_ selector: String, _ words: String, _ said: String, _ whose: String?) throws {
        let summary = try callSummary(selector + words)
        #expect(summary.text("  asks to") == said)
        #expect(summary.codes == ["control-changes"])
        #expect(
            summary.confirmation == whose.map { .lastLetters(of: friend, which: $0) } ?? .lastLetters(of: target))
        // Inside of a Safe's transaction too.
        let inner = try callSummary(safeTransaction(selector + words))
        #expect(inner.codes == ["control-changes"])
    }

    /// execTransaction of a Safe, without value.
    private func safeTransaction(_ inner: String, operation: Int = 0, gasPrice: Int = 0, to: String = targetWord)
        -> String
    {
        let data = packed(inner)
        return "6a761202" + to + word(0) + word(320) + word(operation) + word(0) + word(0) + word(gasPrice) + word(0)
            + word(0) + word(320 + data.count / 2) + data + packed("01")
    }

    @Test func aHashIsNotSeenThrough() throws {
        let summary = try callSummary(selector("approveHash", .word(count: 32)) + unlimited)
        #expect(summary.codes == ["hash-approved"])
        #expect(
            summary.text("  asks to")
                == "approve, as an owner of the Safe \(target), the transaction that 0x\(unlimited) is the hash of")
    }

    @Test func theSetupOfASafeRunsForeignCode() throws {
        let inner = packed("095ea7b3" + friendWord + unlimited)
        let owners = word(1) + friendWord
        let data =
            "b63e800d" + word(256) + word(1) + friendWord + word(256 + owners.count / 2) + word(0) + word(0) + word(0)
            + word(0) + owners + inner
        let summary = try callSummary(data)
        #expect(summary.codes == ["unlimited-approval", "control-changes", "delegate-call"])
        #expect(summary.text("  owners[0]") == friend)
        #expect(summary.text("  >call")?.hasPrefix("DELEGATECALL to \(friend)") ?? false)
    }

    @Test func aRefundOfASafeIsSaid() throws {
        #expect(try callSummary(safeTransaction("", gasPrice: 1)).codes == ["safe-refund"])
    }

    @Test func anApprovalInAMultiSendInASafeIsSeen() throws {
        func one(_ to: String, _ value: Int, _ data: String, _ operation: String = "00") -> String {
            operation + to.dropFirst(24) + word(value) + word(data.count / 2) + data
        }
        let approval = "095ea7b3" + friendWord + unlimited
        let enable = selector("enableModule", .address) + friendWord
        let list = one(targetWord, 0, approval) + one(zeroWord, 0, enable) + one(friendWord, 3, "")
        let multiSend = "8d80ff0a" + word(32) + packed(list)
        let summary = try callSummary(safeTransaction(multiSend, operation: 1, to: friendWord))
        #expect(summary.codes == ["unlimited-approval", "control-changes", "delegate-call", "receiver-zero"])
        #expect(
            summary.text("  >>asks to")
                == "let \(friend) take UNLIMITED amounts of the token \(target), or its piece of that number, "
                + "from the Safe \(target)")
        // The receiver 0 is the Safe itself to newer MultiSend contracts.
        #expect(
            summary.texts("  >>asks to").last
                == "let the module \(friend) do EVERYTHING as the Safe \(target), without its owners")
        let calls = summary.texts("  >>call")
        #expect(calls[1].contains("by which newer contracts mean \(target) itself"))
        #expect(calls[2].contains("with 0.000000000000000003 EWT"))
        let json = try #require(summary.members["calls"]?.array?[0]["calls"]?.array)
        #expect(json[1]["itself"] == .string(target) && json[0]["itself"] == .null)
        // A Safe that is an owner of another.
        let nested = try callSummary(safeTransaction(safeTransaction(multiSend, operation: 1, to: friendWord)))
        #expect(nested.codes == ["unlimited-approval", "control-changes", "delegate-call", "receiver-zero"])
    }

    @Test func callsOfAccountsAndTimelocksAreSeen() throws {
        let approval = packed("095ea7b3" + friendWord + unlimited)
        let batch =
            selector("executeBatch", .list(.address), .list(.unsigned(bits: 256)), .list(.bytes)) + word(96)
            + word(160) + word(224) + word(1) + targetWord + word(1) + word(9) + word(1) + word(32) + approval
        let summary = try callSummary(batch)
        #expect(summary.codes == ["unlimited-approval"])
        #expect(summary.text("  >call")?.contains("with 0.000000000000000009 EWT") ?? false)
        let tuples =
            "34fcd5be" + word(32) + word(1) + word(32) + targetWord + word(9) + word(96) + approval
        #expect(try callSummary(tuples).codes == ["unlimited-approval"])
        func execute(_ mode: String, _ data: String) throws -> Summary {
            try callSummary("e9ae5c53" + mode + zeroWord.dropFirst(2) + word(64) + packed(data))
        }
        let plain = "095ea7b3" + friendWord + unlimited
        let address = String(targetWord.dropFirst(24))
        #expect(try execute("00", address + word(9) + plain).codes == ["unlimited-approval"])
        #expect(try execute("ff", address + plain).codes == ["unlimited-approval", "delegate-call"])
        let list = word(1) + word(32) + targetWord + word(9) + word(96) + approval
        #expect(try execute("01", word(32) + list).codes == ["unlimited-approval"])
        #expect(
            try execute("01", word(64) + word(64 + list.count / 2) + list + packed("01")).codes
                == ["unlimited-approval"])
        let own = word(32) + word(1) + word(32) + zeroWord + word(0) + word(96) + packed("")
        #expect(try execute("01", own).codes == ["receiver-zero"])
        for (mode, data) in [("00", "01"), ("01", word(32) + word(1)), ("02", list)] {
            #expect(try execute(mode, data).codes == ["calls-not-read"])
        }
        let schedule = "01d5062a" + targetWord + word(0) + word(192) + word(0) + word(0) + word(86_400) + approval
        let later = try callSummary(schedule)
        #expect(later.codes == ["unlimited-approval"])
        #expect(later.text("  asks to") == "have the timelock \(target) call \(target), 86400 seconds from then")
        // Lists of different lengths are refused by contracts, and not read here.
        let uneven =
            selector("executeBatch", .list(.address), .list(.bytes)) + word(64) + word(96) + word(0) + word(1)
            + word(32) + approval
        #expect(try callSummary(uneven).codes == ["calls-not-read"])
    }

    @Test func tokensThatGoNowhere() throws {
        #expect(try callSummary("a9059cbb" + targetWord + word(5)).codes == ["to-the-token"])
        #expect(try callSummary("23b872dd" + friendWord + targetWord + word(5)).codes == ["to-the-token"])
        #expect(try callSummary("a9059cbb" + zeroWord + word(5)).codes == ["zero-address"])
        // Coins of a Safe to nobody.
        let data = "468721a7" + zeroWord + word(5) + word(128) + word(0) + word(0)
        #expect(try callSummary(data).codes == ["zero-address"])
    }

    @Test func otherWaysToLetTokensBeTaken() throws {
        let operate = try callSummary(selector("authorizeOperator", .address) + friendWord)
        #expect(operate.codes == ["unlimited-approval"])
        let permit2 = try callSummary(
            "87517c45" + targetWord + friendWord + String(unlimited.prefix(40)).padded + word(1_893_456_000))
        #expect(permit2.codes == ["unlimited-approval"])
        #expect(
            permit2.text("  asks to")
                == "let \(friend) take UNLIMITED amounts of the token \(target) from the signer through \(target), "
                + "until 1893456000, 2030-01-01 00:00:00 UTC")
        // All ones of 96 bits are without a limit to tokens that count in 96 bits; one less is a number.
        let comp = "095ea7b3" + friendWord
        #expect(try callSummary(comp + String(unlimited.prefix(24)).padded).codes == ["unlimited-approval"])
        #expect(try callSummary(comp + (unlimited.prefix(23) + "e").padded).codes == [])
        #expect(try callSummary(comp + ("1" + zeroWord.prefix(28)).padded).codes == ["unlimited-approval"])
        #expect(try callSummary(comp + unlimited.prefix(28).padded).codes == [])
    }
}

extension StringProtocol {
    /// Filled up with zeros on the left to a word.
    fileprivate var padded: String { String(repeating: "0", count: 64 - count) + self }
}
