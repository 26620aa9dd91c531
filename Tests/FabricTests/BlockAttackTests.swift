import Digests
import Encodings
import Fabric
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// Somebody hands over a block that is not what the channel has, or that says more than it proves.
@Suite struct BlockAttackTests {
    private func verified(_ bytes: [UInt8], _ terms: Terms = Terms()) throws -> Verification {
        try FabricLedger.readSigned(bytes, under: terms).verified(under: terms)
    }

    private func bad(_ verification: Verification) -> [String] {
        verification.signatures.filter { $0.status != .valid }.map(\.place)
    }

    /// Runs with an envelope, and the orderer of its block.
    private func withOrderer(_ body: ([UInt8], Messages, borrowing Member) throws -> Void) throws {
        let ca = try PrivateKey.random(.p256)
        let user = try Member(authority: ca)
        let peer = try Member("peer0", authority: ca)
        let orderer = try Member("orderer0", authority: ca)
        let messages = Messages(creator: user.identity)
        try body(try messages.envelope(endorsedBy: peer, signedBy: user), messages, orderer)
    }

    @Test func oneBlockIsLinkedToTheOneBefore() throws {
        try withOrderer { (envelope, _, orderer) throws in
            var first = Blocks([envelope])
            var second = Blocks([envelope])
            second.number = 6
            second.previous = SHA256.hash(first.header)
            let before = try first.signed(by: orderer)
            let block = try second.signed(by: orderer)
            func terms(_ bytes: [UInt8]) -> Terms {
                Terms(besides: [SideFile(.previousTransaction, name: "before", bytes: bytes)])
            }
            let good = try verified(block, terms(before))
            #expect(bad(good).isEmpty && !good.notes.contains { $0.contains("was not brought") })
            #expect(try verified(block).notes.contains { $0.contains("was not brought") })
            // Several before it: the last of them counts.
            let row = Proto.varint(UInt64(before.count)) + before
            #expect(try bad(verified(block, terms(row + row))).isEmpty)
            first.number = 4
            #expect(try bad(verified(block, terms(first.signed(by: orderer)))) == ["previous hash"])
            first.number = 5
            first.previous[0] ^= 1
            #expect(try bad(verified(block, terms(first.signed(by: orderer)))) == ["previous hash"])
            #expect(throws: FabricError.previousFile("before")) { try verified(block, terms(envelope)) }
            #expect(throws: FabricError.previousNotForThis) { try verified(envelope, terms(before)) }
        }
    }

    @Test func noBlockFollowsTheLastNumber() throws {
        try withOrderer { (envelope, _, orderer) throws in
            var last = Blocks([envelope])
            last.number = .max
            var next = Blocks([envelope])
            next.number = 0
            next.previous = SHA256.hash(last.header)
            let parts = [try last.signed(by: orderer), try next.signed(by: orderer)]
            let row = parts.flatMap { Proto.varint(UInt64($0.count)) + $0 }
            #expect(try bad(verified(row)) == ["block 0, previous hash"])
        }
    }

    @Test func anEntryThatIsTakenAwayOrPutInIsNoticed() throws {
        try withOrderer { (envelope, _, orderer) throws in
            let whole = Blocks([envelope, envelope])
            var less = whole
            less.entries.removeLast()
            let signed = try whole.signed(by: orderer)
            let header = Proto.bytes(
                1,
                Proto.number(1, whole.number) + Proto.bytes(2, whole.previous) + Proto.bytes(3, whole.dataHash))
            let other = try less.signed(by: orderer)
            let tail = other.dropFirst(header.count)
            #expect(try bad(verified(signed)).isEmpty)
            #expect(try bad(verified(header + tail)).contains("data hash"))
        }
    }

    @Test func aTransactionThatStandsThereTwiceIsTold() throws {
        try withOrderer { (envelope, messages, orderer) throws in
            let found = try verified(Blocks([envelope, envelope]).signed(by: orderer))
            #expect(found.notes.contains { $0.contains(messages.id) && $0.contains("again") })
        }
    }

    /// A transaction can be on the ledger without having been carried out.
    @Test func whatThePeerFoundIsShown() throws {
        try withOrderer { (envelope, _, orderer) throws in
            var block = Blocks([envelope, envelope])
            block.moreMetadata = [[], [0, 9]]
            let found = try verified(block.signed(by: orderer))
            #expect(
                found.summary.facts.contains(
                    .init(label: "  not valid", text: "transaction 1: DUPLICATE_TXID (9)")))
            #expect(found.notes.contains { $0.contains("nobody signs that") })
            block.moreMetadata = [[], [0]]
            #expect(throws: FabricError.self) { try verified(block.signed(by: orderer)) }
        }
    }

    @Test func otherMessagesAreNoTransactions() throws {
        try withOrderer { (envelope, messages, orderer) throws in
            var other = messages
            other.type = 5
            let deliver = Proto.bytes(1, other.deliver) + Proto.bytes(2, [1])
            other.type = 1
            other.channel = "otherchannel"
            let configuration = Proto.bytes(1, other.deliver) + Proto.bytes(2, [1])
            let block = try Blocks([envelope, deliver, configuration]).signed(by: orderer)
            let found = try verified(block)
            #expect(found.signatures.count { $0.place.hasSuffix("creator") } == 1)
            #expect(found.notes.contains { $0.hasPrefix("2 of the entries") })
            // A configuration is of a channel too.
            #expect(throws: FabricError.otherChannel(needed: "mychannel", found: "otherchannel")) {
                try verified(block, Terms(chain: "mychannel"))
            }
            // What calls itself a transaction and is none is damage.
            other.type = 3
            let broken = Proto.bytes(1, other.deliver) + Proto.bytes(2, [1])
            #expect(throws: FabricError.self) { try verified(Blocks([broken]).signed(by: orderer)) }
        }
    }

    @Test func anAuthorityOrdersNothing() throws {
        try withOrderer { (envelope, _, _) throws in
            let ca = try PrivateKey.random(.p256)
            let authority = try Member("ca", authority: ca, isAuthority: true)
            #expect(try bad(verified(Blocks([envelope]).signed(by: authority))) == ["orderer 0, signatures"])
        }
    }

    @Test func aBlockWithoutAnOrdererIsNotCalledGood() throws {
        try withOrderer { (envelope, _, _) throws in
            let block = Blocks([envelope])
            let bytes =
                Proto.bytes(
                    1, Proto.number(1, block.number) + Proto.bytes(2, block.previous) + Proto.bytes(3, block.dataHash))
                + Proto.bytes(2, Proto.bytes(1, envelope))
            let found = try bad(verified(bytes))
            #expect(found == ["orderer"])
        }
    }

    @Test func lengthsInMoreDigitsThanTheyNeedAreRefused() throws {
        try withOrderer { (envelope, _, orderer) throws in
            let block = try Blocks([envelope]).signed(by: orderer)
            let digits = Proto.varint(UInt64(block.count))
            let longer = digits.dropLast() + [digits[digits.count - 1] | 0x80, 0]
            #expect(try BlockChain(parsing: digits + block).blocks.count == 1)
            #expect(throws: FabricError.self) { try BlockChain(parsing: longer + block) }
        }
    }
}
