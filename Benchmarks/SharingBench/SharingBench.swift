import Encodings
import Glibc
import Groups
import Measuring

/// Measures what sharing costs, in verifications by the group's own library; `--help` says what can be asked for.
///
/// Ends with 0 where everything was measured and true, 1 where a result was not the truth or a file could not be written,
/// 2 where the command line cannot be understood.
@main
struct SharingBench {
    static func main() {
        do {
            let options = try SharingOptions(Array(CommandLine.arguments.dropFirst()))
            guard !options.wantsHelp else { return print(SharingOptions.usage) }
            try run(options)
        } catch let misuse as SharingOptions.Misuse {
            fail(misuse.description, 2)
        } catch {
            fail("\(error)", 1)
        }
    }

    private static func run(_ options: SharingOptions) throws {
        // Nobody should wait for minutes to hear that a file cannot be written.
        if let plot = options.plot { try write("", to: plot) }
        var run = Run(options)
        if !options.asJSON { print(SharingTable.introduction) }
        for group in options.groups {
            switch group {
            case .secp256k1: try run.measure(Secp256k1.self)
            case .p256: try run.measure(P256.self)
            case .ed25519: try run.measure(Ed25519.self)
            }
        }
        if options.asJSON { print(JSONWriter.text(run.report.json, .compact)) }
        if let plot = options.plot { try write(GrowthPlot(run.report).svg, to: plot) }
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else {
            throw Untrue("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        let written = fputs(text, file)
        guard fclose(file) == 0, written >= 0 else { throw Untrue("\(path) was not written to its end") }
    }

    private static func fail(_ sentence: String, _ code: Int32) -> Never {
        let line = "holdfast-benchmark: error: \(sentence)\n"
        _ = line.withCString { Glibc.write(STDERR_FILENO, $0, strlen($0)) }
        exit(code)
    }
}

/// One run over groups and sizes.
private struct Run {
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
            for size in options.sizes { try measure(group, size, &contest) }
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
        let works = options.works.filter { !$0.isOfOneKey && !skips($0, G.curve, size) }
        guard !works.isEmpty else { return }
        let sharing = try Sharing<G>(size)
        let contestants = try works.map { try sharing.contestant($0) }
        try contest.measure(contestants)
        for contestant in contestants { add(contestant, G.curve, size) }
        try sharing.requireRefusal(mostAlone: options.pace == .quick ? 500 : 1000)
    }

    /// Whether a work would take longer than anyone who is in a hurry waits, by what the next smaller size took.
    private mutating func skips(_ work: SharingWork, _ group: CurveName, _ size: SharingSize) -> Bool {
        guard let smaller = report.rows.last(where: { $0.work == work && $0.group == group }) else { return false }
        let growth = Double(size.threshold * size.holders) / Double(smaller.size.threshold * smaller.size.holders)
        let expected = smaller.microseconds * growth * 1000
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
