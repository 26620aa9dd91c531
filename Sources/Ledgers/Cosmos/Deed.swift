import Encodings

/// One message of a transaction, in words.
package struct Deed: Hashable, Sendable {
    package let typeURL: String
    package let byteCount: Int
    /// A sentence; `nil` for a message that is not understood here.
    package let words: String?
    /// What stands below the sentence.
    package let parts: [Part]
    /// Who gets something by it.
    package let receiver: String?

    package struct Part: Hashable, Sendable {
        package let label: String
        package let text: String
    }

    init(_ message: Cosmos_AnyMessage, _ path: String) throws(CosmosError) {
        guard !message.typeURL.isEmpty else { throw .missing("\(path).type_url") }
        typeURL = message.typeURL
        let value = Array(message.value)
        byteCount = value.count
        let read = try Deed.read(typeURL, value, path)
        words = read?.words
        parts = read?.parts ?? []
        receiver = read?.receiver
    }

    private struct Read {
        let words: String
        var parts: [Part] = []
        var receiver: String?
    }

    private static func read(_ url: String, _ value: [UInt8], _ path: String) throws(CosmosError) -> Read? {
        switch url {
        case "/cosmos.bank.v1beta1.MsgSend":
            let send = try Wire.read(Cosmos_MsgSend.self, value, path)
            return Read(
                words: "pay \(try Amount.words(send.amount, "\(path).amount"))",
                parts: [Part(label: "from", text: send.fromAddress), Part(label: "to", text: send.toAddress)],
                receiver: send.toAddress)
        case "/cosmos.staking.v1beta1.MsgDelegate":
            return try stake("delegate", "to", value, path)
        case "/cosmos.staking.v1beta1.MsgUndelegate":
            return try stake("take back from delegation", "of", value, path)
        case "/cosmos.staking.v1beta1.MsgBeginRedelegate":
            let move = try Wire.read(Cosmos_MsgRedelegate.self, value, path)
            return Read(
                words: "move a delegation of \(try Amount.words([move.amount], "\(path).amount"))",
                parts: [
                    Part(label: "account", text: move.delegatorAddress),
                    Part(label: "from", text: move.validatorSrcAddress),
                    Part(label: "to", text: move.validatorDstAddress),
                ], receiver: move.validatorDstAddress)
        case "/cosmos.distribution.v1beta1.MsgWithdrawDelegatorReward":
            let reward = try Wire.read(Cosmos_MsgWithdrawReward.self, value, path)
            return Read(
                words: "collect the rewards of a delegation",
                parts: [
                    Part(label: "account", text: reward.delegatorAddress),
                    Part(label: "of", text: reward.validatorAddress),
                ])
        case "/cosmos.gov.v1beta1.MsgVote", "/cosmos.gov.v1.MsgVote":
            // Version 1 has a field more, metadata: such a vote is not understood, and said to be so.
            guard let vote = try? Wire.read(Cosmos_MsgVote.self, value, path) else { return nil }
            return Read(
                words: "vote \(option(vote.option)) on proposal \(vote.proposalID)",
                parts: [Part(label: "account", text: vote.voter)])
        default: return nil
        }
    }

    private static func stake(
        _ verb: String, _ preposition: String, _ value: [UInt8], _ path: String
    ) throws(CosmosError) -> Read {
        let stake = try Wire.read(Cosmos_MsgStake.self, value, path)
        return Read(
            words: "\(verb) \(try Amount.words([stake.amount], "\(path).amount"))",
            parts: [
                Part(label: "account", text: stake.delegatorAddress),
                Part(label: preposition, text: stake.validatorAddress),
            ], receiver: stake.validatorAddress)
    }

    /// cosmos-sdk, proto/cosmos/gov/v1beta1/gov.proto, `VoteOption`.
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

/// Amounts of coins. A chain's smallest unit stands as its name says: how many make a coin is nowhere in the transaction.
enum Amount {
    /// `1500 uatom`, several by commas.
    /// - Throws: `CosmosError.amountForm`, for what is no decimal number of up to 78 digits (256 bits).
    static func words(_ coins: [Cosmos_Coin], _ path: String) throws(CosmosError) -> String {
        var parts: [String] = []
        for coin in coins {
            let digits = coin.amount.utf8
            guard (1...78).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
                digits.count == 1 || digits.first != 0x30
            else {
                throw .amountForm(path, found: printable(coin.amount, most: 100))
            }
            guard !coin.denom.isEmpty else { throw .missing("\(path).denom") }
            parts.append("\(coin.amount) \(coin.denom)")
        }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}
