import Encodings
import ProtocolBuffers

extension Telling {
    /// cosmos-sdk, proto/cosmos/bank/v1beta1/tx.proto.
    static func payments(_ url: String, _ value: [UInt8], _ path: String) throws(CosmosError) -> Telling? {
        switch url {
        case "/cosmos.bank.v1beta1.MsgSend":
            let send = try Wire.read(Cosmos_MsgSend.self, value, path)
            return try Telling("pay \(try Amount.words(send.amount, "\(path).amount"))")
                .with("from", address: send.fromAddress, "\(path).from_address")
                .paying("to", send.toAddress, "\(path).to_address")
        case "/cosmos.bank.v1beta1.MsgMultiSend":
            let send = try Wire.read(Cosmos_MsgMultiSend.self, value, path)
            var told = Telling("pay from \(send.inputs.count) accounts to \(send.outputs.count)")
            for (place, one) in send.inputs.enumerated() {
                told = try told.entry("from", one, "\(path).inputs[\(place)]")
            }
            for (place, one) in send.outputs.enumerated() {
                told = try told.entry("to", one, "\(path).outputs[\(place)]")
                told.receiver = told.receiver ?? one.address
            }
            return told
        default: return nil
        }
    }

    /// More entries than this in one payment nobody reads.
    private static let mostEntries = 256

    private func entry(
        _ label: String, _ one: Cosmos_AddressAndCoins, _ path: String
    ) throws(CosmosError) -> Telling {
        guard parts.count < Telling.mostEntries else { throw .tooMany(path, most: Telling.mostEntries) }
        let address = try CosmosName.address(one.address, "\(path).address")
        return with(label, "\(address), \(try Amount.words(one.coins, "\(path).coins"))")
    }
}
