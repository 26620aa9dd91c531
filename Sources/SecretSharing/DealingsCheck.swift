package import Groups
import Secrets

/// Shares of one dealing among many, not checked yet, and what they are to be checked against.
///
/// A reference: a table has one owner, and no list takes such values.
package final class UncheckedShares<G: Group>: Sendable {
    private let table: ShareTable<G>
    private let commitment: Commitment<G>
    /// As for these shares alone.
    fileprivate let challenge: Challenge

    /// - Parameter binding: The id of the dealing.
    /// - Throws: `SecretSharingError.indexTwice`, `.indexOutOfRange`, `.memory`.
    package init(
        _ table: consuming ShareTable<G>, _ commitment: Commitment<G>, binding: [UInt8]
    ) throws(SecretSharingError) {
        try requireDistinct(table.holders, in: G.self)
        challenge = try mappingMemory { () throws(SecretsError) in try table.challenge(binding) }
        self.table = table
        self.commitment = commitment
    }

    /// How many points a sum with this dealing has more.
    fileprivate var pointCount: Int { table.count == 0 ? 0 : commitment.threshold }
    fileprivate var elements: [G.Element] { table.count == 0 ? [] : commitment.elements }

    /// Everyone whose share is bad, by the check of this dealing alone.
    fileprivate func bad() throws(SecretSharingError) -> [HolderIndex] {
        let fitting = try mappingMemory { () throws(SecretsError) in
            try table.fittingPositions(commitment, challenge)
        }
        return table.holders(besides: fitting)
    }

    /// Adds what must hold of this dealing to a sum over several.
    /// - Returns: Whether there is anything to add: not where the shares disagree with each other.
    fileprivate func add(to sum: inout CheckEquation<G>, _ challenge: Challenge) throws(SecretsError) -> Bool {
        guard table.count > 0 else { return true }
        guard let equation = try table.equation(commitment, challenge) else { return false }
        if table.combines(commitment) {
            // Every share has a weight of its own.
            sum.add(equation)
        } else {
            sum.add(equation.multiplied(by: challenge.weight(ofDealingWith: table.count, in: G.self)))
        }
        return true
    }
}

/// Checks the shares of many dealings of one group in one sum, and names every bad one.
///
/// Σ over dealings of weighted equations, each as for a dealing alone: one product of the generator and one multi-scalar
/// multiplication for all. Where the sum is wrong it is halved, down to single dealings, which are checked alone. The
/// argument is in holdfast-protocol.7, section 7.
package struct DealingsCheck<G: Group>: Sendable {
    private let dealings: [UncheckedShares<G>]
    private let seed: DealingsSeed

    /// A sum over more points gains little, and one that is cut has work for every core.
    private static var mostPoints: Int { 1024 }

    package init(_ dealings: [UncheckedShares<G>]) {
        self.dealings = dealings
        seed = DealingsSeed(dealings.map(\.challenge))
    }

    /// Neighbouring dealings that make a sum, in order: halves of halves, until one has no more points than are worth it.
    ///
    /// They depend on the thresholds alone, and may be checked at the same time.
    package var parts: [Range<Int>] {
        var parts: [Range<Int>] = [], pending = [0..<dealings.count]
        while let range = pending.popLast() {
            if range.count <= 1 || dealings[range].reduce(0, { $0 + $1.pointCount }) <= Self.mostPoints {
                if !range.isEmpty { parts.append(range) }
            } else {
                pending += range.halves.reversed()
            }
        }
        return parts
    }

    /// Of each dealing of a part everyone whose share is bad: what the check of that dealing alone says.
    /// - Throws: `SecretSharingError.memory`.
    package func bad(in part: Range<Int>) throws(SecretSharingError) -> [[HolderIndex]] {
        var bad = [[HolderIndex]](repeating: [], count: part.count), pending = [part]
        while let range = pending.popLast() {
            if range.count == 1 {
                bad[range.lowerBound - part.lowerBound] = try dealings[range.lowerBound].bad()
            } else if try !mappingMemory({ () throws(SecretsError) in try fits(range) }) {
                pending += range.halves
            }
        }
        return bad
    }

    /// Whether the sum over some dealings holds.
    private func fits(_ range: Range<Int>) throws(SecretsError) -> Bool {
        // In a group small enough to guess in, a sum proves nothing.
        guard G.scalars.bitCount >= 250 else { return false }
        var sum = try CheckEquation<G>(adding: dealings[range].reduce(0) { $0 + $1.pointCount })
        for place in range {
            guard try dealings[place].add(to: &sum, Challenge(of: place, in: seed)) else { return false }
        }
        return sum.holds(of: dealings[range].flatMap(\.elements))
    }
}

extension Range<Int> {
    fileprivate var halves: [Range] {
        let middle = (lowerBound + upperBound) / 2
        return [lowerBound..<middle, middle..<upperBound]
    }
}
