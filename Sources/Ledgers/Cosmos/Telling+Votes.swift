import Encodings
import ProtocolBuffers

extension Telling {
    /// cosmos-sdk, proto/cosmos/gov/v1beta1/tx.proto and gov/v1/tx.proto.
    static func votes(_ url: String, _ value: [UInt8], _ path: String) throws(CosmosError) -> Telling? {
        switch url {
        case "/cosmos.gov.v1beta1.MsgVote":
            let vote = try Wire.read(Cosmos_MsgVote.self, value, path)
            return try Telling("vote \(option(vote.option)) on proposal \(vote.proposalID)")
                .with("account", address: vote.voter, "\(path).voter")
        case "/cosmos.gov.v1.MsgVote":
            let vote = try Wire.read(Cosmos_MsgVoteV1.self, value, path)
            return try Telling("vote \(option(vote.option)) on proposal \(vote.proposalID)")
                .with("account", address: vote.voter, "\(path).voter").with("remark", vote.metadata)
        case "/cosmos.gov.v1beta1.MsgDeposit", "/cosmos.gov.v1.MsgDeposit":
            let deposit = try Wire.read(Cosmos_MsgDeposit.self, value, path)
            let amount = try Amount.words(deposit.amount, "\(path).amount")
            return try Telling("deposit \(amount) for proposal \(deposit.proposalID)")
                .with("account", address: deposit.depositor, "\(path).depositor")
        default: return nil
        }
    }

    /// `VoteOption`, the same in both versions.
    private static func option(_ number: Int32) -> String {
        switch number {
        case 1: "YES"
        case 2: "ABSTAIN"
        case 3: "NO"
        case 4: "NO WITH VETO"
        default: "number \(number)"
        }
    }
}
