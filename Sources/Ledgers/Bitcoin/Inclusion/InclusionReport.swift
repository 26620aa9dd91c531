package import Encodings
package import Transactions

/// What was proven of a transaction, and what was not.
package struct InclusionReport: Sendable {
    package let transaction: TransactionID
    package let block: BlockHash
    /// The transaction's place in the block, from 0.
    package let position: Int
    /// The block's height, where the headers begin at the network's first block.
    package let height: Int?
    /// How many blocks of the file follow the transaction's.
    package let blocksOnTop: Int
    /// The work of those blocks.
    package let workOnTop: Work
    package let facts: [Summary.Fact]
    package let warnings: [Summary.Warning]
    /// What this does not tell, one sentence each.
    package let notes: [String]
    /// The same for programs, in order.
    package let members: JSONObject

    init(subject: Inclusion.Subject, match: MerkleProof.Match, chain: HeaderChain, place: Int) {
        let header = chain.headers[place]
        transaction = match.id
        block = header.hash
        position = match.position
        height = chain.firstHeight.map { $0 + place }
        blocksOnTop = chain.headers.count - 1 - place
        workOnTop = chain.work(from: place + 1)
        let ownWork = chain.targets[place].work
        warnings = InclusionReport.warnings(subject, blocksOnTop, chain)
        notes = InclusionReport.notes(chain)

        var facts: [Summary.Fact] = []
        func add(_ label: String, _ text: String) { facts.append(.init(label: label, text: text)) }
        let time = Int(header.time)
        add("network", chain.network.rawValue)
        add("transaction", match.id.text)
        add("in block", block.text)
        if let height { add("height", String(height)) }
        add("time", "\(UTCTime.text(secondsSince1970: time) ?? String(time)), as the block's miner says")
        add("position", position == 0 ? "0, the block's first" : String(position))
        add("on top", "\(blocksOnTop == 1 ? "1 block" : "\(blocksOnTop) blocks") (\(counted(blocksOnTop + 1)))")
        if blocksOnTop > 0 { add("  work", workOnTop.words) }
        add("own work", ownWork.words)
        add("begins at", chain.headers[0].hash.text + (chain.isPinned ? ", pinned by the checkpoint" : ""))
        self.facts = facts

        members = JSONObject([
            ("network", .string(chain.network.rawValue)), ("transaction", .string(match.id.text)),
            ("block", .string(block.text)), ("height", height.map { .integer($0) } ?? .null),
            ("time", .integer(time)), ("position", .integer(position)), ("headers", .integer(chain.headers.count)),
            ("blocksOnTop", .integer(blocksOnTop)), ("confirmations", .integer(blocksOnTop + 1)),
            ("blockWork", .string(ownWork.hex)), ("workOnTop", .string(workOnTop.hex)),
            ("pinned", .bool(chain.isPinned)), ("difficultyJudged", .bool(chain.history.judgesDifficulty)),
            ("transactionSeen", .bool(subject.isSeen)),
        ])
    }

    private static func warnings(
        _ subject: Inclusion.Subject, _ blocks: Int, _ chain: HeaderChain
    ) -> [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(.init(code: code, text: text)) }
        // From the network's first block on, a chain of its low difficulty is mined in minutes: that start pins nothing.
        if !chain.isPinned || chain.firstHeight != nil {
            warn(
                "start-not-pinned",
                "nothing ties these headers to the real chain but their work: name a late block that you trust as checkpoint"
            )
        }
        if !subject.isSeen {
            warn(
                "id-alone",
                "only the id was seen, and a node of the tree has one too: bring the transaction, or trust where the id is from"
            )
        }
        if blocks == 0 { warn("no-block-on-top", "no block follows, so that another one may still take its place") }
        if !chain.history.judgesDifficulty {
            warn("difficulty-not-judged", InclusionReport.whyNotJudged(chain))
        }
        return warnings
    }

    private static func whyNotJudged(_ chain: HeaderChain) -> String {
        switch chain.network.difficultyRules {
        case .notJudged:
            "on \(chain.network.rawValue) a late block may have the lowest difficulty, so that changes of it prove nothing"
        case .constant, .everyPeriod:
            "the difficulty stays the same in these headers, so that where its periods of 2016 blocks begin is not seen"
        }
    }

    private static func notes(_ chain: HeaderChain) -> [String] {
        var notes = [
            "whether another chain has more work, and whether these blocks keep the rules beyond their headers, only a full "
                + "node knows",
            "the times of the headers were not compared with a clock",
        ]
        if chain.network == .signet {
            notes.append("the signatures of signet's blocks (BIP-325) stand in transactions that were not seen")
        }
        return notes
    }
}

private func counted(_ confirmations: Int) -> String {
    confirmations == 1 ? "1 confirmation" : "\(confirmations) confirmations"
}

extension Inclusion.Subject {
    fileprivate var isSeen: Bool {
        switch self {
        case .id: false
        case .transaction: true
        }
    }
}
