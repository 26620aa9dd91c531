import Custody
import Encodings
import Foundation
import Groups
import Sealing
import Secrets
import ShareFiles
import TestSupport
import Testing

private func secretFile(_ bytes: [UInt8], _ name: String) throws -> SecretFile {
    var copy = try LockedBytes(count: bytes.count)
    copy.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return SecretFile(name: name, bytes: copy)
}

/// A key split among five: two with keys of age, one with a key of SSH, one with a passphrase, one with nothing.
private struct SealedDealing {
    let people: [AgeIdentity]
    let files: [SecretFile]
    let dealing: SecretFile
    let facts: DealingFacts

    static let passphrase = "four random words, more or less"

    init(_ group: CurveName = .secp256k1) throws {
        let key = try generateKey(group: group, format: KeyFormat.usual(for: group))
        let people = [try AgeIdentity.random(), try AgeIdentity.random(), try AgeIdentity.random()]
        let holders = [
            SplitPlan.Holder(name: "Aino", seal: .key(Recipient(people[0].recipient))),
            SplitPlan.Holder(name: "Bram", seal: .key(Recipient(people[1].recipient))),
            SplitPlan.Holder(name: "Chiara", seal: .key(Recipient(people[2].recipient))),
            SplitPlan.Holder(name: "Dev", seal: .passphrase), SplitPlan.Holder(name: "Eli"),
        ]
        let plan = try SplitPlan(threshold: 3, holders: holders, label: "bridge", created: "2026-11-30T10:00:00Z")
        let dealt = try split(key, plan, sharePassphrase: Self.source)
        var files: [SecretFile] = []
        for place in 0..<5 {
            try dealt.withShareFile(at: place) { bytes in
                files.append(SecretFile(name: "\(holders[place].name).share", bytes: try LockedBytes(copying: bytes)))
            }
        }
        self.people = people
        self.files = files
        dealing = try secretFile(dealt.dealingFile, "dealing.json")
        facts = dealt.facts
    }

    static var source: PassphraseSource {
        { (_) throws(Refusal) in
            do { return try secretFile(Array(passphrase.utf8), "p").bytes.copy() } catch { throw Refusal(error) }
        }
    }

    func identities(_ places: Int...) throws -> Identities {
        var identities = Identities()
        for place in places { identities.add(people[place]) }
        return identities
    }

    func options(_ places: Int..., passphrase: PassphraseSource? = nil, request: ShareRequest? = nil) throws
        -> CheckOptions
    {
        var identities = Identities()
        for place in places { identities.add(people[place]) }
        return CheckOptions(identities: identities, passphrase: passphrase, request: request)
    }
}

@Suite struct SealedSharesTests {
    @Test(arguments: CurveName.allCases)
    func rebuildFromSharesOfEveryKind(_ group: CurveName) throws {
        let dealt = try SealedDealing(group)
        let collection = try check(dealt.files, try dealt.options(0, 1, 2, passphrase: SealedDealing.source))
        #expect(collection.report.have == 5)
        #expect(try rebuild(collection).isOriginal)
        let recipients = dealt.facts.holders.map(\.recipient)
        #expect(recipients == dealt.people.map(\.recipient.text) + ["passphrase", nil])
    }

    /// Nothing of a sealed file is the line, which is in the open one.
    @Test func sealsTheLine() throws {
        let dealt = try SealedDealing()
        for (place, file) in dealt.files.enumerated() {
            let text = String(decoding: file.content, as: UTF8.self)
            #expect(text.contains("\nhfs1") == (place == 4))
            #expect(text.contains("BEGIN AGE ENCRYPTED FILE") == (place != 4))
        }
    }

    @Test func saysWhoseAShareIsThatNothingOpens() throws {
        let dealt = try SealedDealing()
        let none = try check([dealt.files[0]]).report
        #expect(none.shares[0].status == .sealed && none.shares[0].code == "sealed" && none.fault == .cannotDecrypt)
        let other = try check([dealt.files[0]], try dealt.options(1)).report
        #expect(other.shares[0].status == .sealed && other.shares[0].code == "sealed-to-other")
        #expect(other.shares[0].reason?.contains("Aino") == true)
        let wrong: PassphraseSource = { (_) throws(Refusal) in
            do { return try secretFile([0x78], "p").bytes.copy() } catch { throw Refusal(error) }
        }
        let locked = try check([dealt.files[3]], CheckOptions(passphrase: wrong)).report
        #expect(locked.shares[0].status == .sealed && locked.shares[0].code == "passphrase-wrong")
    }

    @Test func goesOnWhileEnoughCanBeOpened() throws {
        let dealt = try SealedDealing()
        let collection = try check(dealt.files, try dealt.options(0, 2))
        #expect(collection.report.have == 3)
        #expect(try rebuild(collection).isOriginal)
    }

    /// Every byte of the armored file changed, one after the other: never another share, never taken.
    @Test func refusesAnAlteredSealedShare() throws {
        let dealt = try SealedDealing()
        let content = dealt.files[0].content
        let text = String(decoding: content, as: UTF8.self)
        let start = try #require(text.range(of: "-----BEGIN AGE")).lowerBound.utf16Offset(in: text)
        let end = try #require(text.range(of: "-----END AGE")).lowerBound.utf16Offset(in: text)
        for place in stride(from: start, to: end, by: 7) {
            var altered = content
            altered[place] ^= 0x01
            let report = try check([try secretFile(altered, "altered")], try dealt.options(0)).report
            #expect(report.have == 0)
        }
    }

    @Test func resealsAShareAndLeavesItTheSame() throws {
        let dealt = try SealedDealing()
        let next = try AgeIdentity.random()
        let resealed = try reseal(dealt.files[0], to: .key(Recipient(next.recipient)), try dealt.options(0))
        #expect(resealed.before == dealt.people[0].recipient.text && resealed.holder.name == "Aino")
        let file = try secretFile(resealed.file, "aino-new.share")
        #expect(try check([file], try dealt.options(0)).report.have == 0)
        var identities = try dealt.identities(1, 2)
        identities.add(next)
        let collection = try check([file, dealt.files[1], dealt.files[2]], CheckOptions(identities: identities))
        #expect(collection.report.have == 3 && collection.report.dealing?.id == dealt.facts.id)
        #expect(try rebuild(collection).isOriginal)
        // A plain share can be sealed later, and a sealed one with a passphrase.
        let fromPlain = try reseal(dealt.files[4], to: .passphrase, newPassphrase: SealedDealing.source)
        #expect(fromPlain.before == nil)
        let opened = try check([try secretFile(fromPlain.file, "eli")], CheckOptions(passphrase: SealedDealing.source))
        #expect(opened.report.have == 1)
    }

    @Test func resealsNothingThatIsNotGood() throws {
        let dealt = try SealedDealing(), other = try SealedDealing()
        let seal = Seal.key(Recipient(dealt.people[0].recipient))
        #expect(refusal { _ = try reseal(dealt.files[0], to: seal) }?.code == "sealed")
        #expect(refusal { _ = try reseal(dealt.dealing, to: seal) }?.code == "no-share")
        let options = CheckOptions(dealing: other.dealing)
        #expect(refusal { _ = try reseal(dealt.files[4], to: seal, options) }?.code == "other-dealing")
    }
}

@Suite struct RequestTests {
    private let now = "2026-11-30T12:00:00Z"

    private func request(
        _ dealt: SealedDealing, to identity: AgeIdentity, expires: String? = "2026-12-01T12:00:00Z"
    ) throws -> ShareRequest {
        try ShareRequest(
            for: dealt.dealing, recipient: Recipient(identity.recipient), purpose: "node 7 was lost in the fire",
            created: now, expires: expires)
    }

    @Test func bringsSharesToTheRequester() throws {
        let dealt = try SealedDealing()
        let requester = try AgeIdentity.random()
        let asked = try ShareRequest(try secretFile(try request(dealt, to: requester).text, "request"))
        var submissions: [SecretFile] = []
        for place in [0, 1, 2] {
            let answer = try submit(dealt.files[place], to: asked, try dealt.options(place), at: now)
            #expect(answer.holder.index == place + 1)
            submissions.append(try secretFile(answer.text, "answer-\(place)"))
        }
        var own = Identities()
        own.add(requester)
        let collection = try check(submissions, CheckOptions(identities: own, request: asked))
        #expect(collection.report.have == 3)
        #expect(try rebuild(collection).isOriginal)
        // Nobody else opens them, and without the request they are nothing.
        let stranger = try check(submissions, CheckOptions(identities: try dealt.identities(0), request: asked)).report
        #expect(stranger.shares.allSatisfy { $0.code == "sealed-to-other" })
        let alone = try check(submissions, CheckOptions(identities: own)).report
        #expect(alone.shares.allSatisfy { $0.code == "request-missing" })
    }

    /// An answer to one request, given for another of the same requester: refused, also where its outer lines were changed.
    @Test func refusesASubmissionForAnotherRequest() throws {
        let dealt = try SealedDealing()
        let requester = try AgeIdentity.random()
        let first = try request(dealt, to: requester), second = try request(dealt, to: requester)
        #expect(first.facts.id != second.facts.id)
        let answer = try submit(dealt.files[0], to: first, try dealt.options(0), at: now)
        var own = Identities()
        own.add(requester)
        let options = CheckOptions(identities: own, request: second)
        let replayed = try check([try secretFile(answer.text, "replayed")], options).report
        #expect(replayed.shares[0].code == "other-request" && replayed.fault == .answerIsNo)
        let relabelled = String(decoding: answer.text, as: UTF8.self)
            .replacingOccurrences(of: first.facts.id, with: second.facts.id)
        let disguised = try check([try secretFile(Array(relabelled.utf8), "disguised")], options).report
        #expect(disguised.shares[0].code == "other-request" && disguised.have == 0)
    }

    @Test func refusesToAnswerWithAnotherDealingsShare() throws {
        let dealt = try SealedDealing(), other = try SealedDealing()
        let asked = try request(dealt, to: try AgeIdentity.random())
        #expect(refusal { _ = try submit(other.files[4], to: asked, at: now) }?.code == "other-dealing")
    }

    /// Without a battery a machine thinks that it is 1970, and no request ends there.
    @Test func doubtsAClockBehindTheRequest() throws {
        let asked = try request(try SealedDealing(), to: try AgeIdentity.random())
        #expect(asked.doubt(at: now) == nil)
        #expect(asked.doubt(at: "1970-01-01T00:00:10Z")?.contains("1970-01-01T00:00:10Z") == true)
    }

    @Test func endsWhenItSays() throws {
        let dealt = try SealedDealing()
        let asked = try request(dealt, to: try AgeIdentity.random())
        #expect(
            refusal { _ = try submit(dealt.files[4], to: asked, at: "2026-12-01T12:00:01Z") }?.code == "request-expired"
        )
        #expect(refusal { _ = try submit(dealt.files[4], to: asked, at: "2026-12-01T12:00:00Z") } == nil)
        let endless = try request(dealt, to: try AgeIdentity.random(), expires: nil)
        #expect(refusal { _ = try submit(dealt.files[4], to: endless, at: "9999-12-01T12:00:01Z") } == nil)
        #expect(refusal { _ = try request(dealt, to: try AgeIdentity.random(), expires: now) }?.code == "request-field")
        #expect(
            refusal { _ = try request(dealt, to: try AgeIdentity.random(), expires: "soon") }?.code == "request-field")
    }

    /// Every byte of the fields changed, one after the other: the id tells.
    @Test func refusesAChangedRequest() throws {
        let dealt = try SealedDealing()
        let text = try request(dealt, to: try AgeIdentity.random()).text
        let fields = try #require(String(decoding: text, as: UTF8.self).range(of: "-----BEGIN")).lowerBound
        let count = String(decoding: text, as: UTF8.self)[..<fields].utf8.count
        let comments = String(decoding: text, as: UTF8.self).range(of: "\nid: ").map {
            String(decoding: text, as: UTF8.self)[..<$0.lowerBound].utf8.count
        }
        for place in (try #require(comments))..<count {
            var altered = text
            altered[place] ^= 0x01
            let file = try secretFile(altered, "altered")
            // A line end more or less, or a blank at the end of a line, is the same request.
            if let found = try? ShareRequest(file) { #expect(found.text == text) }
        }
    }

    @Test func readsWhatMailMakesOfIt() throws {
        let dealt = try SealedDealing()
        let asked = try request(dealt, to: try AgeIdentity.random())
        let text = String(decoding: asked.text, as: UTF8.self)
        let mailed =
            "\u{FEFF}"
            + text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("purpose") ? $0 + "  " : $0 }.joined(separator: "\r\n") + "\r\n"
        #expect(try ShareRequest(try secretFile(Array(mailed.utf8), "mailed")).facts == asked.facts)
    }
}

@Suite struct PublicCheckTests {
    @Test func seesWhatAnyoneCan() throws {
        let dealt = try SealedDealing()
        let report = try checkPublic(dealt.files + [dealt.dealing])
        #expect(report.entries.map(\.status) == [.sealed, .sealed, .sealed, .sealed, .open, .dealing])
        #expect(report.entries.prefix(4).compactMap(\.holder?.name) == ["Aino", "Bram", "Chiara", "Dev"])
        #expect(report.fault == nil)
        // Whose the open one is, its line alone says, and that was not looked at.
        #expect(report.missing.map(\.name) == ["Eli"])
    }

    @Test func namesFilesOfAnotherDealingAndDamagedOnes() throws {
        let dealt = try SealedDealing(), other = try SealedDealing()
        let options = CheckOptions(dealing: dealt.dealing)
        let report = try checkPublic([dealt.files[0], other.files[1], try secretFile([1, 2, 3], "junk")], options)
        #expect(report.entries.map(\.status) == [.sealed, .otherDealing, .damaged])
        #expect(report.fault == .answerIsNo)
        #expect(refusal { _ = try checkPublic([dealt.files[0], other.files[1]]) }?.code == "dealings-differ")
    }

    /// A file whose seal is of another kind than the dealing says.
    @Test func namesAnotherRecipient() throws {
        let dealt = try SealedDealing()
        let aino = String(decoding: dealt.files[0].content, as: UTF8.self)
        let dev = String(decoding: dealt.files[3].content, as: UTF8.self)
        func armor(_ text: String) throws -> Substring {
            let start = try #require(text.range(of: "-----BEGIN AGE")),
                end = try #require(text.range(of: "-----END AGE"))
            return text[start.lowerBound..<end.lowerBound]
        }
        let swapped = aino.replacingOccurrences(of: try armor(aino), with: try armor(dev))
        let report = try checkPublic([try secretFile(Array(swapped.utf8), "swapped")])
        #expect(report.entries.map(\.status) == [.otherRecipient] && report.fault == .answerIsNo)
    }
}
