import Groups
import Secrets
import Signatures
import Testing

@Suite struct MessageTests {
    @Test(arguments: [
        SignaturesError.digestLength(found: 31), .otherGroup(needed: [.secp256k1, .p256], found: .ed25519),
        .publicKeyLength(.p256, found: 3), .publicKeyLength(.ed25519, found: 3), .publicKeyNotValid(.ed25519),
        .xOnlyKeyLength(found: 33),
        .signatureLength(found: 63), .signatureNotDER(offset: 4), .signatureOutOfRange(.p256), .signatureNotLowS,
        .recoveryBit(found: 2), .nothingToRecover, .signatureDoesNotVerify, .ownSignatureDoesNotVerify(.p256),
        .group(.scalarIsZero(.p256)), .memory(.memoryNotLocked(limitInBytes: 65536)),
    ])
    func everyMessageSaysWhatIsWrongAndWhatToDo(error: SignaturesError) {
        let sentence = error.description
        #expect(sentence.contains("; ") || sentence.contains(", so "), "\(sentence)")
        #expect(!sentence.hasSuffix("."), "\(sentence)")
        #expect(sentence.first?.isUppercase == false || sentence.hasPrefix("s "), "\(sentence)")
    }
}
