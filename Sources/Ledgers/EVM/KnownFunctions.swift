/// Functions that many contracts have, with the names that their standards give the arguments.
enum KnownFunctions {
    /// What a person calls whoever gets tokens.
    static let receiver = "the receiver of the tokens"

    /// A call as accounts take several at once.
    static let call = ABIType.tuple([
        ABIParameter(name: "to", type: .address), ABIParameter(name: "value", type: .unsigned(bits: 256)),
        ABIParameter(name: "data", type: .bytes),
    ])

    /// By selector, computed when the first call is looked at.
    static let bySelector = Dictionary(
        uniqueKeysWithValues: (tokens + pieces + control + safe + calls + boards).map { ($0.function.selector, $0) })

    // ERC-20 with what OpenZeppelin's contracts add, ERC-677, ERC-777, ERC-1363, ERC-2612, ERC-3009, DAI, wrapped coins
    // and Uniswap's Permit2.
    private static let tokens: [KnownFunction] = [
        .init(
            "transfer(address receiver,uint256 amount)", "send {units 1} of the token {contract} to {0}",
            gain: (0, receiver)),
        .init(
            "transferFrom(address owner,address receiver,uint256 amount)",
            "move {units 2} of the token {contract}, or its piece of that number, from {0} to {1}",
            gain: (1, receiver)),
        .init(
            "approve(address spender,uint256 amount)",
            "let {0} take {units 1} of the token {contract}, or its piece of that number, from {caller}",
            gain: (0, "the spender"), .allowance(amount: 1)),
        .init(
            "increaseAllowance(address spender,uint256 added)",
            "let {0} take {units 1} more of the token {contract} from {caller}", gain: (0, "the spender"),
            .allowance(amount: 1)),
        .init(
            "increaseApproval(address spender,uint256 added)",
            "let {0} take {units 1} more of the token {contract} from {caller}", gain: (0, "the spender"),
            .allowance(amount: 1)),
        .init(
            "decreaseAllowance(address spender,uint256 subtracted)",
            "let {0} take {units 1} less of the token {contract} from {caller}"),
        .init(
            "approveAndCall(address spender,uint256 amount,bytes data)",
            "let {0} take {units 1} of the token {contract} from {caller}, and have it called at once",
            gain: (0, "the spender"), .allowance(amount: 1)),
        .init(
            "transferAndCall(address receiver,uint256 amount,bytes data)",
            "send {units 1} of the token {contract} to {0}, which is called with it",
            gain: (0, receiver)),
        .init(
            "transferFromAndCall(address owner,address receiver,uint256 amount,bytes data)",
            "move {units 2} of the token {contract} from {0} to {1}, which is called with it",
            gain: (1, receiver)),
        .init("mint(address receiver,uint256 amount)", "make {units 1} of the token {contract} for {0}"),
        .init("burn(uint256 amount)", "destroy {units 0} of the token {contract} of {caller}"),
        .init("burnFrom(address owner,uint256 amount)", "destroy {units 1} of the token {contract} of {0}"),
        .init(
            "permit(address owner,address spender,uint256 amount,uint256 deadline,uint8 v,bytes32 r,bytes32 s)",
            "let {1} take {units 2} of the token {contract} from {0}", gain: (1, "the spender"),
            .allowance(amount: 2)),
        .init(
            "permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed,uint8 v,bytes32 r,bytes32 s)",
            "say whether {1} may take ALL of the token {contract} from {0}: {4}", gain: (1, "the spender"),
            .operation(flag: 4)),
        .init(
            "transferWithAuthorization(address from,address to,uint256 amount,uint256 validAfter,uint256 validBefore,"
                + "bytes32 nonce,uint8 v,bytes32 r,bytes32 s)",
            "move {units 2} of the token {contract} from {0} to {1}", gain: (1, receiver)),
        .init(
            "receiveWithAuthorization(address from,address to,uint256 amount,uint256 validAfter,uint256 validBefore,"
                + "bytes32 nonce,uint8 v,bytes32 r,bytes32 s)",
            "move {units 2} of the token {contract} from {0} to {1}", gain: (1, receiver)),
        .init(
            "send(address receiver,uint256 amount,bytes data)", "send {units 1} of the token {contract} to {0}",
            gain: (0, receiver)),
        .init(
            "operatorSend(address owner,address receiver,uint256 amount,bytes data,bytes operatorData)",
            "move {units 2} of the token {contract} from {0} to {1}", gain: (1, receiver)),
        .init(
            "authorizeOperator(address operator)", "let {0} take ALL of the token {contract} from {caller}",
            gain: (0, "the operator"), .operation(flag: nil)),
        .init("revokeOperator(address operator)", "take back what {0} may take of {contract}"),
        .init(
            "approve(address token,address spender,uint160 amount,uint48 expiration)",
            "let {1} take {units 2} of the token {0} from {caller} through {contract}, until {until 3}",
            gain: (1, "the spender"), .allowance(amount: 2)),
        .init(
            "transferFrom(address owner,address receiver,uint160 amount,address token)",
            "move {units 2} of the token {3} from {0} to {1}", gain: (1, receiver)),
        .init("deposit()", "put the coins that are sent into {contract}"),
        .init("withdraw(uint256 amount)", "take {units 0} out of {contract}"),
    ]

    // ERC-721, ERC-1155
    private static let pieces: [KnownFunction] = [
        .init(
            "safeTransferFrom(address owner,address receiver,uint256 token)",
            "move the piece {2} of {contract} from {0} to {1}", gain: (1, receiver)),
        .init(
            "safeTransferFrom(address owner,address receiver,uint256 token,bytes data)",
            "move the piece {2} of {contract} from {0} to {1}", gain: (1, receiver)),
        .init(
            "safeTransferFrom(address owner,address receiver,uint256 token,uint256 amount,bytes data)",
            "move {units 3} of the piece {2} of {contract} from {0} to {1}",
            gain: (1, receiver)),
        .init(
            "safeBatchTransferFrom(address owner,address receiver,uint256[] tokens,uint256[] amounts,bytes data)",
            "move the pieces listed here of {contract} from {0} to {1}", gain: (1, receiver)),
        .init(
            "setApprovalForAll(address operator,bool approved)",
            "let {0} take ALL pieces of {contract} from {caller}", gain: (0, "the operator"), .operation(flag: 1)),
    ]

    // Ownership (ERC-173, OpenZeppelin), upgrades (ERC-1822, ERC-1967, OpenZeppelin) and roles (OpenZeppelin,
    // AccessControl).
    private static let control: [KnownFunction] = [
        .init(
            "transferOwnership(address new owner)", "make {0} the OWNER of {contract}", gain: (0, "the new owner"),
            .control),
        .init("acceptOwnership()", "make {caller} the owner of {contract}"),
        .init("renounceOwnership()", "leave {contract} WITHOUT AN OWNER for good", .control),
        .init(
            "upgradeTo(address new code)", "REPLACE THE CODE of {contract} by that of {0}", gain: (0, "the new code"),
            .control),
        .init(
            "upgradeToAndCall(address new code,bytes data)", "REPLACE THE CODE of {contract} by that of {0}",
            gain: (0, "the new code"), .control),
        .init(
            "upgrade(address proxy,address new code)", "REPLACE THE CODE of {0} by that of {1}",
            gain: (1, "the new code"), .control),
        .init(
            "upgradeAndCall(address proxy,address new code,bytes data)", "REPLACE THE CODE of {0} by that of {1}",
            gain: (1, "the new code"), .control),
        .init(
            "changeAdmin(address new administrator)",
            "make {0} the ADMINISTRATOR of {contract}, who can replace its code", gain: (0, "the new administrator"),
            .control),
        .init(
            "changeProxyAdmin(address proxy,address new administrator)",
            "make {1} the ADMINISTRATOR of {0}, who can replace its code", gain: (1, "the new administrator"),
            .control),
        .init(
            "grantRole(bytes32 role,address account)", "give {1} the role {role 0} of {contract}",
            gain: (1, "who gets the role"), .control),
        .init(
            "revokeRole(bytes32 role,address account)", "take the role {role 0} of {contract} from {1}", .control),
        .init(
            "renounceRole(bytes32 role,address account)", "give up the role {role 0} of {contract} that {1} has",
            .control),
    ]

    // Safe, `contracts/base` and `contracts/Safe.sol`: who may act for the account.
    private static let safe: [KnownFunction] = [
        .init(
            "enableModule(address module)",
            "let the module {0} do EVERYTHING as the Safe {contract}, without its owners", gain: (0, "the module"),
            .control),
        .init(
            "disableModule(address previous,address module)", "take the module {1} from the Safe {contract}",
            .control),
        .init(
            "addOwnerWithThreshold(address new owner,uint256 threshold)",
            "make {0} an OWNER of the Safe {contract}, for which {1} owners must sign then",
            gain: (0, "the new owner"), .control),
        .init(
            "removeOwner(address previous,address owner,uint256 threshold)",
            "remove the owner {1} of the Safe {contract}, for which {2} owners must sign then", .control),
        .init(
            "swapOwner(address previous,address old owner,address new owner)",
            "make {2} an OWNER of the Safe {contract} in the place of {1}", gain: (2, "the new owner"), .control),
        .init(
            "changeThreshold(uint256 threshold)", "let the signatures of {0} owners suffice for the Safe {contract}",
            .control),
        .init(
            "setGuard(address guard)", "let {0} decide which transactions of the Safe {contract} pass",
            gain: (0, "the guard"), .control),
        .init(
            "setModuleGuard(address guard)", "let {0} decide which modules' transactions of the Safe {contract} pass",
            gain: (0, "the guard"), .control),
        .init(
            "setFallbackHandler(address handler)",
            "let {0} answer as the Safe {contract} where it has no function, also whether a signature is its own",
            gain: (0, "the handler"), .control),
        .init(
            "changeMasterCopy(address new code)", "REPLACE THE CODE of the Safe {contract} by that of {0}",
            gain: (0, "the new code"), .control),
        .init(
            "setup(address[] owners,uint256 threshold,address to,bytes data,address fallback handler,"
                + "address payment token,uint256 payment,address payment to)",
            "set up the Safe {contract} with the owners listed here, of whom {1} must sign", .control),
        .init(
            "approveHash(bytes32 hash)",
            "approve, as an owner of the Safe {contract}, the transaction that {0} is the hash of", .hash),
        .init("signMessage(bytes data)", "let a message count as signed by {caller}", .hash),
    ]

    // Calls inside of calls: Safe, its MultiSend, accounts and timelocks, and contracts that take several calls at once.
    private static let calls: [KnownFunction] = [
        .init(
            "execTransaction(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,"
                + "uint256 gasPrice,address gasToken,address refund to,bytes signatures)"),
        .init("execTransactionFromModule(address to,uint256 value,bytes data,uint8 operation)"),
        .init("execTransactionFromModuleReturnData(address to,uint256 value,bytes data,uint8 operation)"),
        .init("multiSend(bytes calls)"),
        .init("multicall(bytes[] calls)"),
        .init("multicall(uint256 deadline,bytes[] calls)"),
        .init("multicall(bytes32 previous block,bytes[] calls)"),
        .init("execute(address to,uint256 value,bytes data)"),
        .init("executeBatch(address[] to,bytes[] data)"),
        .init("executeBatch(address[] to,uint256[] values,bytes[] data)"),
        .init(
            ABIFunction(name: "executeBatch", inputs: [ABIParameter(name: "calls", type: .list(call))])),
        .init("execute(bytes32 mode,bytes calls)"),
        .init(
            "schedule(address to,uint256 value,bytes data,bytes32 predecessor,bytes32 salt,uint256 delay)",
            "have the timelock {contract} call {0}, {5} seconds from then"),
        .init(
            "execute(address to,uint256 value,bytes data,bytes32 predecessor,bytes32 salt)",
            "have the timelock {contract} call {0}"),
    ]
    // Boards of dealings to own keys (holdfast-board(7)).
    private static let boards: [KnownFunction] = [
        .init("publishDealing(bytes dealing)", "publish a dealing to own keys on the board {contract}"),
        .init(
            "publishProof(bytes32 dealing,bytes32 proof)",
            "publish the hash of a dealing's proof on the board {contract}"),
        .init(
            "publishAcknowledgement(bytes32 dealing,bytes acknowledgement)",
            "publish a holder's acknowledgement on the board {contract}"),
        .init(
            "publishSubmission(bytes32 request,bytes submission)",
            "publish an answer to a request on the board {contract}"),
    ]
}
