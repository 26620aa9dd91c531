import Encodings
import Transactions

/// What typed data of a known form ask for.
struct TypedDataMeaning {
    /// A sentence without its beginning: `let 0x… take …`.
    var words: [String] = []
    var warnings: [Summary.Warning] = []
    /// What the person compares to confirm.
    var confirmation: Summary.Confirmation?
    /// A Safe's transaction, whose data are looked at like those of a transaction.
    var inner: InnerCall?

    /// The values that are amounts without a limit, by path.
    var unlimited: Set<String> = []

    /// - Parameter signer: The account that will sign; `nil` where it is not known.
    init(_ data: TypedData, signer: Address?, abi: ABI) {
        switch data.encodedType {
        case Self.permit: readPermit(data, signer)
        case Self.daiPermit: readDaiPermit(data, signer)
        case Self.safeTransaction: readSafe(data, abi)
        default: readPermit2(data)
        }
        if !unlimited.isEmpty {
            warnings.append(
                Summary.Warning(
                    code: "unlimited-approval",
                    text:
                        "UNLIMITED approval: whoever has this signature may let another account take all of these tokens"
                ))
        }
    }

    // MARK: ERC-2612, and DAI's own form

    private static let permit =
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    private static let daiPermit =
        "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)"

    private mutating func readPermit(_ data: TypedData, _ signer: Address?) {
        let values = data.message.map(\.value)
        let isUnlimited = values[2].isUnlimitedAmount
        if isUnlimited { unlimited.insert("value") }
        let amount = isUnlimited ? "UNLIMITED amounts" : "\(values[2].words) units"
        words.append(
            "let \(values[1].words) take \(amount) of \(token(data.contract)) from \(values[0].words), "
                + until(values[4]))
        confirm(values[1].address)
        warn(owner: values[0].address, signer)
    }

    private mutating func readDaiPermit(_ data: TypedData, _ signer: Address?) {
        let values = data.message.map(\.value)
        let isAllowed = values[4].flag ?? false
        if isAllowed { unlimited.insert("allowed") }
        words.append(
            isAllowed
                ? "let \(values[1].words) take UNLIMITED amounts of \(token(data.contract)) from \(values[0].words), "
                    // Zero means no end in this form.
                    + (values[3].number?.isZero ?? false ? "with no end" : until(values[3]))
                : "take back what \(values[1].words) may take of \(token(data.contract)) from \(values[0].words)")
        confirm(values[1].address)
        warn(owner: values[0].address, signer)
    }

    // MARK: Permit2

    /// Permit2's messages, told by their names and members: with a witness they have a type of the application's besides.
    /// Uniswap, `permit2/src/libraries/PermitHash.sol`.
    private mutating func readPermit2(_ data: TypedData) {
        let allowances = ["PermitSingle": "details", "PermitBatch": "details"]
        let transfers = [
            "PermitTransferFrom": "permitted", "PermitBatchTransferFrom": "permitted",
            "PermitWitnessTransferFrom": "permitted", "PermitBatchWitnessTransferFrom": "permitted",
        ]
        guard let name = allowances[data.primaryType] ?? transfers[data.primaryType],
            let value = data.message.first(where: { $0.name == name })?.value,
            let spender = data.message.first(where: { $0.name == "spender" })?.value.address
        else { return }
        let isTransfer = transfers[data.primaryType] != nil
        let end = data.message.first { $0.name == (isTransfer ? "deadline" : "sigDeadline") }?.value
        let items = value.list.map { $0.enumerated().map { ("\(name)[\($0)]", $1) } } ?? [(name, value)]
        for (path, item) in items {
            guard let fields = item.tuple else { continue }
            func field(_ name: String) -> ABIValue? { fields.first { $0.name == name }?.value }
            guard let token = field("token")?.address, let amount = field("amount") else { continue }
            let isUnlimited = amount.isUnlimitedAmount
            if isUnlimited { unlimited.insert("\(path).amount") }
            let units = isUnlimited ? "UNLIMITED amounts" : "\(amount.words) units"
            let last = isTransfer ? end : field("expiration")
            words.append(
                "let \(spender.text) take \(units) of the token \(token.text) from the signer"
                    + (isTransfer ? " ONCE, " : ", ") + (last.map(until) ?? "with no end"))
        }
        confirm(spender)
    }

    // MARK: Safe

    /// Safe, `contracts/Safe.sol`, SAFE_TX_TYPEHASH.
    private static let safeTransaction =
        "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,"
        + "address gasToken,address refundReceiver,uint256 nonce)"

    private mutating func readSafe(_ data: TypedData, _ abi: ABI) {
        let values = data.message.map(\.value)
        let isDelegate = values[3] != .unsigned(.zero)
        let call = InnerCall(
            to: values[0].address, value: values[1].number ?? .zero, isDelegate: isDelegate,
            data: values[2].bytes ?? [],
            abi: abi, depth: 1)
        inner = call
        let safe = data.contract?.text ?? "the Safe"
        words.append(
            isDelegate
                ? "run the code of \(values[0].words) AS THE SAFE \(safe)"
                : "have the Safe \(safe) call \(values[0].words)")
        confirmation = call.beneficiary.map { .lastLetters(of: $0.account.text, which: $0.words) }
        if isDelegate { warnings.append(.delegateCall) }
        let calls = call.call?.all(to: call.to).map(\.call) ?? []
        warnings += Summary.Warning.about(calls).filter { !warnings.contains($0) }
        if values[6] != .unsigned(.zero) {
            warnings.append(
                Summary.Warning(
                    code: "safe-refund", text: "the Safe pays whoever sends this transaction back (gasPrice is not 0)"))
        }
    }

    // MARK: Words

    private func token(_ contract: Address?) -> String { "the token " + (contract?.text ?? "that takes it") }

    private func until(_ value: ABIValue) -> String {
        SummaryLines.date(value).map { "until \($0)" } ?? "with no end"
    }

    private mutating func confirm(_ spender: Address?) {
        confirmation = spender.map { .lastLetters(of: $0.text, which: "the spender") }
    }

    private mutating func warn(owner: Address?, _ signer: Address?) {
        guard let owner, let signer, owner != signer else { return }
        warnings.append(
            Summary.Warning(
                code: "other-owner",
                text: "the owner \(owner.text) is not the account that signs, so that no token takes it"))
    }
}
