import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// However many shares are bad, and wherever: whoever is named is who fails alone.
@Suite struct BatchSearchTests {
    /// Of more shares than are checked singly: by the combination (few commitments, or fewer shares than the threshold)
    /// and at one point (many commitments).
    struct Setting: Sendable, CustomStringConvertible {
        let curve: CurveName
        let threshold: Int
        let count: Int
        var description: String { "\(curve.rawValue), threshold \(threshold), \(count) shares" }
    }

    static let settings = CurveName.allCases.flatMap { curve in
        [(3, 40), (20, 40), (19, 21), (30, 25)].map { Setting(curve: curve, threshold: $0.0, count: $0.1) }
    }

    /// Copies of the first shares, each with a public number added.
    private func altered<G: Group>(
        _ shares: borrowing ShareTable<G>, adding differences: [PublicScalar<G>]
    ) throws -> ShareTable<G> {
        var table = try ShareTable<G>(capacity: differences.count)
        for (position, difference) in differences.enumerated() {
            shares.withLimbs(at: position) { limbs in
                table.append(holder: shares.holders[position]) { sum in
                    difference.limbs.withUnsafeLimbs { G.scalars.add(sum, limbs, $0) }
                }
            }
        }
        return table
    }

    /// A dealing to holders whose indices are neither in order nor without gaps.
    private func dealing<G: Group>(_ setting: Setting, _ random: inout SeededGenerator) throws -> Dealing<G> {
        let count = max(setting.threshold, setting.count)
        let indices = Array(Array(1...2 * count).shuffled(using: &random).prefix(count))
        return try Dealing(
            of: try SecretScalar<G>.random(), threshold: setting.threshold,
            holders: try indices.map { try HolderIndex($0) })
    }

    private func expectNamed<G: Group>(
        _ dealing: borrowing Dealing<G>, _ differences: [PublicScalar<G>], binding: [UInt8] = [1], _ what: String
    ) throws {
        let commitment = dealing.commitment
        let bad = differences.indices.filter { !differences[$0].isZero }.map { dealing.shares.holders[$0] }
        let verdict = try altered(dealing.shares, adding: differences).checked(against: commitment, binding: binding)
        #expect(verdict.bad == bad, "\(what)")
        let good = verdict.good.table.holders
        #expect(good == differences.indices.filter { differences[$0].isZero }.map { dealing.shares.holders[$0] })
    }

    @Test(arguments: settings, Seed.fresh(1))
    func namesOneBadShareAtEachPlace(_ setting: Setting, _ seed: Seed) throws {
        func run<G: Group>(_ group: G.Type) throws {
            var random = seed.generator
            let dealing: Dealing<G> = try dealing(setting, &random)
            for place in 0..<setting.count {
                var differences = [PublicScalar<G>](repeating: .zero, count: setting.count)
                differences[place] = PublicScalar(UInt64(random.int(1...1000)))
                try expectNamed(dealing, differences, "at \(place), seed \(seed)")
            }
        }
        try run(setting.curve.group)
    }

    @Test(arguments: settings, Seed.fresh(1))
    func namesAnyNumberOfBadShares(_ setting: Setting, _ seed: Seed) throws {
        func run<G: Group>(_ group: G.Type) throws {
            var random = seed.generator
            let dealing: Dealing<G> = try dealing(setting, &random)
            for badCount in [0, 2, 5, setting.count / 2, setting.count - 1, setting.count] {
                let bad = Set(Array(0..<setting.count).shuffled(using: &random).prefix(badCount))
                let differences = (0..<setting.count).map { place in
                    bad.contains(place) ? PublicScalar<G>(reducing: random.anyLimbs()) : .zero
                }
                try expectNamed(dealing, differences, "\(badCount) bad, seed \(seed)")
            }
        }
        try run(setting.curve.group)
    }

    /// Errors that sum to zero under equal weights, and such as lie on a polynomial of the right degree themselves.
    @Test(arguments: settings, Seed.fresh(1))
    func namesErrorsThatCancel(_ setting: Setting, _ seed: Seed) throws {
        func run<G: Group>(_ group: G.Type) throws {
            var random = seed.generator
            let dealing: Dealing<G> = try dealing(setting, &random)
            let error = PublicScalar<G>(reducing: random.anyLimbs())
            let alternating = (0..<setting.count).map { $0 % 2 == 0 ? error : error.negated }
            try expectNamed(dealing, alternating, "alternating, seed \(seed)")
            try expectNamed(dealing, alternating.map { _ in error }, "shifted, seed \(seed)")
            let linear = (0..<setting.count).map { error * PublicScalar(UInt64(dealing.shares.holders[$0].value)) }
            try expectNamed(dealing, linear, "another polynomial, seed \(seed)")
        }
        try run(setting.curve.group)
    }

    /// An adversary who knows z and the weights of the run over the true shares makes errors that vanish under them; the
    /// numbers of the run over the altered ones are others, under this id and under any.
    @Test(arguments: settings, Seed.fresh(1))
    func namesErrorsMadeForTheNumbersOfAnotherRun(_ setting: Setting, _ seed: Seed) throws {
        func run<G: Group>(_ group: G.Type) throws {
            var random = seed.generator
            let dealing: Dealing<G> = try dealing(setting, &random)
            let honest = try altered(dealing.shares, adding: [PublicScalar<G>](repeating: .zero, count: setting.count))
            let known = try Challenge(domain: "holdfast-check/1", binding: [1], shares: honest)
            let weights = known.weights([0, 1], in: G.self).map { PublicScalar<G>(reducing: $0) }
            var cancelling = [PublicScalar<G>](repeating: .zero, count: setting.count)
            (cancelling[0], cancelling[1]) = (weights[1], weights[0].negated)
            let z = PublicScalar<G>(reducing: known.point(PublicModulus(G.scalars)))
            let vanishing = (0..<setting.count).map { PublicScalar(UInt64(dealing.shares.holders[$0].value)) - z }
            for binding in [[1], [2]] as [[UInt8]] {
                try expectNamed(dealing, cancelling, binding: binding, "under the weights, seed \(seed)")
                try expectNamed(dealing, vanishing, binding: binding, "at the point, seed \(seed)")
            }
        }
        try run(setting.curve.group)
    }
}
