import EVM
import Encodings
import TestSupport
import Testing
import Transactions

private let friend = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
private let friendWord = "00000000000000000000000009616c3d61b3331fc4109a9e41a8bdb7d9776609"
private let unlimited = String(repeating: "f", count: 64)
private let approval = "095ea7b3" + friendWord + unlimited

/// Data that are not written as tools write them: what contracts read in them is what the signer sees.
@Suite struct LooseCallTests {
    /// multicall(bytes[]) with these words for its data.
    private func multicall(_ words: String...) throws -> Summary { try callSummary("ac9650d8" + words.joined()) }

    @Test func offsetsThatOverlapHideNoApproval() throws {
        // Both elements are the same bytes.
        let twice = try multicall(word(32), word(2), word(64), word(64), packed(approval))
        #expect(twice.codes == ["unlimited-approval", "arguments-differ"])
        #expect(twice.texts("  >spender") == [friend, friend])
        #expect(twice.texts("  bytes").count >= 1 && twice.members["canonical"] == false)
        // The element stands before the list that names it.
        let head = packed(approval)
        let before = try multicall(word(32 + head.count / 2), head, word(1), String(unlimited.dropLast(2)) + "60")
        #expect(before.codes == ["arguments-differ"])
        let gap = try multicall(word(64), word(7), word(1), word(64), word(7), packed(approval))
        #expect(gap.codes == ["unlimited-approval", "arguments-differ"] && gap.texts("  >spender") == [friend])
    }

    @Test func whatOldContractsCutOffIsCutOff() throws {
        let dirty = try callSummary("095ea7b3" + "ff" + friendWord.dropFirst(2) + unlimited)
        #expect(dirty.text("  spender") == friend)
        #expect(dirty.codes == ["unlimited-approval", "arguments-differ"])
        let flag = try callSummary("a22cb465" + friendWord + word(2))
        #expect(flag.codes == ["unlimited-approval", "arguments-differ"])
        // The address of a short transfer takes zeros from the amount.
        let short = try callSummary("a9059cbb" + friendWord.dropLast(2) + word(5))
        #expect(short.codes == ["arguments-differ"] && short.text("  amount") == "1280")
        #expect(short.text("  receiver") != friend)
    }

    @Test func anInnerCallIsReadLooselyToo() throws {
        let inner = "ac9650d8" + word(32) + word(1) + word(64) + word(0) + packed(approval)
        let summary = try multicall(word(32), word(1), word(32), packed(inner))
        #expect(summary.codes == ["unlimited-approval", "arguments-differ"])
        #expect(summary.texts("  >data").count >= 1 && summary.texts("  >>spender") == [friend])
    }

    @Test func whatCannotBeReadIsSaidLoudly() throws {
        for words in [
            [word(1 << 40)], [word(32), word(1), word(1 << 30)], [word(32), word(1 << 20)], [unlimited],
            [word(32), word(1), word(0), unlimited],
        ] {
            let summary = try callSummary("ac9650d8" + words.joined())
            #expect(summary.codes.contains("arguments-differ"), "\(words)")
            #expect(summary.texts("  bytes").count >= 1)
        }
        let nothing = try callSummary("ac9650d8" + unlimited)
        #expect(nothing.warnings.contains { $0.text.hasSuffix("WHAT THEY DO IS NOT SHOWN") })
        #expect(nothing.members["arguments"] == .null && nothing.members["canonical"] == .null)
    }

    /// Lists in lists whose offsets all lead to one place have many times more values than bytes.
    @Test func overlappingListsEndSomewhere() throws {
        let abi = """
            [{"name": "f", "inputs": [{"name": "x", "type": "uint8[][][][][][][][]"}]}]
            """
        let function = ABIFunction(
            name: "f",
            inputs: [
                ABIParameter(name: "x", type: (0..<8).reduce(.unsigned(bits: 8)) { type, _ in .list(type) })
            ])
        // Each level is a list of 16 whose elements all are the next level.
        var data = word(32)
        for _ in 0..<8 { data += word(16) + String(repeating: word(512), count: 16) }
        let file = SideFile(.abi, name: "a", bytes: Array(abi.utf8))
        let summary = try callSummary(Hex.encode(function.selector) + data, besides: [file])
        #expect(summary.codes == ["not-all-shown", "arguments-differ"] && summary.members["arguments"] == .null)
    }

    @Test(arguments: Seed.fresh(64))
    func anyDataEndInAResult(_ seed: Seed) throws {
        var generator = seed.generator
        for selector in ["ac9650d8", "6a761202", "8d80ff0a", "b63e800d", "34fcd5be", "095ea7b3"] {
            let count = Int.random(in: 0...40, using: &generator)
            let words = (0..<count).map { _ in
                Bool.random(using: &generator)
                    ? word(32 * Int.random(in: 0...count, using: &generator))
                    : word(Int.random(in: 0...300, using: &generator))
            }
            _ = try callSummary(selector + words.joined())
        }
    }

    @Test func bytesBehindTheArgumentsAreShown() throws {
        for data in ["d0e30db0" + "deadbeef", "a9059cbb" + friendWord + word(5) + "deadbeef"] {
            let summary = try callSummary(data)
            #expect(summary.codes == ["bytes-left-over"] && summary.text("  bytes") == "0x" + data)
        }
    }

    @Test func bytesThatAreCutAreSaidWithTheirHash() throws {
        let long = String(repeating: "ab", count: 1025)
        let known = try callSummary("b88d4fde" + friendWord + friendWord + word(7) + word(128) + packed(long))
        #expect(known.codes == ["not-all-shown"])
        #expect(known.text("  data")?.contains("1025 bytes, Keccak-256 0x") ?? false)
        let arguments = try #require(known.members["arguments"]?.array)
        #expect(arguments[3]["value"] == .string("0x" + long))
        let whole = try callSummary(
            "b88d4fde" + friendWord + friendWord + word(7) + word(128) + packed(String(long.dropLast(2))))
        #expect(whole.codes == [])
        let shown = whole.facts.drop { $0.label != "  data" }.prefix { $0.label == "  data" || $0.label == "  more" }
        #expect(shown.map(\.text).joined() == "0x" + long.dropLast(2))
        // Data of a function that is not known, outside and inside.
        #expect(try callSummary("deadbeef" + long).codes == ["not-all-shown"])
        let inner = try multicall(word(32), word(1), word(32), packed("deadbeef" + long))
        #expect(inner.codes == ["not-all-shown"] && inner.text("  >data")?.contains("Keccak-256 0x") ?? false)
    }

    /// sign_szabo_bytecode(bytes16,uint128) has approve's selector.
    @Test func anABICannotHideAnApprovalBehindItsSelector() throws {
        let abi = """
            [{"name": "sign_szabo_bytecode", "inputs": [{"name": "text", "type": "bytes16"}, {"name": "n", "type": "uint128"}]}]
            """
        let file = SideFile(.abi, name: "a", bytes: Array(abi.utf8))
        let name = ABIFunction(
            name: "sign_szabo_bytecode",
            inputs: [
                ABIParameter(name: "", type: .word(count: 16)), ABIParameter(name: "", type: .unsigned(bits: 128)),
            ])
        try #require(Hex.encode(name.selector) == "095ea7b3")
        let summary = try callSummary(approval, besides: [file])
        #expect(summary.codes.contains("unlimited-approval") && summary.codes.contains("selector-collision"))
        #expect(summary.text("  or") == "approve(address,uint256), whose selector is the same")
        #expect(summary.text("  spender") == friend)
    }

    @Test func anABICannotHideWhatStandsBesideACall() throws {
        // The bytes of the calls are called signatures here, and the signatures data.
        let names = ["to", "value", "signatures", "operation", "a", "b", "c", "d", "e", "data"]
        let types = [
            "address", "uint256", "bytes", "uint8", "uint256", "uint256", "uint256", "address", "address", "bytes",
        ]
        let inputs = zip(names, types).map { "{\"name\": \"\($0)\", \"type\": \"\($1)\"}" }.joined(separator: ",")
        let file = SideFile(
            .abi, name: "a", bytes: Array("[{\"name\": \"execTransaction\", \"inputs\": [\(inputs)]}]".utf8))
        let data = packed(approval)
        let head =
            friendWord + word(0) + word(320) + word(0) + word(0) + word(0) + word(0) + word(0) + word(0)
            + word(320 + data.count / 2)
        let summary = try callSummary("6a761202" + head + data + packed("0102"), besides: [file])
        #expect(summary.texts("  field").contains("data: 0x0102") && summary.codes == ["unlimited-approval"])
        let odd = SideFile(
            .abi, name: "a",
            bytes: Array("[{\"name\": \"f\", \"inputs\": [{\"name\": \"a: 1, b\", \"type\": \"bool\"}]}]".utf8))
        #expect(throws: EVMError.abi(file: "a", .member("[0].inputs[0].name", needed: "a name or empty"))) {
            try callSummary("deadbeef", besides: [odd])
        }
    }
}
