import EVM
import Encodings
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

private let token = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"
private let friend = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
private let friendWord = "00000000000000000000000009616c3d61b3331fc4109a9e41a8bdb7d9776609"
private let tokenWord = "000000000000000000000000a0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"
private let unlimited = String(repeating: "f", count: 64)

/// A number as a word of call data.
func word(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 64 - digits.count) + digits
}

/// Hexadecimal digits filled up with zeros to whole words, their length before them.
func packed(_ digits: String) -> String {
    let rest = digits.count % 64
    return word(digits.count / 2) + digits + String(repeating: "0", count: rest == 0 ? 0 : 64 - rest)
}

/// A call on Energy Web with these data, as a person sees it.
func callSummary(_ data: String, besides: [SideFile] = []) throws -> Summary {
    let json =
        "{\"chainId\": 246, \"nonce\": 1, \"to\": \"\(token)\", \"value\": 0, \"gas\": 900000, \"gasPrice\": 1, \"data\": \"0x\(data)\"}"
    let terms = Terms(besides: besides)
    let read = try EVMLedger.readUnsigned(Array(json.utf8), under: terms)
    return read.summary(signer: try testKey(ganacheKey).verifyingKey(), under: terms)
}

extension Summary {
    func text(_ label: String) -> String? { facts.first { $0.label == label }?.text }
    func texts(_ label: String) -> [String] { facts.filter { $0.label == label }.map(\.text) }
    var codes: [String] { warnings.map(\.code) }
}

/// Calls that people lose money with, in words.
@Suite struct CallTests {
    @Test func bytesBehindTheArgumentsHideNothing() throws {
        let spender = [UInt8](repeating: 0, count: 12) + [UInt8](repeating: 0x11, count: 20)
        let approval = [0x09, 0x5E, 0xA7, 0xB3] + spender + [UInt8](repeating: 0xFF, count: 32)
        #expect(try #require(Call(approval)).isUnlimitedApproval)
        let longer = try #require(Call(approval + [0]))
        #expect(longer.isUnlimitedApproval && longer.writing == .withBytesLeftOver)
        #expect(Summary.Warning.about([longer]).map(\.code) == ["unlimited-approval", "bytes-left-over"])
        let shorter = try #require(Call(Array(approval.dropLast())))
        #expect(Summary.Warning.about([shorter]).map(\.code) == ["unlimited-approval", "arguments-differ"])
    }

    @Test func tokensThatAreSent() throws {
        let summary = try callSummary("a9059cbb" + friendWord + word(1000))
        #expect(summary.text("  asks to") == "send 1000 units of the token \(token) to \(friend)")
        #expect(summary.confirmation == .lastLetters(of: friend, which: "the receiver of the tokens"))
        #expect(summary.codes == [])
        let moved = try callSummary("23b872dd" + tokenWord + friendWord + word(7))
        #expect(moved.text("  owner") == token && moved.text("  receiver") == friend && moved.text("  amount") == "7")
        let piece = try callSummary("42842e0e" + tokenWord + friendWord + word(7))
        #expect(piece.text("  asks to") == "move the piece 7 of \(token) from \(token) to \(friend)")
    }

    @Test func approvals() throws {
        let all = try callSummary("095ea7b3" + friendWord + unlimited)
        #expect(
            all.text("  asks to")
                == "let \(friend) take UNLIMITED amounts of the token \(token), or its piece of that number, from the signer"
        )
        #expect(all.text("  amount") == "UNLIMITED (2^256 - 1)")
        #expect(all.codes == ["unlimited-approval"])
        #expect(all.confirmation == .lastLetters(of: friend, which: "the spender"))
        #expect(try callSummary("39509351" + friendWord + unlimited).codes == ["unlimited-approval"])
        #expect(try callSummary("39509351" + friendWord + word(4)).text("  added") == "4")
        let back = try callSummary("095ea7b3" + friendWord + word(0))
        #expect(back.text("  asks to") == "take back what \(friend) may take of the token \(token)")
        let pieces = try callSummary("a22cb465" + friendWord + word(1))
        #expect(pieces.text("  asks to") == "let \(friend) take ALL pieces of \(token) from the signer")
        #expect(pieces.codes == ["unlimited-approval"])
        #expect(try callSummary("a22cb465" + friendWord + word(0)).codes == [])
        let permit = try callSummary(
            "d505accf" + tokenWord + friendWord + unlimited + word(1_893_456_000) + word(27) + word(1) + word(2))
        #expect(permit.codes == ["unlimited-approval"])
        #expect(permit.text("  deadline") == "1893456000, 2030-01-01 00:00:00 UTC")
    }

    /// Ten arguments of Safe's execTransaction around a call.
    private func safe(_ inner: String, operation: Int) -> String {
        let data = packed(inner)
        let head =
            tokenWord + word(5) + word(320) + word(operation) + word(0) + word(0) + word(0) + word(0) + word(0)
            + word(320 + data.count / 2)
        return "6a761202" + head + data + packed(String(repeating: "01", count: 65))
    }

    @Test func theTransactionOfASafe() throws {
        let inner = "095ea7b3" + friendWord + unlimited
        let summary = try callSummary(safe(inner, operation: 0))
        #expect(summary.text("  asks to") == "have the Safe \(token) call \(token)")
        #expect(summary.text("  operation") == "0, a call")
        #expect(
            summary.text("  >call")
                == "call of \(token), with 0.000000000000000005 EWT, 68 bytes, selector 0x095ea7b3, "
                + "looks like approve(address,uint256)")
        #expect(summary.text("  >amount") == "UNLIMITED (2^256 - 1)")
        #expect(summary.codes == ["unlimited-approval"])
        #expect(summary.confirmation == .lastLetters(of: friend, which: "the spender"))
        let calls = try #require(summary.members["calls"]?.array)
        #expect(calls.map { $0["function"]?.string } == ["approve(address,uint256)"])
        #expect(calls[0]["delegateCall"] == .bool(false))
    }

    @Test func shoutsDelegateCalls() throws {
        let summary = try callSummary(safe("deadbeef", operation: 1))
        #expect(summary.codes == ["delegate-call"])
        #expect(summary.text("  asks to") == "run the code of \(token) AS THE SAFE \(token)")
        #expect(summary.text("  operation")?.contains("DELEGATECALL") ?? false)
        #expect(summary.text("  >call")?.hasPrefix("DELEGATECALL to \(token)") ?? false)
        #expect(summary.text("  >data") == "0xdeadbeef")
        #expect(summary.confirmation == .lastLetters(of: token, which: "the contract whose code runs"))
        // What Safe's contract refuses is no call either.
        #expect(try callSummary(safe("", operation: 2)).codes == ["delegate-call"])
    }

    @Test func manyCallsInOne() throws {
        func one(_ operation: String, _ data: String) -> String {
            operation + friendWord.dropFirst(24) + word(3) + word(data.count / 2) + data
        }
        let burn = "42966c68" + word(4)
        let list = one("00", burn) + one("00", "") + one("01", "01020304")
        let send = "8d80ff0a" + word(32) + packed(list)
        let summary = try callSummary(safe(send, operation: 1))
        #expect(
            summary.texts("  >>call") == [
                "call of \(friend), with 0.000000000000000003 EWT, 36 bytes, selector 0x42966c68, looks like burn(uint256)",
                "call of \(friend), with 0.000000000000000003 EWT, no data",
                "DELEGATECALL to \(friend), with 0.000000000000000003 EWT, 4 bytes, selector 0x01020304, not known by name",
            ])
        // A list that does not end with a call is not read as calls.
        let cut = try callSummary("8d80ff0a" + word(32) + packed(String(list.dropLast(2))))
        #expect(cut.texts("  >call") == [] && cut.text("  calls")?.hasPrefix("0x00") ?? false)
        #expect(cut.codes == ["calls-not-read"])

        let calls = [burn, "095ea7b3" + friendWord + unlimited].map(packed)
        let multicall =
            "ac9650d8" + word(32) + word(2) + word(64) + word(64 + calls[0].count / 2) + calls.joined()
        let several = try callSummary(multicall)
        #expect(several.texts("  >call").count == 2 && several.codes == ["unlimited-approval"])
    }

    @Test func callsInsideOfCallsEndSomewhere() throws {
        var data = "095ea7b3" + friendWord + unlimited
        for _ in 0..<40 { data = "ac9650d8" + word(32) + word(1) + word(32) + packed(data) }
        let call = try #require(Call(try hexBytes(data)))
        func depth(_ call: Call) -> Int { 1 + (call.inner.compactMap(\.call).map(depth).max() ?? 0) }
        #expect(depth(call) == Call.deepestNesting + 1)
        // The innermost that is looked at is shown as bytes, and these are many.
        #expect(try callSummary(data).codes == ["calls-not-read", "not-all-shown"])
        #expect(try callSummary("ac9650d8" + word(32) + word(0)).codes == [])
    }

    @Test func whatIsTooMuchToShowIsSaid() throws {
        let empty = packed("")
        let count = 500
        var data = "ac9650d8" + word(32) + word(count)
        for index in 0..<count { data += word(32 * (count + index)) }
        data += String(repeating: empty, count: count)
        let summary = try callSummary(data)
        #expect(summary.codes == ["not-all-shown"])
        #expect(summary.texts("  >call").count == 200)
        #expect(summary.text("  more") == "300 calls that are not shown")
    }

    @Test func whatIsNotKnownIsShownAsBytes() throws {
        #expect(try callSummary("deadbeef0102").text("  bytes") == "0xdeadbeef0102")
        #expect(try callSummary("010203").text("data") == "3 bytes, no selector")
        #expect(try callSummary("010203").text("  bytes") == "0x010203")
        // A function whose arguments are not there.
        let short = try callSummary("a9059cbb" + friendWord)
        #expect(short.codes == ["arguments-differ"] && short.text("  bytes") == "0xa9059cbb" + friendWord)
    }
}
