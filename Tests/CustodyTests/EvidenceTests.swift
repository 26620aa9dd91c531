import Custody
import Encodings
import Groups
import OwnKeys
import Sealing
import SecretSharing
import Secrets
import ShareFiles
import TestSupport
import Testing

@Suite("Evidence against a dealer")
struct EvidenceTests {
    private func evidence(_ round: OwnKeyRound, holder: Int) throws -> [DealerEvidence] {
        var options = try round.options(holder)
        options.keepsEvidence = true
        return try check([round.dealing], options).evidence
    }

    private func answered(_ round: OwnKeyRound, _ holders: Int..., keeps: Bool) throws -> [DealerEvidence] {
        let requester = try AgeIdentity.random()
        let asked = try ShareRequest(
            for: round.dealing, recipient: Recipient(requester.recipient), purpose: "lost", created: OwnKeyRound.now,
            expires: nil)
        let answers = try holders.map { place in
            try SecretFile("answer-\(place)", try submit(to: asked, try round.options(place), at: OwnKeyRound.now).text)
        }
        var options = CheckOptions(request: asked)
        options.identities.add(requester)
        options.keepsEvidence = keeps
        return try check(answers, options).evidence
    }

    @Test(
        "the holder's own and whoever asked convict the dealer, unasked nothing is kept", arguments: CurveName.allCases)
    func convicts(_ group: CurveName) throws {
        let round = try CheatingDealer(group).round
        let own = try evidence(round, holder: 1)
        let asked = try answered(round, 0, 1, keeps: true)
        for found in [own, asked] {
            #expect(found.map(\.holder.name) == ["Bram"])
            let conviction = try judge(evidence: try #require(found.first).file(), against: round.dealing)
            #expect(conviction.holder.name == "Bram")
            #expect(conviction.dealing == round.facts)
        }
        #expect(try check([round.dealing], try round.options(1)).evidence.isEmpty)
        #expect(try answered(round, 1, keeps: false).isEmpty)
        #expect(try evidence(round, holder: 0).isEmpty)
    }

    @Test("one that is sent one by one is kept too")
    func keepsWhatIsCollected() throws {
        let round = try CheatingDealer(.p256).round
        let requester = try AgeIdentity.random()
        let asked = try ShareRequest(
            for: round.dealing, recipient: Recipient(requester.recipient), purpose: "lost", created: OwnKeyRound.now,
            expires: nil)
        var options = CheckOptions(request: asked)
        options.identities.add(requester)
        options.keepsEvidence = true
        var collecting = try ShareCollecting(options)
        for place in [1, 2] {
            let answer = try submit(to: asked, try round.options(place), at: OwnKeyRound.now)
            _ = try collecting.take(try SecretFile("answer-\(place)", answer.text))
        }
        #expect(collecting.have == 1)
        #expect(try collecting.checked().evidence.map(\.holder.name) == ["Bram"])
    }

    /// Comments and blanks may change; every other letter makes it nobody's, or leaves nothing to read.
    @Test("no letter of it can be changed", arguments: [CurveName.secp256k1, .ed25519])
    func refusesEveryChange(_ group: CurveName) throws {
        let round = try CheatingDealer(group).round
        let file = try #require(try evidence(round, holder: 1).first).file()
        let text = file.content, lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        let head = lines.prefix { !$0.starts(with: Array("-----BEGIN".utf8)) }.reduce(0) { $0 + $1.count + 1 }
        let comments = lines.filter { $0.first == UInt8(ascii: "#") }.reduce(0) { $0 + $1.count }
        var unharmed = 0
        for place in 0..<head {
            var altered = text
            altered[place] ^= 0x01
            guard let found = try? judge(evidence: try SecretFile("altered", altered)) else { continue }
            #expect(found.holder.name == "Bram")
            unharmed += 1
        }
        #expect(unharmed <= comments)
    }

    @Test("an honest dealer is not convicted by what their own holder makes", arguments: CurveName.allCases)
    func refusesEvidenceAgainstAnHonestDealer(_ group: CurveName) throws {
        let round = try OwnKeyRound(group), cheated = try CheatingDealer(group).round
        let honest = try DealingFile(of: round.dealing), foreign = try DealingFile(of: cheated.dealing)
        // The true point, as anyone has it who got an answer: it opens the good share.
        let answer = try answer(round, holder: 1)
        #expect(code(honest, answer.holder, answer.request, answer.bytes) == "evidence-unfounded")
        // For another request, as no request's, for another holder, and beside another dealing.
        #expect(code(honest, answer.holder, [UInt8](repeating: 7, count: 32), answer.bytes) == "evidence-unauthentic")
        #expect(code(honest, answer.holder, nil, answer.bytes) == "evidence-unauthentic")
        #expect(code(honest, try HolderIndex(1), answer.request, answer.bytes) == "evidence-unauthentic")
        #expect(code(foreign, answer.holder, answer.request, answer.bytes) == "evidence-unauthentic")
        let wrong = answer.bytes.indices.filter { $0 % 5 == 0 }.allSatisfy { place in
            var altered = answer.bytes
            altered[place] ^= 0x10
            return code(honest, answer.holder, answer.request, altered) == "evidence-unauthentic"
        }
        #expect(wrong)
        for length in [65, 96, answer.bytes.count - 1] {
            let bytes = Array(answer.bytes.prefix(length))
            #expect(code(honest, answer.holder, answer.request, bytes) == "evidence-unauthentic")
        }
        // No group has points of so many bytes.
        #expect(code(honest, answer.holder, answer.request, answer.bytes + [0]) == "request-field")
    }

    @Test("it is about one dealing, and about the expected key")
    func refusesEvidenceOfSomethingElse() throws {
        let round = try CheatingDealer(.ed25519).round, other = try CheatingDealer(.ed25519).round
        let file = try #require(try evidence(round, holder: 1).first).file()
        #expect(refusal { _ = try judge(evidence: file, against: other.dealing) }?.code == "other-dealing")
        let options = CheckOptions(expected: [try Expectation(other.facts.publicKey)])
        #expect(refusal { _ = try judge(evidence: file, options) }?.code == "unexpected-key")
        let good = CheckOptions(expected: [try Expectation(round.facts.fingerprint)])
        #expect(try judge(evidence: file, good).expected == [round.facts.fingerprint])
        #expect(refusal { _ = try check([file]) }?.kind == .unsafe)
        guard case .evidence(let holder, _) = try inspect(file) else { throw Unexpected() }
        #expect(holder.name == "Bram")
    }

    @Test("where everyone can verify there is none to write")
    func refusesWhereTheProofIsPublic() throws {
        let crafted = try CheatingDealer(.p256, .publiclyVerifiable)
        var options = try crafted.round.options(1)
        options.sharesProof = crafted.proof
        options.keepsEvidence = true
        let found = refusal { _ = try check([crafted.round.dealing], options) }
        #expect(found?.code == "own-keys")
        #expect(found?.kind == .unsafe)
    }

    private struct Unexpected: Error {}

    private func code(_ dealing: DealingFile, _ holder: HolderIndex, _ request: [UInt8]?, _ bytes: [UInt8]) -> String? {
        refusal {
            let evidence = EvidenceFile(dealing: dealing, holder: holder, request: request, answer: try locked(bytes))
            _ = try judge(evidence: SecretFile(name: "evidence", bytes: try evidence.text()))
        }?.code
    }

    private struct Answered {
        let holder: HolderIndex
        let request: [UInt8]
        let bytes: [UInt8]
    }

    /// What a holder seals to whoever asks, opened.
    private func answer(_ round: OwnKeyRound, holder: Int) throws -> Answered {
        let requester = try AgeIdentity.random()
        let asked = try ShareRequest(
            for: round.dealing, recipient: Recipient(requester.recipient), purpose: "lost", created: OwnKeyRound.now,
            expires: nil)
        let text = try submit(to: asked, try round.options(holder), at: OwnKeyRound.now).text
        let submission = try text.withUnsafeBytes { try SubmissionFile(parsing: $0) }
        let content = try AgeFile(parsing: submission.armor).open(with: [requester])
        let lines = content.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }.split(separator: "\n")
        return Answered(
            holder: try HolderIndex(try #require(Int(lines[2]))), request: try Hex.decode(asked.facts.id),
            bytes: try Hex.decode(String(lines[3])) + Hex.decode(String(lines[4])))
    }
}
