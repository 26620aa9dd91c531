import Digests
import Encodings
import Fabric
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// Somebody hands over a proposal that does other than it seems.
@Suite struct ProposalAttackTests {
    private func code(_ bytes: [UInt8]) -> String? {
        do throws(FabricError) {
            _ = try Content(parsing: bytes)
            return nil
        } catch { return error.code }
    }

    private func facts(_ bytes: [UInt8]) throws -> [String] {
        try Content(parsing: bytes).summary(signer: nil, under: Terms()).facts.map { "\($0.label): \($0.text)" }
    }

    private func warnings(_ bytes: [UInt8]) throws -> [String] {
        try Content(parsing: bytes).summary(signer: nil, under: Terms()).warnings.map(\.code)
    }

    private func refusals(_ bytes: [UInt8], _ terms: Terms = Terms()) throws -> [String] {
        try Content(parsing: bytes).refusals(signer: nil, under: terms).map(\.code)
    }

    /// A proposal with an `extension`, which peers pass over, has the bytes of a request for a chaincode's events: the header
    /// as its channel, the call as its chaincode. All its lengths are text here, so that only the names keep them apart.
    @Test func aProposalIsNotSignedAsARequestForEvents() throws {
        let ca = try PrivateKey.random(.p256)
        let bare = try Member(authority: ca).identity.count
        // A length of 16,384 and more, whose digits are a letter of two bytes and one of ASCII: 66 to 95 modulo 128.
        let wanted = 16_384 + 128 * 3 + 66 + 13
        let line = String(repeating: "x", count: 63) + "\n"
        var padding = String(repeating: line, count: (wanted - bare) / 64 + 1)
        var user = try Member(authority: ca, padding: padding)
        while user.identity.count != wanted {
            // The signature in the certificate has 70 to 72 bytes, so that the length is found by trying.
            let difference = user.identity.count - wanted
            padding =
                difference > 0
                ? String(padding.dropFirst(difference)) : String(repeating: "x", count: -difference) + padding
            user = try Member(authority: ca, padding: padding)
        }
        var m = Messages(creator: user.identity)
        m.nonce = Array("nonce-78".utf8)
        m.seconds = 1
        m.arguments = [Array("transfer".utf8), Array("all of it".utf8)]
        let bytes = m.proposal + Proto.bytes(3, user.identity)
        try #require(String(validating: m.header, as: UTF8.self) != nil)
        try #require(String(validating: m.call, as: UTF8.self) != nil)
        #expect(bytes == Proto.bytes(1, m.header) + Proto.bytes(2, m.call) + Proto.bytes(3, user.identity))
        #expect(code(m.proposal) == nil)
        #expect(code(bytes) != nil)
        #expect(FabricLedger.look(at: bytes)?.certainty != .certain)
    }

    @Test func namesThatFabricGivesToNothingAreRefused() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        var m = Messages(creator: user.identity)
        // Cyrillic letters, what a terminal obeys, a letter without width, too long a name, a blank.
        for name in ["mych\u{430}nnel", "a\u{1b}[2J", "a\u{200B}b", String(repeating: "a", count: 250), "my channel"] {
            m.channel = name
            #expect(code(m.proposal) == "name-form", "\(name.debugDescription)")
            #expect(code(Proto.text(1, m.id) + Proto.text(2, name) + Proto.bytes(3, m.creator)) == "name-form")
            m.channel = "mychannel"
            m.chaincode = name
            #expect(code(m.proposal) == "name-form")
            #expect(code(Proto.text(1, "mychannel") + Proto.text(2, name) + Proto.bytes(3, m.creator)) == "name-form")
            m.chaincode = "basic"
        }
        let events = Proto.text(1, "mychannel") + Proto.text(2, "basic") + Proto.bytes(3, m.creator)
        #expect(code(events + Proto.text(5, "the beginning")) == "name-form")
        #expect(code(events + Proto.text(5, m.id)) == nil)
        m.channel = ""
        #expect(code(Proto.text(1, m.id) + Proto.bytes(3, m.creator)) == "name-form")
    }

    @Test(arguments: [0, 1, 2, 4, 6, 8, 9, 77] as [UInt64])
    func noConfigurationIsSignedAsIfItWereAProposal(_ type: UInt64) throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.type = type
        #expect(code(m.proposal) == "header-type")
        #expect(code(Proto.bytes(1, m.proposal)) == "header-type")
        #expect(code(m.deliver) == "header-type")
    }

    @Test func aRequestForBlocksIsNoProposal() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.type = 5
        #expect(code(m.proposal) != nil)
    }

    /// A number of more than 32 bits, of which readers take the lower ones.
    @Test func aTypeThatIsCutIsRefused() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        let good = m.channelHeader
        m.type = 1 << 32 + 3
        let long = Proto.number(1, m.type) + good.dropFirst(2)
        let header = Proto.bytes(1, long) + Proto.bytes(2, m.signatureHeader)
        #expect(code(Proto.bytes(1, header) + Proto.bytes(2, m.call)) == "not-canonical")
    }

    @Test func aProposalWithoutNonceOrCreatorIsRefused() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.nonce = []
        #expect(code(m.proposal) == "missing-field")
        m.nonce = [1]
        m.creator = []
        #expect(code(m.proposal) == "missing-field")
    }

    /// Other ways of writing the same: groups, lengths with a digit of zero, fields of another wire type.
    @Test func otherWaysOfWritingAreRefused() throws {
        let ca = try PrivateKey.random(.p256)
        let m = Messages(creator: try Member(authority: ca).identity)
        let body = Proto.bytes(2, m.call)
        let hidden: [[UInt8]] = [
            // A group of field 5, empty; a field of 4 and one of 8 bytes; field 0, which nothing may have.
            Proto.bytes(1, m.header) + body + [0x2B, 0x2C],
            Proto.bytes(1, m.header) + body + [0x2D, 1, 2, 3, 4],
            Proto.bytes(1, m.header) + body + [0x29, 1, 2, 3, 4, 5, 6, 7, 8],
            Proto.bytes(1, m.header) + body + [0x02, 0],
            // The tag, and the length, in one digit more than they need.
            [0x8A, 0x00] + Proto.bytes(1, m.header).dropFirst() + body,
            Proto.bytes(1, m.header) + [0x12] + longer(Proto.varint(UInt64(m.call.count))) + m.call,
            // The call as a number.
            Proto.bytes(1, m.header) + Proto.number(2, 7),
        ]
        for (place, bytes) in hidden.enumerated() {
            #expect(code(bytes) != nil, "form \(place)")
            #expect(FabricLedger.look(at: bytes)?.certainty != .certain, "form \(place)")
        }
    }

    private func longer(_ digits: [UInt8]) -> [UInt8] { digits.dropLast() + [digits[digits.count - 1] | 0x80, 0] }

    @Test func theCallIsOfTheChaincodeThatTheHeaderNamesToItsVersion() throws {
        let ca = try PrivateKey.random(.p256)
        let m = Messages(creator: try Member(authority: ca).identity)
        let spec =
            Proto.number(1, 1) + Proto.bytes(2, Proto.text(2, "basic") + Proto.text(3, "2.0"))
            + Proto.bytes(3, Proto.bytes(1, Array("transfer".utf8)))
        let call = Proto.bytes(1, Proto.bytes(1, spec))
        #expect(try refusals(Proto.bytes(1, m.header) + Proto.bytes(2, call)) == ["chaincodes-differ"])
    }

    /// Bytes are not shown as a text is, nor the other way round.
    @Test func argumentsAreNotTakenForOthers() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        let alike: [[UInt8]] = [
            [0xFF, 0x00], Array("hex ff00".utf8), Array("text hex ff00".utf8), [], Array("empty".utf8),
            Array("text empty".utf8), Array("{\"a\":1}".utf8), Array("JSON {\"a\":1}".utf8),
            Array("text JSON {\"a\":1}".utf8),
        ]
        var seen: Set<String> = []
        for argument in alike {
            m.arguments = [Array("set".utf8), argument]
            let shown = try facts(m.proposal).filter { $0.hasPrefix("  1: ") }
            #expect(shown.count == 1 && seen.insert(shown[0]).inserted, "\(shown)")
        }
    }

    @Test func whatIsInvisibleIsWrittenOut() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.arguments = [Array("pay".utf8), Array("100\u{202E}001\u{200B}\n  2: 7".utf8)]
        let shown = try facts(m.proposal).filter { $0.hasPrefix("  ") }
        #expect(shown.contains("  1: 100\\u{202e}001\\u{200b}\\u{a}  2: 7"))
        #expect(shown.allSatisfy { !$0.hasPrefix("  2: ") })
        // A function's name that nobody can type is not what is typed to confirm.
        m.arguments = [Array("p\u{430}y".utf8)]
        let summary = try Content(parsing: m.proposal).summary(signer: nil, under: Terms())
        #expect(summary.confirmation.wanted == "basic")
    }

    @Test func aLongArgumentIsShownWithItsHash() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 5000)
        m.arguments = [Array("pay".utf8), long]
        #expect(try warnings(m.proposal) == ["argument-cut"])
        #expect(try facts(m.proposal).contains("  SHA-256: \(Hex.encode(SHA256.hash(long)))"))
    }

    @Test func initAndDecorationsAreShown() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.moreInput = Proto.bytes(2, Proto.text(1, "role") + Proto.text(2, "x")) + Proto.number(3, 1)
        let shown = try facts(m.proposal)
        #expect(shown.contains("init: the call initialises the chaincode"))
        #expect(shown.contains("decorations: 1: 'role'"))
    }

    @Test func everyNameOfTransientDataIsShown() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.transient = (0..<40).flatMap { number in
            Proto.bytes(2, Proto.text(1, "a, b' of a long name, number \(number)") + Proto.text(2, "hidden"))
        }
        let shown = try facts(m.proposal).joined(separator: "\n")
        #expect(shown.contains("transient: 40: ") && shown.contains("number 39'") && !shown.contains("hidden"))
    }

    @Test(arguments: ["_lifecycle", "lscc", "cscc", "qscc"])
    func chaincodesOfThePeerAreWarnedOf(_ name: String) throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.chaincode = name
        #expect(try warnings(m.proposal) == ["system-chaincode"])
    }

    /// What an organization's administrator signs: another package than the one that was agreed on is another contract.
    @Test func theCodeThatAChannelIsToRunIsShown() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.chaincode = "_lifecycle"
        let definition = Proto.number(1, 3) + Proto.text(2, "trade") + Proto.text(3, "1.0") + Proto.text(5, "mine")
        let policy = Proto.bytes(6, Proto.text(2, "/Channel/Application/Admins"))
        let source = Proto.bytes(9, Proto.bytes(2, Proto.text(1, "trade_1.0:deadbeef")))
        m.arguments = [
            Array("ApproveChaincodeDefinitionForMyOrg".utf8), definition + policy + Proto.bytes(7, [1, 2]) + source,
        ]
        let shown = try facts(m.proposal)
        for line in [
            "definition: trade, version 1.0, sequence 3", "  package: trade_1.0:deadbeef",
            "  plugin: for validating: mine",
            "  endorsed: as the channel's policy /Channel/Application/Admins says",
            "  private: collections, 2 bytes with SHA-256 \(Hex.encode(SHA256.hash([1, 2])))",
        ] { #expect(shown.contains(line), "\(line) in \(shown)") }
        // Without a package the organization approves what it does not run; a policy of its own is told by its hash.
        let own = Proto.bytes(6, Proto.bytes(1, [9]))
        m.arguments[1] = definition + own + Proto.bytes(9, Proto.bytes(1, []))
        let other = try facts(m.proposal)
        #expect(other.contains("  package: none: this organization does not run it"))
        #expect(other.contains { $0.hasPrefix("  endorsed: by a policy of its own, 3 bytes with SHA-256 ") })
        // What is not read is shown in digits all the same.
        m.arguments[1] = definition + Proto.number(15, 1)
        let unread = try facts(m.proposal)
        #expect(!unread.contains { $0.hasPrefix("definition") } && unread.contains { $0.hasPrefix("  1: hex ") })
    }

    /// A request for blocks that only the attacker's own connection may use.
    @Test func theClientThatAMessageIsBoundToIsShown() throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.type = 5
        m.tlsHash = SHA256.hash([1])
        #expect(
            try facts(m.deliver).contains { $0.hasPrefix("TLS: ") && $0.hasSuffix("\(Hex.encode(m.tlsHash)) only") })
    }

    @Test func anAuthoritySignsNothing() throws {
        let ca = try PrivateKey.random(.p256)
        let authority = try Member(authority: ca, isAuthority: true)
        let m = Messages(creator: authority.identity)
        #expect(try refusals(m.proposal) == ["ca-identity"])
        let signed = Proto.bytes(1, m.proposal) + Proto.bytes(2, try authority.sign(m.proposal))
        let verdicts = try FabricLedger.readSigned(signed, under: Terms()).verified(under: Terms()).signatures
        guard case .invalid("ca-identity", _) = verdicts[0].status else {
            Issue.record("an authority's signature is \(verdicts[0].status)")
            return
        }
    }

    @Test func aCreatorWithoutARootIsRefusedWhereRootsAreBrought() throws {
        let ca = try PrivateKey.random(.p256)
        let stranger = try PrivateKey.random(.p256)
        let m = Messages(creator: try Member(authority: ca).identity)
        func terms(_ key: borrowing PrivateKey) throws -> Terms {
            let root = try Member.der(subject: "ca", issuer: "ca", of: key.verifyingKey(), by: key, isAuthority: true)
            return Terms(besides: [SideFile(.certificateAuthority, name: "ca", bytes: root)])
        }
        #expect(try refusals(m.proposal, terms(ca)) == [])
        #expect(try refusals(m.proposal, terms(stranger)) == ["untrusted"])
    }

    @Test(arguments: [0, 1, 253_402_300_800, 1 << 63 - 1, 1 << 63, .max] as [UInt64])
    func noTimeIsTooEarlyOrTooLateToBeShown(_ seconds: UInt64) throws {
        let ca = try PrivateKey.random(.p256)
        var m = Messages(creator: try Member(authority: ca).identity)
        m.seconds = seconds
        guard seconds > 0 else { return #expect(code(m.proposal) == "not-canonical") }
        #expect(try warnings(m.proposal) == ["outside-validity"])
        #expect(try facts(m.proposal).contains { $0.hasPrefix("time: ") })
    }
}
