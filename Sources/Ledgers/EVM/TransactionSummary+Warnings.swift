import Transactions

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
        if chain == nil {
            warn("chain-not-known", "the chain is not known by name; make sure of its number")
        }
        if !(chain?.isKnownToTake(transaction.kind) ?? transaction.kind.isOnEveryChain) {
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
        // EIP-3860, MAX_INITCODE_SIZE.
        if transaction.to == nil, transaction.data.count > 49_152 {
            warn("code-too-long", "chains with EIP-3860 create no contract from more than 49152 bytes")
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
        if hasDataAsBytes, ABIValue.bytes(transaction.data).isCut { warnings.append(.notAllShown) }
        guard let call else { return warnings }
        let calls = call.all
        warnings += Summary.Warning.about(calls).filter { !warnings.contains($0) }
        if !abi.isEmpty, !calls.contains(where: { $0.file != nil }) {
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
        // EIP-7825; other chains have limits of their own.
        if transaction.gasLimit > 1 << 24, ["ethereum", "sepolia"].contains(chain?.name) {
            warn("gas-too-high", "Ethereum takes no transaction whose gas limit is above \(1 << 24)")
        }
        let accounts = transaction.form.accessList.map(\.address)
        if Set(accounts).count < accounts.count {
            warn("access-list-twice", "an account stands twice in the access list, and its gas is paid twice")
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
        let text = texts.feeInCoin
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
}
