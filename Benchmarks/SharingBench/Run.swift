import Custody
import Glibc
import Groups
import Measuring

/// One run over groups and sizes.
struct Run {
    private let options: SharingOptions
    private(set) var report = SharingReport()
    private let pace: Pace

    init(_ options: SharingOptions) {
        self.options = options
        pace = options.large ? .once : options.pace == .quick ? .quick : .thorough
    }

    mutating func measure<G: Group>(_ group: G.Type) throws {
        let library = Library.of(G.curve)
        var contest = try Contest(unit: Trial(library.verify), pace: pace, watchesMemory: options.large)
        say(SharingTable.heading(G.curve, unit: contest.unitMicroseconds))
        if options.works.contains(where: { !$0.isOfOneKey }) {
            for size in options.sizes {
                try measure(group, size, &contest)
                if options.works.contains(.checkMany), SharingWork.checkMany.isMeasured(at: size) {
                    try measureMany(G.curve, size, &contest)
                }
            }
        }
        let ofOneKey = options.works.filter(\.isOfOneKey)
        if !ofOneKey.isEmpty {
            let signing = try Signing(G.curve, library)
            let contestants = try ofOneKey.map { $0 == .sign ? signing.sign() : try signing.verify() }
            try contest.measure(contestants)
            for contestant in contestants { add(contestant, G.curve, .oneKey) }
        }
        report.units.append((G.curve, contest.unitMicroseconds))
    }

    private mutating func measure<G: Group>(_ group: G.Type, _ size: SharingSize, _ contest: inout Contest) throws {
        let works = options.works.filter { $0 != .checkMany && $0.isMeasured(at: size) && !skips($0, G.curve, size) }
        guard !works.isEmpty else { return }
        let sharing = try Sharing<G>(size)
        let sealed = try works.contains(where: \.isOfSealing) ? SealedSharing<G>(size) : nil
        let masked = try works.contains { $0.isOfSealedShares && !$0.isOfSealing } ? MaskedSharing<G>(size) : nil
        let contestants = try works.compactMap { work in
            guard work.isOfSealedShares else { return try sharing.contestant(work) }
            return work.isOfSealing ? try sealed?.contestant(work) : try masked?.contestant(work)
        }
        // Works that are done once have no turns to take, and are shown as they come.
        for together in options.large ? contestants.map({ [$0] }) : [contestants] {
            try contest.measure(together)
            for contestant in together { add(contestant, G.curve, size) }
        }
        try sharing.requireRefusal(mostAlone: options.pace == .quick ? 500 : 1000)
    }

    private mutating func measureMany(_ group: CurveName, _ size: SharingSize, _ contest: inout Contest) throws {
        let dealings = try ManyDealings(group, size)
        let found = try contest.scaling(dealings.check)
        let row = SharingRow(
            work: .checkMany, group: group, size: size, verifications: found.verifications,
            microseconds: found.microseconds,
            scaling: Scaling(cores: Parallel.coreCount, timesOneCore: found.timesOneCore))
        report.rows.append(row)
        say(SharingTable.line(row, among: report.rows))
    }

    /// Whether a work would take longer than anyone who is in a hurry waits, by what the next smaller size took.
    private mutating func skips(_ work: SharingWork, _ group: CurveName, _ size: SharingSize) -> Bool {
        guard let expected = report.expected(work, group, size).map({ $0 * 1000 }) else { return false }
        guard expected > 4 * pace.patience else { return false }
        let seconds = decimal(expected / 1_000_000_000, digits: 1)
        let skipped = SkippedRow(
            work: work, group: group, size: size, reason: "skipped: about \(seconds) s a run; measured without --quick")
        report.skipped.append(skipped)
        say(SharingTable.line(skipped))
        return true
    }

    private mutating func add(_ contestant: Contestant, _ group: CurveName, _ size: SharingSize) {
        let row = SharingRow(
            work: contestant.work, group: group, size: size, verifications: contestant.verifications(),
            microseconds: contestant.microseconds(),
            publicKey: contestant.work == .rebuild ? contestant.verifications(1).median : nil,
            ofLibrary: contestant.work.isOfOneKey ? contestant.ratio(of: 0, to: 1) : nil,
            unverifiedOfLibrary: contestant.work == .sign ? contestant.ratio(of: 2, to: 3) : nil,
            peakBytes: contestant.peakBytes)
        report.rows.append(row)
        say(SharingTable.line(row, among: report.rows))
    }

    private func say(_ line: String) {
        guard !options.asJSON else { return }
        print(line)
        fflush(nil)
    }
}
