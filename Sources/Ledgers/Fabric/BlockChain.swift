import Certificates
import Encodings
import ProtocolBuffers
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
        if let first = blocks.first, let before = try blockBefore(terms) { verdicts += link(before, first, "") }
        for (place, block) in blocks.enumerated() {
            let name = blocks.count == 1 ? "" : "block \(block.number), "
            if let needed = terms.chain, let found = block.items.map(\.channel).first(where: { $0 != needed }) {
                throw FabricError.otherChannel(needed: needed, found: found)
            }
            verdicts += block.verdicts(trust, within: name)
            if place > 0 { verdicts += link(blocks[place - 1], block, name) }
        }
        let note = trust.note
        return Verification(
            ledger: .fabric, kind: "block", hash: blocks.last.map { Hex.encode($0.hash) }, signatures: verdicts,
            summary: summary, notes: [note] + notes(under: terms))
    }

    /// The last block of the file that was brought, which the first one here must name.
    /// - Throws: `FabricError.previousFile`.
    private func blockBefore(_ terms: Terms) throws(FabricError) -> Block? {
        let files = terms.files(.previousTransaction)
        guard let file = files.first else { return nil }
        guard files.count == 1, let last = (try? BlockChain(parsing: file.bytes))?.blocks.last else {
            throw .previousFile(file.name)
        }
        return last
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

    private func notes(under terms: Terms) -> [String] {
        var notes: [String] = []
        let others = blocks.flatMap(\.items).count { item in
            if case .other = item { true } else { false }
        }
        if others > 0 {
            notes.append(
                "\(others) of the entries are configurations or other messages, of which only the block's hash was judged"
            )
        }
        if let first = blocks.first, first.number > 0, terms.files(.previousTransaction).isEmpty {
            notes.append(
                "block \(first.number) names \(Hex.encode(first.previousHash)) as the one before it, which was not brought"
            )
        }
        notes += repetitions
        if blocks.contains(where: { $0.validity != nil }) {
            notes.append("what the peer found of the transactions is its word alone: nobody signs that")
        }
        notes.append("who may order and endorse is the channel's configuration, which was not looked at")
        return notes
    }

    /// A transaction that stands there twice is carried out once: peers mark the second `DUPLICATE_TXID`.
    private var repetitions: [String] {
        var seen: [String: UInt64] = [:]
        var found: [String] = []
        for block in blocks {
            for case .transaction(let content) in block.items {
                guard let id = content.transactionID else { continue }
                if let first = seen.updateValue(block.number, forKey: id) {
                    found.append("transaction \(id) stands in block \(first) and again in block \(block.number)")
                }
            }
        }
        return found.count > 20 ? found.prefix(20) + ["\(found.count - 20) more stand there again"] : found
    }

    private var summary: Summary {
        var facts: [Summary.Fact] = []
        for block in blocks.prefix(20) {
            facts += [
                .init(label: "block", text: "\(block.number), \(block.items.count) entries"),
                .init(label: "  hash", text: Hex.encode(block.hash)),
                .init(label: "  previous", text: Hex.encode(block.previousHash)),
            ]
            facts += block.invalidFacts
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
    /// Transactions that a peer carried into its ledger without carrying them out.
    fileprivate var invalidFacts: [Summary.Fact] {
        guard let validity else { return [] }
        let invalid = validity.enumerated().filter { $0.element != ValidationCode.valid }
        let facts = invalid.prefix(20).map { place, code in
            Summary.Fact(label: "  not valid", text: "transaction \(place): \(ValidationCode.words(code))")
        }
        return invalid.count > 20
            ? facts + [.init(label: "  not valid", text: "\(invalid.count - 20) more transactions")] : facts
    }

    fileprivate var members: JSONObject {
        JSONObject([
            ("number", .string("\(number)")), ("hash", .string(Hex.encode(hash))),
            ("previousHash", .string(Hex.encode(previousHash))),
            (
                "transactions",
                .array(
                    items.map { item in
                        guard case .transaction(let content) = item else { return .null }
                        return content.transactionID.map { .string($0) } ?? .null
                    })
            ), ("validity", validity.map { .array($0.map { .integer($0) }) } ?? .null),
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
            guard case .transaction(let content) = item else { continue }
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
