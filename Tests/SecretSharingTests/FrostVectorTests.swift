import Encodings
import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// What the vectors of threshold signing and of distributed key generation hold of sharing: polynomials with their shares,
/// and commitments with the shares that each dealer sends to each other.
@Suite struct FrostVectorTests {
    /// A trusted dealer's shares, and every pair of them rebuilt.
    @Test(arguments: [
        "ed25519-vectors", "p256-vectors", "secp256k1-vectors", "secp256k1-tr-vectors",
        "secp256k1-vectors-big-identifier",
    ])
    func dealsAndRebuildsAsPublished(_ name: String) throws {
        guard let file = try OutsideVectors.value("frost/\(name).json"), let inputs = file["inputs"] else { return }
        func run<G: Group>(_: G.Type) throws {
            let texts = [inputs["group_secret_key"]] + (inputs["share_polynomial_coefficients"]?.array ?? [])
            var coefficients = try ScalarTable<G>(count: texts.count)
            for (k, text) in texts.enumerated() {
                coefficients.set(k, to: try scalar(try #require(text?.string), in: G.self))
            }
            let shares = try (inputs["participant_shares"]?.array ?? []).map { share in
                FeldmanVectors.Share(
                    index: try number(share["identifier"]), value: try #require(share["participant_share"]?.string),
                    publicShare: nil)
            }
            let dealing = try Dealing(
                Polynomial(coefficients: coefficients), holders: shares.map { try HolderIndex($0.index) })
            #expect(Hex.encode(dealing.commitment.publicKey.encoded) == inputs["verifying_key_key"]?.string)
            for (position, share) in shares.enumerated() {
                let value = try scalar(share.value, in: G.self)
                let same = dealing.shares.withLimbs(at: position) { mine in
                    value.withLimbs { Limbs(at: mine) == Limbs(at: $0) }
                }
                #expect(same, "share \(share.index)")
            }
            // The first with each other one: of 257 holders, those beyond one byte are among them.
            let secret = try scalar(try #require(inputs["group_secret_key"]?.string), in: G.self)
            for other in shares.dropFirst() {
                let pair = try shareTable([shares[0], other], in: G.self)
                let verdict = try pair.checked(against: dealing.commitment, binding: [])
                #expect(verdict.bad.isEmpty)
                let key = try verdict.good.rebuild()
                let same = key.scalar.matches(secret)
                #expect(same, "from 1 and \(other.index)")
            }
            #expect(shares.count >= 3)
            OutsideVectors.account("frost/\(name).json", passed: shares.count, refused: 0)
        }
        try run(try group(of: name).group)
    }

    /// Each participant deals to each other: the share fits the sender's commitments, and no other sender's.
    @Test(arguments: ["p256-vectors_dkg", "secp256k1-vectors_dkg"])
    func checksEachDealersShares(_ name: String) throws {
        guard let inputs = try OutsideVectors.value("frost/\(name).json")?["inputs"] else { return }
        func run<G: Group>(_: G.Type) throws {
            var commitments: [Commitment<G>] = []
            for dealer in 1...3 { commitments.append(try commitment(inputs["\(dealer)"]?["vss_commitments"], 2)) }
            var passed = 0
            for holder in 1...3 {
                for dealer in 1...3 where dealer != holder {
                    let text = try #require(inputs["\(holder)"]?["signing_shares"]?["\(dealer)"]?.string)
                    for other in 1...3 {
                        let share = Share<G>(holder: try HolderIndex(holder), value: try scalar(text, in: G.self))
                        let isGood = fits(share, commitments[other - 1])
                        #expect(isGood == (other == dealer), "\(dealer) to \(holder)")
                    }
                    passed += 1
                }
                let sum = try scalar(try #require(inputs["\(holder)"]?["signing_share"]?.string), in: G.self)
                let point = try G.element(decoding: try octets(inputs["\(holder)"]?["verifying_share"]))
                #expect(G.generator(times: sum) == point)
            }
            OutsideVectors.account("frost/\(name).json", passed: passed, refused: 0)
        }
        try run(try group(of: name).group)
    }

    /// All commitments of a key generation added: everybody's final share is one of the sum.
    @Test(arguments: ["cocktail-dkg-ed25519-sha512", "cocktail-dkg-p256-sha256", "cocktail-dkg-secp256k1-sha256"])
    func checksTheSharesOfAKeyGeneration(_ name: String) throws {
        guard let vectors = try OutsideVectors.value("frost/\(name).json")?["vectors"]?.array else { return }
        func run<G: Group>(_: G.Type) throws {
            var passed = 0
            for vector in vectors {
                let threshold = try number(vector["t"])
                let dealt = try (vector["round1"]?.array ?? []).map { try octets(each: $0["vss_commitment"]) }
                let sums = try (0..<threshold).map { k in
                    let points = try dealt.map { try G.element(decoding: $0[k]) }
                    return G.linearCombinationVariableTime(points.map { _ in .one }, points).encoded
                }
                let sum = try Commitment<G>(decoding: sums, threshold: threshold)
                #expect(Hex.encode(sum.publicKey.encoded) == vector["group_public_key"]?.string)
                for result in vector["round2"]?.array ?? [] {
                    let holder = try HolderIndex(try number(result["participant_id"]))
                    let value = try scalar(try #require(result["secret_share"]?.string), in: G.self)
                    #expect(try sum.elementVariableTime(for: holder).encoded == octets(result["verification_share"]))
                    let isGood = fits(Share(holder: holder, value: value), sum)
                    #expect(isGood, "share \(holder)")
                    passed += 1
                }
            }
            #expect(passed >= 17)
            OutsideVectors.account("frost/\(name).json", passed: passed, refused: 0)
        }
        try run(try group(of: name).group)
    }

    /// A point that is none, and good points and numbers beside it.
    @Test(arguments: ["ed25519", "p256", "secp256k1", "secp256k1-tr"])
    func readsPointsAndNumbersAsPublished(_ name: String) throws {
        guard let bad = try OutsideVectors.value("frost/\(name)-elements.json")?["elements"]?["invalid_element"],
            let samples = try OutsideVectors.value("frost/\(name)-samples.json")
        else { return }
        func run<G: Group>(_: G.Type) throws {
            #expect(throws: GroupsError.self) { _ = try G.element(decoding: try octets(bad)) }
            #expect(try G.element(decoding: octets(samples["element1"])) == G.generator)
            let double = G.linearCombinationVariableTime([PublicScalar(2)], [G.generator])
            #expect(try G.element(decoding: octets(samples["element2"])) == double)
            _ = try scalar(try #require(samples["scalar1"]?.string), in: G.self)
            OutsideVectors.account(
                "frost/\(name)-elements.json", passed: 0, refused: 1, reason: "no point of the curve")
            OutsideVectors.account("frost/\(name)-samples.json", passed: 3, refused: 0)
        }
        try run(try group(of: name).group)
    }

    /// The additions of a share's repair: numbers that are added up.
    @Test(arguments: ["ed25519", "p256", "secp256k1", "secp256k1-tr"])
    func addsAsInARepair(_ name: String) throws {
        guard let file = try OutsideVectors.value("frost/\(name)-repair-share.json") else { return }
        func run<G: Group>(_: G.Type) throws {
            func sum(_ step: String, _ names: [String]) throws -> PublicScalar<G> {
                try names.reduce(PublicScalar<G>.zero) { try $0 + PublicScalar(canonical: octets(file[step]?[$1])) }
            }
            let sigmas = (1...4).map { "sigma_\($0)" }.filter { file["sigma_generation"]?[$0] != nil }
            #expect(try sum("sigma_generation", sigmas) == sum("sigma_generation", ["sigma_sum"]))
            #expect(sigmas.count == 4)
            OutsideVectors.account("frost/\(name)-repair-share.json", passed: 1, refused: 0)
        }
        try run(try group(of: name).group)
    }

    private func group(of name: String) throws -> CurveName {
        try #require(CurveName.allCases.first { name.split(separator: "-").contains(Substring($0.rawValue)) })
    }

    private func number(_ value: JSONValue?) throws -> Int {
        try #require(value?.number.flatMap { Int($0) } ?? value?.string.flatMap { Int($0) })
    }

    private func octets(_ value: JSONValue?) throws -> [UInt8] { try Hex.decode(try #require(value?.string)) }

    private func octets(each values: JSONValue?) throws -> [[UInt8]] {
        try (values?.array ?? []).map { try octets($0) }
    }

    private func commitment<G: Group>(_ values: JSONValue?, _ threshold: Int) throws -> Commitment<G> {
        try Commitment(decoding: try octets(each: values), threshold: threshold)
    }

    private func fits<G: Group>(_ share: consuming Share<G>, _ commitment: Commitment<G>) -> Bool {
        (try? share.checked(against: commitment)) != nil
    }
}
