import Custody
import Digests
import EVM
import Encodings
import Foundation
import Groups
import OwnKeys
import Sealing
import ShareFiles
import Signatures
import Testing
import Transactions

@Suite("Publishing on a board")
struct BoardTests {
    /// A transaction on Energy Web that calls the contract.
    private func transaction(_ data: String) throws -> SecretFile {
        let text = """
            {"chainId":246,"nonce":7,"to":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","value":0,"gas":100000,
            "maxFeePerGas":"100000000","maxPriorityFeePerGas":"1000000","data":"\(data)"}
            """
        return try SecretFile("publish.json", Array(text.utf8))
    }

    /// What a person sees before signing.
    private func shown(_ data: String) throws -> Summary {
        let signer = try Signer(try generateKey(group: .secp256k1, format: .hex))
        return try readTransaction(try transaction(data)).summary(signer: signer.verifyingKey)
    }

    private func data(_ publication: Publication) -> String { "0x" + Hex.encode(BoardCall.data(publication)) }

    private func request(_ round: OwnKeyRound) throws -> ShareRequest {
        try ShareRequest(
            for: round.dealing, recipient: Recipient(try AgeIdentity.random().recipient), purpose: "lost",
            created: OwnKeyRound.now, expires: nil)
    }

    @Test(
        "a dealing is shown with all that it says, whoever signs, verifies or inspects", arguments: CurveName.allCases)
    func showsADealing(_ group: CurveName) throws {
        let round = try OwnKeyRound(group)
        let compact = try #require(CompactDealing(try DealingFile(of: round.dealing)))
        let call = try PublishingCall(of: round.dealing, on: .evm)
        #expect(call.kind == "dealing" && call.byteCount == compact.bytes.count)
        #expect(call.digest == Hex.encode(SHA256.hash(compact.bytes)))
        let binary = try PublishingCall(of: try SecretFile("dealing.bin", compact.bytes), on: .evm)
        #expect(binary.text == call.text)

        let summary = try shown(call.text)
        let expected =
            "dealing \(round.facts.shortForm) to own keys, masked, 2 of 3, key of \(group.rawValue)"
        #expect(summary.text("publishes") == expected)
        #expect(summary.text("  id") == round.facts.id)
        #expect(summary.text("  key") == round.facts.publicKey)
        #expect(summary.facts.count { $0.label == "  holder" } == 3)
        #expect(summary.text("  dealer")?.hasPrefix("the proof is right") == true)
        #expect(summary.warnings == [])

        let signer = try Signer(try generateKey(group: .secp256k1, format: .hex))
        let signed = try sign(try readTransaction(try transaction(call.text)), with: signer)
        #expect(signed.summary.text("publishes") == expected)
        let file = PublicFile(name: "signed", bytes: Array(signed.text.utf8))
        #expect(try verify(SignedInput(file)).verification.summary.text("publishes") == expected)
        #expect(
            try verifyAll([SignedInput(file)])[0].result.get().verification.summary.text("publishes") == expected)
        for (content, isSigned) in [(signed.file, true), (try transaction(call.text).content, false)] {
            switch try inspect(try SecretFile("any", content)) {
            case .signed(let verification): #expect(isSigned && verification.summary.text("publishes") == expected)
            case .unsigned(let summary): #expect(!isSigned && summary.text("publishes") == expected)
            default: Issue.record("it is a transaction")
            }
        }
        for board in BoardLedger.allCases {
            let call = try PublishingCall(of: round.dealing, on: board)
            for text in [call.text, call.text + "\n"] {
                guard case .boardCall(let found) = try inspect(try SecretFile("call", Array(text.utf8))) else {
                    Issue.record("it is a call")
                    continue
                }
                #expect(found == call.summary && found.text("publishes") == expected)
            }
        }
    }

    /// Every bit counts: what is published is then no dealing, or its dealer's proof is wrong.
    @Test("a dealing of which one bit was changed is said to be wrong")
    func warnsOfEveryChange() throws {
        let round = try OwnKeyRound(.secp256k1)
        let content = try #require(CompactDealing(try DealingFile(of: round.dealing))).bytes
        for place in content.indices {
            var altered = content
            altered[place] ^= 1 << UInt8(place % 8)
            let summary = try shown(data(Publication(.dealing, id: nil, content: altered)))
            let codes = summary.warnings.map(\.code)
            #expect(codes == ["publication-proof-wrong"] || codes == ["publication-unreadable"], "byte \(place)")
        }
        for altered in [
            content + [0], Array(content.dropLast()), [], Array("HFD".utf8), Array(repeating: 0, count: 650),
        ] {
            let summary = try shown(data(Publication(.dealing, id: nil, content: altered)))
            #expect(summary.warnings.map(\.code) == ["publication-unreadable"])
            #expect(summary.text("publishes")?.hasPrefix("NO DEALING: ") == true)
        }
    }

    @Test("the call's data, where they are not those that tools write, are warned of")
    func warnsOfTheCall() throws {
        let round = try OwnKeyRound(.secp256k1)
        let call = try PublishingCall(of: round.dealing, on: .evm).text
        #expect(try shown(call + "00").warnings.map(\.code) == ["bytes-left-over"])
        #expect(try shown(call + "00").text("publishes")?.hasPrefix("dealing ") == true)
        let cut = try shown(String(call.dropLast(1000)))
        #expect(cut.warnings.map(\.code).contains("arguments-differ"))
        #expect(cut.warnings.map(\.code).contains("publication-unreadable"))
        // Another function's selector: nothing of a board is said.
        let other = try shown("0x00000000" + call.dropFirst(10))
        #expect(other.text("publishes") == nil)
        // An offset behind the data.
        let away = try shown(call.prefix(10) + String(repeating: "f", count: 64) + call.dropFirst(74))
        #expect(away.text("publishes") == "NO DEALING: the data are not what the function takes")
        for (text, code) in [(call + "00", "bytes-left-over"), (String(call.dropLast(2)), "arguments-differ")] {
            guard case .boardCall(let found) = try inspect(try SecretFile("call", Array(text.utf8))) else {
                Issue.record("it is a call")
                continue
            }
            #expect(found.warnings.map(\.code).contains(code))
        }
        for text in [call + "0", call + "g0", "0x00000000" + call.dropFirst(10), String(call.prefix(100))] {
            #expect(refusal { _ = try inspect(try SecretFile("call", Array(text.utf8))) } != nil)
        }
    }

    @Test("an answer is shown with its request and its dealing, and under another request warned of")
    func showsAnAnswer() throws {
        let round = try OwnKeyRound(.p256)
        let asked = try request(round), other = try request(round)
        let answer = try SecretFile("answer", try submit(to: asked, try round.options(0), at: OwnKeyRound.now).text)
        let call = try PublishingCall(of: answer, on: .evm)
        #expect(call.kind == "submission")
        let summary = try shown(call.text)
        #expect(summary.explained("  request") == asked.facts.id && summary.explained("  dealing") == round.facts.id)
        #expect(summary.warnings == [])

        let binary = try answer.bytes.withUnsafeBytes { try SubmissionFile(parsing: $0) }.binary()
        let moved = try shown(data(Publication(.submission, id: try Hex.decode(other.facts.id), content: binary)))
        #expect(moved.warnings.map(\.code) == ["publication-other-id"])
        #expect(moved.text("  under") == "ANOTHER request: \(other.facts.id)")
        // The text of an answer is no form for a board, nor is a dealing where an answer belongs.
        let dealing = try #require(CompactDealing(try DealingFile(of: round.dealing))).bytes
        for content in [answer.content, dealing, Array(binary.dropLast()), binary.map { $0 ^ 0xFF }] {
            let found = try shown(data(Publication(.submission, id: try Hex.decode(asked.facts.id), content: content)))
            // The last byte of a sealed part is authenticated, and only who opens it sees that it is missing.
            let isForm = content == Array(binary.dropLast())
            #expect(found.warnings.map(\.code) == (isForm ? [] : ["publication-unreadable"]))
        }
    }

    @Test("an acknowledgement is shown with its holder")
    func showsAnAcknowledgement() throws {
        let round = try OwnKeyRound(.ed25519)
        let word = try SecretFile("word", try acknowledge(round.dealing, try round.options(1)).text)
        for board in BoardLedger.allCases {
            let call = try PublishingCall(of: word, on: board)
            #expect(call.kind == "acknowledgement" && call.byteCount == 102)
            #expect(
                call.summary.text("publishes")
                    == "the word of holder 2 of dealing \(round.facts.shortForm) that their share is good")
        }
        let binary = try word.bytes.withUnsafeBytes { try AcknowledgementFile(parsing: $0) }.binary
        let moved = try shown(
            data(Publication(.acknowledgement, id: Array(repeating: 1, count: 32), content: binary)))
        #expect(moved.warnings.map(\.code) == ["publication-other-id"])
    }

    @Test("of a proof its hash is published, of the one that the dealing names")
    func publishesTheHashOfAProof() throws {
        let nodes = try OwnKeyRound.nodes(CurveName.allCases)
        let key = try generateKey(group: .p256, format: .pkcs8PEM)
        let plan = try SplitPlan(
            threshold: 2, holders: zip(["Aino", "Bram", "Chiara"], nodes).map { .init(name: $0, nodeKey: $1.key) },
            label: "", created: "2026-11-22T10:02:33Z", isPubliclyVerifiable: true)
        let dealt = try split(key, plan)
        let written = dealt.sharesProof
        let bytes = try #require(written)
        let dealing = try SecretFile("dealing.json", dealt.dealingFile)
        let proof = PublicFile(name: "dealing.proof", bytes: bytes)
        let call = try PublishingCall(of: dealing, proof: proof, on: .evm)
        #expect(call.kind == "proof" && call.byteCount == bytes.count)
        #expect(call.text == "0xcbc11b0f\(dealt.facts.id)\(Hex.encode(SHA256.hash(bytes)))")
        #expect(call.summary.text("  SHA-256") == call.digest)
        #expect(try shown(call.text).warnings == [])
        #expect(
            try shown(try PublishingCall(of: dealing, on: .evm).text).text("publishes")
                == "dealing \(dealt.facts.shortForm) to own keys, publicly verifiable, 2 of 3, key of p256")

        let other = PublicFile(name: "other.proof", bytes: bytes + [0])
        #expect(refusal { _ = try PublishingCall(of: dealing, proof: other, on: .evm) }?.code == "shares-proof")
        let masked = try OwnKeyRound(.p256)
        #expect(refusal { _ = try PublishingCall(of: masked.dealing, proof: proof, on: .evm) }?.code == "own-keys")
    }

    @Test("what no board has a call for is refused")
    func refusesOtherFiles() throws {
        let round = try OwnKeyRound(.p256)
        let plain = try DealtKey.fresh(.p256)
        let asked = try SecretFile("request", try request(round).text)
        for (file, code) in [
            (plain.shares[0], "no-binary-form"), (asked, "no-binary-form"),
            (try SecretFile("junk", Array("junk".utf8)), "no-binary-form"),
        ] {
            #expect(refusal { _ = try PublishingCall(of: file, on: .evm) }?.code == code)
        }
        let dealing = plain.dealing
        #expect(refusal { _ = try PublishingCall(of: dealing, on: .fabric) }?.code == "own-keys")
        // Nothing leaves that everyone would refuse.
        let changed = String(decoding: round.dealing.content, as: UTF8.self)
            .replacing("bridge", with: "brigde")
        let forged = try SecretFile("forged", Array(changed.utf8))
        #expect(refusal { _ = try PublishingCall(of: forged, on: .evm) }?.code == "id-mismatch")
    }

    @Test("what the vectors of the compact forms have is shown, and what they refuse is warned of")
    func readsTheVectors() throws {
        let vectors = try CompactFormVectors.read()
        for form in vectors.dealings {
            let content = try Hex.decode(form.bytes)
            let summary = try shown(data(Publication(.dealing, id: nil, content: content)))
            #expect(summary.text("  id") == form.id && summary.warnings == [], "\(form.name)")
        }
        for form in vectors.submissions {
            let content = try Hex.decode(form.bytes), id = try Hex.decode(form.request)
            #expect(try shown(data(Publication(.submission, id: id, content: content))).warnings == [])
        }
        for form in vectors.acknowledgements {
            let dealing = try #require(vectors.dealings.first { $0.name == form.dealing })
            let content = try Hex.decode(form.bytes), id = try Hex.decode(dealing.id)
            #expect(try shown(data(Publication(.acknowledgement, id: id, content: content))).warnings == [])
        }
        for form in vectors.refused {
            let kind = try #require(Publication.Kind(rawValue: form.form))
            let id = kind == .dealing ? nil : [UInt8](repeating: 0, count: 32)
            let summary = try shown(data(Publication(kind, id: id, content: try Hex.decode(form.bytes))))
            // Long bytes are shown by their hash alone.
            let codes = summary.warnings.map(\.code).filter { $0 != "not-all-shown" }
            #expect(
                codes == ["publication-unreadable"] || codes == ["publication-proof-wrong"],
                "\(form.name), \(form.code): \(codes)")
        }
    }

    @Test("more publications than anyone looks at are counted")
    func countsTheRest() throws {
        let one = BoardCall.data(
            Publication(.proof, id: Array(repeating: 1, count: 32), content: Array(repeating: 2, count: 32)))
        func word(_ number: Int) -> String { Hex.encode(UInt256(UInt64(number)).bytes) }
        let count = 70
        let padded = word(one.count) + Hex.encode(one) + String(repeating: "0", count: 2 * (32 - one.count % 32))
        let offsets = (0..<count).map { word(32 * count + $0 * padded.count / 2) }.joined()
        let all = "0xac9650d8" + word(32) + word(count) + offsets + String(repeating: padded, count: count)
        let summary = try shown(all)
        #expect(summary.facts.count { $0.label == "publishes" } == 64)
        #expect(summary.warnings.last?.text == "NOT ALL IS SHOWN: 6 publications more were not looked at")
    }
}

/// `Vectors/own-keys/compact.json`, whose README says what the members mean.
private struct CompactFormVectors: Decodable {
    struct Dealing: Decodable {
        let name: String
        let id: String
        let bytes: String
    }

    struct Submission: Decodable {
        let request: String
        let bytes: String
    }

    struct Acknowledgement: Decodable {
        let dealing: String
        let bytes: String
    }

    struct Refused: Decodable {
        let name: String
        let form: String
        let bytes: String
        let code: String
    }

    let dealings: [Dealing]
    let submissions: [Submission]
    let acknowledgements: [Acknowledgement]
    let refused: [Refused]

    static func read() throws -> CompactFormVectors {
        // Tests/CustodyTests/BoardTests.swift, three levels below the package.
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = package.appendingPathComponent("Vectors/own-keys/compact.json")
        return try JSONDecoder().decode(CompactFormVectors.self, from: try Data(contentsOf: file))
    }
}

extension Summary {
    fileprivate func text(_ label: String) -> String? { facts.first { $0.label == label }?.text }

    /// Behind what is published: the arguments of a call have names as well.
    fileprivate func explained(_ label: String) -> String? {
        facts.drop { $0.label != "publishes" }.first { $0.label == label }?.text
    }
}
