import Custody
import Groups
import TestSupport
import Testing

/// The 32 letters of a share line.
let lineLetters = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l")

/// A line with other letters at these places, counted from 1.
func mistyped(_ line: String, at places: [Int], _ random: inout SeededGenerator) -> String {
    var letters = Array(line)
    for place in places {
        letters[place - 1] = lineLetters.filter { $0 != letters[place - 1] }.randomElement(using: &random)!
    }
    return String(letters)
}

@Suite("Corrections of a mistyped line")
struct CorrectionTests {
    /// What was offered, and the answer that is always given.
    private final class Offers {
        var lines: [String] = []
        var places: [[Int]] = []
        let answer: Bool

        init(answering answer: Bool) { self.answer = answer }

        var options: (borrowing CorrectionOffer) -> Bool {
            { [self] offer in
                try? offer.withLine { lines.append(String(decoding: $0, as: UTF8.self)) }
                places.append(offer.places)
                return answer
            }
        }
    }

    @Test("two mistyped letters are located, and not corrected unasked", arguments: Seed.fresh(6))
    func notAppliedUnasked(_ seed: Seed) throws {
        var random = seed.generator
        let group = CurveName.allCases.randomElement(using: &random)!
        let dealt = try DealtKey.fresh(group)
        let places = Array((5...89).shuffled(using: &random).prefix(2).sorted())
        let line = mistyped(dealt.line(0), at: places, &random)
        for file in [try dealt.share(0, withLine: line), try SecretFile("paper.txt", Array(line.utf8))] {
            let refused = Offers(answering: false)
            let report = try check(
                [file] + dealt.shares(1, 2), CheckOptions(dealing: dealt.dealing, offer: refused.options)
            ).report
            #expect(refused.lines == [dealt.line(0)])
            #expect(refused.places == [places])
            #expect(report.shares[0].status == .damaged)
            #expect(report.shares[0].code == "checksum")
            #expect(report.shares[0].places == places)
            #expect(report.shares[0].holder == "Aino")
            #expect(!report.shares[0].isCorrected)
            // Where nobody is asked, nothing is used.
            #expect(try check([file], CheckOptions(dealing: dealt.dealing)).report.shares[0].status == .damaged)
            // Neither letters nor lines in what a program prints.
            #expect(!report.shares[0].reason!.contains("hfs1"))
        }
    }

    @Test("an accepted correction counts", arguments: CurveName.allCases)
    func acceptedCounts(_ group: CurveName) throws {
        var random = Seed(1).generator
        let dealt = try DealtKey.fresh(group)
        var line = Array(mistyped(dealt.line(0), at: [7, 44, 89], &random))
        line[19] = "?"
        let file = try dealt.share(0, withLine: String(line))
        let accepted = Offers(answering: true)
        let collection = try check(dealt.shares(3, 4) + [file], CheckOptions(offer: accepted.options))
        #expect(accepted.lines == [dealt.line(0)])
        #expect(collection.report.shares.map(\.status) == [.valid, .valid, .valid])
        #expect(collection.report.shares[2].isCorrected)
        #expect(collection.report.shares[2].places == [7, 20, 44, 89])
        #expect(try rebuild(collection).file.content == dealt.original)
    }

    @Test("a correction that does not fit the dealing is not offered")
    func onlyWhatFits() throws {
        var random = Seed(2).generator
        let dealt = try DealtKey.fresh(.secp256k1)
        let forged = try remade(dealt.shares[0], adding: 1)
        let line = forged.shareLine
        let typed = mistyped(line, at: [10, 50], &random)
        let offers = Offers(answering: true)
        let report = try check(
            [try forged.replacing(line, with: typed)] + dealt.shares(1, 2), CheckOptions(offer: offers.options)
        ).report
        #expect(offers.lines.isEmpty)
        #expect(report.shares[0].status == .damaged)
        #expect(report.shares[0].places.isEmpty)
        // Nor without any dealing to try it against.
        let alone = try SecretFile("paper.txt", Array(mistyped(dealt.line(1), at: [30], &random).utf8))
        #expect(try check([alone], CheckOptions(offer: offers.options)).report.shares[0].status == .damaged)
        #expect(offers.lines.isEmpty)
    }

    @Test("a line is corrected against the dealing in its own file, not against another")
    func ownDealing() throws {
        var random = Seed(3).generator
        let dealt = try DealtKey.fresh(.p256)
        // A good line in the file of a dealing with another label: the two contradict each other.
        let other = try remade(
            dealt.shares[0], in: try dealt.dealingFile.with(label: "another", provenBy: dealt.original))
        let line = mistyped(dealt.line(0), at: [33], &random)
        let mixed = try other.replacing(other.shareLine, with: line)
        let offers = Offers(answering: true)
        let options = CheckOptions(dealing: dealt.dealing, offer: offers.options)
        #expect(try check([mixed], options).report.have == 0)
        let toTheOther = CheckOptions(
            dealing: try dealt.dealingFile.with(label: "another", provenBy: dealt.original).asFile("other.json"),
            offer: offers.options)
        #expect(try check([mixed] + dealt.shares(1), toTheOther).report.have == 0)
        #expect(offers.lines.isEmpty)
    }

    @Test("five wrong letters are too many")
    func tooMany() throws {
        var random = Seed(4).generator
        let dealt = try DealtKey.fresh(.ed25519)
        let offers = Offers(answering: true)
        let file = try dealt.share(0, withLine: mistyped(dealt.line(0), at: [6, 20, 40, 60, 80], &random))
        let report = try check([file], CheckOptions(offer: offers.options)).report
        #expect(report.shares[0].status == .damaged)
        #expect(report.shares[0].code == "checksum")
        #expect(offers.lines.isEmpty)
    }
}
