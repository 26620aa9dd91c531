import Encodings
import TestSupport
import Testing

@Suite struct HexTests {
    /// RFC 4648, section 10.
    @Test func encodesAndDecodesTheExamplesOfRFC4648() throws {
        #expect(Hex.encode(Array("foobar".utf8), uppercase: true) == "666F6F626172")
        #expect(try Hex.decode("666F6F626172") == Array("foobar".utf8))
        #expect(try Hex.decode("666f6f626172") == Array("foobar".utf8))
        #expect(try Hex.decode("") == [])
    }

    @Test func everyByteComesBack() throws {
        let all = Array(UInt8.min...UInt8.max)
        #expect(try Hex.decode(Hex.encode(all)) == all)
        #expect(try Hex.decode(Hex.encode(all, uppercase: true)) == all)
    }

    @Test func theFormForSecretsIsTheSameAndMayOverwriteItsInput() throws {
        let all = Array(UInt8.min...UInt8.max)
        let letters = try decoded(all, capacity: 512) { (bytes, output) throws(EncodingsError) in
            Hex.encode(bytes, into: output)
        }
        #expect(String(decoding: letters, as: UTF8.self) == Hex.encode(all))
        var place = letters
        let count = try place.withUnsafeMutableBytes { try Hex.decode(UnsafeRawBufferPointer($0), into: $0) }
        #expect(Array(place[..<count]) == all)
    }

    @Test func refusesOddLengths() {
        #expect(throws: EncodingsError.impossibleLength(.hex, letters: 3)) { try Hex.decode("abc") }
    }

    /// Each of the 256 bytes, at each of both places of a pair.
    @Test func readsTwentyTwoLettersAndTellsWhereAnotherStands() throws {
        let legal = Set("0123456789abcdefABCDEF".utf8)
        for byte in UInt8.min...UInt8.max {
            for place in 0..<2 {
                var text = Array("00000000".utf8)
                text[4 + place] = byte
                let outcome = Result { () throws(EncodingsError) in
                    try decoded(text, capacity: 4) { (ascii, output) throws(EncodingsError) in
                        try Hex.decode(ascii, into: output)
                    }
                }
                let digit = UInt8(String(decoding: [byte], as: UTF8.self), radix: 16)
                if legal.contains(byte) {
                    #expect(try outcome.get() == [0, 0, try #require(digit) << (place == 0 ? 4 : 0), 0])
                } else {
                    #expect(throws: EncodingsError.foreignLetter(.hex, position: 5 + place)) { try outcome.get() }
                }
            }
        }
    }

    @Test(arguments: Seed.fresh(16)) func randomBytesComeBack(seed: Seed) throws {
        var generator = seed.generator
        for _ in 0..<50 {
            let bytes = generator.bytes(generator.int(0...80))
            #expect(try Hex.decode(Hex.encode(bytes)) == bytes)
        }
    }
}
