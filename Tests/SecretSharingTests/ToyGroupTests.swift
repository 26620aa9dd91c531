import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// In a group of order 13 everything generic is tried: every secret, every polynomial, every set of holders.
@Suite struct ToyGroupTests {
    /// The polynomial with these small coefficients, a₀ first.
    private func polynomial(_ coefficients: [Int]) throws -> Polynomial<ToyGroup> {
        var table = try ScalarTable<ToyGroup>(count: coefficients.count)
        for (k, value) in coefficients.enumerated() {
            table.withMutableLimbs(at: k) { $0[0] = UInt64(value) }
        }
        return Polynomial(coefficients: table)
    }

    @Test func everySecretComesBackFromEverySetOfThree() throws {
        let holders = try HolderIndex.first(5)
        var rebuilt = 0
        for a0 in 1..<13 {
            for a1 in 0..<13 {
                for a2 in 0..<13 {
                    let dealing = try Dealing(polynomial([a0, a1, a2]), holders: holders)
                    let commitment = dealing.commitment
                    let verdict = try dealing.takeShares().checked(against: commitment, binding: [])
                    #expect(verdict.bad.isEmpty)
                    let triples = [
                        [0, 1, 2], [0, 1, 3], [0, 1, 4], [0, 2, 3], [0, 2, 4], [0, 3, 4], [1, 2, 3], [1, 2, 4],
                        [1, 3, 4], [2, 3, 4],
                    ]
                    for positions in triples {
                        let key = try verdict.good.rebuild(from: positions)
                        let value = key.scalar.withLimbs { $0[0] }
                        #expect(value == UInt64(a0))
                        rebuilt += 1
                    }
                }
            }
        }
        #expect(rebuilt == 12 * 13 * 13 * 10)
    }

    @Test func twoSharesOfThreeFitEverySecretEquallyOften() throws {
        // Perfect secrecy, counted: for each pair of values of two holders, each secret has exactly one polynomial.
        let holders = try HolderIndex.first(2)
        var secretsSeen: [[UInt64]: [Int: Int]] = [:]
        for a0 in 0..<13 {
            for a1 in 0..<13 {
                for a2 in 0..<13 {
                    let dealing = try Dealing(polynomial([a0, a1, a2]), holders: holders)
                    let values = (0..<2).map { position in dealing.shares.withLimbs(at: position) { $0[0] } }
                    secretsSeen[values, default: [:]][a0, default: 0] += 1
                }
            }
        }
        #expect(secretsSeen.count == 13 * 13)
        let eachOnce = Dictionary(uniqueKeysWithValues: (0..<13).map { ($0, 1) })
        for counts in secretsSeen.values { #expect(counts == eachOnce) }
    }

    @Test func everyAlteredShareIsNamed() throws {
        let holders = try HolderIndex.first(4)
        for a0 in 1..<13 {
            for a1 in 0..<13 {
                for altered in 0..<4 {
                    for difference in 1..<13 {
                        let dealing = try Dealing(polynomial([a0, a1]), holders: holders)
                        let commitment = dealing.commitment
                        var table = try ShareTable<ToyGroup>(capacity: 4)
                        for position in 0..<4 {
                            let value = dealing.shares.withLimbs(at: position) { $0[0] }
                            table.append(holder: holders[position]) {
                                $0[0] = position == altered ? (value + UInt64(difference)) % 13 : value
                            }
                        }
                        let verdict = try table.checked(against: commitment, binding: [])
                        #expect(verdict.bad == [holders[altered]])
                    }
                }
            }
        }
    }

    @Test func refusesIndicesThatAreZeroOrEqualModuloTheOrder() throws {
        for indices in [[13, 1, 2], [1, 14, 2], [26, 3, 4]] {
            let holders = try indices.map { try HolderIndex($0) }
            let reason = #expect(throws: SecretSharingError.self) {
                _ = try Dealing(polynomial([1, 2]), holders: holders)
            }
            #expect(reason == .indexOutOfRange(indices[0]) || reason == .indexTwice(holders[1]))
        }
    }

    @Test func oneShareFewerIsRefused() throws {
        let dealing = try Dealing(polynomial([5, 6, 7]), holders: try HolderIndex.first(2))
        let commitment = dealing.commitment
        let verdict = try dealing.takeShares().checked(against: commitment, binding: [])
        #expect(throws: SecretSharingError.tooFewShares(threshold: 3, found: 2)) { _ = try verdict.good.rebuild() }
    }
}
