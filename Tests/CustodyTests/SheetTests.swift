import Custody
import ShareFiles
import Testing

/// What is printed, and what comes back from paper.
@Suite("Sheets of paper")
struct SheetTests {
    static let dealt = try! DealtKey.fresh(.p256)
    static let other = try! DealtKey.fresh(.p256)

    @Test("a good share is printed as its rows, with its holder and the whole dealing as parts", arguments: 0..<5)
    func printsAShare(_ position: Int) throws {
        let sheet = try sheet(of: Self.dealt.shares[position])
        guard case .share(let holder, let rows) = sheet.content else {
            Issue.record("no share: \(sheet.content)")
            return
        }
        #expect(holder == Self.dealt.facts.holders[position])
        #expect(sheet.dealing == Self.dealt.facts)
        let letters = rows.content
        #expect(letters.count == 95)
        let line = letters.enumerated().filter { $0.offset % 17 != 16 && $0.offset != 94 }.map(\.element)
        #expect(String(decoding: line, as: UTF8.self) == Self.dealt.line(position))
        let parts = try sheet.parts.map { try DealingPart(parsing: Array($0.utf8)) }
        let text = try DealingPart.join(parts)
        let again = try SecretFile("again.json", text)
        #expect(try DealingFile(of: again) == Self.dealt.dealingFile)
    }

    @Test("a dealing is printed without a share; a bare line needs one beside it")
    func printsADealingAndALine() throws {
        guard case .dealing = try sheet(of: Self.dealt.dealing).content else {
            Issue.record("the dealing is no dealing")
            return
        }
        let line = try Self.dealt.bareLine(2)
        #expect(refusal { _ = try sheet(of: line) }?.code == "dealing-missing")
        guard case .share(let holder, _) = try sheet(of: line, CheckOptions(dealing: Self.dealt.dealing)).content else {
            Issue.record("the line is no share")
            return
        }
        #expect(holder.index == 3)
    }

    @Test("what is not good gets no sheet")
    func refusesBadShares() throws {
        let altered = Self.dealt.line(1).dropLast() + "?"
        #expect(refusal { _ = try sheet(of: Self.dealt.share(1, withLine: String(altered))) }?.code == "letter")
        // The line of another dealing inside of this one's file.
        let foreign = try Self.dealt.share(1, withLine: Self.other.line(1))
        #expect(refusal { _ = try sheet(of: foreign) }?.code == "line-dealing")
        let forged = try remade(Self.dealt.shares[1], adding: 1)
        let refused = refusal { _ = try sheet(of: forged) }
        #expect(refused?.code == "commitment-mismatch")
        #expect(refused?.kind == .answerIsNo)
        let options = CheckOptions(dealing: Self.other.dealing)
        #expect(refusal { _ = try sheet(of: try Self.dealt.bareLine(0), options) }?.code == "line-dealing")
    }

    @Test("the codes of three sheets in any order, with the dealing among them, rebuild the key")
    func rebuildsFromAScan() throws {
        let parts = try sheet(of: Self.dealt.dealing).parts
        var codes = [4, 0, 2].map { Self.dealt.line($0).uppercased() } + parts
        codes.swapAt(0, codes.count - 1)
        for mark in ["", "QR-Code:"] {
            let scan = try SecretFile("scan", Array(codes.map { mark + $0 + "\n" }.joined().utf8))
            let report = try check([scan]).report
            #expect(report.shares.map(\.status) == [.valid, .valid, .valid])
            #expect(Set(report.shares.compactMap(\.holder)) == ["Aino", "Chiara", "Eli"])
            #expect(report.dealing == Self.dealt.facts)
            let rebuilt = try rebuild(check([scan]))
            #expect(rebuilt.file.content == Self.dealt.original)
        }
    }

    @Test("several shares in one scan are no sheet; a scan without a part is refused by name")
    func refusesScans() throws {
        let parts = try sheet(of: Self.dealt.dealing).parts
        let two = [Self.dealt.line(0), Self.dealt.line(1)] + parts
        let scan = try SecretFile("scan", Array(two.joined(separator: "\n").utf8))
        #expect(refusal { _ = try sheet(of: scan) }?.code == "several-shares")
        let cut = try SecretFile("scan", Array(([Self.dealt.line(0)] + parts.dropLast()).joined(separator: "\n").utf8))
        let refused = refusal { _ = try check([cut]) }
        #expect(refused?.code == "dealing-part")
        #expect(refused?.message.contains("part \(parts.count) of \(parts.count)") == true)
    }

    @Test("codes that were scanned into a file are the dealing of typed rows; among the codes rows are refused by line")
    func takesADealingOfCodes() throws {
        let codes = try sheet(of: Self.dealt.dealing).parts.map { "QR-Code:\($0)" }
        let scanned = try SecretFile("codes.txt", Array(codes.joined(separator: "\n").utf8))
        let report = try check([try Self.dealt.bareLine(3)], CheckOptions(dealing: scanned)).report
        #expect(report.shares.map(\.status) == [.valid])
        #expect(report.dealing == Self.dealt.facts)
        guard case .share(_, let rows) = try sheet(of: Self.dealt.shares[0]).content else { return }
        let letters = String(decoding: rows.content, as: UTF8.self)
        let mixed = try SecretFile(
            "mixed", Array((codes + ["2 \(letters.dropFirst(17).prefix(17))"]).joined(separator: "\n").utf8))
        let refused = refusal { _ = try check([mixed]) }
        #expect(refused?.code == "no-share")
        #expect(refused?.message.contains("line \(codes.count + 1) ") == true)
    }

    @Test("an l for the 1 of hfs1 is named, on a sheet and in a line", arguments: ["", "1 ", "1. ", "1-"])
    func namesALetterForOne(_ start: String) throws {
        let misread = try SecretFile("line", Array((start + Self.dealt.line(1).replacing("hfs1", with: "hfsl")).utf8))
        let shares = try check([misread], CheckOptions(dealing: Self.dealt.dealing)).report.shares
        #expect(shares.map(\.code) == ["letter"])
        #expect(shares[0].reason?.contains("letter 4 of the line is not the digit 1") == true)
    }

    @Test("a row is judged as soon as it is typed")
    func judgesRows() throws {
        guard case .share(_, let rows) = try sheet(of: Self.dealt.shares[0]).content else { return }
        let letters = String(decoding: rows.content, as: UTF8.self)
        let second = String(letters.dropFirst(17).prefix(17))
        func judge(_ text: String, _ row: Int) throws -> TypedRow {
            try Array(text.utf8).withUnsafeBytes { try TypedRow.judge($0, row: row).verdict }
        }
        #expect(try judge(second, 2) == .right)
        #expect(try judge("2 \(second)", 2) == .right)
        #expect(try judge("2. \(second.uppercased())", 2) == .right)
        #expect(try judge("2\(second)", 2) == .right)
        #expect(try judge("  2| \(second) ", 2) == .right)
        #expect(try judge("?\(second.dropFirst())", 2) == .unjudged)
        #expect(try judge(second, 3) == .wrong)
        #expect(try judge(String(second.dropLast()), 2) == .letterCount(found: 16, needed: 17))
        #expect(try judge("3 \(second)", 2) == .otherRow(3))
        #expect(try judge("2-\(second)", 2) == .right)
        #expect(try judge("q \(second)", 2) == .letterCount(found: 18, needed: 17))
        let first = String(letters.prefix(17))
        #expect(try judge("1-\(first)", 1) == .right)
        #expect(try judge("hfsl\(first.dropFirst(4))", 1) == .wrong)
        #expect(try judge("", 6) == .letterCount(found: 0, needed: 10))
        #expect(try judge(Self.dealt.line(0), 1) == .wholeLine)
        #expect(try judge(sheet(of: Self.dealt.dealing).parts[0], 1) == .dealingPart)
    }

    @Test("a text of a sheet reads as a secret")
    func looksSecretOnPaper() throws {
        guard case .share(_, let rows) = try sheet(of: Self.dealt.shares[0]).content else { return }
        let letters = String(decoding: rows.content, as: UTF8.self)
        for start in ["1 ", "1", "1.  ", "1: ", "1) "] { #expect(looksSecret(start + letters)) }
        #expect(looksSecret("QR-Code:\(Self.dealt.line(0))"))
        #expect(!looksSecret("1 hfx1"))
    }
}
