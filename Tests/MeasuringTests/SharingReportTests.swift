import Encodings
import Groups
import Measuring
import Testing

@Suite struct SharingReportTests {
    private func row(
        _ work: SharingWork, _ verifications: Double, _ group: CurveName = .secp256k1,
        _ size: SharingSize = .init(667, 1000),
        publicKey: Double? = nil, ofLibrary: Double? = nil
    ) -> SharingRow {
        SharingRow(
            work: work, group: group, size: size, verifications: Spread(of: [verifications]), microseconds: 36,
            publicKey: publicKey, ofLibrary: ofLibrary)
    }

    /// The shape that others read: these members by these names, whatever else stands beside them.
    @Test func aRowOfJSONSaysWhatWasMeasuredAndWhere() throws {
        var report = SharingReport()
        report.rows = [row(.checkAll, 96.125)]
        report.units = [(.secp256k1, 36.25)]
        report.skipped = [SkippedRow(work: .split, group: .p256, size: .init(2, 3), reason: "no time")]
        let text = JSONWriter.text(report.json, .compact)
        let start =
            #"{"rows":[{"work":"check-all","group":"secp256k1","threshold":667,"holders":1000,"verifications":96.125,"#
        #expect(text.hasPrefix(start))

        let read = try JSON.parse(Array(text.utf8))
        #expect(read["rows"]?.array?.first?["rounds"]?.integer == 1)
        #expect(read["units"]?.array?.first?["microseconds"]?.number == "36.25")
        #expect(read["skipped"]?.array?.first?["reason"]?.string == "no time")
        #expect(read["rows"]?.array?.first?["peakBytes"] == nil)
    }

    @Test func eachWorkHasTheWordOfTheCommandLine() {
        let words = [
            "check-all", "check-one", "split", "rebuild", "from-bytes", "check-many", "sign", "verify", "fve-prove",
            "fve-verify",
            "fve-open", "own-split", "own-check-holder", "own-submit", "own-check-submission", "blinded-rebuild",
        ]
        #expect(SharingWork.allCases.map(\.rawValue) == words)
    }

    @Test func aGoalIsReachedOrMissed() {
        #expect(Goal.of(row(.checkAll, 90), among: [])?.verdict(on: row(.checkAll, 90)) == .reached)
        #expect(Goal.of(row(.checkAll, 90.5), among: [])?.verdict(on: row(.checkAll, 90.5)) == .missed)
        #expect(Goal.of(row(.checkAll, 90, .ed25519), among: [])?.limit == 65)
        #expect(Goal.of(row(.checkAll, 90, .secp256k1, .init(3, 5)), among: []) == nil)
    }

    @Test func rebuildingIsJudgedWithAndWithoutThePublicKey() throws {
        let goal = try #require(Goal.of(row(.rebuild, 1), among: []))
        #expect(goal.verdict(on: row(.rebuild, 9.9, publicKey: 0.6)) == .reached)
        #expect(goal.verdict(on: row(.rebuild, 10.5, publicKey: 0.6)) == .reachedButForPublicKey)
        #expect(goal.verdict(on: row(.rebuild, 10.7, publicKey: 0.6)) == .missed)
    }

    @Test func readingFromBytesMayTakeTwiceTheCheck() {
        let read = row(.fromBytes, 180)
        #expect(Goal.of(read, among: [row(.checkAll, 40, .p256), row(.checkAll, 90)])?.limit == 180)
        #expect(Goal.of(read, among: []) == nil)
    }

    /// In µs: secp256k1 may take 10 · 36 to rebuild and 150 · 36 to split, whatever it does take.
    @Test func theOtherGroupsAreJudgedBesideSecp256k1() throws {
        func row(_ work: SharingWork, _ group: CurveName, _ verifications: Double, unit: Double) -> SharingRow {
            SharingRow(
                work: work, group: group, size: SharingSize(667, 1000), verifications: Spread(of: [verifications]),
                microseconds: verifications * unit)
        }
        let models = [row(.rebuild, .secp256k1, 12, unit: 36), row(.split, .secp256k1, 130, unit: 36)]
        let rebuild = try #require(Goal.of(row(.rebuild, .p256, 8, unit: 60), among: models))
        #expect(abs(rebuild.limit - 10.0 * 36 / 60) < 1e-9)
        let split = try #require(Goal.of(row(.split, .ed25519, 90, unit: 45), among: models))
        #expect(abs(split.limit - 1.3 * 150 * 36 / 45) < 1e-9)
        #expect(Goal.of(row(.split, .ed25519, 90, unit: 45), among: []) == nil)
    }

    @Test func theGoalStandsInTheJSON() throws {
        var report = SharingReport()
        report.rows = [row(.checkAll, 96), row(.checkOne, 20), row(.checkOne, 20, .secp256k1, .init(3, 5))]
        let rows = try #require(report.json["rows"]?.array)
        #expect(rows.map { $0["goal"]?.number } == ["90.0", "26.0", nil])
        #expect(rows.map { $0["verdict"]?.string } == ["missed", "reached", nil])
        #expect(report.goals.count == 2 && report.goals.missed.map(\.work) == [.checkAll])
    }

    @Test func aLargerSizeIsExpectedToTakeLonger() throws {
        var report = SharingReport()
        report.rows = [row(.split, 1, .secp256k1, .init(2, 3))]
        let expected = try #require(report.expected(.split, .secp256k1, .init(67, 100)))
        #expect(expected.rounded() == 40_200, "36 µs for 2 · 3, and so many for 67 · 100")
        #expect(report.expected(.split, .p256, .init(67, 100)) == nil)
        #expect(report.expected(.rebuild, .secp256k1, .init(67, 100)) == nil)
    }

    /// More cores are worth what they save on the wall; with one there is nothing to judge.
    @Test func manyDealingsAreJudgedByWhatTwoCoresSave() throws {
        func row(_ cores: Int, _ times: Double) -> SharingRow {
            SharingRow(
                work: .checkMany, group: .p256, size: SharingSize(3, 5), verifications: Spread(of: [900]),
                microseconds: 50_000, scaling: Scaling(cores: cores, timesOneCore: times))
        }
        #expect(Goal.of(row(2, 1.8), among: [])?.verdict(on: row(2, 1.8)) == .reached)
        #expect(Goal.of(row(2, 1.8), among: [])?.verdict(on: row(2, 1.79)) == .missed)
        #expect(Goal.of(row(1, 1), among: []) == nil)

        var report = SharingReport()
        report.rows = [row(2, 1.75)]
        let member = try #require(report.json["rows"]?.array?.first)
        #expect(member["cores"]?.integer == 2 && member["timesOneCore"]?.number == "1.75")
        #expect(member["goal"]?.number == "1.8" && member["verdict"]?.string == "missed")
        #expect(SharingTable.line(row(2, 1.75), among: []).contains("1.75 times as fast on 2 cores"))
    }

    /// Signing is judged beside the library's own signing, not in verifications.
    @Test func signingIsJudgedBesideTheLibrary() {
        let sign = row(.sign, 1.9, .secp256k1, .oneKey, ofLibrary: 1.05)
        #expect(Goal.of(sign, among: [])?.verdict(on: sign) == .reached)
    }
}
