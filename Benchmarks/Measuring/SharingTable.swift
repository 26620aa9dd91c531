package import Groups

/// The lines that a person reads; each row can be printed as soon as it is there.
package enum SharingTable {
    package static let introduction = """
        What sharing costs in V: verifications of one signature by the group's own library, measured in this process
        between the works. Medians of the ratios of all rounds, with their quartiles; CPU time.

        check-all    all n shares of a dealing, in one table
        check-one    one share alone, the mean over holders from the first to the last
        split        a dealing of one key: t commitments and n shares
        rebuild      the key from t shares that are checked already; with x·G, which its goal was set without
        from-bytes   the commitments read from their bytes, then check-all; the goal is twice check-all
        check-many   100 dealings with all their shares, from the bytes of their files, on one core; then on all: the goal is
                     to be done 1.8 times as soon on two
        sign         a signature that was verified before it leaves; the goal is 1.1 times the library's sign and verify
        verify       a verdict on a signature; the goal is 1.1 times the library's
        fve-prove    every share sealed to its holder's own key, with the proof that anyone can check
        fve-verify   the check of such a proof, for all holders
        fve-open     one holder's share, opened from a proof that was checked
        own-split    a dealing masked for the holders' own keys, with the dealer's proof
        own-check-holder      one holder's share, opened from a masked dealing, its proof verified first
        own-submit            one holder's answer to a request
        own-check-submission  the verdict on such an answer, and the share in it
        blinded-rebuild       the key from the blinded answers of t holders
        """

    package static func heading(_ group: CurveName, unit: Double) -> String {
        let library =
            switch group {
            case .secp256k1: "secp256k1_ecdsa_verify of libsecp256k1"
            case .p256: "ECDSA_do_verify of libcrypto"
            case .ed25519: "crypto_sign_verify_detached of libsodium"
            }
        let titles =
            padded("work", 22) + padded("t of n", 16) + rightAligned("V", 9) + rightAligned("quartiles", 19)
            + rightAligned("µs", 11) + "   goal"
        return "\n\(group.rawValue): 1 V = \(decimal(unit, digits: 1)) µs, \(library)\n\n\(titles)"
    }

    package static func line(_ row: SharingRow, among rows: [SharingRow]) -> String {
        let spread = row.verifications
        let quartiles =
            spread.count > 1 ? "\(figure(spread.lowerQuartile)) … \(figure(spread.upperQuartile))" : "one run only"
        let line =
            start(row.work, row.size) + rightAligned(figure(spread.median), 9) + rightAligned(quartiles, 19)
            + rightAligned(figure(row.microseconds), 11)
        return ([line] + remarks(row, among: rows)).joined(separator: "   ")
    }

    package static func line(_ skipped: SkippedRow) -> String {
        start(skipped.work, skipped.size) + rightAligned("–", 9) + "   " + skipped.reason
    }

    /// What became of the goals.
    package static func closing(_ report: SharingReport) -> String? {
        let (count, missed) = report.goals
        guard count > 0 else { return nil }
        let names = missed.map { row in
            "\(row.group.rawValue) \(row.work.rawValue)" + (row.work.isOfOneKey ? "" : " \(row.size.threshold)")
        }
        let rest = names.isEmpty ? "" : "; not \(names.joined(separator: ", "))"
        return "\n\(count - missed.count) of \(count) goals reached\(rest)."
    }

    private static func start(_ work: SharingWork, _ size: SharingSize) -> String {
        padded(work.rawValue, 22) + padded(work.isOfOneKey ? "" : "\(size.threshold) of \(size.holders)", 16)
    }

    private static func remarks(_ row: SharingRow, among rows: [SharingRow]) -> [String] {
        var remarks: [String] = []
        if let goal = Goal.of(row, among: rows) {
            remarks.append("\(figure(goal.limit)) \(goal.verdict(on: row).rawValue)")
        }
        if let publicKey = row.publicKey { remarks.append("x·G is \(figure(publicKey)) of it") }
        if let ofLibrary = row.ofLibrary {
            let alone = row.unverifiedOfLibrary.map { "; not verified, \(figure($0)) of its sign" } ?? ""
            remarks.append("\(figure(ofLibrary)) of the library's\(alone)")
        }
        if let scaling = row.scaling {
            let cores = scaling.cores == 1 ? "1 core" : "\(scaling.cores) cores"
            remarks.append("\(figure(scaling.timesOneCore)) times as fast on \(cores)")
        }
        if let peakBytes = row.peakBytes {
            remarks.append("\(decimal(Double(peakBytes) / 1_048_576, digits: 1)) MiB at most")
        }
        return remarks
    }
}
