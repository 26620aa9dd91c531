import Custody
import Groups
import ShareFiles
import TestSupport
import Testing

/// What a share says: who holds which value of which dealing, and addresses and proof, which the id does not cover.
private struct Meaning: Equatable {
    let dealing: String?
    let addresses: [DealingFile.Address]?
    let proof: [UInt8]?
    let line: String

    init?(_ file: SecretFile) {
        guard let share = try? ShareFile(parsing: file.bytes) else { return nil }
        dealing = share.dealing?.id.description
        addresses = share.dealing?.key.addresses
        proof = share.dealing?.proof
        guard let line = try? share.takeLine(), var letters = try? LockedBytes(count: ShareLine.letterCount) else {
            return nil
        }
        do { try letters.withUnsafeMutableBytes { try line.write(into: $0) } } catch { return nil }
        self.line = letters.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

@Suite("Changed files")
struct MutationTests {
    @Test("a changed share is never good, unless it says the same", arguments: Seed.fresh(24))
    func changedShares(_ seed: Seed) throws {
        var random = seed.generator
        let dealt = try DealtKey.fresh(CurveName.allCases.randomElement(using: &random)!, threshold: 2, of: 3)
        for _ in 0..<24 {
            let position = random.int(0...2)
            let changed = try SecretFile("changed", random.mutated(dealt.shares[position].content))
            var files = [dealt.shares[(position + 1) % 3], dealt.shares[(position + 2) % 3]]
            files.insert(changed, at: random.int(0...2))
            let collection: CheckedCollection
            do { collection = try check(files) } catch {
                // It looks like a dealing now, and is a damaged one.
                #expect(error.kind == .damaged || error.code == "dealer-proof")
                continue
            }
            let share = try #require(collection.report.shares.first { $0.file == "changed" })
            let isSame = Meaning(changed) == Meaning(dealt.shares[position])
            #expect((share.status == .valid) == isSame)
            #expect(share.status == .valid || share.reason != nil)
            // The two others are good whatever happens, and no wrong key comes out.
            let others = collection.report.shares.filter { $0.file != "changed" }
            #expect(others.allSatisfy { $0.status == .valid })
            if collection.report.dealing != nil {
                #expect(try rebuild(collection).file.content == dealt.original)
            }
        }
    }

    @Test("a changed dealing is refused, unless it says the same", arguments: Seed.fresh(24))
    func changedDealings(_ seed: Seed) throws {
        var random = seed.generator
        let dealt = try DealtKey.fresh(CurveName.allCases.randomElement(using: &random)!, threshold: 2, of: 3)
        let honest = try dealt.dealingFile
        for _ in 0..<24 {
            let changed = try SecretFile("changed.json", random.mutated(dealt.dealing.content))
            let collection: CheckedCollection
            do { collection = try check(dealt.shares, CheckOptions(dealing: changed)) } catch {
                #expect(error.kind == .damaged || error.code == "dealer-proof")
                continue
            }
            // The id covers everything but the recipients, and the addresses were compared.
            #expect(collection.report.dealing?.id == honest.id.description)
            #expect(collection.report.dealing?.addresses == dealt.facts.addresses)
            #expect(collection.report.have == 3)
        }
    }

    @Test("any altered letter of a line is found", arguments: CurveName.allCases)
    func alteredLetters(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group, threshold: 2, of: 2)
        var random = Seed(89).generator
        let line = Array(dealt.line(0))
        for place in line.indices {
            // All letters at a few places, one at each other.
            let others = (lineLetters + ["b", "i", "o", "1", "?", "0", "é"]).filter { $0 != line[place] }
            let tried = place % 16 == 4 ? others : [others.randomElement(using: &random)!]
            for letter in tried {
                var altered = line
                altered[place] = letter
                let report = try check([try dealt.share(0, withLine: String(altered)), dealt.shares[1]]).report
                #expect(report.shares[0].status == .damaged, "letter \(place + 1) as \(letter)")
                #expect(report.shares[1].status == .valid)
            }
        }
    }

    @Test("lines with letters left out, put in, exchanged or in the other case are found", arguments: Seed.fresh(8))
    func editedLines(_ seed: Seed) throws {
        var random = seed.generator
        let dealt = try DealtKey.fresh(.secp256k1, threshold: 2, of: 2)
        let line = Array(dealt.line(0))
        for _ in 0..<24 {
            var edited = line
            let place = random.int(0...88)
            switch random.int(0...3) {
            case 0: edited.remove(at: place)
            case 1: edited.insert(lineLetters[random.int(0...31)], at: place)
            case 2: edited.swapAt(place, random.int(0...88))
            default: edited[place] = Character(edited[place].uppercased())
            }
            let isSame = String(edited) == String(line)
            let report = try check([try dealt.share(0, withLine: String(edited))]).report
            #expect((report.shares[0].status == .valid) == isSame, "\(String(edited))")
        }
    }

    @Test("noise is no share, no dealing, no key and no transaction, and crashes nothing", arguments: Seed.fresh(16))
    func noise(_ seed: Seed) throws {
        var random = seed.generator
        let starts = [
            "", "hfs1", "holdfast-share/1\n", "{\"format\": \"holdfast-dealing/1\"", "{", "0x02f8", "-----BEGIN ",
        ]
        for _ in 0..<24 {
            let content = Array(starts.randomElement(using: &random)!.utf8) + random.bytes(random.int(0...400))
            let file = try SecretFile("noise", content)
            if let report = try? check([file]).report {
                #expect(report.have == 0)
                #expect(report.fault != nil)
            }
            if let inspection = try? inspect(file), case .share(let verdict, _) = inspection {
                #expect(verdict.status != .valid)
            }
            _ = refusal { _ = try readTransaction(file) }
            _ = refusal { _ = try verify(SignedInput(try PublicFile(file))) }
        }
    }
}
