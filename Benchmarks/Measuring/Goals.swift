import Groups

/// What a work may cost at most, or must reach at least.
package struct Goal: Equatable, Sendable {
    /// In V; for signing and verifying how often the library's own act may fit into it; for many dealings how often the work
    /// on all cores must fit into that on one.
    package let limit: Double
    /// Whether more is better.
    package var isLeast = false

    package enum Verdict: String, Sendable {
        case reached
        /// Rebuilding ends with x·G, which the goal was set without.
        case reachedButForPublicKey = "reached but for x·G"
        case missed
    }

    /// The goal of a row, where it has one.
    /// - Parameter others: The rows of the same run: reading from bytes is judged by what the check alone took.
    package static func of(_ row: SharingRow, among others: [SharingRow]) -> Goal? {
        switch row.work {
        case .sign, .verify: return Goal(limit: 1.1)
        // On one core there is nothing to share, and of more than two nobody set a goal.
        case .checkMany: return row.scaling?.cores == 2 ? Goal(limit: 1.8, isLeast: true) : nil
        case .fromBytes:
            let check = others.first { $0.work == .checkAll && $0.group == row.group && $0.size == row.size }
            return check.map { Goal(limit: 2 * $0.verifications.median) }
        case .sealedProve, .sealedVerify, .sealedOpen, .ownSplit, .ownCheckHolder, .ownSubmit, .ownCheckSubmission,
            .blindedRebuild:
            return ofSealedShares(row)
        case .checkAll, .checkOne, .split, .rebuild:
            if let most = set[row.group]?[row.work]?[row.size.threshold] { return Goal(limit: most) }
            return besideSecp256k1(row, others)
        }
    }

    /// Splitting and rebuilding in the other groups: what secp256k1 may take for its work on numbers, and 1.3 times that for
    /// products of the generator, both in µs. What rebuilding may take is the former alone; splitting cannot be told apart
    /// from outside, so that all of it may take 1.3 times as long.
    private static func besideSecp256k1(_ row: SharingRow, _ others: [SharingRow]) -> Goal? {
        let factor: Double
        switch row.work {
        case .split: factor = 1.3
        case .rebuild: factor = 1
        case .checkAll, .checkOne, .fromBytes, .checkMany, .sign, .verify, .sealedProve, .sealedVerify, .sealedOpen,
            .ownSplit,
            .ownCheckHolder, .ownSubmit, .ownCheckSubmission, .blindedRebuild:
            return nil
        }
        guard let most = set[.secp256k1]?[row.work]?[row.size.threshold],
            let model = others.first(where: {
                $0.group == .secp256k1 && $0.work == row.work && $0.size == row.size
            })
        else { return nil }
        return Goal(limit: factor * most * model.unitMicroseconds / row.unitMicroseconds)
    }

    /// By products for each holder, of which one takes about 1 V on secp256k1, and there only: proving 260, verifying 1.3
    /// times 96 and a sum over v points a holder, of which five are 1 V, opening 5 and the public point of the share.
    private static func ofSealedShares(_ row: SharingRow) -> Goal? {
        guard row.group == .secp256k1 else { return nil }
        let holders = Double(row.size.holders), threshold = Double(row.size.threshold)
        return switch row.work {
        case .sealedProve: Goal(limit: 260 * holders)
        case .sealedVerify: Goal(limit: (1.3 * 96 + 54 / 5) * holders + threshold / 5)
        case .sealedOpen: Goal(limit: 5 + threshold / 15)
        default: nil
        }
    }

    package func verdict(on row: SharingRow) -> Verdict {
        if isLeast { return row.scaling?.timesOneCore ?? 0 >= limit ? .reached : .missed }
        let found = row.work.isOfOneKey ? row.ofLibrary ?? row.verifications.median : row.verifications.median
        if found <= limit { return .reached }
        return row.publicKey.map { found - $0 <= limit } ?? false ? .reachedButForPublicKey : .missed
    }

    /// In V, by threshold.
    private static let set: [CurveName: [SharingWork: [Int: Double]]] = [
        .secp256k1: [
            .checkAll: [2: 1.1, 67: 14, 667: 90], .checkOne: [2: 0.65, 67: 3.2, 667: 26],
            .split: [2: 1.1, 67: 14, 667: 150], .rebuild: [2: 0.02, 67: 0.5, 667: 10],
        ],
        .p256: [.checkAll: [667: 85], .checkOne: [667: 22]],
        .ed25519: [.checkAll: [667: 65], .checkOne: [667: 20]],
    ]
}

extension SharingRow {
    /// What 1 V took in this row.
    fileprivate var unitMicroseconds: Double { microseconds / verifications.median }
}
