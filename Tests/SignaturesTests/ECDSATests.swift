import Digests
import Groups
import Signatures
import TestSupport
import Testing

@Suite struct ECDSATests {
    @Test(arguments: ecdsaCurves, Seed.fresh(16))
    func signsWhatVerifiesAndNothingElse(curve: CurveName, seed: Seed) throws {
        var random = seed.generator
        let key = try PrivateKey.random(curve)
        let verifyingKey = try key.verifyingKey()
        let digest = random.bytes(32)
        let signature = try key.signECDSA(digest: digest)
        try ECDSA.verify(signature, digest: digest, by: verifyingKey, lowS: .required)
        #expect(signature.isLowS)

        var other = digest
        other[random.int(0...31)] ^= 1 << UInt8(random.int(0...7))
        #expect(throws: SignaturesError.signatureDoesNotVerify) {
            try ECDSA.verify(signature, digest: other, by: verifyingKey, lowS: .accepted)
        }
        let stranger = try PrivateKey.random(curve)
        let strangersKey = try stranger.verifyingKey()
        #expect(throws: SignaturesError.signatureDoesNotVerify) {
            try ECDSA.verify(signature, digest: digest, by: strangersKey, lowS: .accepted)
        }
    }

    @Test(arguments: ecdsaCurves)
    func signsTheSameWayTwice(curve: CurveName) throws {
        let key = try PrivateKey.random(curve)
        let digest = SHA256.hash(Array("twice".utf8))
        let first = try key.signECDSA(digest: digest)
        let second = try key.signECDSA(digest: digest)
        #expect(first == second)
    }

    @Test(arguments: ecdsaCurves)
    func signsWithTheFirstAndTheLastKeyAndEveryKindOfDigest(curve: CurveName) throws {
        let first = [UInt8](repeating: 0, count: 31) + [1]
        for secret in [first, order(curve, plus: -1)] {
            let key = try key(secret, curve)
            let verifyingKey = try key.verifyingKey()
            let none = [UInt8](repeating: 0, count: 32), all = [UInt8](repeating: 255, count: 32)
            for digest in [none, all, order(curve), order(curve, plus: 1), order(curve, plus: -1)] {
                let signature = try key.signECDSA(digest: digest)
                try ECDSA.verify(signature, digest: digest, by: verifyingKey, lowS: .required)
            }
        }
    }

    @Test(arguments: Seed.fresh(16))
    func recoversTheSigner(seed: Seed) throws {
        var random = seed.generator
        let key = try PrivateKey.random(.secp256k1)
        let digest = random.bytes(32)
        let signature = try key.signRecoverable(digest: digest)
        let signer = try key.verifyingKey()
        #expect(try ECDSA.recover(signature, digest: digest) == signer)

        let turned = try RecoverableSignature(signature.signature, yParity: 1 - signature.yParity)
        let other = try? ECDSA.recover(turned, digest: digest)
        #expect(other != signer)
    }

    @Test func recoversNothingWhereNoPointHasTheNumber() throws {
        // x = 5 is on no point of secp256k1: 5³ + 7 = 132 is no square modulo p.
        let five = [UInt8](repeating: 0, count: 31) + [5]
        let signature = try RecoverableSignature(ECDSASignature(.secp256k1, r: five, s: five), yParity: 0)
        #expect(throws: SignaturesError.nothingToRecover) {
            try ECDSA.recover(signature, digest: [UInt8](repeating: 7, count: 32))
        }
    }

    @Test func refusesARecoveryBitThatIsNone() throws {
        let key = try PrivateKey.random(.secp256k1)
        let signature = try key.signECDSA(digest: [UInt8](repeating: 7, count: 32))
        #expect(throws: SignaturesError.recoveryBit(found: 2)) { try RecoverableSignature(signature, yParity: 2) }
    }

    @Test(arguments: ecdsaCurves)
    func takesHighSOnlyWhereToldTo(curve: CurveName) throws {
        let key = try PrivateKey.random(curve)
        let verifyingKey = try key.verifyingKey()
        let digest = SHA256.hash([1, 2, 3])
        let low = try key.signECDSA(digest: digest)
        let high = try ECDSASignature(curve, r: low.r, s: subtracted(low.s, from: order(curve)))
        #expect(!high.isLowS)
        try ECDSA.verify(high, digest: digest, by: verifyingKey, lowS: .accepted)
        #expect(throws: SignaturesError.signatureNotLowS) {
            try ECDSA.verify(high, digest: digest, by: verifyingKey, lowS: .required)
        }
    }

    @Test(arguments: ecdsaCurves)
    func knowsTheMiddleOfTheOrder(curve: CurveName) throws {
        // (q − 1)/2 is the last low value, (q + 1)/2 the first high one.
        var half = order(curve)
        var carry: UInt8 = 0
        for place in half.indices {
            let next = half[place] & 1
            half[place] = half[place] >> 1 | carry << 7
            carry = next
        }
        let one = [UInt8](repeating: 0, count: 31) + [1]
        #expect(try ECDSASignature(curve, r: one, s: half).isLowS)
        #expect(try !ECDSASignature(curve, r: one, s: subtracted(half, from: order(curve))).isLowS)
        #expect(try !ECDSASignature(curve, r: one, s: order(curve, plus: -1)).isLowS)
        #expect(try ECDSASignature(curve, r: one, s: one).isLowS)
    }

    @Test(arguments: [0, 31, 33, 64])
    func refusesADigestOfAnotherLength(count: Int) throws {
        let digest = [UInt8](repeating: 1, count: count)
        for curve in ecdsaCurves {
            let key = try PrivateKey.random(curve)
            let verifyingKey = try key.verifyingKey()
            let signature = try key.signECDSA(digest: [UInt8](repeating: 1, count: 32))
            #expect(throws: SignaturesError.digestLength(found: count)) { _ = try key.signECDSA(digest: digest) }
            #expect(throws: SignaturesError.digestLength(found: count)) {
                try ECDSA.verify(signature, digest: digest, by: verifyingKey, lowS: .accepted)
            }
        }
    }

    @Test func refusesAKeyOfAnotherGroup() throws {
        let digest = [UInt8](repeating: 1, count: 32)
        let key = try PrivateKey.random(.secp256k1)
        let other = try PrivateKey.random(.p256)
        let signature = try key.signECDSA(digest: digest)
        let otherKey = try other.verifyingKey()
        #expect(throws: SignaturesError.otherGroup(needed: [.secp256k1], found: .p256)) {
            try ECDSA.verify(signature, digest: digest, by: otherKey, lowS: .required)
        }
    }

    private func subtracted(_ number: [UInt8], from total: [UInt8]) -> [UInt8] {
        var result = total
        var borrow = 0
        for place in result.indices.reversed() {
            let difference = Int(total[place]) - Int(number[place]) - borrow
            result[place] = UInt8(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
        return result
    }
}
