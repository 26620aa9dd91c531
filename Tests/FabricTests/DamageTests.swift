import Digests
import Encodings
import Fabric
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

@Suite struct DamageTests {
    @Test func whatAReaderMayOverlookIsRefused() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let m = Messages(creator: user.identity)
        let header = m.header
        let hidden: [[UInt8]] = [
            // An unknown field; a field twice; another order; a default written out.
            Proto.bytes(1, header) + Proto.bytes(2, m.call) + Proto.bytes(9, [1]),
            Proto.bytes(1, header) + Proto.bytes(2, m.call) + Proto.bytes(2, m.call),
            Proto.bytes(2, m.call) + Proto.bytes(1, header),
            Proto.bytes(1, header) + Proto.bytes(2, m.call) + [0x1A, 0],
            Proto.bytes(1, header + Proto.bytes(1, m.channelHeader)) + Proto.bytes(2, m.call),
            Proto.bytes(
                1, Proto.bytes(1, m.channelHeader + Proto.text(4, "mychannel")) + Proto.bytes(2, m.signatureHeader))
                + Proto.bytes(2, m.call),
        ]
        for bytes in hidden {
            #expect(throws: FabricError.self) { try Content(parsing: bytes) }
        }
        do {
            _ = try Content(parsing: hidden[5])
        } catch { #expect(error == .notCanonical("proposal.header.channel_header")) }
        var twice = m
        twice.transient = Proto.bytes(2, Proto.text(1, "a") + Proto.text(2, "1"))
        twice.transient += twice.transient
        do {
            _ = try Content(parsing: twice.proposal)
            Issue.record("a name twice is refused")
        } catch { #expect(error == .duplicateName("proposal.payload.TransientMap", "a")) }
    }

    @Test func configurationsAreRefusedByName() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        var m = Messages(creator: user.identity)
        m.type = 2
        do {
            _ = try Content(parsing: m.deliver)
            Issue.record("a configuration is not signed")
        } catch { #expect(error.code == "header-type") }
    }

    @Test(arguments: Seed.fresh(16))
    func aTamperedByteIsNoticed(_ seed: Seed) throws {
        var random = seed.generator
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let peer = try Member("peer0", authority: ca)
        let m = Messages(creator: user.identity)
        let content = try Content(parsing: Proto.bytes(1, try m.transaction(endorsedBy: peer)))
        let signed = try content.signed(by: user.key, under: Terms(form: .network)).file
        for _ in 0..<64 {
            var bytes = signed
            bytes[random.int(0...bytes.count - 1)] ^= 1 << UInt8(random.int(0...7))
            guard let read = try? FabricLedger.readSigned(bytes, under: Terms()) else { continue }
            let bad = try read.verified(under: Terms()).signatures.filter { $0.status != .valid }
            #expect(!bad.isEmpty)
        }
    }

    @Test(arguments: Seed.fresh(64))
    func mutatedMessagesNeverCrash(_ seed: Seed) throws {
        var random = seed.generator
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let peer = try Member("peer0", authority: ca)
        let m = Messages(creator: user.identity)
        let transaction = Proto.bytes(1, try m.transaction(endorsedBy: peer)) + Proto.bytes(2, [1])
        let block =
            Proto.bytes(1, Proto.bytes(3, SHA256.hash(transaction))) + Proto.bytes(2, Proto.bytes(1, transaction))
        for original in [m.proposal, transaction, block, user.identity] {
            for _ in 0..<8 {
                let bytes = random.mutated(original)
                _ = FabricLedger.look(at: bytes)
                if let read = try? FabricLedger.readUnsigned(bytes, under: Terms()) {
                    _ = read.summary(signer: nil, under: Terms())
                    _ = read.refusals(signer: nil, under: Terms())
                }
                _ = try? FabricLedger.readSigned(bytes, under: Terms()).verified(under: Terms())
            }
        }
    }

    @Test func deepNestingEndsInAnError() {
        var bytes: [UInt8] = [1]
        for _ in 0..<2000 { bytes = Proto.bytes(1, bytes) }
        #expect(throws: FabricError.self) { try Content(parsing: bytes) }
        #expect(throws: FabricError.self) { try BlockChain(parsing: bytes) }
        #expect(FabricLedger.look(at: bytes)?.certainty != .certain)
    }

    @Test func strangersAreNotFabrics() {
        for text in ["", "hello", "{\"chainId\":1}", "cHNidP8B", "00", "0x02ec81f6"] {
            #expect(FabricLedger.look(at: Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func endorsersAreTracedToRoots() throws {
        let ca = try PrivateKey.random(.p256)
        let stranger = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let peer = try Member("peer0", authority: ca)
        let root = try Member.der(subject: "ca", issuer: "ca", of: ca.verifyingKey(), by: ca, isAuthority: true)
        let other = try Member.der(
            subject: "ca", issuer: "ca", of: stranger.verifyingKey(), by: stranger, isAuthority: true)
        let m = Messages(creator: user.identity)
        let content = try Content(parsing: try m.transaction(endorsedBy: peer))
        func terms(_ der: [UInt8]) -> Terms {
            let pem = PEM.encode(label: "CERTIFICATE", der)
            return Terms(
                form: .network, besides: [SideFile(.certificateAuthority, name: "ca.pem", bytes: Array(pem.utf8))])
        }
        #expect(content.refusals(signer: nil, under: terms(root)).isEmpty)
        #expect(content.refusals(signer: nil, under: terms(other)).map(\.code) == ["untrusted", "endorsement"])
        let signed = try Content(parsing: try content.signed(by: user.key, under: terms(root)).file)
        #expect(try signed.verified(under: terms(root)).signatures.allSatisfy { $0.status == .valid })
        let verdicts = try signed.verified(under: terms(other)).signatures
        #expect(verdicts.allSatisfy { if case .invalid("untrusted", _) = $0.status { true } else { false } })
        #expect(verdicts.map(\.place) == ["creator", "endorsement 0"])
    }
}
