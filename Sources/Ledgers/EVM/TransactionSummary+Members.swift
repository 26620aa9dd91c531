import Encodings
import Transactions

/// For programs.
extension TransactionSummary {
    func members(_ warnings: [Summary.Warning]) -> JSONObject {
        func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        func wei(_ wei: Wei) -> JSONValue { .string(wei.amount.decimal) }
        var members: JSONObject = JSONObject([
            ("chainId", transaction.chainID.map { .integer($0.value) } ?? .null),
            ("chain", chain.map { .string($0.name) } ?? .null),
            ("from", text(texts.signer)), ("to", text(texts.to)), ("contractAddress", text(created?.text)),
            ("value", .string(texts.value)), ("valueInCoin", .string(texts.valueInCoin)),
            ("maxFee", .string(texts.fee)), ("maxFeeInCoin", .string(texts.feeInCoin)),
            ("nonce", .integer(transaction.nonce)), ("gasLimit", .integer(transaction.gasLimit)),
        ])
        if let priority = transaction.form.maxPriorityFee {
            members.append("maxPriorityFeePerGas", wei(priority))
            members.append("maxFeePerGas", wei(transaction.form.highestGasPrice))
        } else {
            members.append("gasPrice", wei(transaction.form.highestGasPrice))
        }
        members.append("data", .string("0x" + Hex.encode(transaction.data)))
        members.append("dataLength", .integer(transaction.data.count))
        for member in call?.json.members ?? Self.noCall.members { members.append(member.name, member.value) }
        members.append("accessList", .array(transaction.form.accessList.map(entry)))
        if let blobs = transaction.form.blobs {
            members.append("maxFeePerBlobGas", wei(blobs.maxFeePerBlobGas))
            members.append(
                "blobVersionedHashes", .array(blobs.versionedHashes.map { .string("0x" + Hex.encode($0)) }))
        }
        if transaction.kind == .eip7702 { members.append("authorizationList", .array(authorizationMembers)) }
        members.append("signingHash", .string("0x" + Hex.encode(signingHash)))
        members.append("warnings", warnings.json)
        return members
    }

    private static let noCall = JSONObject([
        ("selector", .null), ("function", .null), ("abi", .null), ("arguments", .null), ("calls", .array([])),
    ])

    private var authorizationMembers: [JSONValue] {
        zip(transaction.form.authorizations, authorizations).map { signed, shown in
            var members = signed.json
            members.append("authority", shown.authority.map { .string($0.text) } ?? .null)
            return .object(members)
        }
    }

    private func entry(_ entry: Transaction.AccessListEntry) -> JSONValue {
        [
            "address": .string(entry.address.text),
            "storageKeys": .array(entry.storageKeys.map { .string("0x" + Hex.encode($0)) }),
        ]
    }
}
