import Custody
import Encodings
import Groups
import SecretSharing
import Secrets
import ShareFiles
import Testing

/// Somebody who knows the public key, and everything else that is public, but not the key.
///
/// They choose t − 1 shares and interpolate commitments in the exponent; without the dealer's proof each of those shares
/// would pass, against the node's own address.
@Suite("An outsider's dealing")
struct OutsiderTests {
    /// A real split, and what an outsider makes of its dealing.
    private struct Scene {
        let address: String
        let dealing: SecretFile
        let honest: [SecretFile]
        /// Of the first two holders; both fit the forged commitments.
        let forged: [SecretFile]
        let forgedDealing: SecretFile

        init(_ curve: CurveName) throws {
            let key = try generateKey(group: curve, format: .pkcs8PEM)
            address = key.facts.addresses[0].text
            let plan = try SplitPlan(
                threshold: 3, holderNames: ["Aino", "Bram", "Chiara", "Dev"], label: "validator-7",
                created: "2026-11-22T10:02:33Z")
            let dealt = try split(key, plan)
            var honest: [SecretFile] = []
            for position in 0..<4 {
                try dealt.withShareFile(at: position) {
                    honest.append(SecretFile(name: "\(position + 1).share", bytes: try LockedBytes(copying: $0)))
                }
            }
            self.honest = honest
            dealing = try Scene.file("dealing.json", dealt.dealingFile)
            let read = try dealing.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
            (forgedDealing, forged) = try Scene.forge(read, curve.group)
        }

        static func file(_ name: String, _ content: [UInt8]) throws -> SecretFile {
            var bytes = try LockedBytes(count: content.count)
            bytes.withUnsafeMutableBytes { $0.copyBytes(from: content) }
            return SecretFile(name: name, bytes: bytes)
        }

        /// From A₀: with f(0)·G = A₀, f(1) = s₁ and f(2) = s₂ for chosen s₁ and s₂, the coefficients of f are
        /// a₁ = −3/2·f(0) + 2·s₁ − 1/2·s₂ and a₂ = 1/2·f(0) − s₁ + 1/2·s₂, and points can be multiplied like numbers.
        private static func forge<G: Group>(
            _ honest: DealingFile, _ group: G.Type
        ) throws -> (SecretFile, [SecretFile]) {
            let publicKey = try G.element(decoding: honest.commitments[0])
            let first = try SecretScalar<G>.random(), second = try SecretScalar<G>.random()
            let points = [publicKey, G.generator(times: first), G.generator(times: second)]
            let one = PublicScalar<G>.one, two = PublicScalar<G>(2), half = two.inverse
            let slope = G.linearCombinationVariableTime([(one + half).negated, two, half.negated], points)
            let bend = G.linearCombinationVariableTime([half, one.negated, half], points)
            let content = try UnprovenDealing(
                label: honest.label, created: honest.created, epoch: honest.epoch, group: honest.group,
                threshold: honest.threshold, holders: honest.holders,
                commitments: [publicKey.encoded, slope.encoded, bend.encoded], key: honest.key,
                original: honest.original)
            // The best that they can do: prove to have some other key.
            let own = try SecretScalar<G>.random()
            let proof = try DealerProof.make(for: own, publicKey: publicKey, dealing: content.id.bytes)
            let dealing = try content.proven(by: proof.encoded)
            let writer = ShareFileWriter(dealing)
            let shares = [
                SecretFile(
                    name: "forged-1.share",
                    bytes: try writer.write(ShareLine(holder: HolderIndex(1), value: first, of: dealing.id))),
                SecretFile(
                    name: "forged-2.share",
                    bytes: try writer.write(ShareLine(holder: HolderIndex(2), value: second, of: dealing.id))),
            ]
            // Both do pass the check of one share: nothing but the proof tells.
            let commitment = try dealing.commitment(in: G.self)
            let fit = try [
                G.generator(times: first) == commitment.elementVariableTime(for: HolderIndex(1)),
                G.generator(times: second) == commitment.elementVariableTime(for: HolderIndex(2)),
            ]
            #expect(fit == [true, true])
            return (try file("forged.json", dealing.text()), shares)
        }
    }

    private func refusal(_ body: () throws -> Void) -> Refusal? {
        do {
            try body()
            return nil
        } catch { return error as? Refusal }
    }

    @Test("one share alone is bad, whatever was expected of its key", arguments: CurveName.allCases)
    func oneShareAlone(_ curve: CurveName) throws {
        let scene = try Scene(curve)
        for options in [CheckOptions(), CheckOptions(expected: [try Expectation(scene.address)])] {
            for (position, share) in scene.forged.enumerated() {
                let report = try check([share], options).report
                #expect(report.fault == .answerIsNo)
                #expect(report.dealing == nil)
                #expect(report.have == 0)
                #expect(report.shares[0].status == .invalid)
                #expect(report.shares[0].code == "dealer-proof")
                #expect(report.shares[0].index == position + 1)
                #expect(report.shares[0].holder == ["Aino", "Bram"][position])
            }
        }
    }

    @Test("beside honest shares they are named, make no camp and cost nothing", arguments: CurveName.allCases)
    func besideHonestShares(_ curve: CurveName) throws {
        let scene = try Scene(curve)
        let collection = try check(scene.forged + scene.honest)
        #expect(collection.report.camps.isEmpty)
        #expect(collection.report.shares.map(\.status) == [.invalid, .invalid, .valid, .valid, .valid, .valid])
        #expect(collection.report.shares.prefix(2).allSatisfy { $0.code == "dealer-proof" })
        #expect(try rebuild(collection).used == [1, 2, 3])
        let tooFew = try check(scene.forged + scene.honest.dropFirst(2))
        #expect(tooFew.report.have == 2)
        #expect(refusal { _ = try rebuild(tooFew) }?.code == "not-enough-shares")
    }

    @Test("their dealing is refused as an operand and where it would decide", arguments: CurveName.allCases)
    func dealingAlone(_ curve: CurveName) throws {
        let scene = try Scene(curve)
        let refusals = [
            refusal { _ = try check([scene.forgedDealing]) },
            refusal { _ = try check(scene.honest + [scene.forgedDealing]) },
            refusal { _ = try check(scene.honest, CheckOptions(dealing: scene.forgedDealing)) },
            refusal { _ = try inspect(scene.forgedDealing) },
        ]
        for refused in refusals {
            #expect(refused?.code == "dealer-proof")
            #expect(refused?.kind == .answerIsNo)
            #expect(refused?.message.hasPrefix("forged.json: ") == true)
        }
        #expect(try check([scene.dealing]).report.fault == nil)
    }

    @Test("the proof of one dealing serves no other of the same key", arguments: CurveName.allCases)
    func borrowedProof(_ curve: CurveName) throws {
        let scene = try Scene(curve)
        let honest = try scene.dealing.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
        let forged = try scene.forgedDealing.bytes.withUnsafeBytes { try DealingFile(parsing: $0) }
        let borrowed = try Scene.file("borrowed.json", try forged.content.proven(by: honest.proof).text())
        #expect(refusal { _ = try check([borrowed]) }?.code == "dealer-proof")
    }
}
