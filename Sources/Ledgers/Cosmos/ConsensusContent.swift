import Encodings
import ProtocolBuffers

/// What a validator of CometBFT signs: a vote, its extension or a proposal. It is recognised here to be refused.
///
/// Source: cometbft, proto/tendermint/types/canonical.proto; the sign bytes stand behind their length.
package struct ConsensusContent: Hashable, Sendable {
    package let kind: String
    package let height: Int64
    package let round: Int64
    package let chainID: String

    /// Votes and proposals have some 200 bytes; an extension has what the application puts there (cometbft,
    /// types/vote.go, `MaxVoteExtensionSize`: 1 MiB) and little more.
    static let mostBytes = 1 << 20 + 1024

    /// `nil` for anything else.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= ConsensusContent.mostBytes else { return nil }
        // With its length before it, as it is signed, or without.
        for content in [Wire.behindLength(bytes), bytes] {
            if let content, let found = ConsensusContent.read(content) {
                self = found
                return
            }
        }
        return nil
    }

    private init(_ kind: String, _ height: Int64, _ round: Int64, _ chainID: String) {
        self.kind = kind
        self.height = height
        self.round = round
        self.chainID = chainID
    }

    private static func read(_ bytes: [UInt8]) -> ConsensusContent? {
        // SignedMsgType: 1 prevote, 2 precommit, 32 proposal.
        if let vote = try? Wire.read(Cosmos_CanonicalVote.self, bytes, ""), [0, 1, 2].contains(vote.type),
            vote.hasTimestamp
        {
            let kind = ["vote", "prevote", "precommit"][Int(vote.type)]
            return ConsensusContent(kind, vote.height, vote.round, vote.chainID)
        }
        if let proposal = try? Wire.read(Cosmos_CanonicalProposal.self, bytes, ""), proposal.type == 32,
            proposal.hasTimestamp
        {
            return ConsensusContent("proposal", proposal.height, proposal.round, proposal.chainID)
        }
        // An extension that is empty is not signed, and its height is not 0.
        if let extra = try? Wire.read(Cosmos_CanonicalVoteExtension.self, bytes, ""), extra.height > 0, extra.round >= 0
        {
            return ConsensusContent("vote extension", extra.height, extra.round, extra.chainID)
        }
        return nil
    }

    var error: CosmosError { .consensus(kind: kind, height: height, round: round, chain: printable(chainID, most: 50)) }
}
