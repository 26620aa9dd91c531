import Groups
import Secrets
import Signatures
import TestSupport
import Testing

@Suite struct SigningKeyTests {
    private static let digest = [UInt8](0..<32)

    @Test(arguments: CurveName.allCases)
    func hasThePublicHalfOfItsKey(curve: CurveName) throws {
        let key = try PrivateKey.random(curve)
        let signer = try SigningKey(key)
        let expected = try key.verifyingKey()
        #expect(signer.verifyingKey == expected && signer.curve == curve)
        let isBare = signer.isBareScalar
        #expect(!isBare)
    }

    /// What is made without being verified is what is signed, and good.
    @Test(arguments: ecdsaCurves) func makesTheECDSASignatureThatItSigns(curve: CurveName) throws {
        let key = try SigningKey(.random(curve))
        let made = try key.makeECDSA(digest: Self.digest).signature
        #expect(try key.signECDSA(digest: Self.digest) == made)
        try ECDSA.verify(made, digest: Self.digest, by: key.verifyingKey, lowS: .required)
    }

    @Test func makesTheRecoverableSignatureThatItSigns() throws {
        let key = try SigningKey(.random(.secp256k1))
        let made = try key.makeRecoverable(digest: Self.digest).signature
        #expect(try key.signRecoverable(digest: Self.digest) == made)
        #expect(try ECDSA.recover(made, digest: Self.digest) == key.verifyingKey)
        #expect(try key.makeECDSA(digest: Self.digest).signature == made.signature)
    }

    @Test(arguments: [Schnorr.Tweak.none, .taproot(merkleRoot: nil), .taproot(merkleRoot: [UInt8](0..<32))])
    func makesTheSchnorrSignatureThatItSigns(tweak: Schnorr.Tweak) throws {
        // Keys with an even y and with an odd one.
        for _ in 0..<8 {
            let key = try SigningKey(.random(.secp256k1))
            let made = try key.makeSchnorr(message: Self.digest, tweak: tweak).signature
            #expect(try key.signSchnorr(message: Self.digest, tweak: tweak) == made)
            let own = try XOnlyKey(key.verifyingKey)
            let owner =
                switch tweak {
                case .none: own
                case .taproot(let root): try XOnlyKey(own.taprootOutput(merkleRoot: root).x)
                }
            try Schnorr.verify(made, message: Self.digest, by: owner)
        }
    }

    @Test func makesTheEdDSASignatureThatItSigns() throws {
        let seeded = try SigningKey(.random(.ed25519))
        let made = try seeded.makeEdDSA(message: Self.digest).signature
        #expect(try seeded.signEdDSA(message: Self.digest) == made)
        let bare = try SigningKey(.ed25519Scalar(.random()))
        let isBare = bare.isBareScalar
        #expect(isBare)
        // A hedged nonce: two signatures differ, and both are good.
        let other = try bare.makeEdDSA(message: Self.digest).signature
        #expect(try bare.signEdDSA(message: Self.digest) != other)
        try EdDSA.verify(other, message: Self.digest, by: bare.verifyingKey)
    }

    /// One allocation is shared by all threads that sign with a key.
    @Test(arguments: CurveName.allCases) func signsManyTimesWithOneKey(curve: CurveName) throws {
        let key = try SigningKey(.random(curve))
        for byte in UInt8(0)..<20 {
            let digest = [UInt8](repeating: byte, count: 32)
            switch curve {
            case .ed25519: _ = try key.signEdDSA(message: digest)
            case .secp256k1, .p256: _ = try key.signECDSA(digest: digest)
            }
        }
    }
}

@Suite struct VerifyingKeyFormsTests {
    /// However a key came, it is one key with one pair of forms.
    @Test(arguments: ecdsaCurves) func isOneKeyInEveryForm(curve: CurveName) throws {
        for _ in 0..<8 {
            let key = try PrivateKey.random(curve).verifyingKey()
            let long = try key.uncompressed()
            let fromLong = try VerifyingKey(curve: curve, encoded: long)
            let fromShort = try VerifyingKey(curve: curve, encoded: key.encoded)
            #expect(fromLong == key && fromShort == key && fromLong.hashValue == key.hashValue)
            #expect(try fromShort.uncompressed() == long && long[0] == 4)
            #expect(key.encoded == [2 + long[64] % 2] + long[1..<33])
        }
    }

    /// The points of order 1, 2, 4 and 8, and second ways of writing some of them (libsodium's own list and its opposites).
    @Test func ed25519KeysAreOfLargeOrder() throws {
        let order8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
        let other8 = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
        let zero = [UInt8](repeating: 0, count: 32)
        let one = [1] + zero.dropLast()
        let minusOne = [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
        for y in [
            zero, one, minusOne, bytes(order8), bytes(other8), [0xED] + minusOne.dropFirst(),
            [0xEE] + minusOne.dropFirst(),
        ] {
            for sign in [UInt8(0), 0x80] {
                #expect(throws: SignaturesError.publicKeyNotValid(.ed25519)) {
                    try VerifyingKey(curve: .ed25519, encoded: y.dropLast() + [y[31] | sign])
                }
            }
        }
        // A point of order 8 added to a good key is one that ledgers know: the first test key of RFC 8032 as it is.
        let good = bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        #expect(try VerifyingKey(curve: .ed25519, encoded: good).encoded == good)
    }
}
