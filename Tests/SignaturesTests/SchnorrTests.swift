import Encodings
import Foundation
import Groups
import Signatures
import TestSupport
import Testing

@Suite struct SchnorrTests {
    /// All rows of BIP-340: what can be signed is signed, and every verdict is given.
    @Test func agreesWithBIP340() throws {
        guard let text = OutsideVectors.text("bips/bip340.csv") else { return }
        var passed = 0
        for row in text.split(whereSeparator: \.isNewline).dropFirst() {
            let columns = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let message = bytes(columns[4]), published = try SchnorrSignature(bytes(columns[5]))
            if !columns[1].isEmpty {
                let key = try SignaturesTests.key(bytes(columns[1]), .secp256k1)
                #expect(try XOnlyKey(key.verifyingKey()).x == bytes(columns[2]), "number \(columns[0])")
                let signature = try key.signSchnorr(message: message, auxiliary: bytes(columns[3]))
                #expect(signature == published, "number \(columns[0])")
            }
            #expect(verifies(bytes(columns[2]), message, published) == (columns[6] == "TRUE"), "number \(columns[0])")
            passed += 1
        }
        #expect(passed == 19)
        OutsideVectors.account("bips/bip340.csv", passed: passed, refused: 0)
    }

    /// The key path of BIP-341: output keys from internal keys, and the published signatures under the tweaked keys.
    @Test func agreesWithTheKeyPathOfBIP341() throws {
        guard let file = try OutsideVectors.value("bips/bip341-wallet.json") else { return }
        var passed = 0
        for row in file["scriptPubKey"]?.array ?? [] {
            let given = try #require(row["given"]), between = try #require(row["intermediary"])
            let root = between["merkleRoot"].flatMap { $0 == .null ? nil : $0.hexBytes }
            let internalKey = try XOnlyKey(try #require(given["internalPubkey"]).hexBytes)
            #expect(internalKey.taprootTweak(merkleRoot: root) == between["tweak"]?.hexBytes)
            #expect(try internalKey.taprootOutput(merkleRoot: root).x == between["tweakedPubkey"]?.hexBytes)
            passed += 1
        }
        for row in file["keyPathSpending"]?.array?.first?["inputSpending"]?.array ?? [] {
            let given = try #require(row["given"]), between = try #require(row["intermediary"])
            let root = try #require(given["merkleRoot"])
            let key = try SignaturesTests.key(try #require(given["internalPrivkey"]).hexBytes, .secp256k1)
            #expect(try XOnlyKey(key.verifyingKey()).x == between["internalPubkey"]?.hexBytes)
            let digest = try #require(between["sigHash"]).hexBytes
            let signature = try key.signSchnorr(
                message: digest, tweak: .taproot(merkleRoot: root == .null ? nil : root.hexBytes))
            // A signature of another kind than the default one has its kind behind it.
            let witness = try #require(row["expected"]?["witness"]?.array?.first).hexBytes
            #expect(signature.bytes == Array(witness.prefix(64)))

            // The tweaked key by itself signs the same.
            let tweaked = try SignaturesTests.key(try #require(between["tweakedPrivkey"]).hexBytes, .secp256k1)
            #expect(try tweaked.signSchnorr(message: digest) == signature)
            passed += 1
        }
        #expect(passed == 8)
        OutsideVectors.account("bips/bip341-wallet.json, keys and key path", passed: passed, refused: 0)
    }

    @Test func signsTheSameTwiceAndDifferentlyWithAuxiliaryBytes() throws {
        let key = try testKey(ganacheKey)
        let digest = [UInt8](repeating: 7, count: 32)
        #expect(try key.signSchnorr(message: digest) == key.signSchnorr(message: digest))
        #expect(
            try key.signSchnorr(message: digest)
                != key.signSchnorr(message: digest, auxiliary: [UInt8](repeating: 1, count: 32)))
    }

    @Test(arguments: Seed.fresh(32))
    func signsForTheKeyThatItSays(seed: Seed) throws {
        var random = seed.generator
        let key = try PrivateKey.random(.secp256k1)
        let owner = try XOnlyKey(key.verifyingKey())
        let message = random.bytes(random.int(0...100))
        let root = random.oneIn(2) ? nil : random.bytes(32)
        let plain = try key.signSchnorr(message: message, auxiliary: random.bytes(32))
        let tweaked = try key.signSchnorr(message: message, tweak: .taproot(merkleRoot: root))
        let output = try owner.taprootOutput(merkleRoot: root).x
        try Schnorr.verify(plain, message: message, by: owner)
        #expect(verifies(output, message, tweaked))
        #expect(!verifies(output, message, plain))
        #expect(!verifies(owner.x, message, tweaked))

        var altered = plain.bytes
        altered[random.int(0...63)] ^= 1 << UInt8(random.int(0...7))
        #expect(!verifies(owner.x, message, try SchnorrSignature(altered)))
        #expect(!verifies(owner.x, message + [0], plain))
    }

    @Test func refusesAKeyOfAnotherGroup() throws {
        for curve in [CurveName.p256, .ed25519] {
            let key = try PrivateKey.random(curve)
            #expect(throws: SignaturesError.otherGroup(needed: [.secp256k1], found: curve)) {
                _ = try key.signSchnorr(message: [])
            }
            #expect(throws: SignaturesError.otherGroup(needed: [.secp256k1], found: curve)) {
                _ = try XOnlyKey(key.verifyingKey())
            }
        }
    }

    @Test func refusesTheKeyZero() throws {
        for tweak in [Schnorr.Tweak.none, .taproot(merkleRoot: nil)] {
            #expect(throws: SignaturesError.group(.scalarIsZero(.secp256k1))) {
                let zero = PrivateKey.secp256k1(try SecretScalar())
                _ = try zero.signSchnorr(message: [], tweak: tweak)
            }
        }
    }

    @Test func refusesWhatIsNoKeyAndNoSignature() {
        #expect(throws: SignaturesError.xOnlyKeyLength(found: 33)) { try XOnlyKey([UInt8](repeating: 2, count: 33)) }
        // x = 5 is on no point, and p itself is not below p (BIP-340's vectors 5 and 14 have others).
        #expect(throws: SignaturesError.publicKeyNotValid(.secp256k1)) {
            try XOnlyKey([UInt8](repeating: 0, count: 31) + [5])
        }
        #expect(throws: SignaturesError.publicKeyNotValid(.secp256k1)) {
            try XOnlyKey([UInt8](repeating: 0xff, count: 32))
        }
        #expect(throws: SignaturesError.signatureLength(found: 65)) {
            try SchnorrSignature([UInt8](repeating: 1, count: 65))
        }
    }

    private func verifies(_ key: [UInt8], _ message: [UInt8], _ signature: SchnorrSignature) -> Bool {
        (try? Schnorr.verify(signature, message: message, by: XOnlyKey(key))) != nil
    }
}
