import Groups
import Secrets
import Signatures
import TestSupport
import Testing

@Suite struct PrivateKeyTests {
    @Test(arguments: CurveName.allCases)
    func readsBackWhatItEncodes(curve: CurveName) throws {
        let original = try PrivateKey.random(curve)
        let encoded = try original.encoded()
        let again = try encoded.withUnsafeBytes { try PrivateKey.decoding($0, as: curve) }
        let twin = try original.copy()
        let expected = try original.verifyingKey()
        #expect(try again.verifyingKey() == expected)
        #expect(try twin.verifyingKey() == expected)
        #expect(expected.curve == curve)
        #expect(again.curve == curve)
    }

    @Test(arguments: CurveName.allCases)
    func drawsAnotherKeyEachTime(curve: CurveName) throws {
        let first = try PrivateKey.random(curve)
        let second = try PrivateKey.random(curve)
        #expect(try first.verifyingKey() != second.verifyingKey())
    }

    @Test(arguments: ecdsaCurves)
    func takesKeysFromOneToTheOrderLessOneOnly(curve: CurveName) throws {
        let one = [UInt8](repeating: 0, count: 31) + [1]
        let long = [0] + [UInt8](repeating: 255, count: 31)  // 2^248 − 1, a leading zero byte
        for good in [one, long, order(curve, plus: -1)] {
            let key = try key(good, curve)
            let encoded = try key.encoded()
            #expect(encoded.withUnsafeBytes { Array($0) } == good)
        }
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(throws: SignaturesError.group(.scalarIsZero(curve))) { _ = try key(zero, curve) }
        for wrong in [order(curve), order(curve, plus: 1), [UInt8](repeating: 255, count: 32)] {
            #expect(throws: SignaturesError.group(.scalarNotBelowOrder(curve))) { _ = try key(wrong, curve) }
        }
    }

    @Test(arguments: CurveName.allCases, [0, 31, 33])
    func refusesKeysOfAnotherLength(curve: CurveName, count: Int) {
        #expect(throws: SignaturesError.group(.scalarLength(found: count))) {
            _ = try key([UInt8](repeating: 1, count: count), curve)
        }
    }

    @Test func takesAnySeed() throws {
        for byte in [UInt8(0), 255] {
            let seed = [UInt8](repeating: byte, count: 32)
            let expected = try key(seed, .ed25519).verifyingKey()
            #expect(try scalarKey(ofSeed: seed).verifyingKey() == expected)
        }
    }

    @Test func hashesTheSeedOfRFC8032ToItsScalar() throws {
        // RFC 8032, section 7.1, TEST 1: the clamped first half of SHA-512, modulo ℓ.
        let scalar = try scalarKey(
            ofSeed: bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
        #expect(
            digits(try scalar.verifyingKey().encoded)
                == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    }

    @Test func refusesToSignWithZero() throws {
        let zero = PrivateKey.secp256k1(try SecretScalar<Secp256k1>())
        let other = PrivateKey.p256(try SecretScalar<P256>())
        let third = PrivateKey.ed25519Scalar(try SecretScalar<Ed25519>())
        let digest = [UInt8](repeating: 1, count: 32)
        #expect(throws: SignaturesError.group(.scalarIsZero(.secp256k1))) { _ = try zero.signECDSA(digest: digest) }
        #expect(throws: SignaturesError.group(.scalarIsZero(.p256))) { _ = try other.signECDSA(digest: digest) }
        #expect(throws: SignaturesError.group(.scalarIsZero(.ed25519))) { _ = try third.signEdDSA(message: digest) }
        #expect(throws: SignaturesError.group(.elementIsIdentity(.p256))) { _ = try other.verifyingKey() }
    }

    @Test func signsOnlyWithItsOwnScheme() throws {
        let bitcoin = try PrivateKey.random(.secp256k1)
        let fabric = try PrivateKey.random(.p256)
        let node = try PrivateKey.random(.ed25519)
        let digest = [UInt8](repeating: 1, count: 32)
        #expect(throws: SignaturesError.otherGroup(needed: [.secp256k1], found: .p256)) {
            _ = try fabric.signRecoverable(digest: digest)
        }
        #expect(throws: SignaturesError.otherGroup(needed: [.secp256k1, .p256], found: .ed25519)) {
            _ = try node.signECDSA(digest: digest)
        }
        #expect(throws: SignaturesError.otherGroup(needed: [.ed25519], found: .secp256k1)) {
            _ = try bitcoin.signEdDSA(message: digest)
        }
    }
}

@Suite struct VerifyingKeyTests {
    @Test(arguments: ecdsaCurves)
    func takesBothFormsOfSEC1ForOneKey(curve: CurveName) throws {
        let secret = try PrivateKey.random(curve)
        let key = try secret.verifyingKey()
        let long = try key.uncompressed()
        #expect(long.count == 65 && long[0] == 4)
        #expect(try VerifyingKey(curve: curve, encoded: long) == key)
        #expect(try VerifyingKey(curve: curve, encoded: key.encoded) == key)
        // The hybrid form repeats the parity that y already tells.
        let hybrid = [6 + long[64] % 2] + long[1...]
        #expect(throws: SignaturesError.publicKeyNotValid(curve)) { try VerifyingKey(curve: curve, encoded: hybrid) }
    }

    @Test(arguments: ecdsaCurves)
    func refusesWhatIsOnNoCurve(curve: CurveName) throws {
        let wrong = [2] + [UInt8](repeating: 255, count: 32)
        #expect(throws: SignaturesError.publicKeyNotValid(curve)) { try VerifyingKey(curve: curve, encoded: wrong) }
        for count in [0, 1, 32, 34, 64, 66] {
            #expect(throws: SignaturesError.publicKeyLength(curve, found: count)) {
                try VerifyingKey(curve: curve, encoded: [UInt8](repeating: 0, count: count))
            }
        }
    }

    @Test func hasOneFormForEd25519() throws {
        let secret = try PrivateKey.random(.ed25519)
        let key = try secret.verifyingKey()
        #expect(throws: SignaturesError.otherGroup(needed: [.secp256k1, .p256], found: .ed25519)) {
            try key.uncompressed()
        }
    }

    @Test(arguments: [
        "0100000000000000000000000000000000000000000000000000000000000000",  // order 1
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // order 2
        "0000000000000000000000000000000000000000000000000000000000000000",  // order 4
        "0000000000000000000000000000000000000000000000000000000000000080",  // order 4
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  // order 8
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",  // order 8
        "0100000000000000000000000000000000000000000000000000000000000080",  // x = 0 with a sign
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // y = p
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",  // y = p + 1
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // y = p + 3
        "0200000000000000000000000000000000000000000000000000000000000000",  // no x belongs to y = 2
    ])
    func refusesSmallOrderAndSecondForms(encoded: String) {
        #expect(throws: SignaturesError.publicKeyNotValid(.ed25519)) {
            try VerifyingKey(curve: .ed25519, encoded: bytes(encoded))
        }
    }

    @Test func isThePointThatACommitmentIs() throws {
        let secret = try SecretScalar<Secp256k1>.random()
        let point = Secp256k1.generator(times: secret)
        let twin = try secret.copy()
        let key = PrivateKey.secp256k1(twin)
        #expect(try VerifyingKey(point, of: Secp256k1.self) == key.verifyingKey())
        #expect(throws: SignaturesError.group(.elementIsIdentity(.secp256k1))) {
            try VerifyingKey(Secp256k1.identity, of: Secp256k1.self)
        }
    }
}
