import Digests
import Encodings
import Fabric
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// Somebody hands over a transaction that does other than what was proposed or endorsed.
@Suite struct TransactionAttackTests {
    private func refusals(_ payload: [UInt8], _ terms: Terms = Terms()) throws -> [String] {
        try Content(parsing: payload).refusals(signer: nil, under: terms).map(\.code)
    }

    private func code(_ bytes: [UInt8]) -> String? {
        do throws(FabricError) {
            _ = try Content(parsing: bytes)
            return nil
        } catch { return error.code }
    }

    private func facts(_ bytes: [UInt8]) throws -> [String] {
        try Content(parsing: bytes).summary(signer: nil, under: Terms()).facts.map { "\($0.label): \($0.text)" }
    }

    /// Runs with a creator's messages and a peer that endorses them.
    private func withPeer(_ body: (inout Messages, borrowing Member) throws -> Void) throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let peer = try Member("peer0", authority: ca)
        var messages = Messages(creator: user.identity)
        try body(&messages, peer)
    }

    @Test func anotherProposalThanTheEndorsedOneIsRefused() throws {
        try withPeer { (m, peer) throws in
            var other = m
            other.arguments[1] = Array("{\"to\":\"eve\"}".utf8)
            m.endorsedCall = other.call
            #expect(try refusals(m.transaction(endorsedBy: peer)) == ["proposal-hash"])
        }
    }

    @Test func anActionUnderAnotherHeaderIsRefused() throws {
        try withPeer { (m, peer) throws in
            var other = m
            other.nonce = [1, 2, 3]
            m.actionHeader = other.signatureHeader
            #expect(try refusals(m.transaction(endorsedBy: peer)) == ["action-header", "proposal-hash"])
        }
    }

    @Test func anAnswerForAnotherChaincodeOrForNoneIsRefused() throws {
        try withPeer { (m, peer) throws in
            m.answered = "other"
            #expect(try refusals(m.transaction(endorsedBy: peer)) == ["chaincodes-differ"])
            m.answered = ""
            #expect(try code(m.transaction(endorsedBy: peer)) == "missing-field")
        }
    }

    @Test func anEventSpeaksForItsOwnTransactionOnly() throws {
        try withPeer { (m, peer) throws in
            func event(_ chaincode: String, _ id: String) -> [UInt8] {
                Proto.text(1, chaincode) + Proto.text(2, id) + Proto.text(3, "Paid") + Proto.text(4, "7 kWh")
            }
            m.event = event("basic", m.id)
            let good = try m.transaction(endorsedBy: peer)
            #expect(try refusals(good) == [])
            #expect(try facts(good).contains("event: Paid") && facts(good).contains("  content: 7 kWh"))
            m.event = event("bank", m.id)
            #expect(try refusals(m.transaction(endorsedBy: peer)) == ["chaincodes-differ"])
            m.event = event("basic", String(repeating: "0", count: 64))
            #expect(try refusals(m.transaction(endorsedBy: peer)) == ["event-id"])
        }
    }

    @Test(arguments: [1, 199, 400, 404, 500, 1 << 31, .max] as [UInt64])
    func aFailureIsNotSubmitted(_ status: UInt64) throws {
        try withPeer { (m, peer) throws in
            m.status = status
            let bytes = try m.transaction(endorsedBy: peer)
            // More than 32 bits is another way of writing; int32 has negative numbers in ten digits.
            let found = try code(bytes) ?? refusals(bytes).first
            #expect(found == "failed-response" || found == "not-canonical")
        }
    }

    @Test func twoActionsAreRefused() throws {
        try withPeer { (m, peer) throws in
            let action = m.action(endorsements: [(peer.identity, try peer.sign(m.response + peer.identity))])
            let twice = Proto.bytes(1, action) + Proto.bytes(1, action)
            #expect(code(Proto.bytes(1, m.header) + Proto.bytes(2, twice)) == "action-count")
            #expect(code(Proto.bytes(1, m.header) + Proto.bytes(2, Proto.bytes(1, action))) == nil)
        }
    }

    @Test func transientDataIsNotPutOnTheLedger() throws {
        try withPeer { (m, peer) throws in
            m.transient = Proto.bytes(2, Proto.text(1, "price") + Proto.text(2, "7"))
            let found = try refusals(m.transaction(endorsedBy: peer))
            #expect(found == ["proposal-hash", "transient-in-transaction"])
        }
    }

    /// Whoever puts the transaction together may know what the endorsers answered better than whoever signs it.
    @Test func whatIsWrittenIsShown() throws {
        try withPeer { (m, peer) throws in
            let open =
                Proto.bytes(1, Proto.text(1, "read"))
                + Proto.bytes(3, Proto.text(1, "balance/eve") + Proto.text(3, "1000000"))
                + Proto.bytes(3, Proto.text(1, "balance/bob") + Proto.number(2, 1))
                + Proto.bytes(4, Proto.text(1, "asset9"))
            let collection =
                Proto.text(1, "prices") + Proto.bytes(2, Proto.bytes(1, [8, 1]) + Proto.bytes(2, [8, 2]))
            m.results =
                Proto.bytes(2, Proto.text(1, "basic") + Proto.bytes(2, open))
                + Proto.bytes(2, Proto.text(1, "bank") + Proto.bytes(3, collection))
            let shown = try facts(m.transaction(endorsedBy: peer))
            for line in [
                "keys: 1 read, 1 written, 1 deleted", "  of: basic, bank", "  writes: basic, key 'balance/eve'",
                "    value: 1000000", "  deletes: basic, key 'balance/bob'",
                "  policy: who must endorse changes of basic, key 'asset9'",
                "  private: bank, collection prices: 1 keys read, 1 written, which nobody sees here",
            ] { #expect(shown.contains(line), "\(line) in \(shown)") }
        }
    }

    @Test func moreWritesThanAnyoneReadsAreWarnedOf() throws {
        try withPeer { (m, peer) throws in
            let writes = (0..<60).flatMap { Proto.bytes(3, Proto.text(1, "key\($0)") + Proto.text(3, "v")) }
            m.results = Proto.bytes(2, Proto.text(1, "basic") + Proto.bytes(2, writes))
            let summary = try Content(parsing: m.transaction(endorsedBy: peer)).summary(signer: nil, under: Terms())
            #expect(summary.warnings.map(\.code) == ["writes-cut", "no-proposal"])
            #expect(summary.facts.count { $0.label == "  writes" } == 50)
        }
    }

    @Test func setsOfAnotherModelAreRefused() throws {
        try withPeer { (m, peer) throws in
            m.results = Proto.number(1, 1) + Proto.bytes(2, Proto.text(1, "basic"))
            #expect(try code(m.transaction(endorsedBy: peer)) == "unknown-value")
        }
    }

    @Test func oneEndorserTwiceIsWarnedOf() throws {
        try withPeer { (m, peer) throws in
            let one = (identity: peer.identity, signature: try peer.sign(m.response + peer.identity))
            let summary = try Content(parsing: m.transaction(endorsements: [one, one]))
                .summary(signer: nil, under: Terms())
            #expect(summary.warnings.map(\.code) == ["endorser-twice", "no-proposal"])
        }
    }

    @Test func anEndorsementByAnAuthorityIsNone() throws {
        let ca = try PrivateKey.random(.p256)
        let m = Messages(creator: try Member(authority: ca).identity)
        let authority = try Member("ca", authority: ca, isAuthority: true)
        #expect(try refusals(m.transaction(endorsedBy: authority)) == ["endorsement"])
    }

    @Test func whatTheGatewaySaysOutsideIsWhatIsInside() throws {
        try withPeer { (m, peer) throws in
            let envelope = Proto.bytes(1, try m.transaction(endorsedBy: peer))
            let zeros = String(repeating: "0", count: 64)
            let good = Proto.text(1, m.id) + Proto.text(2, m.channel) + Proto.bytes(3, envelope)
            #expect(try refusals(good) == [])
            #expect(
                try refusals(Proto.text(1, zeros) + Proto.text(2, m.channel) + Proto.bytes(3, envelope))
                    == ["outer-field"])
            #expect(
                try refusals(Proto.text(1, m.id) + Proto.text(2, "other") + Proto.bytes(3, envelope)) == ["outer-field"]
            )
        }
    }

    /// The same signature in other forms: peers refuse them all.
    @Test func onlyOneFormOfASignatureIsGood() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let m = Messages(creator: user.identity)
        let made = try user.key.signECDSA(digest: SHA256.hash(m.proposal))
        let (r, s) = (made.r, made.s)
        func verdict(_ signature: [UInt8]) throws -> String? {
            let bytes = Proto.bytes(1, m.proposal) + Proto.bytes(2, signature)
            let found = try FabricLedger.readSigned(bytes, under: Terms()).verified(under: Terms()).signatures[0].status
            guard case .invalid(let code, _) = found else { return found == .valid ? nil : "not judged" }
            return code
        }
        func integer(_ bytes: [UInt8]) -> [UInt8] { DER.integer(unsigned: bytes) }
        #expect(try verdict(made.der) == nil)
        #expect(try verdict(DER.sequence(integer(r), integer(made.otherS))) == "high-s")
        // A zero before r, a length in its long form, a byte behind, r ‖ s, r = 0, s = 0, twice the same.
        let content = Array(made.der.dropFirst(2))
        for other in [
            DER.sequence(DER.element(.integer, content: [0, 0] + r), integer(s)),
            [0x30, 0x81, UInt8(content.count)] + content, made.der + [0], r + s,
            DER.sequence(integer([0]), integer(s)), DER.sequence(integer(r), integer([0])),
            DER.sequence(integer(r), integer(s), integer(s)), [0x30, 0],
        ] { #expect(try verdict(other) == "signature-invalid") }
    }
}
