import Groups
import KeyFiles
import Secrets
import Signatures
import Testing

@Suite struct MessageTests {
    @Test(arguments: [
        KeyFilesError.empty, .tooLong(found: 2, most: 1), .notRecognised(byteCount: 5), .utf16,
        .notSupported(.mnemonic),
        .onlyPublic(label: "CERTIFICATE"), .groupNotTold, .otherGroup(told: .p256, found: .ed25519),
        .hexDigitCount(found: 63), .hexDigitCount(found: 128), .hexDigitCount(found: 10), .hexDigitCount(found: 70),
        .notHexadecimal(place: 3), .keyLength(.pkcs8DER, expected: 32, found: 31),
        .keyLength(.raw, expected: 32, found: 33), .keyOutOfRange(.p256, .scalarIsZero(.p256)),
        .malformed(.solana, facts: "a number is too large"), .publicHalfNotItsOwn(.solana),
        .addressNotItsOwn(.cometBFTNode, field: "id"), .groupsDisagree(.sec1PEM), .severalKeys(count: 2),
        .unknownField(.cometBFTNode, name: "x"), .missingField(.cometBFTNode, name: "value"), .passphraseMissing,
        .passphraseWrong, .wrongChecksum(.wif), .shardsDoNotFit(count: 1), .shardsDoNotFit(count: 2),
        .shardsDisagree(facts: "two shards have the place 1"), .onlyRead(.horcrux), .formatCannotCarry(.solana, .p256),
        .seedNotKnown(.solana),
        .signatures(.signatureNotLowS), .memory(.outOfMemory(byteCount: 1)),
    ])
    func everyMessageSaysWhatIsWrongAndWhatToDo(error: KeyFilesError) {
        let sentence = error.description
        #expect(sentence.contains("; "), "\(sentence)")
        #expect(!sentence.hasSuffix("."), "\(sentence)")
        #expect(sentence.first?.isUppercase == false, "\(sentence)")
    }

    @Test(arguments: KeyFormat.allCases)
    func everyFormHasATitleAndAWord(format: KeyFormat) {
        #expect(!format.title.isEmpty)
        #expect(format.rawValue.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
        #expect(KeyFormat(rawValue: format.rawValue) == format)
    }

    @Test(arguments: CurveName.allCases)
    func theUsualFormCarriesTheGroup(curve: CurveName) {
        #expect(KeyFormat.usual(for: curve).curves.contains(curve))
        #expect(!KeyFormat.usual(for: curve).isEncrypted)
    }

    @Test func everyNoteIsTold() {
        let notes: [KeyFileNote] = [
            .byteOrderMark, .carriageReturns, .blanks, .quotes, .parametersBlock, .otherBlock(label: "CERTIFICATE"),
            .attributes, .otherField(name: "x"), .leadingZeros(count: 1), .leadingZeros(count: 2), .seedGone,
        ]
        #expect(Set(notes.map(\.description)).count == notes.count)
    }
}
