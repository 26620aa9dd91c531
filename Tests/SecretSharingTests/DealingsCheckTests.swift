import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// Checking many dealings in one sum says of each exactly what checking it alone says.
@Suite struct DealingsCheckTests {
    /// Shares by the combination and at one point, fewer than t, one, all; few and many commitments.
    static let policies = [(2, 3), (3, 5), (7, 10), (2, 2), (20, 21), (5, 6), (40, 44)]

    /// Dealings of one group, their shares with this much added: place of the dealing, place of the share, amount.
    struct Fleet<G: Group> {
        let dealings: [UncheckedShares<G>]
        let challenges: [Challenge]
        let holders: [[HolderIndex]]

        init(_ originals: [Original<G>], adding differences: [Int: [Int: PublicScalar<G>]] = [:]) throws {
            var dealings: [UncheckedShares<G>] = [], challenges: [Challenge] = []
            for (place, original) in originals.enumerated() {
                let table = try original.altered(differences[place] ?? [:])
                challenges.append(
                    try Challenge(domain: "holdfast-check/1", binding: original.binding, shares: table))
                dealings.append(try UncheckedShares(table, original.commitment, binding: original.binding))
            }
            self.dealings = dealings
            self.challenges = challenges
            holders = originals.map(\.holders)
        }

        /// What the parts say, put together.
        func bad() throws -> [[HolderIndex]] {
            let check = DealingsCheck(dealings)
            return try check.parts.flatMap { try check.bad(in: $0) }
        }
    }

    /// An honest dealing, or a part of its shares.
    final class Original<G: Group> {
        let table: ShareTable<G>
        let commitment: Commitment<G>
        let binding: [UInt8]
        var holders: [HolderIndex] { table.holders }

        init(_ threshold: Int, _ count: Int, taking: Int? = nil, binding: UInt8 = 7) throws {
            let dealing = try Dealing(
                of: try SecretScalar<G>.random(), threshold: threshold, holders: try HolderIndex.first(count))
            commitment = dealing.commitment
            table = try dealing.takeShares().selecting(Array(0..<(taking ?? count)))
            self.binding = [UInt8](repeating: binding, count: 32)
        }

        func altered(_ differences: [Int: PublicScalar<G>]) throws -> ShareTable<G> {
            var altered = try ShareTable<G>(capacity: table.count)
            for position in 0..<table.count {
                let difference = differences[position] ?? .zero
                table.withLimbs(at: position) { limbs in
                    altered.append(holder: table.holders[position]) { sum in
                        difference.limbs.withUnsafeLimbs { G.scalars.add(sum, limbs, $0) }
                    }
                }
            }
            return altered
        }
    }

    private func originals<G: Group>(_ count: Int, _ random: inout SeededGenerator) throws -> [Original<G>] {
        try (0..<count).map { _ in
            let (t, n) = Self.policies[random.int(0...Self.policies.count - 1)]
            // Sometimes fewer than t, sometimes one, sometimes none but the dealing itself.
            return try Original(t, n, taking: random.int(0...2) == 0 ? random.int(0...n) : nil)
        }
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(1))
    func acceptsHonestDealingsOfEveryKind(_ curve: CurveName, _ seed: Seed) throws {
        func run<G: Group>(_ group: G.Type) throws {
            var random = seed.generator
            for count in [0, 1, 2, 3, 17, 60] {
                let fleet = try Fleet<G>(try originals(count, &random))
                let bad = try fleet.bad()
                #expect(bad.count == count)
                #expect(bad.allSatisfy { $0.isEmpty }, "\(count) dealings, seed \(seed)")
            }
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(2))
    func namesWhoFailsAlone(_ curve: CurveName, _ seed: Seed) throws {
        func run<G: Group>(_ group: G.Type) throws {
            var random = seed.generator
            let originals: [Original<G>] = try originals(24, &random)
            for badCount in [1, 2, 5, 24] {
                var differences: [Int: [Int: PublicScalar<G>]] = [:],
                    expected = originals.map { _ in Set<HolderIndex>() }
                for place in Array(0..<24).shuffled(using: &random).prefix(badCount)
                where originals[place].table.count > 0 {
                    for _ in 0...random.int(0...2) {
                        let share = random.int(0...originals[place].table.count - 1)
                        differences[place, default: [:]][share] = PublicScalar(UInt64(random.int(1...9)))
                        expected[place].insert(originals[place].holders[share])
                    }
                }
                let bad = try Fleet(originals, adding: differences).bad()
                #expect(bad == expected.map { $0.sorted() }, "\(badCount) bad, seed \(seed)")
            }
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func namesOneBadShareInDealing517Of1000(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let few = try (0..<5).map { try Original<G>(3, 5, binding: UInt8($0)) }
            let originals = (0..<1000).map { few[$0 % 5] }
            let bad = try Fleet(originals, adding: [517: [3: .one]]).bad()
            #expect(bad[517] == [try HolderIndex(4)])
            #expect(bad.count { !$0.isEmpty } == 1)
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func errorsThatCancelAcrossDealingsAreNamed(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            // The same dealing twice is the best chance: same policy, same shares, same id.
            for (t, n) in Self.policies {
                let one = try Original<G>(t, n), other = try Original<G>(t, n)
                for originals in [[one, one], [one, other, one]] {
                    let last = originals.count - 1, error = PublicScalar<G>(5)
                    let bad = try Fleet(originals, adding: [0: [1: error], last: [1: error.negated]]).bad()
                    #expect(bad[0] == [one.holders[1]] && bad[last] == [one.holders[1]], "\(t) of \(n)")
                    #expect(bad.dropFirst().dropLast().allSatisfy { $0.isEmpty })
                }
            }
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func theWeightsOfAnotherRunHelpNobody(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let originals = try (0..<3).map { _ in try Original<G>(2, 3) }
            let honest = try Fleet(originals)
            // Errors whose weighted sum is zero under the weights that the honest shares had.
            let seed = DealingsSeed(honest.challenges)
            let weights = (0..<3).map { place in
                PublicScalar<G>(reducing: Challenge(of: place, in: seed).weights([0], in: G.self)[0])
            }
            let errors: [Int: [Int: PublicScalar<G>]] = [0: [0: weights[1]], 1: [0: weights[0].negated]]
            #expect((weights[0] * weights[1] + weights[1] * weights[0].negated).isZero)
            #expect(Set(weights.map(\.limbs)).count == 3)
            let first = try HolderIndex(1)
            #expect(try Fleet(originals, adding: errors).bad() == [[first], [first], []])
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func aShareOfTheWrongDealingIsBadAndItsTwinIsGood(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let one = try Original<G>(7, 10), other = try Original<G>(7, 10, binding: 8)
            // All shares of one dealing against the commitments of the other, and the other way round.
            let crossed = [
                try UncheckedShares(try one.altered([:]), other.commitment, binding: other.binding),
                try UncheckedShares(try other.altered([:]), one.commitment, binding: one.binding),
                try UncheckedShares(try one.altered([:]), one.commitment, binding: one.binding),
            ]
            let check = DealingsCheck(crossed)
            let bad = try check.parts.flatMap { try check.bad(in: $0) }
            #expect(bad == [one.holders, other.holders, []])
        }
        try run(curve.group)
    }

    @Test func everyPartitionSaysTheSame() throws {
        var random = SeededGenerator(Seed(11))
        let originals: [Original<Secp256k1>] = try originals(12, &random)
        let place = originals.firstIndex { $0.table.count > 1 }!
        let fleet = try Fleet(originals, adding: [place: [1: .one]])
        let check = DealingsCheck(fleet.dealings)
        let whole = try check.bad(in: 0..<12)
        #expect(whole[place] == [originals[place].holders[1]])
        for width in 1...12 {
            let parts = stride(from: 0, to: 12, by: width).map { $0..<min($0 + width, 12) }
            #expect(try parts.flatMap { try check.bad(in: $0) } == whole, "in parts of \(width)")
        }
    }

    @Test func partsCoverAllAndAreNoLargerThanWorthIt() throws {
        let small = try Original<Secp256k1>(3, 5), large = try Original<Secp256k1>(600, 600, taking: 3)
        for originals in [
            (0..<1000).map { _ in small }, (0..<7).map { _ in large }, (0..<100).map { $0 % 9 == 0 ? large : small },
        ] {
            let parts = DealingsCheck(try Fleet(originals).dealings).parts
            #expect(parts.flatMap { Array($0) } == Array(originals.indices))
            for part in parts {
                let points = originals[part].reduce(0) { $0 + $1.commitment.threshold }
                #expect(part.count == 1 || points <= 1024)
            }
        }
    }

    @Test func inATinyGroupEveryBadShareIsNamedForCertain() throws {
        // 13 numbers: a sum would be wrong once in 13 times.
        let originals = try (0..<4).map { _ in try Original<ToyGroup>(2, 4) }
        for first in 0..<13 as Range<UInt64> {
            for second in 0..<13 as Range<UInt64> {
                let bad = try Fleet(originals, adding: [0: [1: PublicScalar(first)], 3: [2: PublicScalar(second)]])
                    .bad()
                #expect(bad == [first > 0 ? [try HolderIndex(2)] : [], [], [], second > 0 ? [try HolderIndex(3)] : []])
            }
        }
    }

    @Test func refusesAHolderTwice() throws {
        var table = try ShareTable<Secp256k1>(capacity: 2)
        for _ in 0..<2 { table.append(holder: try HolderIndex(3), value: try SecretScalar.random()) }
        let commitment = try Original<Secp256k1>(2, 3).commitment
        do {
            _ = try UncheckedShares(table, commitment, binding: [1])
            Issue.record("a holder came twice")
        } catch {
            #expect(error == .indexTwice(try HolderIndex(3)))
        }
    }
}
