import Groups
import SecretSharing
import Secrets
import Synchronization
import TestSupport
import Testing

/// What is computed in parts, in whatever order they run, is what one thread computes.
@Suite struct CoresTests {
    /// Three cores of which the last comes first, and how often they were asked for more than one part.
    private final class Backwards: Sendable {
        private let asked = Atomic<Int>(0)
        var count: Int { asked.load(ordering: .relaxed) }

        var cores: Cores {
            Cores(count: 3) { count, body in
                self.asked.add(1, ordering: .relaxed)
                for part in (0..<count).reversed() { body(part) }
            }
        }
    }

    @Test(arguments: CurveName.allCases)
    func dealsTheSame(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let backwards = Backwards()
            let polynomial = try Polynomial.random(through: try SecretScalar<G>.random(), threshold: 401)
            // Some 80 shares of so many coefficients are worth a thread.
            let holders = try HolderIndex.first(430)
            let one = try Dealing(polynomial, holders: holders)
            let many = try Dealing(polynomial, holders: holders, on: backwards.cores)
            #expect(backwards.count == 2, "the commitments and the shares")
            #expect(many.commitment == one.commitment)
            #expect(bytes(of: many) == bytes(of: one))
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func checksTheSameAtOnePointAndByWeights(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            // 1030 commitments are two sums, which nobody asks for where the shares contradict each other; 2100 weights are
            // two lists, for good shares and bad ones.
            for (threshold, count, asked) in [(1030, 1032, 1), (2, 2100, 2)] {
                let backwards = Backwards()
                let honest = try Dealing(
                    of: try SecretScalar<G>.random(), threshold: threshold, holders: try HolderIndex.first(count))
                let commitment = honest.commitment
                let forged = try selecting(honest, forging: count - 3)
                for (table, bad) in [(forged, [try HolderIndex(count - 2)]), (try selecting(honest), [])] {
                    let one = try table.take().checked(against: commitment, binding: [1])
                    let many = try table.take().checked(against: commitment, binding: [1], on: backwards.cores)
                    #expect(one.bad == bad)
                    #expect(many.bad == bad)
                }
                #expect(backwards.count == asked)
            }
        }
        try run(curve.group)
    }

    /// Of several bad points the same one is named: a wrong form before a wrong subgroup, wherever it stands.
    @Test func refusesTheSamePoint() throws {
        let good = Ed25519.generator.encoded, notCanonical = [UInt8](repeating: 0xff, count: 32)
        // y = −1: of order 2.
        let torsion = [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f]
        for bad in [
            [3: torsion], [3: torsion, 250: notCanonical], [250: torsion, 299: torsion], [130: notCanonical], [:],
        ] {
            var points = [[UInt8]](repeating: good, count: 400)
            for (place, point) in bad { points[place] = point }
            let one = Result { try Commitment<Ed25519>(decoding: points, threshold: 400) }
            let many = Result { try Commitment<Ed25519>(decoding: points, threshold: 400, on: Backwards().cores) }
            let place = bad.keys.filter { bad[$0] == notCanonical }.min() ?? bad.keys.min()
            #expect(describe(one) == describe(many))
            if let place {
                #expect(describe(many).contains("commitment \(place) is refused"))
            } else {
                _ = try many.get()
            }
        }
    }

    private func describe(_ result: Result<Commitment<Ed25519>, any Error>) -> String {
        if case .failure(let error) = result { "\(String(reflecting: error)) \(error)" } else { "read" }
    }

    private func bytes<G: Group>(of dealing: borrowing Dealing<G>) -> [UInt8] {
        var bytes: [UInt8] = []
        for position in 0..<dealing.shares.count {
            dealing.shares.withLimbs(at: position) { limbs in
                bytes += UnsafeRawBufferPointer(start: limbs, count: 32)
            }
        }
        return bytes
    }

    /// Shares that can be checked more than once.
    private final class Table<G: Group> {
        private let table: ShareTable<G>
        init(_ table: consuming ShareTable<G>) { self.table = table }
        func take() throws -> ShareTable<G> { try table.selecting(Array(0..<table.count)) }
    }

    /// The shares, the one at a position with 1 added.
    private func selecting<G: Group>(
        _ dealing: borrowing Dealing<G>, forging: Int? = nil
    ) throws -> Table<G> {
        var table = try ShareTable<G>(capacity: dealing.shares.count)
        for position in 0..<dealing.shares.count {
            dealing.shares.withLimbs(at: position) { limbs in
                table.append(holder: dealing.shares.holders[position]) { sum in
                    let addend: Limbs = position == forging ? .one : .zero
                    addend.withUnsafeLimbs { G.scalars.add(sum, limbs, $0) }
                }
            }
        }
        return Table(table)
    }
}
