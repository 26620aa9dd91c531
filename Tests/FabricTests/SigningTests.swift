import Digests
import Encodings
import Fabric
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct SigningTests {
    /// Every form in which a client may bring a message, with the bytes that are signed.
    private func forms(_ m: Messages, _ peer: borrowing Member) throws -> [(
        name: String, bytes: [UInt8], signed: [UInt8]
    )] {
        var deliver = m
        deliver.type = 5
        let payload = try m.transaction(endorsedBy: peer)
        let status = Proto.text(1, m.id) + Proto.text(2, m.channel) + Proto.bytes(3, m.creator)
        let events = Proto.text(1, m.channel) + Proto.text(2, "basic") + Proto.bytes(3, m.creator)
        let proposed = Proto.bytes(1, m.proposal)
        let envelope = Proto.bytes(1, payload)
        let result = Proto.bytes(3, Proto.number(1, 200))
        return [
            ("proposal", m.proposal, m.proposal), ("proposal", proposed, m.proposal),
            ("proposal", Proto.text(1, m.id) + Proto.bytes(2, proposed) + Proto.text(3, "Org2MSP"), m.proposal),
            (
                "proposal",
                Proto.text(1, m.id) + Proto.text(2, m.channel) + Proto.bytes(3, proposed) + Proto.text(4, "Org2MSP"),
                m.proposal
            ),
            ("transaction", payload, payload), ("transaction", envelope, payload),
            ("transaction", Proto.text(1, m.id) + Proto.bytes(2, envelope) + result, payload),
            ("transaction", Proto.text(1, m.id) + Proto.text(2, m.channel) + Proto.bytes(3, envelope), payload),
            ("deliver", deliver.deliver, deliver.deliver),
            ("deliver", Proto.bytes(1, deliver.deliver), deliver.deliver),
            ("commit-status", status, status), ("commit-status", Proto.bytes(1, status), status),
            ("chaincode-events", events, events), ("chaincode-events", Proto.bytes(1, events), events),
        ]
    }

    @Test(arguments: [CurveName.p256, .ed25519])
    func everyFormIsRecognisedSignedAndVerified(_ curve: CurveName) throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(curve: curve, authority: ca)
        let peer = try Member("peer0", authority: ca)
        for (name, bytes, signed) in try forms(Messages(creator: user.identity), peer) {
            #expect(FabricLedger.look(at: bytes) == Look(.certain, .unsigned))
            let content = try Content(parsing: bytes)
            #expect(content.kind.rawValue == name)
            #expect(content.signedBytes == signed)
            for text in [Base64.encode(bytes) + "\n", Hex.encode(bytes), "0x" + Hex.encode(bytes)] {
                #expect(try Content(parsing: Array(text.utf8)) == content)
            }
            let alone = try content.signed(by: user.key, under: Terms())
            try FabricSignature.verify(alone.file, over: signed, by: user.key.verifyingKey())
            #expect(alone.text == Base64.encode(alone.file))

            let whole = try content.signed(by: user.key, under: Terms(form: .network))
            #expect(FabricLedger.look(at: whole.file) == Look(.certain, .signed))
            let read = try FabricLedger.readSigned(whole.file, under: Terms())
            #expect(try read.verified(under: Terms()).signatures.allSatisfy { $0.status == .valid })
            #expect(throws: FabricError.alreadySigned) { try FabricLedger.readUnsigned(whole.file, under: Terms()) }
            #expect(throws: FabricError.notSigned) { try FabricLedger.readSigned(bytes, under: Terms()) }
            // Only the signature was put in; all else is as it came.
            if bytes != signed { #expect(whole.file.count > bytes.count && whole.file.starts(with: bytes.prefix(1))) }
        }
    }

    @Test func aSuffixOfTheGatewaysMessageStays() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let m = Messages(creator: user.identity)
        let tail = Proto.text(3, "Org2MSP") + Proto.text(3, "Org3MSP")
        let bytes = Proto.text(1, m.id) + Proto.bytes(2, Proto.bytes(1, m.proposal)) + tail
        let made = try Content(parsing: bytes).signed(by: user.key, under: Terms(form: .network))
        let signature = try Content(parsing: made.file).signature
        let inner = Proto.bytes(1, m.proposal) + Proto.bytes(2, signature)
        #expect(made.file == Proto.text(1, m.id) + Proto.bytes(2, inner) + tail)
    }

    private func codes(
        _ bytes: [UInt8], _ signer: VerifyingKey? = nil, _ terms: Terms = Terms()
    ) throws -> [String] {
        try Content(parsing: bytes).refusals(signer: signer, under: terms).map(\.code)
    }

    @Test func refusesWhatPeersRefuseAndWhatHides() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let peer = try Member("peer0", authority: ca)
        let m = Messages(creator: user.identity)
        let other = try PrivateKey.random(.p256).verifyingKey()
        #expect(try codes(m.proposal, user.key.verifyingKey()) == [])
        #expect(try codes(m.proposal, other) == ["other-creator"])
        #expect(try codes(m.proposal, nil, Terms(chain: "otherchannel")) == ["other-channel"])
        #expect(try codes(m.proposal, nil, Terms(chain: "mychannel")) == [])

        var changed = m
        changed.statedID = String(repeating: "0", count: 64)
        #expect(try codes(changed.proposal) == ["transaction-id"])
        changed = m
        changed.epoch = 4
        #expect(try codes(changed.proposal) == ["epoch"])
        changed = m
        changed.called = "evil"
        #expect(try codes(changed.proposal) == ["chaincodes-differ"])
        let outer = Proto.text(1, String(repeating: "0", count: 64)) + Proto.bytes(2, Proto.bytes(1, m.proposal))
        #expect(try codes(outer) == ["outer-field"])

        #expect(try codes(m.transaction(endorsedBy: peer)) == [])
        #expect(try codes(m.transaction(endorsements: [])) == ["no-endorsement"])
        #expect(try codes(m.transaction(endorsements: [(peer.identity, [1, 2])])) == ["endorsement"])
        changed = m
        changed.status = 500
        #expect(try codes(changed.transaction(endorsedBy: peer)) == ["failed-response"])
    }

    @Test func aTransactionIsComparedWithItsProposal() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let peer = try Member("peer0", authority: ca)
        let m = Messages(creator: user.identity)
        let transaction = try m.transaction(endorsedBy: peer)
        func terms(_ proposal: [UInt8]) -> Terms { Terms(besides: [SideFile(.proposal, name: "p", bytes: proposal)]) }
        var withTransient = m
        withTransient.transient = Proto.bytes(2, Proto.text(1, "price") + Proto.bytes(2, [9]))
        #expect(try codes(transaction, nil, terms(m.proposal)) == [])
        #expect(try codes(transaction, nil, terms(withTransient.proposal)) == [])
        var other = m
        other.arguments[1] = Array("{\"to\":\"eve\"}".utf8)
        #expect(try codes(transaction, nil, terms(other.proposal)) == ["other-proposal"])
        #expect(try codes(transaction, nil, terms([1, 2, 3])) == ["proposal-file"])
        #expect(try codes(m.proposal, nil, terms(m.proposal)) == ["proposal-not-for-this"])
    }

    @Test func theSummaryShowsTheCallAndNeverTransientValues() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        var m = Messages(creator: user.identity)
        m.transient = Proto.bytes(2, Proto.text(1, "price") + Proto.text(2, "verysecret"))
        let summary = try Content(parsing: m.proposal).summary(signer: nil, under: Terms())
        let lines = summary.facts.map { "\($0.label): \($0.text)" }
        for line in [
            "channel: mychannel", "chaincode: basic", "function: transfer", "  1: JSON {\"to\":\"bob\"}",
            "  2: hex ff00",
            "transaction: \(m.id)", "creator: Org1MSP", "  subject: CN=user1", "  issuer: CN=ca",
        ] { #expect(lines.contains(line), "\(line) in \(lines)") }
        #expect(lines.contains { $0 == "transient: 1: 'price'" })
        #expect(!lines.joined().contains("verysecret"))
        #expect(!JSONWriter.text(.object(summary.members), .compact).contains("verysecret"))
        #expect(summary.facts.allSatisfy { $0.label.count <= 12 })
        #expect(summary.confirmation.wanted == "transfer")
        m.seconds = 1_900_000_000
        let late = try Content(parsing: m.proposal).summary(signer: nil, under: Terms())
        #expect(late.warnings.map(\.code) == ["outside-validity"])
    }
}
