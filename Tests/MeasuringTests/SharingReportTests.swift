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
        let words = ["check-all", "check-one", "split", "rebuild", "from-bytes", "sign", "verify"]
        #expect(SharingWork.allCases.map(\.rawValue) == words)
    }

    @Test func aGoalIsReachedOrMissed() {
        #expect(Goal.of(row(.checkAll, 90), among: [])?.verdict(on: row(.checkAll, 90)) == .reached)
        #expect(Goal.of(row(.checkAll, 90.5), among: [])?.verdict(on: row(.checkAll, 90.5)) == .missed)
        #expect(Goal.of(row(.checkAll, 90, .ed25519), among: [])?.most == 65)
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
        #expect(Goal.of(read, among: [row(.checkAll, 40, .p256), row(.checkAll, 90)])?.most == 180)
        #expect(Goal.of(read, among: []) == nil)
    }

    /// Signing is judged beside the library's own signing, not in verifications.
    @Test func signingIsJudgedBesideTheLibrary() {
        let sign = row(.sign, 1.9, .secp256k1, .oneKey, ofLibrary: 1.05)
        #expect(Goal.of(sign, among: [])?.verdict(on: sign) == .reached)
    }
}
