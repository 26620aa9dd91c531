import Encodings
import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// Known answers for dealing, checking and rebuilding, all cases of the three groups.
@Suite struct FeldmanVectorTests {
    @Test(arguments: FeldmanVectors.names)
    func dealsChecksAndRebuildsAsPublished(_ name: String) throws {
        guard let file = try FeldmanVectors.load(name), let curve = CurveName(rawValue: file.group) else { return }
        func run<G: Group>(_ group: G.Type) throws {
            var refused = 0
            for known in file.cases {
                // An index has 16 bits here: shares further out are refused, the rest of such a case is tried.
                let outside = known.shares.filter { $0.index > 65535 }
                for share in outside {
                    #expect(throws: SecretSharingError.indexOutOfRange(share.index)) {
                        _ = try HolderIndex(share.index)
                    }
                }
                refused += outside.isEmpty ? 0 : 1
                try dealsAsPublished(known.withinIndexRange, in: group)
            }
            for check in file.checks {
                let verdict = judge(check, in: group)
                #expect(verdict.accepted == (check.expect == "accept"), "\(check.id): \(check.reason ?? "")")
                if let expected = check.badIndices, !verdict.bad.isEmpty {
                    #expect(verdict.bad == expected, "\(check.id)")
                }
                refused += verdict.accepted ? 0 : 1
            }
            OutsideVectors.account(
                "feldman/\(name)", passed: file.cases.count + file.checks.count - refused, refused: refused)
        }
        try run(curve.group)
    }

    private func dealsAsPublished<G: Group>(_ known: FeldmanVectors.Case, in group: G.Type) throws {
        var coefficients = try ScalarTable<G>(count: known.coefficients.count)
        for (k, text) in known.coefficients.enumerated() { coefficients.set(k, to: try scalar(text, in: G.self)) }
        let polynomial = Polynomial(coefficients: coefficients)
        let dealing = try Dealing(polynomial, holders: known.shares.map { try HolderIndex($0.index) })
        let commitment = dealing.commitment
        #expect(commitment.elements.map { Hex.encode($0.encoded) } == known.commitments, "\(known.id)")
        #expect(Hex.encode(commitment.publicKey.encoded) == known.publicKey)
        for (position, share) in known.shares.enumerated() {
            let value = try scalar(share.value, in: G.self)
            let same = dealing.shares.withLimbs(at: position) { mine in
                value.withLimbs { Limbs(at: mine) == Limbs(at: $0) }
            }
            #expect(same, "\(known.id), share \(share.index)")
            let index = try HolderIndex(share.index)
            #expect(commitment.elementVariableTime(for: index) == G.generator(times: value))
        }
        for rebuild in known.reconstruct {
            let holders = try rebuild.indices.map { try HolderIndex($0) }
            let lagrange: [PublicScalar<G>] = lagrangeCoefficients(holders, at: .zero)
            #expect(lagrange.map { Hex.encode($0.encoded) } == rebuild.lagrangeAtZero, "\(known.id)")
            let chosen = rebuild.indices.compactMap { index in known.shares.first { $0.index == index } }
            let verdict = try shareTable(chosen, in: G.self).checked(against: commitment, binding: [1, 2, 3])
            #expect(verdict.bad.isEmpty)
            let key = try verdict.good.rebuild()
            let secret = try scalar(known.secret, in: G.self)
            let same = key.scalar.matches(secret)
            #expect(same, "\(known.id), rebuilt from \(rebuild.indices)")
        }
    }

    /// What our code says to a check: accepted or not, and whom it names.
    private func judge<G: Group>(_ check: FeldmanVectors.Check, in group: G.Type) -> (accepted: Bool, bad: [Int]) {
        let input = check.input
        do throws(any Error) {
            switch check.op {
            case "split_parameters":
                _ = try SharingPolicy(threshold: input.threshold!, holderCount: input.shareCount!)
                if let secret = input.secret {
                    let value = try scalar(secret, in: group)
                    guard !value.isZero else { return (false, []) }
                }
                return (true, [])
            case "check_commitments", "check_public_key":
                let commitment = try decode(input, in: group)
                guard let expected = input.expectedPublicKey else { return (true, []) }
                return (Hex.encode(commitment.publicKey.encoded) == expected, [])
            case "verify_share":
                let commitment = try decode(input, in: group)
                let value = try scalar(input.share!.value, in: G.self)
                _ = try Share(holder: try HolderIndex(input.share!.index), value: value).checked(against: commitment)
                return (true, [])
            case "combine":
                let commitment = try decode(input, in: group)
                let verdict = try shareTable(input.shares!, in: group).checked(against: commitment, binding: [])
                guard verdict.bad.isEmpty else { return (false, verdict.bad.map { Int($0.value) }) }
                let key = try verdict.good.rebuild()
                let secret = try scalar(check.secret!, in: group)
                return (key.scalar.matches(secret), [])
            default:
                Issue.record("an operation that this test does not know: \(check.op)")
                return (false, [])
            }
        } catch let error where error is SecretSharingError || error is GroupsError {
            return (false, [])
        } catch {
            Issue.record("\(check.id) was refused for another reason than a rule of sharing: \(error)")
            return (false, [])
        }
    }

    private func decode<G: Group>(_ input: FeldmanVectors.Input, in group: G.Type) throws -> Commitment<G> {
        try Commitment<G>(decoding: try input.commitments!.map { try Hex.decode($0) }, threshold: input.threshold!)
    }
}
