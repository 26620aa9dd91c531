import Encodings
import Transactions

/// What typed data of a known form ask for.
struct TypedDataMeaning {
    /// A sentence without its beginning: `let 0x… take …`.
    var words: [String] = []
    var warnings: [Summary.Warning] = []
    /// What the person compares to confirm.
    var confirmation: Summary.Confirmation?
    /// A call that the signature makes somebody make, whose data are looked at like those of a transaction.
    var inner: InnerCall?
    /// Whose things that call moves.
    var caller = "the signer"
    /// Whether it is a transaction of a Safe.
    var isSafe = false
    /// The values that are amounts without a limit, by path.
    var unlimited: Set<String> = []

    let data: TypedData
    let signer: Address?
    let abi: ABI

    /// - Parameter signer: The account that will sign; `nil` where it is not known.
    init(_ data: TypedData, signer: Address?, abi: ABI) {
        (self.data, self.signer, self.abi) = (data, signer, abi)
        if let read = Self.forms[data.encodedType] {
            read(&self)
        } else {
            readPermit2()
            readOrders()
        }
        if !unlimited.isEmpty {
            warn(
                "unlimited-approval",
                "UNLIMITED approval: whoever has this signature may let another account take all of these tokens")
        }
        if words.isEmpty, looksLikePermit {
            warn(
                "permit-not-known",
                "this seems to let another account take something, in a form that is not known here: read every field")
        }
    }

    /// What is told by the whole of its type, members and their order.
    private static let forms: [String: @Sendable (inout TypedDataMeaning) -> Void] = [
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)": { $0.readPermit() },
        "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)": { $0.readDaiPermit() },
        "Permit(address spender,uint256 tokenId,uint256 nonce,uint256 deadline)": { $0.readPiecePermit() },
        "TransferWithAuthorization\(authorization)": { $0.readTransfer() },
        "ReceiveWithAuthorization\(authorization)": { $0.readTransfer() },
        "CancelAuthorization(address authorizer,bytes32 nonce)": { $0.readCancellation() },
        "Delegation(address delegatee,uint256 nonce,uint256 expiry)": { $0.readVotes() },
        safeTransaction("baseGas"): { $0.readSafe() }, safeTransaction("dataGas"): { $0.readSafe() },
        "SafeMessage(bytes message)": { $0.readSafeMessage() },
        "MetaTransaction(uint256 nonce,address from,bytes functionSignature)": { $0.readMetaTransaction() },
        "ForwardRequest(\(request),bytes data)": { $0.readRequest() },
        "ForwardRequest(\(request),uint48 deadline,bytes data)": { $0.readRequest() },
        userOperation: { $0.readUserOperation() },
    ]

    // ERC-3009.
    private static let authorization =
        "(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    // OpenZeppelin, `ERC2771Forwarder`, and `MinimalForwarder` before it.
    private static let request = "address from,address to,uint256 value,uint256 gas,uint256 nonce"
    // ERC-4337, `EntryPoint` from version 0.8.
    private static let userOperation =
        "PackedUserOperation(address sender,uint256 nonce,bytes initCode,bytes callData,bytes32 accountGasLimits,"
        + "uint256 preVerificationGas,bytes32 gasFees,bytes paymasterAndData)"

    /// Safe, `contracts/Safe.sol`, SAFE_TX_TYPEHASH; before version 1.0.0 with `dataGas`.
    private static func safeTransaction(_ baseGas: String) -> String {
        "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 \(baseGas),"
            + "uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)"
    }

    /// A name or a member by which permits are known.
    private var looksLikePermit: Bool {
        data.primaryType.lowercased().contains("permit")
            || data.message.contains { ["spender", "operator"].contains($0.name) && $0.value.address != nil }
    }

    // MARK: What the forms share

    func value(_ name: String) -> ABIValue? { data.message.first { $0.name == name }?.value }

    func text(_ name: String) -> String { value(name)?.words ?? "nothing" }

    /// What coins are counted in on the chain of the domain.
    var coin: Coin {
        data.chainID?.asUInt64.flatMap(ChainID.init).flatMap(Chain.init)?.coin ?? Chain.unnamedCoin
    }

    /// The contract of the domain as a token.
    var token: String { "the token " + (data.contract?.text ?? "that takes it") }

    func until(_ value: ABIValue?) -> String {
        value.flatMap(SummaryLines.date).map { "until \($0)" } ?? "with no end"
    }

    mutating func warn(_ code: String, _ text: String) {
        warnings.append(Summary.Warning(code: code, text: text))
    }

    mutating func confirm(_ account: Address?, _ words: String) {
        confirmation = account.map { .lastLetters(of: $0.text, which: words) }
    }

    mutating func warn(owner: Address?) {
        guard let owner, let signer, owner != signer else { return }
        warn("other-owner", "the owner \(owner.text) is not the account that signs, so that no contract takes it")
    }

    /// An amount in words, noted where it has no limit.
    mutating func units(_ amount: ABIValue?, at path: String) -> String {
        guard let amount, amount.isUnlimitedAmount else { return "\(amount?.words ?? "no") units" }
        unlimited.insert(path)
        return "UNLIMITED amounts"
    }
}
