import Custody
import Groups
import ShareFiles
import TestSupport
import Testing

@Suite("What is said of each share")
struct CheckTests {
    @Test("one share alone is good", arguments: CurveName.allCases)
    func oneShareIsGood(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        for (position, share) in dealt.shares.enumerated() {
            let report = try check([share]).report
            #expect(report.shares.map(\.status) == [.valid])
            #expect(report.shares[0].index == position + 1)
            #expect(report.shares[0].holder == dealt.facts.holders[position].name)
            #expect(report.dealing == dealt.facts)
            #expect(report.fault == nil)
            #expect(report.missing.count == 4)
        }
    }

    @Test("t − 1 shares rebuild nothing, and the missing holders are named", arguments: CurveName.allCases)
    func oneTooFew(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        let collection = try check(dealt.shares(0, 3))
        #expect(collection.report.missing.map(\.name) == ["Bram", "Chiara", "Eli"])
        let refused = refusal { _ = try rebuild(collection) }
        #expect(refused?.kind == .notEnoughShares)
        #expect(refused?.code == "not-enough-shares")
        #expect(refused?.description.contains("bring 1 more, from Bram, Chiara, Eli") == true)
        #expect(refusal { _ = try Signer(rebuilding: collection) }?.code == "not-enough-shares")
        #expect(refusal { try collection.requireRebuildable() }?.code == "not-enough-shares")
        #expect(refusal { _ = try collection.requireSigner() }?.code == "not-enough-shares")
    }

    @Test("two forged among five are both named, and the key comes back", arguments: CurveName.allCases)
    func twoForgedAmongFive(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        for liars in everySet(of: 2, among: [0, 1, 2, 3, 4]) {
            var shares = dealt.shares
            for liar in liars { shares[liar] = try remade(shares[liar], adding: 1) }
            let collection = try check(shares)
            let report = collection.report
            for position in 0..<5 {
                let isLiar = liars.contains(position)
                #expect(report.shares[position].status == (isLiar ? .invalid : .valid))
                #expect(report.shares[position].code == (isLiar ? "commitment-mismatch" : nil))
                #expect(report.shares[position].holder == dealt.facts.holders[position].name)
            }
            #expect(report.fault == .answerIsNo)
            let rebuilt = try rebuild(collection)
            #expect(rebuilt.file.content == dealt.original)
            #expect(rebuilt.used == (1...5).filter { !liars.contains($0 - 1) })
        }
    }

    @Test("errors that cancel out in the sum are found all the same")
    func cancellingErrors() throws {
        let dealt = try DealtKey.fresh(.ed25519, threshold: 2, of: 3)
        // Two shares exchanged: the sum of all values stays as it was.
        let shares = [
            try remade(dealt.shares[0], as: 2), try remade(dealt.shares[1], as: 1), dealt.shares[2],
        ]
        let report = try check(shares).report
        #expect(report.shares.map(\.status) == [.invalid, .invalid, .valid])
    }

    @Test("a renumbered share is refused", arguments: CurveName.allCases)
    func renumbered(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        for index in 2...5 {
            let report = try check([try remade(dealt.shares[0], as: index)]).report
            #expect(report.shares[0].status == .invalid)
            #expect(report.shares[0].code == "commitment-mismatch")
            #expect(report.shares[0].index == index)
        }
    }

    @Test("the same share twice counts once")
    func twice() throws {
        let dealt = try DealtKey.fresh(.secp256k1)
        let collection = try check(dealt.shares(1, 1, 4))
        #expect(collection.report.shares.map(\.status) == [.valid, .duplicate, .valid])
        #expect(collection.report.shares[1].code == "duplicate")
        #expect(collection.report.have == 2)
        #expect(refusal { _ = try rebuild(collection) }?.code == "not-enough-shares")
        // As a file and as a line from paper, too.
        let mixed = try check([dealt.shares[1], try dealt.bareLine(1), dealt.shares[4]])
        #expect(mixed.report.shares.map(\.status) == [.valid, .duplicate, .valid])
    }

    @Test("a forged twin costs the honest one nothing, whatever the order", arguments: CurveName.allCases)
    func forgedTwin(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        let forged = try remade(dealt.shares[0], adding: 7)
        for order in [[forged, dealt.shares[0]], [dealt.shares[0], forged]] {
            for place in 0...2 {
                var files = dealt.shares(2, 4)
                files.insert(contentsOf: order, at: place)
                let collection = try check(files)
                for (file, share) in zip(files, collection.report.shares) {
                    #expect(share.status == (file === forged ? .invalid : .valid))
                }
                #expect(try rebuild(collection).file.content == dealt.original)
            }
        }
        let onlyForged = try check([forged, try remade(dealt.shares[0], adding: 8), dealt.shares[1]]).report
        #expect(onlyForged.shares.map(\.status) == [.invalid, .invalid, .valid])
        #expect(onlyForged.missing.map(\.name) == ["Aino", "Chiara", "Dev", "Eli"])
    }

    @Test("bare lines need a dealing, and any file brings it", arguments: CurveName.allCases)
    func bareLines(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        let lines = try [0, 2, 3].map { try dealt.bareLine($0) }
        let alone = try check(lines)
        #expect(alone.report.shares.map(\.status) == [.dealingMissing, .dealingMissing, .dealingMissing])
        #expect(alone.report.shares.map(\.code) == Array(repeating: "dealing-missing", count: 3))
        #expect(alone.report.shares.map(\.index) == [1, 3, 4])
        #expect(alone.report.fault == .damaged)
        #expect(refusal { _ = try rebuild(alone) }?.code == "not-enough-shares")

        let withOption = try check(lines, CheckOptions(dealing: dealt.dealing))
        let withOperand = try check(lines + [dealt.dealing])
        let withShare = try check([lines[0], lines[1], dealt.shares[4]])
        for collection in [withOption.report, withOperand.report, withShare.report] {
            #expect(collection.shares.map(\.status) == [.valid, .valid, .valid])
        }
        #expect(try rebuild(withOption).file.content == dealt.original)
        #expect(try rebuild(withOperand).file.content == dealt.original)
        #expect(try rebuild(withShare).file.content == dealt.original)
    }

    @Test("a line of another dealing is refused by a dealing beside it")
    func lineOfAnotherDealing() throws {
        let dealt = try DealtKey.fresh(.p256)
        let other = try DealtKey.fresh(.p256)
        let report = try check([try other.bareLine(0)], CheckOptions(dealing: dealt.dealing)).report
        #expect(report.shares[0].status == .otherDealing)
        #expect(report.shares[0].code == "line-dealing")
        #expect(report.fault == .answerIsNo)
    }

    @Test("files that are no share are damaged, and hinder nothing")
    func noShares() throws {
        let dealt = try DealtKey.fresh(.secp256k1)
        let truncated = Array(dealt.shares[3].content.dropLast(40))
        let strangers: [SecretFile] = [
            try SecretFile("empty", []), try SecretFile("zero", [0]), try SecretFile("node.key", dealt.original),
            try SecretFile("noise", (0...255).map { UInt8($0) }), try SecretFile("truncated", truncated),
        ]
        let collection = try check(strangers + dealt.shares(0, 1, 2))
        for share in collection.report.shares.prefix(strangers.count) {
            #expect(share.status == .damaged)
            #expect(share.code != nil)
            #expect(share.reason != nil)
        }
        #expect(try rebuild(collection).file.content == dealt.original)
        #expect(collection.report.fault == .damaged)
    }

    @Test("harmless differences of text change nothing")
    func harmlessText() throws {
        let dealt = try DealtKey.fresh(.ed25519)
        let share = dealt.shares[0]
        let line = dealt.line(0)
        let variants = [
            try SecretFile("crlf", Array(share.text.replacing("\n", with: "\r\n").utf8)),
            try SecretFile("bom", [0xEF, 0xBB, 0xBF] + share.content),
            try dealt.share(0, withLine: line.uppercased()),
            try dealt.share(0, withLine: "  \(line) \t"),
            try dealt.share(0, withLine: line.map(String.init).joined(separator: " ")),
            try dealt.share(0, withLine: line.prefix(40) + "\n" + line.dropFirst(40)),
        ]
        for variant in variants {
            let report = try check([variant]).report
            #expect(report.shares[0].status == .valid, "\(variant.name)")
        }
    }

    @Test("a sealed share is told from a damaged one")
    func sealed() throws {
        let file = try FormatVectors.shareFile.file("sealed.2.share")
        let report = try check([file]).report
        #expect(report.shares[0].status == .sealed)
        #expect(report.shares[0].code == "sealed")
        #expect(report.fault == .cannotDecrypt)
        // Its dealing is known all the same.
        #expect(report.dealing != nil)
    }

    @Test("bad comes before sealed, and sealed before damaged")
    func worstFirst() throws {
        let sealed = try FormatVectors.shareFile.file("sealed.2.share")
        let good = try FormatVectors.shareFile.file("ed25519-2-of-3.1.share")
        let forged = try remade(try FormatVectors.shareFile.file("ed25519-2-of-3.3.share"), adding: 1)
        let noise = try SecretFile("noise", [7, 7, 7])
        let dealing = try FormatVectors.shareFile.file("ed25519-2-of-3.json")
        let options = CheckOptions(dealing: dealing)
        #expect(try check([good, noise], options).report.fault == .damaged)
        #expect(try check([good, noise, sealed], options).report.fault == .cannotDecrypt)
        #expect(try check([good, noise, sealed, forged], options).report.fault == .answerIsNo)
    }

    @Test("nothing at all is no dealing and no share")
    func nothing() throws {
        let collection = try check([])
        #expect(collection.report.shares.isEmpty)
        #expect(collection.report.dealing == nil)
        #expect(refusal { _ = try rebuild(collection) }?.kind == .notEnoughShares)
    }

    @Test("a file's name steers no terminal")
    func names() throws {
        let dealt = try DealtKey.fresh(.p256)
        let file = try SecretFile("\u{1B}[2Jaino\n.share", dealt.shares[0].content)
        let name = try check([file]).report.shares[0].file
        #expect(name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
        #expect(name.contains("aino"))
    }
}
