import Custody
import Groups
import ShareFiles
import Testing

/// Many dealings in one run: of each is said what checking it alone says, whatever the others are.
@Suite("Many dealings at once")
struct CheckingManyTests {
    /// A dealing of each group, made once; the files of a fleet refer to them.
    static let dealt: [DealtKey] = try! CurveName.allCases.map { try DealtKey.fresh($0) }

    private static func folder(_ key: DealtKey, _ name: String = "node", shares: [SecretFile]? = nil) -> DealingFiles {
        DealingFiles(name, [key.dealing] + (shares ?? key.shares))
    }

    private func report(
        _ folders: [DealingFiles], _ options: ManyOptions = ManyOptions(), threads: Int? = nil
    ) throws -> ManyReport {
        try checkMany(count: folders.count, options, threads: threads) { folders[$0] }
    }

    /// What a report says of everything, to be compared.
    private func words(_ report: ManyReport) -> [String] {
        report.outcomes.map { outcome in
            "\(outcome.name) \(String(describing: outcome.fault)) \(outcome.twin ?? "") \(outcome.result)"
        } + report.unmet
    }

    @Test("a bad share in dealing 517 of 1000 is named, and nobody else", arguments: CurveName.allCases)
    func oneOfThousand(_ group: CurveName) throws {
        let key = Self.dealt[CurveName.allCases.firstIndex(of: group)!]
        var bad = key.shares(0, 1)
        bad[1] = try remade(bad[1], adding: 1)
        let forged = bad, good = key.shares(0, 1)
        let report = try checkMany(count: 1000) { place in
            Self.folder(key, "node-\(place)", shares: place == 517 ? forged : good)
        }
        #expect(report.outcomes.indices.filter { report.outcomes[$0].fault != nil } == [517])
        let found = try report.outcomes[517].result.get()
        #expect(report.outcomes[517].fault == .answerIsNo)
        #expect(found.shares.map(\.status) == [.valid, .invalid])
        #expect(found.shares[1].holder == "Bram")
        #expect(found.shares[1].code == "commitment-mismatch")
        #expect(found.missing.map(\.name) == ["Bram", "Chiara", "Dev", "Eli"])
        // They are all of one dealing, and that is said of all but the first.
        #expect(report.outcomes[0].twin == nil)
        #expect(report.outcomes.dropFirst().allSatisfy { $0.twin == "node-0" })
    }

    @Test("of each dealing is said what the check of it alone says, with any number of threads")
    func asAlone() throws {
        let (a, b, c) = (Self.dealt[0], Self.dealt[1], Self.dealt[2])
        let damaged = try a.dealing.replacing("\"threshold\"", with: "\"treshold\"")
        let folders = [
            Self.folder(a, "honest"), Self.folder(b, "no shares", shares: []), Self.folder(c, "all"),
            Self.folder(a, "forged", shares: [try remade(a.shares[4], adding: 3)] + a.shares(0, 1, 2)),
            Self.folder(b, "renumbered", shares: [try remade(b.shares[0], as: 2), b.shares[2]]),
            DealingFiles("damaged", [damaged]), Self.folder(a, "of another", shares: [a.shares[0], b.shares[1]]),
            Self.folder(c, "twice", shares: [c.shares[0], c.shares[0]]),
            DealingFiles("shares alone", c.shares(1, 2)), DealingFiles("line alone", [try a.bareLine(1)]),
            Self.folder(a, "a line", shares: [try a.bareLine(1)]),
            Self.folder(b, "mistyped", shares: [try b.share(0, withLine: mistyped(b.line(0)))]),
            DealingFiles("two dealings", a.shares(0, 1) + b.shares(2, 3)),
        ]
        let all = try report(folders, threads: 1)
        let kinds: [Refusal.Kind?] = [
            nil, nil, nil, .answerIsNo, .answerIsNo, .damaged, .answerIsNo, nil, nil, .damaged, nil, .damaged,
            .answerIsNo,
        ]
        #expect(all.outcomes.map(\.fault) == kinds)
        for (folder, outcome) in zip(folders, all.outcomes) {
            let dealing = folder.name == "damaged" || folder.files[0].name.hasSuffix(".share") ? nil : folder.files[0]
            let alone = Result { () throws(Refusal) in
                let isDecided = dealing?.name.hasSuffix("dealing.json") ?? false
                return try check(folder.files, CheckOptions(dealing: isDecided ? dealing : nil)).report
            }
            #expect(outcome.result == alone, "\(folder.name)")
        }
        for threads in [2, 3, 16, 64] { #expect(words(try report(folders, threads: threads)) == words(all)) }
        for (place, folder) in folders.enumerated() {
            #expect(words(try report([folder])).first?.hasPrefix(folder.name) == true)
            #expect(try report([folder]).outcomes[0].fault == all.outcomes[place].fault)
        }
    }

    private func mistyped(_ line: String) -> String {
        line.dropLast(4) + (line.suffix(4).first == "q" ? "p" : "q") + line.suffix(3)
    }

    @Test("errors that cancel, within a dealing and across two, are named", arguments: CurveName.allCases)
    func cancelling(_ group: CurveName) throws {
        let key = Self.dealt[CurveName.allCases.firstIndex(of: group)!]
        // f(i) + 5 in one folder; in the other what is 5 too small: a share of its own less 5 is its negative, made twice.
        let more = try remade(key.shares[0], adding: 5), other = try remade(key.shares[1], adding: 5)
        let report = try report([
            Self.folder(key, shares: [more, key.shares[1]]), Self.folder(key, shares: [key.shares[0], other]),
            Self.folder(key, shares: [more, other]),
        ])
        #expect(
            try report.outcomes.map { try $0.result.get().shares.map(\.status) }
                == [[.invalid, .valid], [.valid, .invalid], [.invalid, .invalid]])
    }

    @Test("each must be one of what is expected, and all of that must be there")
    func expectations() throws {
        let folders = Self.dealt.map { Self.folder($0, $0.facts.group.rawValue) }
        let texts = Self.dealt.map { $0.facts.fingerprint }
        var options = ManyOptions(expected: try texts.map { try Expectation($0) })
        #expect(try report(folders, options).outcomes.allSatisfy { $0.fault == nil })
        #expect(try report(folders, options).unmet.isEmpty)
        #expect(try report(Array(folders[1...]), options).unmet == [texts[0]])
        options.expected = [
            try Expectation(Self.dealt[0].facts.publicKey), try Expectation(Self.dealt[2].facts.addresses[0].text),
        ]
        let found = try report(folders, options)
        #expect(found.outcomes.map(\.fault) == [nil, .answerIsNo, nil])
        let refused = refusal { _ = try found.outcomes[1].result.get() }
        #expect(refused?.code == "unexpected-key")
        #expect(found.unmet.isEmpty)
        // Of two dealings in a folder the expected one decides.
        let mixed = DealingFiles("mixed", Self.dealt[0].shares(0, 1) + Self.dealt[1].shares(0))
        let decided = try report([mixed], options).outcomes[0].result.get()
        #expect(decided.dealing == Self.dealt[0].facts)
        #expect(decided.shares.map(\.status) == [.valid, .valid, .otherDealing])
    }

    @Test("files that could not be read are told last, and a folder without any is refused")
    func unread() throws {
        let reason = Refusal(.inputOutput, code: "cannot-read", "no such file")
        let key = Self.dealt[0]
        let report = try report([
            DealingFiles("one", [key.shares[0]], unread: [reason]), DealingFiles("none", [], unread: [reason]),
            DealingFiles("bad", [try remade(key.shares[0], adding: 1)], unread: [reason]), DealingFiles("empty", []),
        ])
        #expect(report.outcomes.map(\.fault) == [.inputOutput, .inputOutput, .answerIsNo, .damaged])
        #expect(try report.outcomes[0].result.get().have == 1)
    }

    @Test("files are put together by the dealing that they bring")
    func sorted() throws {
        let (a, b) = (Self.dealt[0], Self.dealt[1])
        let damaged = try a.dealing.replacing("\"threshold\"", with: "\"treshold\"")
        let noise = try SecretFile("noise", [1, 2, 3])
        let files = [a.shares[0], b.shares[0], try b.bareLine(1), a.dealing, damaged, b.shares[2], noise]
        let sorted = sortedByDealing(files)
        #expect(
            sorted.map { $0.files.map(\.name) } == [
                ["Aino.share", "validator-7.dealing.json"], ["Aino.share", "Chiara.share", "Bram.txt"],
                ["validator-7.dealing.json"], ["noise"],
            ])
        #expect(try report(sorted).outcomes.map(\.fault) == [nil, nil, .damaged, .damaged])
        #expect(sortedByDealing([]).isEmpty)
        // Nobody's dealing is named by a line whose dealing is not there.
        #expect(sortedByDealing([a.shares[0], try b.bareLine(0)]).map(\.files.count) == [1, 1])
    }

    @Test("a sealed share opens with an identity or a passphrase, and is told as sealed without")
    func sealed() throws {
        let key = try generateKey(group: .ed25519, format: .usual(for: .ed25519))
        let plan = try SplitPlan(
            threshold: 2,
            holders: [
                SplitPlan.Holder(name: "Aino", seal: .passphrase), SplitPlan.Holder(name: "Bram"),
            ], label: "", created: "2026-11-22T10:02:33Z")
        let dealt = try split(key, plan, sharePassphrase: passphrase("correct horse"))
        var files: [SecretFile] = []
        for position in 0..<2 {
            try dealt.withShareFile(at: position) {
                files.append(SecretFile(name: "\(position)", bytes: try LockedBytes(copying: $0)))
            }
        }
        let folder = DealingFiles("node", files)
        #expect(try report([folder]).outcomes[0].fault == .cannotDecrypt)
        let right = ManyOptions(passphrase: try SecretFile("passphrase", Array("correct horse".utf8)))
        #expect(try report([folder, folder], right).outcomes.map(\.fault) == [nil, nil])
        let wrong = ManyOptions(passphrase: try SecretFile("passphrase", Array("wrong".utf8)))
        #expect(try report([folder], wrong).outcomes[0].fault == .cannotDecrypt)
    }
}
