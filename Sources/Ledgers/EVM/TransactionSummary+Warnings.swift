package import Transactions

/// What must not be overlooked.
extension TransactionSummary {
    var warnings: [Summary.Warning] {
        chainWarnings + receiverWarnings + callWarnings + feeWarnings + delegationWarnings
    }

    private var chainWarnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        guard let id = transaction.chainID else {
            return transaction.kind == .legacy
                ? [
                    .init(
                        code: "replayable", text: "REPLAYABLE: anyone can repeat this transaction on every other chain")
                ]
                : [.init(code: "no-chain", text: "no chain takes a typed transaction without a chain id")]
        }
        if transaction.chain == nil {
            warn("chain-not-known", "the chain is not known by name; make sure of its number")
        }
        if !(transaction.chain?.isKnownToTake(transaction.kind) ?? transaction.kind.isOnEveryChain) {
            warnings.append(.notEstablished(transaction.kind, on: id))
        }
        return warnings
    }

    private var receiverWarnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if let to = transaction.to, to.isZero {
            warn("zero-address", "the receiver is the zero address: what it gets is lost, and no contract is created")
        }
        if transaction.to == nil, transaction.data.isEmpty {
            warn("empty-contract", "the new contract has no code: what it gets is lost")
        }
        if hasUncheckedReceiver, let to = transaction.to, !to.isZero {
            warn(
                "no-checksum",
                "'to' was written without the capitals that are its checksum, so that a mistyped letter goes unnoticed: "
                    + "compare it with the source letter by letter")
        }
        return warnings
    }

    private var callWarnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        guard let call else { return [] }
        let calls = call.all(to: transaction.to)
        warnings += Summary.Warning.about(calls.map(\.call))
        if !abi.isEmpty, !calls.contains(where: { $0.call.file != nil }) {
            warn("not-in-abi", "the ABI that was brought has no function of this selector: is it this contract's?")
        }
        return warnings
    }

    private var feeWarnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if let fault = transaction.form.priorityFault { warn(fault.code, fault.description) }
        if transaction.gasLimit < transaction.intrinsicGas {
            warn(
                "gas-too-low",
                "the gas limit is below the \(transaction.intrinsicGas) that the transaction needs before it runs")
        }
        if let words = highFeeWords { warn("high-fee", words) }
        if let blobs = transaction.form.blobs, blobs.versionedHashes.count > BlobFields.mostOnEthereum {
            warn("many-blobs", "Ethereum takes no more than \(BlobFields.mostOnEthereum) blobs in one transaction")
        }
        return warnings
    }

    /// A fee that is probably a slip: a price in the wrong unit, a limit with a digit too many.
    ///
    /// More than one coin; more than 10,000 gwei a unit of gas, which no chain with a name here has asked for long; or, where
    /// coins are sent and nothing else, more than a quarter of them.
    private var highFeeWords: String? {
        let fee = transaction.highestFee
        let text = coin.text(ofSmallestUnits: fee.amount.decimal)
        if fee > Wei(1_000_000_000_000_000_000) { return "HIGH FEE: up to \(text) may be paid as a fee" }
        if transaction.form.highestGasPrice > Wei(10_000_000_000_000) {
            return "HIGH FEE: more than 10000 gwei are offered for a unit of gas"
        }
        guard transaction.data.isEmpty, !transaction.value.amount.isZero,
            let fourfold = fee.amount.multiplied(by: 4), fourfold > transaction.value.amount
        else { return nil }
        return "HIGH FEE: up to \(text) may be paid as a fee, which is more than a quarter of what is sent"
    }

    private var delegationWarnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        for (authorization, authority) in authorizations {
            guard let authority else {
                warn("authorization-invalid", "the signature of an authorization is bad, so that chains skip it")
                continue
            }
            if !authorization.isRevocation { warnings.append(.delegation(authorization, of: authority)) }
            if authorization.isForEveryChain { warnings.append(.everyChain) }
            if !authorization.isForEveryChain, authorization.chainID != transaction.chainID.map({ UInt256($0.value) }) {
                warn("authorization-chain", "an authorization is for another chain, so that this one skips it")
            }
            // EIP-7702, "Behavior": the sender's nonce has grown before the authorizations are looked at.
            if authority == signer, authorization.nonce != transaction.nonce &+ 1 {
                warn(
                    "authorization-nonce",
                    "the signer's own authorization has nonce \(authorization.nonce), and only \(transaction.nonce &+ 1) "
                        + "counts in a transaction of nonce \(transaction.nonce)")
            }
        }
        return warnings
    }
}

extension TransactionKind {
    /// Whether it is so old that chains without it are not expected.
    var isOnEveryChain: Bool { self == .legacy || self == .eip2930 || self == .eip1559 }
}

extension Summary.Warning {
    static func notEstablished(_ kind: TransactionKind, on id: ChainID) -> Summary.Warning {
        Summary.Warning(
            code: "type-not-established",
            text: "it is not established here that \(id.words) takes \(kind.title): ask whoever runs a node there")
    }

    static func delegation(_ authorization: Authorization, of account: Address?) -> Summary.Warning {
        Summary.Warning(
            code: "delegation",
            text: "HANDS OVER THE ACCOUNT \(account?.text ?? "of the key"): the code of \(authorization.address.text) "
                + "can then do everything with it that its key can, until that is taken back")
    }

    static let everyChain = Summary.Warning(
        code: "every-chain", text: "VALID ON EVERY CHAIN: anyone can use the authorization on all of them (chain id 0)")

    /// What all calls, outer and inner, warn of; each kind once.
    package static func about(_ calls: [Call]) -> [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if calls.contains(where: \.isUnlimitedApproval) {
            warn("unlimited-approval", "UNLIMITED approval: another account may then take all of these tokens")
        }
        if calls.contains(where: { $0.inner.contains(where: \.isDelegate) }) { warnings.append(.delegateCall) }
        if calls.contains(where: { $0.function != nil && $0.arguments == nil }) {
            warn(
                "arguments-differ",
                "the data do not have the form that the function's name asks for: contracts may take them all the same, "
                    + "and WHAT THEY DO IS NOT SHOWN")
        }
        if calls.contains(where: \.hasBytesLeftOver) {
            warn("bytes-left-over", "bytes stand behind the arguments, which contracts overlook as a rule")
        }
        if calls.contains(where: \.hidesCalls) {
            warn(
                "calls-not-read",
                "the data hold calls that cannot be read here, and contracts may make them all the same")
        }
        for collision in Set(calls.flatMap(\.collisions)).sorted() {
            warn("selector-collision", "\(collision) has the same selector, so that the call may be for that function")
        }
        if calls.contains(where: SummaryLines.leavesOut) {
            warn("not-all-shown", "the call has more values or calls inside than are shown here")
        }
        return warnings
    }

    static let delegateCall = Summary.Warning(
        code: "delegate-call",
        text: "DELEGATECALL: the code of another contract runs as the calling account and can take everything it has")
}
