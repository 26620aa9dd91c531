import EVM
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

private let token = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"
private let yes = "{\"x\": true}"

/// Typed data made to be signed by somebody who sees something else.
@Suite struct TypedDataAttackTests {
    private func summary(_ json: [UInt8]) throws -> Summary {
        try TypedData(parsing: json).summary(signer: try testKey(ganacheKey).verifyingKey(), under: Terms())
    }

    private func fault(_ json: [UInt8]) -> EVMError? {
        evmError { () throws(EVMError) in try TypedData(parsing: json) }
    }

    /// The Kelvin sign is a K by Unicode's equivalence, and other bytes, so that another type would be hashed.
    @Test func namesAreTheSameOnlyByTheirBytes() {
        let kelvin = "\u{212a}"
        #expect(
            fault(typedData(["T": "\(kelvin) a", "K": "bool x"], "T", "{\"a\": \(yes)}"))
                == .typedData(.unknownType(printable(kelvin), place: "T.a")))
        #expect(
            fault(typedData(["T": "\(kelvin)[] a", "K": "bool x"], "T", "{\"a\": []}"))
                == .typedData(.unknownType(printable("\(kelvin)[]"), place: "T.a")))
        #expect(fault(typedData(["K": "bool x"], kelvin, yes)) == .typedData(.primaryType(printable(kelvin))))
        #expect(
            fault(typedData([kelvin: "bool x", "T": "bool x"], "T", yes)) == .typedData(.name(printable(kelvin))))
        #expect(fault(typedData(["T": "bool K,bool \(kelvin)"], "T", "{\"K\": true}"))?.code == "typed-data-name")
        // The domain's type written twice, once with a letter that is another one.
        #expect(fault(typedData(["T": "bool x"], "EIP712Dom\u{430}in", yes))?.code == "typed-data-type")
    }

    @Test func listsOfEmptyStructuresAreSeen() throws {
        let types = ["T": "Vote[] votes,Vote one,uint8 n", "Vote": ""]
        let many = try summary(typedData(types, "T", "{\"votes\": [{}, {}, {}], \"one\": {}, \"n\": 1}"))
        #expect(
            many.texts("  field") == [
                "votes[0]: without members", "votes[1]: without members", "votes[2]: without members",
                "one: without members", "n: 1",
            ])
        let none = try summary(typedData(types, "T", "{\"votes\": [], \"one\": {}, \"n\": 1}"))
        #expect(none.texts("  field")[0] == "votes: empty")
        #expect(many.members["structHash"] != none.members["structHash"])
        let most = Array(repeating: "{}", count: 1 << 12).joined(separator: ",")
        #expect(
            fault(typedData(types, "T", "{\"votes\": [\(most)], \"one\": {}, \"n\": 1}"))?.code == "typed-data-limit")
    }

    @Test func longBytesAreSaidWithTheirHash() throws {
        let long = String(repeating: "ab", count: 1025)
        let cut = try summary(typedData(["T": "bytes x"], "T", "{\"x\": \"0x\(long)\"}"))
        #expect(cut.codes == ["not-all-shown"])
        #expect(cut.texts("  field")[0].hasPrefix("x: 1025 bytes, Keccak-256 0x"))
        #expect(cut.members["message"]?["x"] == .string("0x" + long))
        let other = try summary(typedData(["T": "bytes x"], "T", "{\"x\": \"0x\(long.dropLast())c\"}"))
        #expect(cut.texts("  field") != other.texts("  field"))
        let whole = try summary(typedData(["T": "bytes x"], "T", "{\"x\": \"0x\(long.dropLast(2))\"}"))
        #expect(whole.codes == [])
        let lines = whole.facts.drop { $0.label != "  field" }.prefix { ["  field", "  more"].contains($0.label) }
        #expect(lines.map(\.text).joined() == "x: 0x" + long.dropLast(2))
    }

    @Test func aNameIsNoVersion() throws {
        let summary = try summary(
            typedData(
                ["T": "bool x"], "T", yes, domainType: "string name,string version,uint256 chainId",
                domain: "{\"name\": \"App', version '1\", \"version\": \"2\", \"chainId\": 1}"))
        #expect(summary.text("domain") == "'App', version '1'" && summary.text("version") == "'2'")
    }

    @Test func textSteersNoTerminal() throws {
        let summary = try summary(
            typedData(["T": "string x"], "T", "{\"x\": \"pay \\u202e005 to\\nsigner: nobody\\u001b[2J\"}"))
        #expect(
            summary.texts("  field") == ["x: 'pay \\u{202e}005 to\\u{a}signer: nobody\\u{1b}[2J'"])
        #expect(summary.members["message"]?["x"] == "pay \u{202e}005 to\nsigner: nobody\u{1b}[2J")
    }

    @Test(arguments: [
        ("9223372036854775771", [String]()), ("9223372036854775772", ["no-such-chain"]),
        ("18446744073709551617", ["no-such-chain"]),
        ("115792089237316195423570985008687907853269984665640564039457584007913129639935", ["no-such-chain"]),
    ])
    func chainsThatNobodyHasAreRefused(_ chain: String, _ codes: [String]) throws {
        let data = try TypedData(
            parsing: typedData(
                ["T": "bool x"], "T", yes, domainType: "uint256 chainId", domain: "{\"chainId\": \"\(chain)\"}"))
        let all = Terms(accepting: [.replayable, .delegation, .blind])
        #expect(data.refusals(signer: nil, under: all).map(\.code) == codes)
        // 2⁶⁴ + 1 is not chain 1.
        let one = data.refusals(signer: nil, under: Terms(chain: "1"))
        #expect(one.map(\.code) == ["other-chain"] + codes)
        guard !codes.isEmpty else { return }
        #expect(throws: EVMError.noSuchChain(chain)) { try data.signed(by: try testKey(ganacheKey), under: all) }
    }

    /// The same name with other members is another type, whose words would be wrong.
    @Test func formsAreToldByAllOfTheirType() throws {
        func permit(_ members: String, _ message: String) throws -> Summary {
            try summary(typedData(["Permit": members], "Permit", "{\(message)}"))
        }
        let friend = "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609"
        let narrow = try permit(
            "address owner,address spender,uint128 value,uint256 nonce,uint256 deadline",
            "\"owner\": \"\(token)\", \"spender\": \"\(friend)\", \"value\": 1, \"nonce\": 0, \"deadline\": 0")
        #expect(narrow.text("asks to") == nil && narrow.codes == ["permit-not-known"])
        let spends = try summary(
            typedData(
                ["Order": "address spender,uint256 amount"], "Order", "{\"spender\": \"\(friend)\", \"amount\": 1}"))
        #expect(spends.codes == ["permit-not-known"])
        // A Safe's transaction with the operation behind the refund.
        let safe = try summary(
            typedData(
                ["SafeTx": "address to,uint256 value,bytes data,uint256 nonce"], "SafeTx",
                "{\"to\": \"\(friend)\", \"value\": 1, \"data\": \"0x\", \"nonce\": 1}"))
        #expect(safe.text("asks to") == nil)
    }

    @Test func arraysOfOtherLengthsAreOtherTypes() throws {
        func hash(_ type: String) throws -> [UInt8] {
            try TypedData(parsing: typedData(["T": "\(type) x"], "T", "{\"x\": [[1, 2], [3, 4]]}")).signingHash
        }
        let types = ["uint8[2][2]", "uint8[][2]", "uint8[2][]", "uint8[][]", "uint16[2][2]", "int8[2][2]"]
        #expect(Set(try types.map(hash)).count == types.count)
    }
}
