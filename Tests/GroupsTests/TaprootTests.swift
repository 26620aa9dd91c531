import CSecp256k1
import Groups
import TestSupport
import Testing

@Suite struct TaprootTests {
    @Test(arguments: Seed.fresh(4))
    func tweaksKeysLikeLibsecp256k1(_ seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<50 {
            let point = Secp256k1.productVariableTime(PublicScalar(reducing: random.limbs()), Secp256k1.generator)
            if point.isIdentity { continue }
            let tweak = PublicScalar<Secp256k1>(reducing: random.limbs()).encoded
            let ours = try Secp256k1.taprootKey(of: point, tweakedBy: tweak)

            var internalKey = secp256k1_xonly_pubkey(), output = secp256k1_pubkey(), key = secp256k1_xonly_pubkey()
            var parity: Int32 = 0
            var x = [UInt8](repeating: 0, count: 32)
            #expect(secp256k1_xonly_pubkey_parse(Secp256k1.context, &internalKey, point.xBytes) == 1)
            #expect(secp256k1_xonly_pubkey_tweak_add(Secp256k1.context, &output, &internalKey, tweak) == 1)
            #expect(secp256k1_xonly_pubkey_from_pubkey(Secp256k1.context, &key, &parity, &output) == 1)
            #expect(secp256k1_xonly_pubkey_serialize(Secp256k1.context, &x, &key) == 1)
            #expect(ours.x == x && ours.yIsOdd == (parity == 1))

            // Both points with this x are the same internal key.
            let opposite = Secp256k1.negatedVariableTime(point)
            #expect(try Secp256k1.taprootKey(of: opposite, tweakedBy: tweak) == ours)
            #expect(try Secp256k1.element(evenYWithX: point.xBytes).yIsOdd == false)
        }
    }

    @Test func refusesTweaksFromTheOrderOn() {
        let order = Secp256k1.scalars.order.bytes(.bigEndian), ones = [UInt8](repeating: 0xFF, count: 32)
        for tweak in [order, ones] {
            #expect(throws: GroupsError.scalarNotBelowOrder(.secp256k1)) {
                try Secp256k1.taprootKey(of: Secp256k1.generator, tweakedBy: tweak)
            }
        }
        #expect(throws: GroupsError.scalarLength(found: 31)) {
            try Secp256k1.taprootKey(of: Secp256k1.generator, tweakedBy: Array(ones.dropLast()))
        }
    }

    @Test func refusesATweakThatCancelsTheKey() throws {
        let three = Secp256k1.productVariableTime(PublicScalar(3), Secp256k1.generator)
        // The point of even y is 3·G or −3·G; t is its opposite's logarithm.
        let t: PublicScalar<Secp256k1> = three.yIsOdd ? PublicScalar(3) : PublicScalar(3).negated
        #expect(throws: GroupsError.elementIsIdentity(.secp256k1)) {
            try Secp256k1.taprootKey(of: three, tweakedBy: t.encoded)
        }
        #expect(throws: GroupsError.elementIsIdentity(.secp256k1)) {
            try Secp256k1.taprootKey(of: Secp256k1.identity, tweakedBy: t.encoded)
        }
    }

    @Test func agreesWithTheOutsideVectors() throws {
        guard let root = try OutsideVectors.json("bips/bip341-wallet.json") as? [String: Any],
            let cases = root["scriptPubKey"] as? [[String: Any]]
        else { return }
        for each in cases {
            let given = each["given"] as! [String: Any], middle = each["intermediary"] as! [String: Any]
            let key = try Secp256k1.element(evenYWithX: bytes(given["internalPubkey"] as! String))
            let output = try Secp256k1.taprootKey(of: key, tweakedBy: bytes(middle["tweak"] as! String))
            #expect(output.x == bytes(middle["tweakedPubkey"] as! String))
        }
        #expect(!cases.isEmpty)
        OutsideVectors.account("bips/bip341-wallet", passed: cases.count, refused: 0)
    }
}
