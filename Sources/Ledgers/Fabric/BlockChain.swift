import Certificates
import Encodings
package import Transactions

/// One block, or several in a row, each behind its length.
package struct BlockChain: Hashable, Sendable {
    package let blocks: [Block]

    /// More blocks than anyone brings in one file of 100 MiB.
    static let mostBlocks = 100_000

    /// Reads blocks from their bytes, or from base64 or hexadecimal digits of them.
    /// - Throws: As `Content.init(parsing:)`.
    package init(parsing input: [UInt8]) throws(FabricError) {
        var deepest = FabricError.notRecognised
        for bytes in try FabricText.candidates(input) {
            do throws(FabricError) {
                blocks = [try Block(bytes)]
                return
            } catch {
                if error.depth > deepest.depth { deepest = error }
            }
            guard let parts = Wire.delimited(bytes, most: BlockChain.mostBlocks) else { continue }
            do throws(FabricError) {
                var read: [Block] = []
                for (place, part) in parts.enumerated() { read.append(try Block(part, "block[\(place)]")) }
                blocks = read
                return
            } catch {
                if error.depth > deepest.depth { deepest = error }
            }
        }
        throw deepest
    }
}

extension BlockChain: Verifiable {
    package func verified(under terms: Terms) throws -> Verification {
        let trust = try FabricTrust(terms)
        guard terms.files(.proposal).isEmpty else { throw FabricError.proposalNotForThis }
        var verdicts: [SignatureVerdict] = []
        for (place, block) in blocks.enumerated() {
            let name = blocks.count == 1 ? "" : "block \(block.number), "
            if let needed = terms.chain, let found = block.channels.first(where: { $0 != needed }) {
                throw FabricError.otherChannel(needed: needed, found: found)
            }
            verdicts += block.verdicts(trust, within: name)
            if place > 0 { verdicts += link(blocks[place - 1], block, name) }
        }
        return Verification(
            ledger: .fabric, kind: "block", hash: blocks.last.map { Hex.encode($0.hash) }, signatures: verdicts,
            summary: summary, notes: [trust.note] + notes)
    }

    /// That a block names the one before it; nothing where it does.
    private func link(_ previous: Block, _ block: Block, _ name: String) -> [SignatureVerdict] {
        let (next, isLast) = previous.number.addingReportingOverflow(1)
        guard isLast || block.number != next || block.previousHash != previous.hash else { return [] }
        return [
            SignatureVerdict(
                place: name + "previous hash", signer: nil, key: nil,
                .invalid(
                    code: "chain-broken",
                    reason: """
                        block \(block.number) does not follow block \(previous.number): it names \
                        \(Hex.encode(block.previousHash)) and that one is \(Hex.encode(previous.hash)); refuse both
                        """))
        ]
    }

    private var notes: [String] {
        var notes: [String] = []
        let others = blocks.flatMap(\.items).count { item in
            if case .other = item { true } else { false }
        }
        if others > 0 {
            notes.append("\(others) of the entries are configurations, of which only the block's hash was judged")
        }
        if let first = blocks.first, first.number > 0 {
            notes.append("block \(first.number) names \(Hex.encode(first.previousHash)) as the one before it")
        }
        return notes
    }

    private var summary: Summary {
        var facts: [Summary.Fact] = []
        for block in blocks.prefix(20) {
            facts += [
                .init(label: "block", text: "\(block.number), \(block.items.count) entries"),
                .init(label: "  hash", text: Hex.encode(block.hash)),
                .init(label: "  previous", text: Hex.encode(block.previousHash)),
            ]
        }
        if blocks.count > 20 { facts.append(.init(label: "more", text: "\(blocks.count - 20) blocks")) }
        let last = blocks.last.map { Hex.encode($0.hash) } ?? ""
        return Summary(
            ledger: .fabric, kind: "block", facts: facts, warnings: [],
            confirmation: .lastLetters(of: last, which: "the hash"),
            members: JSONObject([
                ("blocks", .array(blocks.map { .object($0.members) }))
            ]))
    }
}

extension Block {
    fileprivate var channels: [String] {
        items.compactMap { if case .content(let content) = $0 { content.channel } else { nil } }
    }

    fileprivate var members: JSONObject {
        JSONObject([
            ("number", .string("\(number)")), ("hash", .string(Hex.encode(hash))),
            ("previousHash", .string(Hex.encode(previousHash))),
            (
                "transactions",
                .array(
                    items.map { item in
                        guard case .content(let content) = item else { return .null }
                        return content.transactionID.map { .string($0) } ?? .null
                    })
            ),
        ])
    }

    func verdicts(_ trust: FabricTrust, within name: String) -> [SignatureVerdict] {
        var found: [SignatureVerdict] = []
        if computedDataHash != dataHash {
            found.append(
                SignatureVerdict(
                    place: name + "data hash", signer: nil, key: nil,
                    .invalid(
                        code: "data-hash",
                        reason: """
                            the header names \(Hex.encode(dataHash)) and the transactions give \
                            \(Hex.encode(computedDataHash)); refuse the block
                            """)))
        }
        for (place, item) in items.enumerated() {
            guard case .content(let content) = item else { continue }
            found += content.verdicts(trust, within: "\(name)transaction \(place), ")
        }
        for (place, one) in ordererSignatures.enumerated() {
            found.append(
                SignatureVerdict(
                    place: "\(name)orderer \(place), \(one.part)", signer: one.orderer?.name,
                    key: one.orderer?.certificate.verifyingKey, status(of: one, trust)))
        }
        if ordererSignatures.isEmpty {
            found.append(
                SignatureVerdict(
                    place: name + "orderer", signer: nil, key: nil,
                    .notJudged(
                        code: "no-orderer-signature",
                        reason: "no orderer signed the block here; fetch it again with its metadata")))
        }
        return found
    }

    private func status(of one: OrdererSignature, _ trust: FabricTrust) -> SignatureVerdict.Status {
        guard let orderer = one.orderer else {
            return .notJudged(
                code: "orderer-by-number",
                reason: "the orderer is named by a number that the channel's configuration explains; ask for that")
        }
        return trust.judged(orderer.status(of: one.signature, over: one.before + headerBytes), orderer)
    }
}
