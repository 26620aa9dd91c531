import Digests
import Encodings
import Foundation
import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// What a dealer draws is what a second implementation draws, and repeated randomness does not give the key away.
@Suite struct DealerRandomnessTests {
    /// `Vectors/randomness/dealer.json`, whose README says what the members mean.
    struct Vectors: Decodable {
        struct Numbers: Decodable {
            let coefficients: [String]
            let nonce: String
        }

        struct Case: Decodable {
            let fresh: String
            let secret: String
            let content: String
            let key: String
            let threshold: Int
            let id: String
            let salt: String
            let nonce: String
            let groups: [String: Numbers]

            func randomness() throws -> HedgedRandomness {
                try HedgedRandomness(
                    secret: try locked(try hexBytes(secret)), content: try locked(try hexBytes(content)),
                    fresh: try locked(try hexBytes(fresh)))
            }
        }

        let cases: [Case]

        static func load() throws -> [Case] {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("Vectors/randomness/dealer.json")
            return try JSONDecoder().decode(Vectors.self, from: try Data(contentsOf: file)).cases
        }
    }

    @Test func saltsAreTheKnownOnes() throws {
        let cases = try Vectors.load()
        #expect(cases.count == 5)
        for one in cases {
            let randomness = try one.randomness()
            #expect(randomness.publicBytes(32, for: "salt of the original") == (try hexBytes(one.salt)))
            #expect(randomness.publicBytes(24, for: "nonce of the original") == (try hexBytes(one.nonce)))
        }
    }

    @Test(arguments: CurveName.allCases)
    func numbersAreTheKnownOnes(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            for one in try Vectors.load() {
                let known = try #require(one.groups[curve.rawValue])
                let randomness = try one.randomness()
                let secret = try SecretScalar<G>.random()
                let polynomial = try Polynomial.random(through: secret, threshold: one.threshold, randomness)
                let drawn = try bytes(of: polynomial)
                let coefficients = try known.coefficients.map { try inOrder($0, G.self) }
                #expect(Array(drawn.dropFirst()) == coefficients)
                let encoded = array(try secret.encoded())
                #expect(drawn[0] == encoded)

                // The nonce is k = s − c·x.
                let id = try hexBytes(one.id), publicKey = G.generator(times: secret)
                let proof = try DealerProof.make(for: secret, publicKey: publicKey, dealing: id, randomness)
                var nonce = try secret.copy()
                nonce.multiply(by: PublicScalar(reducing: Limbs(bytes: proof.challenge, .bigEndian)).negated)
                nonce.add(try scalar(proof.response.encoded))
                let found = array(try nonce.encoded()), expected = try inOrder(known.nonce, G.self)
                #expect(found == expected)
                try proof.verify(publicKey: publicKey, dealing: id)
            }
        }
        try run(curve.group)
    }

    /// A machine that is restored from a snapshot and deals one key again: from two proofs with one nonce and two challenges
    /// anybody computes the key.
    @Test(arguments: CurveName.allCases)
    func sameRandomnessGivesOtherProofsAndPolynomials(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let one = try Vectors.load()[0]
            let randomness = try one.randomness()
            let secret = try SecretScalar<G>.random(), publicKey = G.generator(times: secret)
            let nonces = try [UInt8](0..<3).map { last -> [UInt8] in
                let id = [UInt8](repeating: 1, count: 31) + [last]
                let proof = try DealerProof.make(for: secret, publicKey: publicKey, dealing: id, randomness)
                let negated = PublicScalar<G>(reducing: Limbs(bytes: proof.challenge, .bigEndian)).negated
                return G.linearCombinationVariableTime([proof.response, negated], [G.generator, publicKey]).encoded
            }
            #expect(Set(nonces).count == 3)
            // Other thresholds share no coefficient, with which two dealings would give more than either.
            let polynomials = try [2, 3, 65, 66].flatMap {
                try bytes(of: try Polynomial.random(through: secret, threshold: $0, randomness)).dropFirst()
            }
            #expect(Set(polynomials).count == 1 + 2 + 64 + 65)
        }
        try run(curve.group)
    }

    /// Drawn afresh, no two are alike, though the secret is the same.
    @Test func freshRandomnessGivesOtherPolynomials() throws {
        let secret = try SecretScalar<P256>.random()
        let drawn = try (0..<8).map { _ in try bytes(of: try Polynomial.random(through: secret, threshold: 2))[1] }
        #expect(Set(drawn).count == 8)
    }

    private func bytes<G: Group>(of polynomial: borrowing Polynomial<G>) throws -> [[UInt8]] {
        var all: [[UInt8]] = []
        try polynomial.forEachCoefficient { all.append(Array($0)) }
        return all
    }

    private func inOrder<G: Group>(_ digits: String, _: G.Type) throws -> [UInt8] {
        let bytes = try hexBytes(digits)
        return G.scalarByteOrder == .bigEndian ? bytes : bytes.reversed()
    }

    private func scalar<G: Group>(_ bytes: [UInt8]) throws -> SecretScalar<G> {
        try (try locked(bytes)).withUnsafeBytes { try SecretScalar(canonical: $0) }
    }

    private func array(_ bytes: borrowing LockedBytes) -> [UInt8] { bytes.withUnsafeBytes { Array($0) } }
}

private func locked(_ content: [UInt8]) throws -> LockedBytes {
    var bytes = try LockedBytes(count: content.count)
    bytes.withUnsafeMutableBytes { $0.copyBytes(from: content) }
    return bytes
}
