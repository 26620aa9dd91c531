import Encodings
import TestSupport
import Testing

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func encodesAndDecodesTheExamplesOfRFC4648(text: String, letters: String) throws {
        #expect(Base64.encode(Array(text.utf8)) == letters)
        #expect(try Base64.decode(letters) == Array(text.utf8))
        let bare = String(letters.prefix { $0 != "=" })
        #expect(Base64.encode(Array(text.utf8), padding: .absent) == bare)
        #expect(try Base64.decode(bare, padding: .absent) == Array(text.utf8))
    }

    @Test(arguments: [
        ("Zg", EncodingsError.impossibleLength(.base64, letters: 2)), ("Zg=", .impossibleLength(.base64, letters: 3)),
        ("Zg==Z", .impossibleLength(.base64, letters: 5)), ("Z===", .foreignLetter(.base64, position: 2)),
        ("====", .foreignLetter(.base64, position: 1)), ("Zg==Zg==", .foreignLetter(.base64, position: 3)),
        ("Zm9v\n", .impossibleLength(.base64, letters: 5)), ("Zm 9", .foreignLetter(.base64, position: 3)),
        ("Zm-_", .foreignLetter(.base64, position: 3)), ("Zh==", .notCanonical(.base64)),
        ("Zm9=", .notCanonical(.base64)), ("Zm8=\u{E9}\u{E9}", .foreignLetter(.base64, position: 4)),
    ])
    func refusesWhatIsNotCanonical(text: String, error: EncodingsError) {
        #expect(throws: error) { try Base64.decode(text) }
    }

    @Test(arguments: [
        ("Z", EncodingsError.impossibleLength(.base64, letters: 1)), ("Zg==", .foreignLetter(.base64, position: 3)),
        ("Zh", .notCanonical(.base64)), ("Zm9", .notCanonical(.base64)),
    ])
    func refusesWhatIsNotCanonicalWithoutPadding(text: String, error: EncodingsError) {
        #expect(throws: error) { try Base64.decode(text, padding: .absent) }
    }

    /// Each text of the last two and three letters has one meaning: of 64² endings 256 are bytes, of 64³ 65536.
    @Test func everyByteHasOneText() throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var seen: Set<[UInt8]> = []
        for first in alphabet {
            for second in alphabet {
                let text = String(decoding: [first, second, 0x3D, 0x3D], as: UTF8.self)
                guard let bytes = try? Base64.decode(text) else { continue }
                #expect(Base64.encode(bytes) == text)
                seen.insert(bytes)
            }
        }
        #expect(seen.count == 256)
    }

    @Test func readsSixtyFourLettersAndTellsWhereAnotherStands() throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for byte in UInt8.min...UInt8.max where byte != 0x3D {
            for place in 0..<4 {
                var text = Array("AAAAAAAA".utf8)
                text[4 + place] = byte
                let error = refusal { () throws(EncodingsError) in
                    let bytes = try decoded(text, capacity: 8) { (ascii, output) throws(EncodingsError) in
                        try Base64.decode(ascii, into: output)
                    }
                    let group = bytes[3...].reduce(0) { $0 << 8 | Int($1) }
                    #expect(alphabet[group >> (18 - 6 * place)] == byte)
                }
                #expect(error == (alphabet.contains(byte) ? nil : .foreignLetter(.base64, position: 5 + place)))
            }
        }
    }

    @Test(arguments: Seed.fresh(16)) func randomBytesComeBackFromBothForms(seed: Seed) throws {
        var generator = seed.generator
        for length in 0...70 {
            let bytes = generator.bytes(length)
            for padding in [Base64.Padding.required, .absent] {
                let text = Base64.encode(bytes, padding: padding)
                #expect(text.utf8.count == Base64.encodedCount(length, padding: padding))
                #expect(try Base64.decode(text, padding: padding) == bytes)
            }
            var place = Array(Base64.encode(bytes).utf8)
            let count = try place.withUnsafeMutableBytes { try Base64.decode(UnsafeRawBufferPointer($0), into: $0) }
            #expect(Array(place[..<count]) == bytes)
        }
    }

    @Test(arguments: Seed.fresh(16)) func whatIsAcceptedIsWhatIsWritten(seed: Seed) {
        var generator = seed.generator
        for _ in 0..<300 {
            let text = generator.mutated(Array(Base64.encode(generator.bytes(generator.int(0...12))).utf8))
            let bytes = try? decoded(text, capacity: 200) { (ascii, output) throws(EncodingsError) in
                try Base64.decode(ascii, into: output)
            }
            if let bytes { #expect(Array(Base64.encode(bytes).utf8) == text) }
        }
    }
}
