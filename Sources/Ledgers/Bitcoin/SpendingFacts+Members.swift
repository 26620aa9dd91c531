import Encodings
import Transactions

extension SpendingFacts {
    /// The same for programs, in order.
    var members: [(name: String, value: JSONValue)] {
        let outputs = zip(transaction.outputs, addresses).map { JSONValue.object(JSONObject(outputMembers($0, $1))) }
        var members: [(name: String, value: JSONValue)] = [
            ("network", .string(network.rawValue)),
            ("transaction", .string(id.text)),
            ("witnessTransaction", .string(transaction.witnessID.text)),
            ("version", .integer(transaction.version)),
            ("locktime", .integer(transaction.locktime)),
            ("replaceable", .bool(transaction.signalsReplacement)),
            ("virtualSize", .integer(transaction.virtualSize)),
            ("weight", .integer(transaction.weight)),
            ("inputs", .array(transaction.inputs.indices.map(inputMembers))),
            ("outputs", .array(outputs)),
        ]
        if case .known(let fee) = fee {
            members.append(("fee", .string(fee.amount.digits)))
            members.append(("feeRate", .string(fee.rate)))
            members.append(("feeProven", .bool(unprovenInputs.isEmpty)))
        }
        let warned = warnings.map { ["code": .string($0.code), "message": .string($0.text)] as JSONValue }
        members.append(("warnings", .array(warned)))
        return members
    }

    private func inputMembers(_ position: Int) -> JSONValue {
        let input = transaction.inputs[position]
        var members: [(name: String, value: JSONValue)] = [
            ("spends", .string(input.outpoint.text)), ("sequence", .integer(input.sequence)),
        ]
        if let output = known[position]?.output { members += outputMembers(output, spentAddresses[position]) }
        return .object(JSONObject(members))
    }

    private func outputMembers(_ output: Output, _ address: Address?) -> [(name: String, value: JSONValue)] {
        [
            ("amount", .string(String(output.value))),
            ("address", address.map { .string($0.text) } ?? .null),
            ("type", .string(output.script.template.name)),
            ("script", .string(Hex.encode(output.script.bytes))),
        ]
    }
}
