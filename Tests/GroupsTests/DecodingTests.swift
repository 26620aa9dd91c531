import CLibcrypto
import CSodium
import Groups
import TestSupport
import Testing

@Suite struct DecodingTests {
    @Test(arguments: CurveName.allCases, Seed.fresh(4))
    func readsBackWhatItWrites(_ name: CurveName, _ seed: Seed) throws {
        func check<G: Group>(_: G.Type) throws {
            var random = seed.generator
            for _ in 0..<100 {
                let point = G.productVariableTime(PublicScalar(reducing: random.limbs()), G.generator)
                if point.isIdentity { continue }
                #expect(point.encoded.count == G.elementByteCount)
                let decoded = try G.element(decoding: point.encoded)
                #expect(decoded == point && decoded.encoded == point.encoded)
            }
        }
        try check(name.group)
    }

    @Test(arguments: CurveName.allCases)
    func refusesOtherLengths(_ name: CurveName) {
        func check<G: Group>(_: G.Type) {
            let good = G.generator.encoded
            for bytes in [[], [0], Array(good.dropLast()), Array(good.dropFirst()), good + [0], good + good] {
                let error = GroupsError.elementLength(G.curve, expected: good.count, found: bytes.count)
                #expect(throws: error) { try G.element(decoding: bytes) }
            }
        }
        check(name.group)
    }

    @Test(arguments: CurveName.allCases)
    func refusesTheIdentity(_ name: CurveName) {
        func check<G: Group>(_: G.Type) {
            #expect(throws: GroupsError.elementIsIdentity(G.curve)) {
                try G.element(decoding: G.identity.encoded)
            }
        }
        check(name.group)
    }

    @Test func refusesOtherPrefixes() {
        for prefix in 0...255 as ClosedRange<UInt8> where prefix != 2 && prefix != 3 {
            let secp256k1 = [prefix] + Secp256k1.generator.xBytes, p256 = [prefix] + P256.generator.xBytes
            #expect(throws: GroupsError.elementNotCanonical(.secp256k1)) { try Secp256k1.element(decoding: secp256k1) }
            #expect(throws: GroupsError.elementNotCanonical(.p256)) { try P256.element(decoding: p256) }
            if prefix == 4 { continue }
            let secp256k1Whole = [prefix] + Secp256k1.generator.uncompressed.dropFirst()
            let p256Whole = [prefix] + P256.generator.uncompressed.dropFirst()
            #expect(throws: GroupsError.elementNotCanonical(.secp256k1)) {
                try Secp256k1.element(decodingUncompressed: secp256k1Whole)
            }
            #expect(throws: GroupsError.elementNotCanonical(.p256)) {
                try P256.element(decodingUncompressed: p256Whole)
            }
        }
    }

    /// x + p names the same remainder as x in a decoder that reduces; both fit 32 bytes only where x is small.
    @Test func refusesCoordinatesFromThePrimeOn() {
        func check<G: WeierstrassCurve>(_: G.Type) -> Int {
            let wrap = ReferenceModulus(Limbs(.max, .max, .max, .max))
            var accepted = 0
            for x in 0..<64 as Range<UInt64> {
                let small = [2] + Limbs(x, 0, 0, 0).bytes(.bigEndian)
                if (try? G.element(decoding: small)) != nil { accepted += 1 }
                let large = [2] + wrap.sum(Limbs(x, 0, 0, 0), G.Field.modulus).bytes(.bigEndian)
                #expect(throws: GroupsError.elementNotCanonical(G.curve)) { try G.element(decoding: large) }
            }
            return accepted
        }
        #expect(check(Secp256k1.self) > 20)
        #expect(check(P256.self) > 20)
    }

    /// About half of all x are on the curve; libcrypto says the same of each.
    @Test(arguments: [CurveName.secp256k1, .p256], Seed.fresh(2))
    func findsAPointWhereLibcryptoFindsOne(_ name: CurveName, _ seed: Seed) {
        func check<G: Group>(_: G.Type) {
            let group = EC_GROUP_new_by_curve_name(G.curve == .p256 ? NID_X9_62_prime256v1 : NID_secp256k1)
            let point = EC_POINT_new(group)
            defer {
                EC_POINT_free(point)
                EC_GROUP_free(group)
            }
            var random = seed.generator
            var found = 0
            for _ in 0..<500 {
                let bytes = [UInt8(random.int(2...3))] + random.limbs().bytes(.bigEndian)
                let theirs = EC_POINT_oct2point(group, point, bytes, 33, nil) == 1
                let ours = try? G.element(decoding: bytes)
                #expect((ours != nil) == theirs)
                if let ours {
                    found += 1
                    #expect(ours.encoded == bytes)
                }
            }
            ERR_clear_error()
            #expect(found > 150 && found < 350)
        }
        check(name.group)
    }

    @Test(arguments: Seed.fresh(1))
    func readsUncompressedPointsOnTheCurveOnly(_ seed: Seed) throws {
        func check<G: WeierstrassCurve>(_: G.Type) throws {
            var random = seed.generator
            for _ in 0..<50 {
                let point = G.productVariableTime(PublicScalar(reducing: random.limbs()), G.generator)
                if point.isIdentity { continue }
                let bytes = point.uncompressed
                #expect(try G.element(decodingUncompressed: bytes) == point)
                var altered = bytes
                altered[random.int(1...64)] ^= UInt8(random.int(1...255))
                #expect(throws: GroupsError.elementNotCanonical(G.curve)) {
                    try G.element(decodingUncompressed: altered)
                }
                let truncated = Array(bytes.dropLast())
                #expect(throws: GroupsError.elementLength(G.curve, expected: 65, found: 64)) {
                    try G.element(decodingUncompressed: truncated)
                }
            }
            #expect(throws: GroupsError.elementNotCanonical(G.curve)) {
                try G.element(decodingUncompressed: G.identity.uncompressed)
            }
        }
        try check(Secp256k1.self)
        try check(P256.self)
    }

    /// The eight points whose order divides 8, in all of their spellings that decoders are known to take
    /// (RFC 8032 forms; y + p where it fits; −0).
    static let torsion = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]
    static let otherSpellings = [
        "0100000000000000000000000000000000000000000000000000000000000080",  // the identity, −0
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",  // order 2, −0
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // y = p
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // y = p + 1
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // y = p + 3, a point of full order
    ]

    @Test func refusesPointsOfSmallAndMixedOrder() {
        for text in DecodingTests.torsion {
            let small = bytes(text)
            #expect(throws: GroupsError.elementOutsideSubgroup(.ed25519)) { try Ed25519.element(decoding: small) }
            for k in [1, 2, 77] as [UInt64] {
                let good = Ed25519.productVariableTime(PublicScalar(k), Ed25519.generator).encoded
                var mixed = good
                #expect(crypto_core_ed25519_add(&mixed, good, small) == 0)
                #expect(throws: GroupsError.elementOutsideSubgroup(.ed25519)) { try Ed25519.element(decoding: mixed) }
            }
        }
    }

    /// In a list long enough to be checked in one batch, each small order at each end, in the middle, in pairs that cancel,
    /// and in every point.
    @Test(arguments: Seed.fresh(1)) func refusesSmallAndMixedOrdersInLongLists(_ seed: Seed) throws {
        var random = seed.generator
        let good = (0..<220).map { _ in
            Ed25519.productVariableTime(PublicScalar(random.next() | 1), Ed25519.generator).encoded
        }
        #expect(try Ed25519.elements(decoding: good).map(\.encoded) == good)
        func mixed(_ point: [UInt8], _ torsion: String) -> [UInt8] {
            var sum = point
            #expect(crypto_core_ed25519_add(&sum, point, bytes(torsion)) == 0)
            return sum
        }
        for text in DecodingTests.torsion {
            for places in [[0], [219], [97], [5, 6], [0, 219], Array(0..<220)] {
                var list = good
                for place in places { list[place] = mixed(good[place], text) }
                let expected = ElementListError(place: places[0], reason: .elementOutsideSubgroup(.ed25519))
                #expect(throws: expected) { try Ed25519.elements(decoding: list) }
            }
            var list = good
            list[40] = bytes(text)
            #expect(throws: ElementListError(place: 40, reason: .elementOutsideSubgroup(.ed25519))) {
                try Ed25519.elements(decoding: list)
            }
            // The form of a later one comes first.
            list[60] = [UInt8](repeating: 0xFF, count: 32)
            #expect(throws: ElementListError(place: 60, reason: .elementNotCanonical(.ed25519))) {
                try Ed25519.elements(decoding: list)
            }
        }
    }

    @Test func refusesSecondSpellingsOfEdwardsPoints() {
        for text in DecodingTests.otherSpellings {
            let other = bytes(text)
            #expect(throws: GroupsError.elementNotCanonical(.ed25519)) { try Ed25519.element(decoding: other) }
        }
    }

    /// Random strings, and strings near the ends of the range, are points for us exactly where libsodium says so.
    @Test(arguments: Seed.fresh(2))
    func acceptsTheEdwardsPointsThatLibsodiumAccepts(_ seed: Seed) {
        var random = seed.generator
        var accepted = 0
        for _ in 0..<2000 {
            var bytes = random.limbs().bytes(.littleEndian)
            if random.oneIn(2) {
                // A point of the whole curve: eight times it would be ours.
                crypto_core_ed25519_random(&bytes)
                if random.oneIn(4) { bytes[random.int(0...31)] ^= UInt8(random.int(1...255)) }
            }
            let theirs = crypto_core_ed25519_is_valid_point(bytes) == 1
            let ours = try? Ed25519.element(decoding: bytes)
            #expect((ours != nil) == theirs)
            if let ours {
                accepted += 1
                #expect(ours.encoded == bytes)
            }
        }
        #expect(accepted > 200)
    }
}
