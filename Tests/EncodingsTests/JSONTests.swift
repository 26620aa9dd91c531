import Encodings
import Foundation
import TestSupport
import Testing

@Suite struct JSONTests {
    @Test func readsEveryKindOfValue() throws {
        let value = try JSON.parse(
            "\u{FEFF} {\"a\" : [1, -2.50e+3, true, false, null, {}, []],\r\n\t\"b\": \"x\\n\\/\\u00e9\\ud83d\\ude00é😀\"} \n"
        )
        #expect(
            value == [
                "a": [.number("1"), .number("-2.50e+3"), true, false, nil, [:], []],
                "b": "x\n/é😀é😀",
            ])
        #expect(value["a"]?.array?[0].integer == 1)
        #expect(value["a"]?.array?[1].integer == nil)
        #expect(value.object?.names == ["a", "b"])
    }

    @Test(arguments: [
        ("", JSONFault.ended, 1, 1), ("  ", .ended, 1, 3), ("{", .ended, 1, 2), ("[1", .ended, 1, 3),
        ("{\"a\"", .ended, 1, 5), ("\"abc", .ended, 1, 1), ("\"ab\\", .ended, 1, 4), ("\"\\u12", .ended, 1, 2),
        ("tru", .ended, 1, 4), ("-", .ended, 1, 2), ("1.", .ended, 1, 3), ("1e", .ended, 1, 3),
        ("[1,]", .valueExpected, 1, 4), ("[,1]", .valueExpected, 1, 2), ("'a'", .valueExpected, 1, 1),
        ("+1", .valueExpected, 1, 1), (".5", .valueExpected, 1, 1), ("NaN", .valueExpected, 1, 1),
        ("{\"a\":1,}", .nameExpected, 1, 8), ("{1:2}", .nameExpected, 1, 2), ("{a:2}", .nameExpected, 1, 2),
        ("{\"a\" 1}", .colonExpected, 1, 6), ("[1 2]", .commaOrEndExpected, 1, 4), ("[1}", .commaOrEndExpected, 1, 3),
        ("{\"a\":1 \"b\"", .commaOrEndExpected, 1, 8), ("01", .malformedNumber, 1, 1), ("-01", .malformedNumber, 1, 2),
        ("[1.]", .malformedNumber, 1, 4), ("[1.e1]", .malformedNumber, 1, 4), ("[1e+]", .malformedNumber, 1, 5),
        ("[-]", .malformedNumber, 1, 3), ("nul1", .malformedLiteral, 1, 4), ("[trueé]", .commaOrEndExpected, 1, 6),
        ("\"\u{1}\"", .controlCharacter, 1, 2), ("\"é\n\"", .controlCharacter, 1, 3),
        ("\"\\x\"", .malformedEscape, 1, 2), ("\"\\u12G4\"", .malformedEscape, 1, 2),
        ("\"\\U0041\"", .malformedEscape, 1, 2),
        ("\"\\ud800\"", .loneSurrogate, 1, 2), ("\"\\udc00\"", .loneSurrogate, 1, 2),
        ("\"\\ud800\\u0041\"", .loneSurrogate, 1, 2), ("\"\\ud800x\"", .loneSurrogate, 1, 2),
        ("{\"a\":1,\n \"\\u0061\":2}", .duplicateName("a"), 2, 2), ("[{\"a\":1,\"a\":1}]", .duplicateName("a"), 1, 9),
        ("1 2", .trailingText, 1, 3), ("{} // x", .trailingText, 1, 4), ("1\u{0}", .trailingText, 1, 2),
        ("\n\n  x", .valueExpected, 3, 3),
    ])
    func everyRefusalHasItsReasonAndPlace(text: String, fault: JSONFault, line: Int, column: Int) {
        #expect(
            refusal { () throws(EncodingsError) in _ = try JSON.parse(text) }
                == .json(fault, line: line, column: column), "\(text)")
    }

    /// Unicode 15, table 3-7: what lies beside each row.
    @Test(arguments: [
        "80", "BF", "C080", "C1BF", "C2", "C27F", "C2C0", "E09FBF", "E08080", "EDA080", "EDBFBF", "E18080", "F08FBFBF",
        "F4908080", "F5808080", "FF", "E282", "F09F98", "E2287F",
    ])
    func refusesMalformedUTF8(hex: String) throws {
        var text = Array("[\"ab".utf8) + (try Hex.decode(hex)) + Array("\"]".utf8)
        // E18080 is well formed: it stands there to show that this test can tell.
        let expected: EncodingsError? = hex == "E18080" ? nil : .json(.malformedUTF8, line: 1, column: 5)
        #expect(refusal { () throws(EncodingsError) in _ = try JSON.parse(text) } == expected)
        text = Array("\"".utf8) + (try Hex.decode(hex))
        #expect(refusal { () throws(EncodingsError) in _ = try JSON.parse(text) } != nil)
    }

    @Test func sixtyFourLevelsAreReadAndOneMoreIsNot() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSON.parse(nested(64)) }
        #expect(throws: EncodingsError.json(.tooDeep, line: 1, column: 65)) { try JSON.parse(nested(65)) }
        #expect(throws: EncodingsError.self) { try JSON.parse(String(repeating: "{\"a\":", count: 100_000)) }
    }

    /// Each value takes memory, so that a small text of many would take much.
    @Test func tooManyValuesAreRefused() throws {
        func zeros(_ count: Int) -> String { "[" + String(repeating: "0,", count: count - 1) + "0]" }
        #expect(try JSON.parse(zeros(JSON.mostValues - 1)).array?.count == JSON.mostValues - 1)
        #expect(throws: EncodingsError.json(.tooManyValues, line: 1, column: 2 * JSON.mostValues)) {
            try JSON.parse(zeros(JSON.mostValues))
        }
    }

    /// Two normal forms of one letter are equal as Swift strings, and two names here.
    @Test func namesAreComparedAsBytes() throws {
        let value = try JSON.parse("{\"\\u00e9\":1,\"e\\u0301\":2}")
        #expect(value["\u{E9}"] == 1 && value["e\u{301}"] == 2)
    }

    @Test func numbersStayText() throws {
        let text = "[115792089237316195423570985008687907853269984665640564039457584007913129639935,-0,1E400,0.10]"
        #expect(JSONWriter.text(try JSON.parse(text), .compact) == text)
        #expect(try JSON.parse("9223372036854775807").integer == Int.max)
        #expect(try JSON.parse("9223372036854775808").integer == nil)
    }

    @Test func writesMembersInOrderAndEscapesWhatMustBe() {
        let value: JSONValue = ["z": 1, "a": ["q\"\\/\u{8}\t\u{1F}\u{7F}é", nil], "e": [:], "f": []]
        #expect(
            JSONWriter.text(value, .compact)
                == "{\"z\":1,\"a\":[\"q\\\"\\\\/\\u0008\\t\\u001f\u{7F}é\",null],\"e\":{},\"f\":[]}")
        #expect(
            JSONWriter.text(["z": 1, "a": [true, []], "e": [:]], .pretty) == """
                {
                  "z": 1,
                  "a": [
                    true,
                    []
                  ],
                  "e": {}
                }
                """)
    }

    /// A random value, and the seed that made it.
    private static func value(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
        func text() -> String {
            let scalars = (0..<generator.int(0...8)).compactMap { _ in
                Unicode.Scalar(UInt32(generator.int(0...(generator.oneIn(4) ? 0x10FFFF : 0x2FF))))
            }
            return String(String.UnicodeScalarView(scalars))
        }
        switch generator.int(0...(depth > 4 ? 4 : 6)) {
        case 0: return nil
        case 1: return .bool(generator.oneIn(2))
        case 2: return .integer(generator.int(.min ... .max))
        case 3: return .number(["0", "-1.5", "1e9", "2E-7"][generator.int(0...3)])
        case 4: return .string(text())
        case 5: return .array((0..<generator.int(0...5)).map { _ in value(&generator, depth: depth + 1) })
        default:
            var object = JSONObject()
            for position in 0..<generator.int(0...5) {
                object.append("\(position)" + text(), value(&generator, depth: depth + 1))
            }
            return .object(object)
        }
    }

    @Test(arguments: Seed.fresh(32)) func whatIsWrittenIsReadBack(seed: Seed) throws {
        var generator = seed.generator
        for _ in 0..<20 {
            let value = Self.value(&generator, depth: 0)
            #expect(try JSON.parse(JSONWriter.text(value, .compact)) == value)
            #expect(try JSON.parse(JSONWriter.text(value, .pretty)) == value)
        }
    }

    /// Whether a number in it is too large for Foundation, which reads into a `Double`; ours keeps the digits.
    private static func isBeyondDouble(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let digits): Double(digits)?.isInfinite ?? true
        case .array(let elements): elements.contains(where: isBeyondDouble)
        case .object(let object): object.members.contains { isBeyondDouble($0.value) }
        default: false
        }
    }

    /// Whatever our reader accepts, Foundation's accepts too, but for the size of numbers: ours is the stricter one.
    @Test(arguments: Seed.fresh(8)) func noTextMakesTheReaderTrapAndFoundationReadsWhatItAccepts(seed: Seed) throws {
        var generator = seed.generator
        let sample = "{\"a\": [1, -2.5e+3, true, null, \"\\u00e9\\ud83d\\ude00é\\\\\"], \"b\": {\"c\": \"日本\"}}"
        for _ in 0..<600 {
            let text = generator.mutated(Array(sample.utf8))
            guard let value = try? JSON.parse(text) else { continue }
            let foundation = try? JSONSerialization.jsonObject(with: Data(text), options: [.fragmentsAllowed])
            #expect(
                foundation != nil || Self.isBeyondDouble(value), "\(String(decoding: text, as: UTF8.self))")
            #expect(try JSON.parse(JSONWriter.text(value, .pretty)) == value)
        }
    }

    /// Every JSON file of the outside vectors that Foundation reads is read to the same tree.
    @Test func theOutsideVectorsThemselvesAreRead() throws {
        var passed = 0
        for folder in ["bips", "bitcoin-core", "ethereum", "wycheproof", "key-formats", "cometbft", "solana"] {
            for name in OutsideVectors.files(in: folder) where name.hasSuffix(".json") {
                guard let bytes = OutsideVectors.bytes("\(folder)/\(name)") else { continue }
                #expect(throws: Never.self, "\(folder)/\(name)") { try JSON.parse(bytes) }
                passed += 1
            }
        }
        OutsideVectors.account("JSON of the vector files", passed: passed, refused: 0)
    }
}
