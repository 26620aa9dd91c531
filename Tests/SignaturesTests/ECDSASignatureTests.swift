import Groups
import Signatures
import TestSupport
import Testing

@Suite struct ECDSASignatureTests {
    @Test(arguments: ecdsaCurves, Seed.fresh(32))
    func readsBackWhatItWrites(curve: CurveName, seed: Seed) throws {
        var random = seed.generator
        // Numbers of every length, so that every number of leading zero bytes comes up.
        func number() -> [UInt8] {
            let count = random.int(1...31)
            var bytes = random.bytes(count)
            bytes[count - 1] |= 1
            return [UInt8](repeating: 0, count: 32 - count) + bytes
        }
        let signature = try ECDSASignature(curve, r: number(), s: number())
        #expect(try ECDSASignature(curve, der: signature.der) == signature)
        #expect(try ECDSASignature(curve, compact: signature.compact) == signature)
        #expect(signature.compact.count == 64)
        #expect((8...72).contains(signature.der.count))
    }

    @Test func writesTheShortestAndTheLongest() throws {
        let one = [UInt8](repeating: 0, count: 31) + [1]
        #expect(try ECDSASignature(.p256, r: one, s: one).der == bytes("3006020101020101"))
        let last = order(.p256, plus: -1)
        let longest = try ECDSASignature(.p256, r: last, s: last).der
        #expect(longest.count == 72)
        #expect(longest.starts(with: bytes("3046022100ffffffff")))
    }

    @Test(arguments: ecdsaCurves)
    func refusesNumbersOutOfRange(curve: CurveName) throws {
        let one = [UInt8](repeating: 0, count: 31) + [1]
        let zero = [UInt8](repeating: 0, count: 32)
        let wrong = [zero, order(curve), order(curve, plus: 1), [UInt8](repeating: 255, count: 32)]
        for number in wrong {
            #expect(throws: SignaturesError.signatureOutOfRange(curve)) { try ECDSASignature(curve, r: number, s: one) }
            #expect(throws: SignaturesError.signatureOutOfRange(curve)) { try ECDSASignature(curve, r: one, s: number) }
        }
        #expect(throws: SignaturesError.signatureLength(found: 63)) {
            try ECDSASignature(curve, compact: [UInt8](repeating: 1, count: 63))
        }
        #expect(throws: SignaturesError.signatureLength(found: 63)) {
            try ECDSASignature(curve, r: one, s: Array(one[1...]))
        }
    }

    @Test func refusesEd25519() {
        let one = [UInt8](repeating: 0, count: 31) + [1]
        #expect(throws: SignaturesError.otherGroup(needed: [.secp256k1, .p256], found: .ed25519)) {
            try ECDSASignature(.ed25519, r: one, s: one)
        }
    }

    @Test(arguments: [
        ("", 0), ("30", 1), ("3006", 1), ("3000", 2), ("3106020101020101", 0), ("3005020101020101", 1),
        ("300602010102010100", 1),
        ("308106020101020101", 1),  // a length in two bytes
        ("3007020200010201" + "01", 2),  // a zero in front that is none of DER's
        ("3006020181020101", 2),  // a negative r
        ("3005020002" + "0101", 2),  // an empty r
        ("3006030101020101", 2),  // a bit string
        ("3006020102020201", 5),  // s runs out of the sequence
        ("3009020101020101020101", 8),  // three numbers
        ("3080020101020101" + "0000", 1),  // an indefinite length
    ])
    func refusesWhatIsNotStrictDER(encoded: String, offset: Int) {
        #expect(throws: SignaturesError.signatureNotDER(offset: offset)) {
            try ECDSASignature(.secp256k1, der: bytes(encoded))
        }
    }

    @Test(arguments: Seed.fresh(64))
    func neverCrashesOnAlteredDER(seed: Seed) throws {
        var random = seed.generator
        let key = try PrivateKey.random(.p256)
        let encoded = try key.signECDSA(digest: random.bytes(32)).der
        for _ in 0..<200 {
            let altered = random.mutated(encoded)
            // Accepted or refused; what is accepted is written the same way again.
            if let signature = try? ECDSASignature(.p256, der: altered) { #expect(signature.der == altered) }
        }
    }
}
