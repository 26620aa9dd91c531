import Encodings
import Testing

@Suite struct EncodingsErrorTests {
    @Test func everyErrorSaysWhereAndWhat() {
        let errors: [(EncodingsError, String)] = [
            (.foreignLetter(.base58, position: 3), "character 3 is no base58 letter"),
            (.impossibleLength(.hex, letters: 3), "3 letters"),
            (.tooLong(.bech32, letters: 91, most: 90), "91 letters"),
            (.wrongChecksum(.bech32), "checksum"), (.notCanonical(.base64), "base64"),
            (.bech32(.mixedCase), "upper and lower case"),
            (.json(.colonExpected, line: 2, column: 5), "line 2, column 5"),
            (.json(.duplicateName("a\u{1B}"), line: 1, column: 1), "a\\u{1b}"), (.der(.longTag, offset: 7), "byte 7"),
            (.der(.unexpectedTag(found: .null, expected: .sequence), offset: 0), "found NULL where SEQUENCE"),
            (.pem(.noEnd(label: "KEY"), line: 4), "line 4"),
        ]
        for (error, fact) in errors {
            #expect(error.description.contains(fact))
            #expect(!error.description.hasSuffix("."))
        }
    }
}
