import Encodings
import ProtocolBuffers
import Transactions

extension Telling {
    /// cosmos-sdk, proto/cosmos/authz/v1beta1/tx.proto and feegrant/v1beta1/tx.proto.
    static func permissions(_ url: String, _ value: [UInt8], _ path: String) throws(CosmosError) -> Telling? {
        switch url {
        case "/cosmos.authz.v1beta1.MsgGrant":
            let grant = try Wire.read(Cosmos_MsgGrant.self, value, path)
            var told = try authorization(grant.grant.authorization, "\(path).grant.authorization")
            told = try told.with("account", address: grant.granter, "\(path).granter")
                .paying("to", grant.grantee, "\(path).grantee")
                .with("until", end(grant.grant.hasExpiration, grant.grant.expiration))
            told.isGrant = true
            return told
        case "/cosmos.authz.v1beta1.MsgRevoke":
            let revoke = try Wire.read(Cosmos_MsgRevoke.self, value, path)
            let type = try CosmosName.type(revoke.msgTypeURL, "\(path).msg")
            return try Telling("take back the permission for \(type)")
                .with("account", address: revoke.granter, "\(path).granter")
                .with("from", address: revoke.grantee, "\(path).grantee")
        case "/cosmos.authz.v1beta1.MsgExec":
            let exec = try Wire.read(Cosmos_MsgExec.self, value, path)
            guard !exec.msgs.isEmpty else { throw .missing("\(path).msgs") }
            var told = try Telling("do in the name of others what follows")
                .with("account", address: exec.grantee, "\(path).grantee")
            told.inner = exec.msgs
            return told
        case "/cosmos.feegrant.v1beta1.MsgGrantAllowance":
            let grant = try Wire.read(Cosmos_MsgGrantAllowance.self, value, path)
            var told = try allowance(grant.allowance, "\(path).allowance")
            told = try told.with("account", address: grant.granter, "\(path).granter")
                .paying("to", grant.grantee, "\(path).grantee")
            told.isGrant = true
            return told
        case "/cosmos.feegrant.v1beta1.MsgRevokeAllowance":
            let revoke = try Wire.read(Cosmos_MsgRevokeAllowance.self, value, path)
            return try Telling("pay no more fees of another account")
                .with("account", address: revoke.granter, "\(path).granter")
                .with("from", address: revoke.grantee, "\(path).grantee")
        default: return nil
        }
    }

    private static func authorization(_ any: Cosmos_AnyMessage, _ path: String) throws(CosmosError) -> Telling {
        let type = try CosmosName.type(any.typeURL, path)
        switch type {
        case "/cosmos.authz.v1beta1.GenericAuthorization":
            let generic = try Wire.read(Cosmos_GenericAuthorization.self, Array(any.value), path)
            return Telling(
                "LET ANOTHER ACCOUNT do for this one, WITHOUT LIMIT, \(try CosmosName.type(generic.msg, "\(path).msg"))"
            )
        case "/cosmos.bank.v1beta1.SendAuthorization":
            let send = try Wire.read(Cosmos_SendAuthorization.self, Array(any.value), path)
            let limit = try Amount.words(send.spendLimit, "\(path).spend_limit")
            var receivers: [String] = []
            for address in send.allowList { receivers.append(try CosmosName.address(address, "\(path).allow_list")) }
            return Telling("LET ANOTHER ACCOUNT pay from this one up to \(limit)")
                .with("receivers", receivers.isEmpty ? "anyone" : receivers.joined(separator: ", "))
        default: return Telling("LET ANOTHER ACCOUNT act for this one, within limits NOT UNDERSTOOD HERE: \(type)")
        }
    }

    private static func allowance(_ any: Cosmos_AnyMessage, _ path: String) throws(CosmosError) -> Telling {
        let type = try CosmosName.type(any.typeURL, path)
        guard type == "/cosmos.feegrant.v1beta1.BasicAllowance" else {
            return Telling("PAY THE FEES of another account, within limits NOT UNDERSTOOD HERE: \(type)")
        }
        let basic = try Wire.read(Cosmos_BasicAllowance.self, Array(any.value), path)
        let limit =
            basic.spendLimit.isEmpty
            ? "WITHOUT LIMIT" : "up to \(try Amount.words(basic.spendLimit, "\(path).spend_limit"))"
        return Telling("PAY THE FEES of another account, \(limit)")
            .with("until", end(basic.hasExpiration, basic.expiration))
    }

    private static func end(_ isSet: Bool, _ moment: Cosmos_Timestamp) -> String {
        isSet ? moment.words : "it is taken back"
    }
}

extension Cosmos_Timestamp {
    /// `2026-01-31 12:00:00 UTC`, or the seconds where that is no date.
    var words: String {
        UTCTime.text(secondsSince1970: Int(seconds)) ?? "\(seconds) seconds from 1970"
    }
}
