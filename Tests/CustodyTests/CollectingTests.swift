import Custody
import Testing

/// Shares that come one after another.
@Suite("Collecting shares")
struct CollectingTests {
    static let dealt = try! DealtKey.fresh(.p256)
    static let other = try! DealtKey.fresh(.p256)

    @Test("any order is taken until enough are good, and the file comes back", arguments: CurveName.allCases)
    func collects(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        var collecting = try ShareCollecting()
        for (count, position) in [4, 1, 2].enumerated() {
            #expect(collecting.have == count && !collecting.isEnough)
            let verdicts = try collecting.take(dealt.shares[position])
            #expect(verdicts.map(\.status) == [.valid] && verdicts[0].index == position + 1)
        }
        #expect(collecting.isEnough && collecting.lacking == 0 && collecting.goodIndices == [2, 3, 5])
        let rebuilt = try rebuild(try collecting.checked())
        #expect(rebuilt.file.content == dealt.original)
        #expect(rebuilt.used.sorted() == [2, 3, 5])
    }

    @Test("a refused share costs nothing of what is there, and stands in the report")
    func keepsTheRest() throws {
        var collecting = try ShareCollecting()
        _ = try collecting.take(Self.dealt.shares[0])
        let before = collecting.goodIndices
        let refusals: [(SecretFile, ShareVerdict.Status, String)] = [
            (try remade(Self.dealt.shares[1], adding: 1), .invalid, "commitment-mismatch"),
            (Self.dealt.shares[0], .duplicate, "duplicate"),
            (try Self.dealt.bareLine(0), .duplicate, "duplicate"),
            (Self.other.shares[1], .otherDealing, "other-dealing"),
            (try Self.other.bareLine(1), .otherDealing, "line-dealing"),
            (try SecretFile("nonsense", Array("nothing of ours\n".utf8)), .damaged, "no-share"),
        ]
        for (file, status, code) in refusals {
            let verdicts = try collecting.take(file)
            #expect(verdicts.map(\.status) == [status], "\(file.name): \(verdicts)")
            #expect(verdicts.first?.code == code, "\(file.name): \(verdicts)")
            #expect(verdicts.first?.reason?.isEmpty == false)
            #expect(collecting.goodIndices == before && collecting.dealing == Self.dealt.facts)
        }
        #expect(collecting.refused.map(\.code) == refusals.map(\.2))
        #expect(refusal { _ = try rebuild(try collecting.checked()) }?.code == "not-enough-shares")
        // The holder of the forged one comes back with the right one.
        for position in [1, 3] { _ = try collecting.take(Self.dealt.shares[position]) }
        let collection = try collecting.checked()
        #expect(collection.report.have == 3 && collection.report.shares.count == 3 + refusals.count)
        #expect(try rebuild(collection).file.content == Self.dealt.original)
    }

    @Test("a bad first share does not say what is collected; a dealing alone does")
    func bindsToGoodShares() throws {
        var collecting = try ShareCollecting()
        let forged = try remade(Self.other.shares[1], adding: 1)
        #expect(try collecting.take(forged).map(\.status) == [.invalid])
        #expect(collecting.dealing == nil && collecting.lacking == nil)
        #expect(try collecting.take(Self.dealt.dealing).isEmpty)
        #expect(collecting.dealing == Self.dealt.facts && collecting.lacking == 3)
        #expect(try collecting.take(Self.other.shares[1]).map(\.status) == [.otherDealing])
        #expect(try collecting.take(Self.other.dealing).isEmpty)
        #expect(collecting.dealing == Self.dealt.facts)
    }

    @Test("a bare line waits for its dealing, and is judged when that comes")
    func waitsForTheDealing() throws {
        var collecting = try ShareCollecting()
        let line = try Self.dealt.bareLine(2), foreign = try Self.other.bareLine(0)
        #expect(try collecting.take(line).map(\.status) == [.dealingMissing])
        #expect(try collecting.take(foreign).map(\.status) == [.dealingMissing])
        #expect(collecting.have == 0)
        #expect(refusal { _ = try rebuild(try collecting.checked()) }?.code == "not-enough-shares")
        let verdicts = try collecting.take(Self.dealt.shares[0])
        #expect(verdicts.map(\.status) == [.valid, .valid, .otherDealing])
        #expect(collecting.goodIndices == [1, 3])
    }

    @Test("what is expected decides from the start")
    func obeysExpectations() throws {
        let fingerprint = try Expectation(Self.dealt.facts.fingerprint)
        var collecting = try ShareCollecting(CheckOptions(expected: [fingerprint]))
        #expect(try collecting.take(Self.other.shares[0]).map(\.code) == ["unexpected-key"])
        #expect(collecting.dealing == nil)
        for position in 0..<3 { #expect(try collecting.take(Self.dealt.shares[position]).map(\.status) == [.valid]) }
        #expect(try rebuild(try collecting.checked()).file.content == Self.dealt.original)
    }

    @Test("a correction is offered for a line that came alone, once its dealing is known")
    func offersCorrections() throws {
        let line = Self.dealt.line(1)
        let place = line.index(line.startIndex, offsetBy: 40)
        var typed = line
        typed.replaceSubrange(place...place, with: line[place] == "q" ? "p" : "q")
        var asked = 0
        let options = CheckOptions(
            dealing: Self.dealt.dealing,
            offer: { _ in
                asked += 1
                return true
            })
        var collecting = try ShareCollecting(options)
        let verdicts = try collecting.take(try SecretFile("typed", Array("\(typed)\n".utf8)))
        #expect(verdicts.map(\.status) == [.valid] && verdicts[0].isCorrected && verdicts[0].places == [41])
        for position in [0, 4] { _ = try collecting.take(Self.dealt.shares[position]) }
        #expect(asked == 1, "a share that is in is not asked about again")
        #expect(try rebuild(try collecting.checked()).file.content == Self.dealt.original)
    }

    @Test("a line is told from the name of a file")
    func tellsLines() throws {
        let line = Self.dealt.line(0)
        let kinds: [(String, CollectedLine)] = [
            ("", .blank), ("  \t", .blank), (line, .shareLine), (line.uppercased(), .shareLine),
            ("QR-Code:\(line)", .shareLine), ("1 \(line.prefix(16))q", .firstRow), (String(line.prefix(17)), .firstRow),
            ("aino.share", .name), ("./hfs1", .name), ("2 abcd efgh", .name), ("holdfast-share/1", .shareFileStart),
        ]
        for (text, kind) in kinds {
            let bytes = Array(text.utf8)
            #expect(bytes.withUnsafeBytes { CollectedLine($0) } == kind, "\(text.prefix(8))")
        }
    }
}
