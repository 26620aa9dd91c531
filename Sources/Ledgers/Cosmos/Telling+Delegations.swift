import Encodings
import ProtocolBuffers

extension Telling {
    /// cosmos-sdk, proto/cosmos/staking/v1beta1/tx.proto and distribution/v1beta1/tx.proto.
    static func delegations(_ url: String, _ value: [UInt8], _ path: String) throws(CosmosError) -> Telling? {
        switch url {
        case "/cosmos.staking.v1beta1.MsgDelegate": return try stake("delegate", "to", value, path)
        case "/cosmos.staking.v1beta1.MsgUndelegate": return try stake("take back from delegation", "of", value, path)
        case "/cosmos.staking.v1beta1.MsgBeginRedelegate":
            let move = try Wire.read(Cosmos_MsgRedelegate.self, value, path)
            return try Telling("move a delegation of \(try Amount.words([move.amount], "\(path).amount"))")
                .with("account", address: move.delegatorAddress, "\(path).delegator_address")
                .with("from", address: move.validatorSrcAddress, "\(path).validator_src_address")
                .paying("to", move.validatorDstAddress, "\(path).validator_dst_address")
        case "/cosmos.staking.v1beta1.MsgCancelUnbondingDelegation":
            let back = try Wire.read(Cosmos_MsgCancelUnbonding.self, value, path)
            return try Telling(
                "delegate again \(try Amount.words([back.amount], "\(path).amount")) that were taken back"
            )
            .with("account", address: back.delegatorAddress, "\(path).delegator_address")
            .paying("to", back.validatorAddress, "\(path).validator_address")
            .with("since", "height \(back.creationHeight)")
        case "/cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward":
            let reward = try Wire.read(Cosmos_MsgWithdrawReward.self, value, path)
            return try Telling("collect the rewards of a delegation")
                .with("account", address: reward.delegatorAddress, "\(path).delegator_address")
                .with("of", address: reward.validatorAddress, "\(path).validator_address")
        case "/cosmos.distribution.v1beta1.MsgSetWithdrawAddress":
            let change = try Wire.read(Cosmos_MsgSetWithdrawAddress.self, value, path)
            return try Telling("send ALL FURTHER REWARDS of delegations to another address")
                .with("account", address: change.delegatorAddress, "\(path).delegator_address")
                .paying("to", change.withdrawAddress, "\(path).withdraw_address")
        default: return nil
        }
    }

    private static func stake(
        _ verb: String, _ preposition: String, _ value: [UInt8], _ path: String
    ) throws(CosmosError) -> Telling {
        let stake = try Wire.read(Cosmos_MsgStake.self, value, path)
        return try Telling("\(verb) \(try Amount.words([stake.amount], "\(path).amount"))")
            .with("account", address: stake.delegatorAddress, "\(path).delegator_address")
            .paying(preposition, stake.validatorAddress, "\(path).validator_address")
    }
}
