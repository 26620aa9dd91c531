import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// Checking many shares at once says exactly what checking each alone says.
@Suite struct BatchCheckTests {
    struct Setting: Sendable, CustomStringConvertible {
        let curve: CurveName
        let threshold: Int
        let holders: Int
        var description: String { "\(curve.rawValue) \(threshold)-of-\(holders)" }
    }

    static let settings = CurveName.allCases.flatMap { curve in
        [(2, 2), (2, 3), (3, 5), (7, 10), (4, 13)].map { Setting(curve: curve, threshold: $0.0, holders: $0.1) }
    }

    /// A copy of some shares, each with this much added.
    private func altered<G: Group>(
        _ shares: borrowing ShareTable<G>, _ positions: [Int], adding differences: [Int: SecretDifference]
    ) throws -> ShareTable<G> {
        var table = try ShareTable<G>(capacity: positions.count)
        for position in positions {
            var value = try shares.withLimbs(at: position) { try SecretScalar<G>(copyingLimbs: $0) }
            switch differences[position] {
            case .plus(let amount): value.add(try number(amount, in: G.self))
            case .minus(let amount): value.subtract(try number(amount, in: G.self))
            case nil: break
            }
            table.append(holder: shares.holders[position], value: value)
        }
        return table
    }

    enum SecretDifference { case plus(UInt64), minus(UInt64) }

    private func number<G: Group>(_ value: UInt64, in group: G.Type) throws -> SecretScalar<G> {
        var scalar = try SecretScalar<G>()
        scalar.withMutableLimbs { $0[0] = value }
        return scalar
    }

    @Test(arguments: settings, Seed.fresh(1))
    func acceptsEveryHonestSetOfEverySize(_ setting: Setting, _ seed: Seed) throws {
        var random = seed.generator
        func run<G: Group>(_ group: G.Type) throws {
            let dealing = try Dealing(
                of: try SecretScalar<G>.random(), threshold: setting.threshold,
                holders: try HolderIndex.first(setting.holders))
            let commitment = dealing.commitment
            for count in 1...setting.holders {
                let positions = Array(Array(0..<setting.holders).shuffled(using: &random).prefix(count))
                let verdict = try altered(dealing.shares, positions, adding: [:])
                    .checked(against: commitment, binding: [7])
                #expect(verdict.bad.isEmpty)
                #expect(verdict.good.table.holders == positions.map { dealing.shares.holders[$0] })
            }
        }
        try run(setting.curve.group)
    }

    @Test(arguments: settings, Seed.fresh(1))
    func namesBadSharesEvenWhenTheirErrorsCancel(_ setting: Setting, _ seed: Seed) throws {
        var random = seed.generator
        func run<G: Group>(_ group: G.Type) throws {
            let dealing = try Dealing(
                of: try SecretScalar<G>.random(), threshold: setting.threshold,
                holders: try HolderIndex.first(setting.holders))
            let commitment = dealing.commitment
            for count in 2...setting.holders {
                let positions = Array(0..<count)
                let first = random.int(0...count - 2)
                let verdict = try altered(
                    dealing.shares, positions, adding: [first: .plus(9), first + 1: .minus(9)]
                ).checked(against: commitment, binding: [7])
                #expect(verdict.bad == [dealing.shares.holders[first], dealing.shares.holders[first + 1]])
                let good = verdict.good.table.count
                #expect(good == count - 2)
            }
        }
        try run(setting.curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func namesEveryShareOfAPolynomialShiftedByAConstant(_ curve: CurveName) throws {
        // All shares agree with each other, on the polynomial of another key.
        func run<G: Group>(_ group: G.Type) throws {
            let holders = try HolderIndex.first(5)
            let dealing = try Dealing(of: try SecretScalar<G>.random(), threshold: 3, holders: holders)
            let commitment = dealing.commitment
            let shifted = Dictionary(uniqueKeysWithValues: (0..<5).map { ($0, SecretDifference.plus(1)) })
            let verdict = try altered(dealing.shares, Array(0..<5), adding: shifted)
                .checked(against: commitment, binding: [])
            #expect(verdict.bad == holders)
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func acceptsAShareOfZero(_ curve: CurveName) throws {
        // f(x) = 2 − x has f(2) = 0, a legal share in one of q polynomials.
        func run<G: Group>(_ group: G.Type) throws {
            var coefficients = try ScalarTable<G>(count: 2)
            coefficients.set(0, to: try number(2, in: G.self))
            var minusOne = try number(1, in: G.self)
            minusOne.negate()
            coefficients.set(1, to: minusOne)
            let dealing = try Dealing(Polynomial(coefficients: coefficients), holders: try HolderIndex.first(3))
            let commitment = dealing.commitment
            let zero = dealing.shares.withLimbs(at: 1) { Limbs(at: $0) }
            #expect(zero == .zero)
            let verdict = try dealing.takeShares().checked(against: commitment, binding: [])
            #expect(verdict.bad.isEmpty)
            let key = try verdict.good.rebuild()
            let value = key.scalar.withLimbs { Limbs(at: $0) }
            #expect(value == Limbs(2, 0, 0, 0))
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func sharesOfAnotherDealingNeverRebuild(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let key = try SecretScalar<G>.random()
            let holders = try HolderIndex.first(3)
            let one = try Dealing(of: key, threshold: 2, holders: holders)
            let other = try Dealing(of: key, threshold: 2, holders: holders)
            let commitment = one.commitment
            var mixed = try ShareTable<G>(capacity: 3)
            for position in 0..<2 {
                one.shares.withLimbs(at: position) { limbs in
                    mixed.append(holder: holders[position]) { $0.update(from: limbs, count: 4) }
                }
            }
            other.shares.withLimbs(at: 2) { limbs in
                mixed.append(holder: holders[2]) { $0.update(from: limbs, count: 4) }
            }
            let verdict = try mixed.checked(against: commitment, binding: [])
            #expect(verdict.bad == [holders[2]])
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func everySetRebuildsAndIsCounted(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let key = try SecretScalar<G>.random(), other = try SecretScalar<G>.random()
            let dealing = try Dealing(of: key, threshold: 3, holders: try HolderIndex.first(5))
            let commitment = dealing.commitment
            let verdict = try dealing.takeShares().checked(against: commitment, binding: [])
            let proof = try verdict.good.proveRebuilding(of: key)
            #expect(proof == RebuildProof(setCount: 10, coversEverySet: true))
            let sample = try verdict.good.proveRebuilding(of: key, limit: 5)
            #expect(!sample.coversEverySet && sample.setCount == 18)
            #expect(throws: SecretSharingError.dealingContradictsItself) {
                _ = try verdict.good.proveRebuilding(of: other)
            }
        }
        try run(curve.group)
    }
}
