import Custody
import Digests
import Encodings
import Foundation
import Groups
import OwnKeys
import Sealing
import SecretSharing
import Secrets
import ShareFiles
import Signatures
import TestSupport
import Testing

/// A key dealt 2 of 3 to keys of nodes, one in each group.
struct OwnKeyRound {
    static let now = "2026-11-30T12:00:00Z"

    let original: [UInt8]
    let facts: DealingFacts
    let dealing: SecretFile
    /// The key files of the holders, in their order.
    let nodes: [SecretFile]

    static func nodes(_ groups: [CurveName]) throws -> [(file: SecretFile, key: NodePublicKey)] {
        try groups.map { group in
            let key = try generateKey(group: group, format: .usual(for: group))
            return (key.file, try NodePublicKey("\(group.rawValue):\(key.facts.publicKey)"))
        }
    }

    static func plan(_ keys: [NodePublicKey], threshold: Int = 2) throws -> SplitPlan {
        try SplitPlan(
            threshold: threshold,
            holders: zip(["Aino", "Bram", "Chiara", "Dev"], keys).map { .init(name: $0, nodeKey: $1) }, label: "bridge",
            created: "2026-11-22T10:02:33Z")
    }

    init(_ group: CurveName, holders groups: [CurveName] = CurveName.allCases) throws {
        let nodes = try OwnKeyRound.nodes(groups)
        let key = try generateKey(group: group, format: .usual(for: group))
        let dealt = try split(key, try OwnKeyRound.plan(nodes.map(\.key)))
        original = key.file.content
        facts = dealt.facts
        dealing = try SecretFile("dealing.json", dealt.dealingFile)
        self.nodes = nodes.map(\.file)
    }

    /// What opens the shares of the holders at these positions.
    func options(_ positions: Int..., request: ShareRequest? = nil) throws -> CheckOptions {
        var identities = Identities()
        for position in positions { try identities.add(nodes[position], passphrase: nil) }
        return CheckOptions(identities: identities, request: request)
    }
}

@Suite("Dealings to the holders' own keys")
struct OwnKeysTests {
    @Test("any two node keys give the file back", arguments: CurveName.allCases)
    func rebuilds(_ group: CurveName) throws {
        let round = try OwnKeyRound(group)
        for (one, other) in [(0, 1), (1, 2), (2, 0)] {
            let collection = try check([round.dealing], try round.options(one, other))
            #expect(collection.report.shares.map(\.status) == [.valid, .valid])
            #expect(try rebuild(collection).file.content == round.original)
        }
        let alone = try check([round.dealing], try round.options(1))
        #expect(alone.report.shares.map(\.holder) == ["Bram"])
        #expect(refusal { _ = try rebuild(alone) }?.code == "not-enough-shares")
    }

    @Test("a key that is nobody's opens nothing, and costs nothing of the others'")
    func namesAStranger() throws {
        let round = try OwnKeyRound(.p256), other = try OwnKeyRound(.p256)
        var options = try round.options(0, 2)
        try options.identities.add(other.nodes[1], passphrase: nil)
        let report = try check([round.dealing], options).report
        #expect(report.shares.map(\.code) == [nil, nil, "identity-of-no-holder"])
        #expect(report.have == 2)
    }

    /// Every letter of a dealing counts: another one is refused, or it is white space between the parts.
    @Test("no letter of the dealing can be changed", arguments: [CurveName.secp256k1, .ed25519])
    func refusesEveryChange(_ group: CurveName) throws {
        let round = try OwnKeyRound(group)
        let text = round.dealing.content
        let whole = try check([round.dealing]).report.dealing
        for place in text.indices {
            var altered = text
            altered[place] ^= 0x01
            guard let found = try? check([try SecretFile("altered", altered)]).report else { continue }
            // Where it no longer looks like a dealing it is a file that cannot be read.
            #expect(found.dealing.map { $0 == whole } ?? (found.fault == .damaged), "letter \(place)")
        }
    }

    /// The masked share of another holder, the whole other list, and the keys exchanged: the id is not theirs.
    @Test("what belongs to another dealing is refused before a key is used")
    func refusesWhatIsOfAnotherDealing() throws {
        let round = try OwnKeyRound(.secp256k1), other = try OwnKeyRound(.secp256k1)
        let mine = try DealingFile(of: round.dealing), theirs = try DealingFile(of: other.dealing)
        let own = try #require(mine.own), foreign = try #require(theirs.own)
        guard case .masked(let ephemerals, let shares) = own.content,
            case .masked(let otherEphemerals, let otherShares) = foreign.content
        else { throw Unexpected() }
        let changed: [OwnKeyPart] = [
            OwnKeyPart(keys: own.keys, content: .masked(ephemerals: ephemerals, shares: otherShares)),
            OwnKeyPart(keys: own.keys, content: .masked(ephemerals: otherEphemerals, shares: shares)),
            OwnKeyPart(keys: foreign.keys, content: .masked(ephemerals: ephemerals, shares: shares)),
        ]
        for part in changed {
            let file = try mine.content.with(part).proven(by: mine.proof)
            let options = try round.options(0, 1, 2)
            let found = refusal { _ = try check([try SecretFile("changed", file.text())], options) }
            #expect(found?.code == "dealer-proof")
            #expect(found?.kind == .answerIsNo)
        }
    }

    @Test("a share that is none convicts the dealer, at its holder and at whoever asks", arguments: CurveName.allCases)
    func namesTheDealerWhoCheats(_ group: CurveName) throws {
        let crafted = try CheatingDealer(group)
        let round = crafted.round
        let report = try check([round.dealing], try round.options(0, 1, 2)).report
        #expect(report.shares.map(\.code) == [nil, "dealer-cheated", nil])
        #expect(report.shares[1].holder == "Bram")
        #expect(report.fault == .answerIsNo)
        #expect(refusal { _ = try acknowledge(round.dealing, try round.options(1)) }?.code == "dealer-cheated")

        let requester = try AgeIdentity.random()
        let asked = try ShareRequest(
            for: round.dealing, recipient: Recipient(requester.recipient), purpose: "lost", created: OwnKeyRound.now,
            expires: nil)
        var answers: [SecretFile] = []
        for place in 0..<3 {
            let answer = try submit(to: asked, try round.options(place), at: OwnKeyRound.now)
            #expect(answer.isGood == (place != 1))
            answers.append(try SecretFile("answer-\(place)", answer.text))
        }
        var own = Identities()
        own.add(requester)
        let collection = try check(answers, CheckOptions(identities: own, request: asked))
        #expect(collection.report.shares.map(\.code) == [nil, "dealer-cheated", nil])
        #expect(try rebuild(collection).file.content == round.original)
    }

    @Test("a wrongly sealed share is seen by everyone, and no other holder is named", arguments: CurveName.allCases)
    func namesWhoCannotOpen(_ group: CurveName) throws {
        let crafted = try CheatingDealer(group, .publiclyVerifiable)
        var options = try crafted.round.options()
        options.sharesProof = crafted.proof
        options.verifiesSharesProof = true
        let report = try check([crafted.round.dealing], options).report
        #expect(report.wronglySealed?.map(\.name) == ["Bram"])
        #expect(report.fault == .answerIsNo)
        options = try crafted.round.options(0, 1, 2)
        options.sharesProof = crafted.proof
        let collection = try check([crafted.round.dealing], options)
        #expect(collection.report.shares.map(\.code) == [nil, "dealer-cheated", nil])
        #expect(try rebuild(collection).file.content == crafted.round.original)
    }

    @Test("every byte of the proof belongs to the dealing, and changes accuse nobody")
    func refusesAnotherProof() throws {
        let nodes = try OwnKeyRound.nodes(CurveName.allCases)
        let key = try generateKey(group: .p256, format: .pkcs8PEM)
        let plan = try SplitPlan(
            threshold: 2, holders: zip(["Aino", "Bram", "Chiara"], nodes).map { .init(name: $0, nodeKey: $1.key) },
            label: "", created: "2026-11-22T10:02:33Z", isPubliclyVerifiable: true)
        let dealt = try split(key, plan)
        let written = dealt.sharesProof
        let proof = try #require(written)
        let dealing = try SecretFile("dealing.json", dealt.dealingFile)
        var options = CheckOptions()
        options.verifiesSharesProof = true
        options.sharesProof = PublicFile(name: "dealing.proof", bytes: proof)
        #expect(try check([dealing], options).report.wronglySealed == [])
        for altered in [proof + [0], Array(proof.dropLast()), [], proof.map { $0 ^ 1 }] {
            options.sharesProof = PublicFile(name: "altered", bytes: altered)
            let found = refusal { _ = try check([dealing], options) }
            #expect(found?.code == "shares-proof")
            #expect(found?.kind == .damaged)
        }
    }

    @Test("an answer is one holder's and for one request", arguments: CurveName.allCases)
    func refusesAnAnswerForAnotherRequest(_ group: CurveName) throws {
        let round = try OwnKeyRound(group)
        let requester = try AgeIdentity.random()
        func ask() throws -> ShareRequest {
            try ShareRequest(
                for: round.dealing, recipient: Recipient(requester.recipient), purpose: "lost",
                created: OwnKeyRound.now, expires: nil)
        }
        let first = try ask(), second = try ask()
        let answer = try submit(to: first, try round.options(2), at: OwnKeyRound.now)
        var own = Identities()
        own.add(requester)
        let renamed = String(decoding: answer.text, as: UTF8.self)
            .replacingOccurrences(of: first.facts.id, with: second.facts.id)
        let report = try check(
            [try SecretFile("renamed", Array(renamed.utf8))], CheckOptions(identities: own, request: second)
        ).report
        #expect(report.shares.map(\.code) == ["other-request"])
    }

    @Test("an acknowledgement is one holder's and of one dealing")
    func judgesAcknowledgements() throws {
        let round = try OwnKeyRound(.ed25519)
        var words: [SecretFile] = []
        for place in 0..<3 {
            let word = try acknowledge(round.dealing, try round.options(place))
            words.append(try SecretFile("word-\(place)", word.text))
        }
        let report = try check([round.dealing] + words).report
        #expect(report.acknowledged.map(\.name) == ["Aino", "Bram", "Chiara"])
        #expect(report.fault == nil)
        let other = try OwnKeyRound(.ed25519)
        #expect(try check([other.dealing] + words).report.acknowledged.isEmpty)
        for place in words[0].content.indices {
            var altered = words[0].content
            altered[place] ^= 0x01
            guard let found = try? check([round.dealing, try SecretFile("altered", altered)]).report else { continue }
            #expect(found.acknowledged.isEmpty || found.acknowledged.map(\.index) == [1])
            // A comment can be changed; nothing else can.
            if !found.acknowledged.isEmpty {
                let read = try altered.withUnsafeBytes { try AcknowledgementFile(parsing: $0) }
                #expect(try words[0].bytes.withUnsafeBytes { try AcknowledgementFile(parsing: $0) } == read)
            }
        }
    }

    @Test("a blinded request gives the key, and no share", arguments: CurveName.allCases, CurveName.allCases)
    func rebuildsBlinded(_ group: CurveName, _ nodes: CurveName) throws {
        let round = try OwnKeyRound(group, holders: [nodes, nodes, nodes])
        let requester = try AgeIdentity.random()
        let asked = try ShareRequest(
            for: round.dealing, recipient: Recipient(requester.recipient), purpose: "lost", created: OwnKeyRound.now,
            expires: nil, blindedAmong: ["Aino", "Chiara"])
        var own = Identities()
        own.add(requester)
        let answers = try [0, 2].map { place in
            try SecretFile("answer-\(place)", try submit(to: asked, try round.options(place), at: OwnKeyRound.now).text)
        }
        let collection = try check(answers, CheckOptions(identities: own, request: asked))
        #expect(collection.report.shares.map(\.holder) == ["Aino", "Chiara"])
        #expect(try rebuild(collection).file.content == round.original)
        let half = try check([answers[0]], CheckOptions(identities: own, request: asked))
        #expect(refusal { _ = try rebuild(half) }?.code == "not-enough-shares")
        #expect(
            refusal { _ = try submit(to: asked, try round.options(1), at: OwnKeyRound.now) }?.code == "request-holders")
    }

    @Test("holders with keys of several groups cannot answer blinded")
    func refusesABlindedRequestOfSeveralGroups() throws {
        let round = try OwnKeyRound(.p256)
        let requester = try AgeIdentity.random()
        let found = refusal {
            _ = try ShareRequest(
                for: round.dealing, recipient: Recipient(requester.recipient), purpose: "lost",
                created: OwnKeyRound.now, expires: nil, blindedAmong: [])
        }
        #expect(found?.code == "request-holders")
    }

    struct Unexpected: Error {}
}

extension UnprovenDealing {
    /// The same with another part for own keys, and the id that belongs to it.
    fileprivate func with(_ part: OwnKeyPart) throws -> UnprovenDealing {
        try UnprovenDealing(
            label: label, created: created, epoch: epoch, group: group, threshold: threshold, holders: holders,
            commitments: commitments, key: key, original: original, own: part)
    }
}
