import Foundation
import Groups
import Signatures
import TestSupport
import Testing

@Suite struct EdDSATests {
    @Test(arguments: ["rfc8032.json", "sign-input.json", "ed25519_sign.json"])
    func signsAsPublished(name: String) throws {
        let path = "ed25519/\(name)"
        guard let json = try OutsideVectors.json(path) else { return }
        let rows = try #require(json as? [[String: Any]] ?? (json as? [String: Any])?["cases"] as? [[String: Any]])
        for row in rows {
            let seed = try row.hex("secret")
            let key = try key(seed, .ed25519)
            let owner = try key.verifyingKey()
            if let published = row["public_key"] as? String { #expect(digits(owner.encoded) == published) }
            let message = try row.hex(row["message"] == nil ? "msg" : "message")
            let signature = try key.signEdDSA(message: message)
            #expect(try signature.bytes == row.hex("signature"))
            try EdDSA.verify(signature, message: message, by: owner)

            // The scalar of the seed has the same public key, and signs what verifies under it.
            let scalar = try scalarKey(ofSeed: seed)
            #expect(try scalar.verifyingKey() == owner)
            try EdDSA.verify(scalar.signEdDSA(message: message), message: message, by: owner)
        }
        OutsideVectors.account(path, passed: rows.count, refused: 0)
    }

    @Test(arguments: [("cctv-edge-cases.json", "key", "sig"), ("speccheck.json", "pub_key", "signature")])
    func verifiesStrictlyAtTheEdges(name: String, keyField: String, signatureField: String) throws {
        let path = "ed25519/\(name)"
        var passed = 0
        for row in try rows(path) {
            let message =
                row["msg"] == nil ? try row.hex("message") : Array(try row.text("msg").utf8)
            let isValid = verifies(try row.hex(keyField), message, try row.hex(signatureField))
            #expect(isValid == (try #require(row["strict"] as? Bool)), "number \(row["number"] ?? 0)")
            passed += 1
        }
        if passed > 0 { OutsideVectors.account(path, passed: passed, refused: 0) }
    }

    @Test func verifiesAsWycheproof() throws {
        let path = "wycheproof/ed25519_test.json"
        var passed = 0
        for group in try rows(path, "testGroups") {
            let owner = try #require(group["publicKey"] as? [String: Any])
            for row in try #require(group["tests"] as? [[String: Any]]) {
                let isValid = verifies(try owner.hex("pk"), try row.hex("msg"), try row.hex("sig"))
                #expect(try isValid == (row.text("result") == "valid"), "tcId \(row["tcId"] ?? 0)")
                passed += 1
            }
        }
        if passed > 0 { OutsideVectors.account(path, passed: passed, refused: 0) }
    }

    @Test(arguments: Seed.fresh(16))
    func signsWithABareScalarNeverTheSameWayTwice(seed: Seed) throws {
        var random = seed.generator
        let key = try scalarKey(ofSeed: random.bytes(32))
        let owner = try key.verifyingKey()
        let message = random.bytes(random.int(0...300))
        let first = try key.signEdDSA(message: message)
        let second = try key.signEdDSA(message: message)
        try EdDSA.verify(first, message: message, by: owner)
        try EdDSA.verify(second, message: message, by: owner)
        #expect(first.bytes[..<32] != second.bytes[..<32])
    }

    @Test(arguments: Seed.fresh(16))
    func refusesAnyAlteredBit(seed: Seed) throws {
        var random = seed.generator
        let key = try PrivateKey.random(.ed25519)
        let owner = try key.verifyingKey()
        let message = random.bytes(50)
        let signature = try key.signEdDSA(message: message)
        var altered = signature.bytes
        altered[random.int(0...63)] ^= 1 << UInt8(random.int(0...7))
        #expect(!verifies(owner.encoded, message, altered))
        #expect(!verifies(owner.encoded, message + [0], signature.bytes))
        let stranger = try PrivateKey.random(.ed25519)
        let strangersKey = try stranger.verifyingKey()
        #expect(!verifies(strangersKey.encoded, message, signature.bytes))
    }

    @Test func refusesSecondFormOfTheResponse() throws {
        let key = try PrivateKey.random(.ed25519)
        let owner = try key.verifyingKey()
        let signature = try key.signEdDSA(message: [1])
        // S + ℓ is the same number modulo ℓ.
        var bytes = signature.bytes
        var carry = 0
        for (place, digit) in order(.ed25519).reversed().enumerated() {
            let sum = Int(bytes[32 + place]) + Int(digit) + carry
            bytes[32 + place] = UInt8(truncatingIfNeeded: sum)
            carry = sum >> 8
        }
        #expect(verifies(owner.encoded, [1], signature.bytes))
        #expect(!verifies(owner.encoded, [1], bytes))
    }

    @Test(arguments: [0, 63, 65])
    func refusesASignatureOfAnotherLength(count: Int) {
        #expect(throws: SignaturesError.signatureLength(found: count)) {
            try EdDSASignature([UInt8](repeating: 0, count: count))
        }
    }

    @Test func refusesAKeyOfAnotherGroup() throws {
        let key = try PrivateKey.random(.ed25519)
        let signature = try key.signEdDSA(message: [])
        let other = try PrivateKey.random(.p256)
        let otherKey = try other.verifyingKey()
        #expect(throws: SignaturesError.otherGroup(needed: [.ed25519], found: .p256)) {
            try EdDSA.verify(signature, message: [], by: otherKey)
        }
    }

    /// All spellings of the points of small order, and of points whose y is not below p. With the neutral element as its key,
    /// R = S·B is a signature of everything where nobody minds the key; with the others it is one of every second to eighth
    /// message.
    @Test(arguments: Seed.fresh(4))
    func takesNoSignatureOfAPointThatIsNoKey(seed: Seed) throws {
        var random = seed.generator
        let lowest = [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ].map(bytes)
        for point in lowest {
            for sign in [0, 0x80] as [UInt8] {
                let key = point[..<31] + [point[31] | sign]
                #expect(throws: SignaturesError.publicKeyNotValid(.ed25519)) {
                    try VerifyingKey(curve: .ed25519, encoded: Array(key))
                }
                for _ in 0..<16 {
                    let s = PublicScalar<Ed25519>(random.next() | 1)
                    let nonce = Ed25519.productVariableTime(s, Ed25519.generator).encoded
                    #expect(!verifies(Array(key), random.bytes(20), nonce + s.encoded))
                }
            }
        }
    }

    @Test func tellsTheKeyThatASignatureIsBy() throws {
        let key = try PrivateKey.random(.ed25519)
        let owner = try key.verifyingKey()
        let signature = try key.signEdDSA(message: [7])
        #expect(try EdDSA.verify(signature, message: [7], encodedKey: owner.encoded) == owner)
        #expect(throws: SignaturesError.signatureDoesNotVerify) {
            try EdDSA.verify(signature, message: [8], encodedKey: owner.encoded)
        }
        for count in [0, 31, 33] {
            #expect(throws: SignaturesError.publicKeyLength(.ed25519, found: count)) {
                try EdDSA.verify(signature, message: [7], encodedKey: [UInt8](repeating: 9, count: count))
            }
        }
    }

    /// What comes from outside is three byte strings; each may be refused on its own. The key as bytes is refused and taken
    /// as the key that was read.
    private func verifies(_ key: [UInt8], _ message: [UInt8], _ signature: [UInt8]) -> Bool {
        let isVerified: Bool
        do {
            let owner = try VerifyingKey(curve: .ed25519, encoded: key)
            try EdDSA.verify(EdDSASignature(signature), message: message, by: owner)
            isVerified = true
        } catch { isVerified = false }
        let owner = try? EdDSA.verify(EdDSASignature(signature), message: message, encodedKey: key)
        #expect((owner != nil) == isVerified)
        #expect(owner == nil || owner?.encoded == key)
        return isVerified
    }
}
