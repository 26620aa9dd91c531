import Encodings
import Transactions

/// Messages that make somebody make a call.
extension TypedDataMeaning {
    /// A transaction of a Safe, whose signers sign it each for themselves.
    mutating func readSafe() {
        let isDelegate = value("operation") != .unsigned(.zero)
        let safe = data.contract?.text ?? "that takes it"
        isSafe = true
        caller = "the Safe \(safe)"
        words.append(
            isDelegate
                ? "run the code of \(text("to")) AS THE SAFE \(safe)" : "have the Safe \(safe) call \(text("to"))")
        make(to: value("to")?.address, isDelegate: isDelegate, data: value("data"), as: data.contract)
        if value("gasPrice") != .unsigned(.zero) { warnings.append(.refund) }
    }

    /// Safe, `CompatibilityFallbackHandler`: whoever asks the Safe by ERC-1271 hears that it signed this.
    mutating func readSafeMessage() {
        let message = value("message")?.bytes ?? []
        let content = message.count == 32 ? "the hash \(text("message"))" : "\(message.count) bytes"
        words.append("let \(content) count as signed by the Safe \(data.contract?.text ?? "that takes it")")
        if let text = MessageText(message).text, !text.isEmpty { words.append("  which read '\(text)'") }
        warn("hash-approved", "a hash or a message is approved, and WHAT IT STANDS FOR IS NOT SEEN HERE")
    }

    /// Contracts that take a call of themselves from anyone who brings its sender's signature.
    mutating func readMetaTransaction() {
        let contract = data.contract?.text ?? "the contract that takes it"
        words.append("have anyone make this call of \(contract) in the name of \(text("from"))")
        caller = text("from")
        make(to: data.contract, data: value("functionSignature"), as: data.contract)
        warn(owner: value("from")?.address)
    }

    /// ERC-2771: a forwarder makes the call in the sender's name.
    mutating func readRequest() {
        words.append("have anyone make a call of \(text("to")) in the name of \(text("from"))")
        caller = text("from")
        make(to: value("to")?.address, data: value("data"), as: value("to")?.address)
        warn(owner: value("from")?.address)
    }

    /// ERC-4337: an account is told what to do.
    mutating func readUserOperation() {
        let sender = value("sender")?.address
        words.append("have the account \(text("sender")) do what its callData say")
        caller = "the account \(text("sender"))"
        make(to: sender, data: value("callData"), as: sender)
    }

    private mutating func make(to: Address?, isDelegate: Bool = false, data: ABIValue?, as account: Address?) {
        let call = InnerCall(
            to: to, value: value("value")?.number ?? .zero, isDelegate: isDelegate, data: data?.bytes ?? [],
            as: account, abi: abi, depth: 1)
        inner = call
        confirmation = call.beneficiary.map { .lastLetters(of: $0.account.text, which: $0.words) }
        if isDelegate { warnings.append(.delegateCall) }
        if call.losesCoins { warn("zero-address", "coins or tokens go to the zero address, where they are lost") }
        warnings += Summary.Warning.about(call.call?.all ?? []).filter { !warnings.contains($0) }
        if SummaryLines.isShownAsBytes(call.call), ABIValue.bytes(call.data).isCut { warnings.append(.notAllShown) }
    }
}
