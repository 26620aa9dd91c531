import Groups
import TestSupport
import Testing

/// What others publish about points; each test says so and ends where the outside vectors are absent.
@Suite struct OutsideVectorTests {
    /// Coefficients give the commitments, shares their public points, and those are the commitments evaluated.
    @Test(arguments: CurveName.allCases)
    func feldmanDealings(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            for file in ["feldman-\(G.curve.rawValue)", "rfc9591-\(G.curve.rawValue)"] {
                guard let root = try OutsideVectors.json("feldman/\(file).json") as? [String: Any] else { return }
                #expect(G.generator.encoded == bytes(root["generator"] as! String))
                #expect(G.scalars.order.bytes(.bigEndian) == bytes(root["order"] as! String) || G.curve == .ed25519)
                let dealings = root["cases"] as! [[String: Any]]
                for dealing in dealings { try checkDealing(dealing, G.self) }
                #expect(!dealings.isEmpty)
                OutsideVectors.account("feldman/\(file) dealings", passed: dealings.count, refused: 0)
            }
        }
        try check(name.group)
    }

    private func checkDealing<G: Group>(_ dealing: [String: Any], _: G.Type) throws {
        let coefficients = try scalars(dealing["coefficients"], G.self)
        let commitments = try (dealing["commitments"] as! [String]).map { try G.element(decoding: bytes($0)) }
        #expect(commitments[0].encoded == bytes(dealing["public_key"] as! String))
        for (coefficient, commitment) in zip(coefficients, commitments) {
            #expect(coefficient.limbs.withUnsafeLimbs { G.generator(timesLimbs: $0) } == commitment)
        }
        for share in dealing["shares"] as! [[String: Any]] {
            let index = share["index"] as! Int
            let value = try PublicScalar<G>(canonical: bytes(share["value"] as! String))
            let point = try G.element(decoding: bytes(share["public_share"] as! String))
            #expect(value.limbs.withUnsafeLimbs { G.generator(timesLimbs: $0) } == point)
            // One dealing has an index of 17 bits, which no share line can carry.
            if let small = UInt16(exactly: index) {
                #expect(G.polynomialVariableTime(commitments, at: small) == point)
            }
            var powers = [PublicScalar<G>.one]
            for _ in 1..<commitments.count { powers.append(powers[powers.count - 1] * PublicScalar(UInt64(index))) }
            #expect(G.linearCombinationVariableTime(powers, commitments) == point)
            let evaluated = zip(coefficients, powers).reduce(PublicScalar<G>.zero) { $0 + $1.0 * $1.1 }
            #expect(evaluated == value)
        }
        for subset in dealing["reconstruct"] as? [[String: Any]] ?? [] {
            let indices = (subset["indices"] as! [Int]).map { PublicScalar<G>(UInt64($0)) }
            let expected = try scalars(subset["lagrange_at_zero"], G.self)
            for (j, xj) in indices.enumerated() {
                var weight = PublicScalar<G>.one
                for (m, xm) in indices.enumerated() where m != j { weight = weight * xm * (xm - xj).inverse }
                #expect(weight == expected[j])
            }
        }
    }

    private func scalars<G: Group>(_ list: Any?, _: G.Type) throws -> [PublicScalar<G>] {
        try (list as! [String]).map { try PublicScalar(canonical: bytes($0)) }
    }

    /// The kinds of checks that a decoder of points decides alone.
    private static let decoderKinds: Set = [
        "identity_commitment", "point_not_on_curve", "point_encoding", "small_order_point", "mixed_order_point",
        "non_canonical_point",
    ]

    /// One bad commitment is refused; lists that are bad for another reason are made of good points.
    @Test(arguments: CurveName.allCases)
    func feldmanCommitmentsToRefuse(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let file = "feldman/feldman-\(G.curve.rawValue)"
            guard let root = try OutsideVectors.json("\(file).json") as? [String: Any] else { return }
            var good = 0, refused = 0
            for each in root["checks"] as! [[String: Any]] {
                guard let commitments = (each["input"] as! [String: Any])["commitments"] as? [String] else { continue }
                let bad = commitments.count { (try? G.element(decoding: bytes($0))) == nil }
                let isForDecoder = OutsideVectorTests.decoderKinds.contains(each["kind"] as! String)
                #expect((bad > 0) == isForDecoder, "\(each["id"]!)")
                if bad > 0 { refused += 1 } else { good += 1 }
            }
            #expect(refused >= 13)
            OutsideVectors.account("\(file) checks, points", passed: good, refused: refused)
        }
        try check(name.group)
    }

    /// Keys of the C2SP CCTV set: those of prime order are read, those with a low-order part or a second spelling not.
    @Test func cctvEdgeKeys() throws {
        guard let cases = try OutsideVectors.json("ed25519/cctv-edge-cases.json") as? [[String: Any]] else { return }
        let bad: Set = ["low_order_A", "low_order_component_A", "non_canonical_A"]
        var good = 0, refused = 0
        for each in cases {
            let isBad = !bad.isDisjoint(with: each["flags"] as? [String] ?? [])
            let isRead = (try? Ed25519.element(decoding: bytes(each["key"] as! String))) != nil
            #expect(isRead == !isBad, "number \(each["number"]!)")
            if isRead { good += 1 } else { refused += 1 }
        }
        #expect(good > 0 && refused > 0)
        OutsideVectors.account("ed25519/cctv-edge-cases, keys", passed: good, refused: refused)
    }

    @Test func speccheckKeys() throws {
        guard let cases = try OutsideVectors.json("ed25519/speccheck.json") as? [[String: Any]] else { return }
        var good = 0, refused = 0
        for each in cases {
            let isRead = (try? Ed25519.element(decoding: bytes(each["pub_key"] as! String))) != nil
            #expect(isRead == (each["A_order"] as! String == "L"), "number \(each["number"]!)")
            if isRead { good += 1 } else { refused += 1 }
        }
        #expect(good > 0 && refused > 0)
        OutsideVectors.account(
            "ed25519/speccheck, keys", passed: good, refused: refused, reason: "small or mixed order")
    }

    /// Wycheproof's ECDH points: the valid ones are read and multiplied to the shared secret, the invalid ones refused.
    @Test func wycheproofPoints() throws {
        try wycheproof(P256.self, "ecdh_secp256r1_ecpoint_test", headers: ["", ""])
        // SubjectPublicKeyInfo with the named curve and no options: a fixed header before the point.
        let curve = "301006072a8648ce3d020106052b8104000a"
        try wycheproof(
            Secp256k1.self, "ecdh_secp256k1_test", headers: ["3056\(curve)034200", "3036\(curve)032200"])
        let other = "301306072a8648ce3d020106082a8648ce3d030107"
        try wycheproof(P256.self, "ecdh_secp256r1_test", headers: ["3059\(other)034200", "3039\(other)032200"])
    }

    /// The curves' own numbers.
    @Test func wycheproofCurves() throws {
        let path = "wycheproof/ec_prime_order_curves_test.json"
        guard let root = try OutsideVectors.json(path) as? [String: Any] else { return }
        let groups = try #require(root["testGroups"] as? [[String: Any]])
        let curves = try #require(groups.first?["tests"] as? [[String: Any]])
        func check<G: WeierstrassCurve>(_: G.Type, _ name: String) throws {
            let curve = try #require(curves.first { $0["name"] as? String == name })
            func number(_ member: String) throws -> [UInt8] {
                let digits = bytes(try #require(curve[member] as? String)).drop { $0 == 0 }
                return [UInt8](repeating: 0, count: 32 - digits.count) + digits
            }
            #expect(try G.Field.modulus.bytes(.bigEndian) == number("p"))
            #expect(try G.scalars.order.bytes(.bigEndian) == number("n"))
            #expect(try G.generator == G.element(decodingUncompressed: [4] + number("gx") + number("gy")))
        }
        try check(Secp256k1.self, "secp256k1")
        try check(P256.self, "secp256r1")
        OutsideVectors.account(path, passed: 2, refused: curves.count - 2, reason: "curves of no group here")
    }

    private func wycheproof<G: WeierstrassCurve>(_: G.Type, _ file: String, headers: [String]) throws {
        guard let root = try OutsideVectors.json("wycheproof/\(file).json") as? [String: Any] else { return }
        var passed = 0, refused = 0
        for group in root["testGroups"] as! [[String: Any]] {
            for test in group["tests"] as! [[String: Any]] {
                guard let text = test["public"] as? String, let header = headers.first(where: { text.hasPrefix($0) })
                else { continue }
                let encoded = bytes(String(text.dropFirst(header.count)))
                guard encoded.count == 65 || encoded.count == 33 else { continue }
                let point =
                    try? encoded.count == 65
                    ? G.element(decodingUncompressed: encoded) : G.element(decoding: encoded)
                #expect((point != nil) == (test["result"] as! String == "valid"), "\(file) \(test["tcId"]!)")
                guard let point else {
                    refused += 1
                    continue
                }
                let digits = bytes(test["private"] as! String).drop { $0 == 0 }
                let scalar = try PublicScalar<G>(
                    canonical: [UInt8](repeating: 0, count: 32 - digits.count) + digits)
                let shared = G.productVariableTime(scalar, point)
                #expect(shared.xBytes == bytes(test["shared"] as! String), "\(file) \(test["tcId"]!)")
                // And the compressed form names the same point.
                #expect(try G.element(decoding: point.encoded) == point)
                passed += 1
            }
        }
        #expect(passed > 100 && refused > 5)
        OutsideVectors.account("wycheproof/\(file), points", passed: passed, refused: refused)
    }
}
