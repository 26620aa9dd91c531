package import Secrets
import Synchronization

// The tables of the generators are made when they are first worth it: a table costs what some 24 multiples cost one by
// one, so that nobody who splits one key pays for it, and nobody who splits a thousand pays more than twice.

extension Secp256k1 {
    private static let multiples = GeneratorMultiples<Secp256k1>(of: generator, modulus: scalars)
    private static let demand = TableDemand()

    package static func generator(
        timesAll scalars: borrowing ScalarTable<Secp256k1>, in range: Range<Int>
    ) throws(SecretsError) -> [AffinePoint<Secp256k1>] {
        guard demand.isWorthATable(range.count) else { return generator(timesEachOf: scalars, in: range) }
        return try multiples.multiples(of: scalars, range) ?? generator(timesEachOf: scalars, in: range)
    }
}

extension P256 {
    private static let multiples = GeneratorMultiples<P256>(of: generator, modulus: scalars)
    private static let demand = TableDemand()

    package static func generator(
        timesAll scalars: borrowing ScalarTable<P256>, in range: Range<Int>
    ) throws(SecretsError) -> [AffinePoint<P256>] {
        guard demand.isWorthATable(range.count) else { return generator(timesEachOf: scalars, in: range) }
        return try multiples.multiples(of: scalars, range) ?? generator(timesEachOf: scalars, in: range)
    }

    /// One multiple, which is ours here; nil where the table is not made yet, and for the numbers that it cannot do.
    static func generatorByTable(timesLimbs limbs: UnsafePointer<UInt64>) -> AffinePoint<P256>? {
        guard demand.isWorthATable(1) else { return nil }
        // Room for one number is on the stack: nothing is thrown.
        return (try? multiples.multiples(of: limbs, count: 1))??.first
    }
}

extension Ed25519 {
    private static let multiples = GeneratorMultiples<Wei25519>(
        of: Wei25519.images(of: [generator])[0], modulus: scalars)
    private static let demand = TableDemand()

    package static func generator(
        timesAll scalars: borrowing ScalarTable<Ed25519>, in range: Range<Int>
    ) throws(SecretsError) -> [AffineEdwardsPoint] {
        guard demand.isWorthATable(range.count), let images = try multiples.multiples(of: scalars, range) else {
            return generator(timesEachOf: scalars, in: range)
        }
        return Wei25519.originals(of: images)
    }
}

extension GeneratorMultiples {
    fileprivate func multiples<G: Group>(
        of scalars: borrowing ScalarTable<G>, _ range: Range<Int>
    ) throws(SecretsError) -> [Point]? {
        precondition(range.lowerBound >= 0 && range.upperBound <= scalars.count, "entries of the table")
        return try scalars.withAllLimbs { (limbs) throws(SecretsError) in
            try multiples(of: limbs + 4 * range.lowerBound, count: range.count)
        }
    }
}

/// How many multiples a process has asked for so far.
private final class TableDemand: Sendable {
    private let total = Atomic<Int>(0)

    /// Counts more multiples, and says whether there were enough by now.
    func isWorthATable(_ count: Int) -> Bool {
        total.wrappingAdd(count, ordering: .relaxed).newValue >= 24
    }
}
