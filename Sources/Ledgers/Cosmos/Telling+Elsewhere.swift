import Encodings
import ProtocolBuffers
import Transactions

extension Telling {
    /// Other chains and contracts: ibc-go, ibc/applications/transfer/v1/tx.proto; wasmd, cosmwasm/wasm/v1/tx.proto.
    static func elsewhere(_ url: String, _ value: [UInt8], _ path: String) throws(CosmosError) -> Telling? {
        switch url {
        case "/ibc.applications.transfer.v1.MsgTransfer":
            let transfer = try Wire.read(Cosmos_MsgTransfer.self, value, path)
            let amount = try Amount.words([transfer.token], "\(path).token")
            return try Telling("send \(amount) to another chain")
                .with("from", address: transfer.sender, "\(path).sender")
                .paying("to", transfer.receiver, "\(path).receiver")
                .with("through", "\(transfer.sourcePort)/\(transfer.sourceChannel)")
                .with("until", timeout(transfer)).with("remark", transfer.memo).with("encoding", transfer.encoding)
        case "/cosmwasm.wasm.v1.MsgExecuteContract":
            let call = try Wire.read(Cosmos_MsgExecuteContract.self, value, path)
            return try Telling("call a contract, giving it \(try Amount.words(call.funds, "\(path).funds"))")
                .with("account", address: call.sender, "\(path).sender")
                .paying("contract", call.contract, "\(path).contract")
                .with("call", MessageText(Array(call.msg)).text ?? "hex \(Hex.encode(Array(call.msg)))")
        default: return nil
        }
    }

    private static func timeout(_ transfer: Cosmos_MsgTransfer) -> String {
        let height = transfer.timeoutHeight
        var ends: [String] = []
        if height.revisionHeight > 0 { ends.append("height \(height.revisionNumber)-\(height.revisionHeight) there") }
        // Nanoseconds since 1970.
        let seconds = Int(transfer.timeoutTimestamp / 1_000_000_000)
        if seconds > 0 { ends.append(UTCTime.text(secondsSince1970: seconds) ?? "\(seconds) seconds from 1970") }
        return ends.joined(separator: " or ")
    }
}
