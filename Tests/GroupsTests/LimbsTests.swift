import Groups
import TestSupport
import Testing

@Suite struct LimbsTests {
    @Test func writesAndReadsBothByteOrders() {
        let number = Limbs(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908, 0x1716_1514_1312_1110, 0x1F1E_1D1C_1B1A_1918)
        let ascending = (0..<32).map { UInt8($0) }
        #expect(number.bytes(.littleEndian) == ascending)
        #expect(number.bytes(.bigEndian) == ascending.reversed())
        #expect(Limbs(bytes: ascending, .littleEndian) == number)
        #expect(Limbs(bytes: ascending.reversed(), .bigEndian) == number)
    }

    @Test func comparesByTheHighestLimbThatDiffers() {
        let numbers = [
            .zero, .one, Limbs(.max, 0, 0, 0), Limbs(0, 1, 0, 0), Limbs(.max, 1, 0, 0), Limbs(0, 0, 1, 0),
            Limbs(0, 0, 0, 1), Limbs(.max, .max, .max, .max),
        ]
        for (j, a) in numbers.enumerated() {
            for (k, b) in numbers.enumerated() { #expect(a.isBelow(b) == (j < k)) }
        }
    }

    /// SEC 2, sections 2.4.1 and 2.4.2; RFC 8032, section 5.1.
    @Test(arguments: [
        (CurveName.secp256k1, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 256, 33),
        (.p256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 256, 33),
        (.ed25519, "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", 253, 32),
    ])
    func everyNameLeadsToItsGroup(_ name: CurveName, _ order: String, _ bits: Int, _ elementByteCount: Int) {
        func check<G: Group>(_: G.Type) {
            #expect(G.curve == name)
            #expect(G.scalars.order.bytes(.bigEndian) == bytes(order))
            #expect(G.scalars.bitCount == bits)
            #expect(G.elementByteCount == elementByteCount)
            #expect(G.generator.encoded.count == elementByteCount && !G.generator.isIdentity)
            #expect(G.identity.encoded.count == elementByteCount && G.identity.isIdentity)
        }
        check(name.group)
    }

    /// Each message has its facts, and says what to do after the semicolon.
    @Test func everyErrorSaysWhatToDo() {
        let errors: [(GroupsError, [String])] = [
            (.scalarLength(found: 31), ["32", "31"]), (.scalarNotBelowOrder(.p256), ["p256"]),
            (.scalarIsZero(.ed25519), ["ed25519"]),
            (.elementLength(.secp256k1, expected: 33, found: 65), ["secp256k1", "33", "65"]),
            (.elementNotCanonical(.p256), ["p256"]), (.elementOutsideSubgroup(.ed25519), ["ed25519"]),
            (.elementIsIdentity(.secp256k1), ["secp256k1"]),
        ]
        for (error, facts) in errors {
            #expect(facts.allSatisfy { error.description.contains($0) })
            #expect(error.description.contains(";") || error.description.contains(", so "))
        }
    }
}
