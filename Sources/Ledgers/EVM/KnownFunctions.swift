/// Functions that many contracts have, with the names that their standards give the arguments.
enum KnownFunctions {
    private static let table: [ABIFunction] = [
        // ERC-20, with what OpenZeppelin's contracts add
        function("transfer", "address receiver", "uint256 amount"),
        function("transferFrom", "address owner", "address receiver", "uint256 amount"),
        function("approve", "address spender", "uint256 amount"),
        function("increaseAllowance", "address spender", "uint256 added"),
        function("decreaseAllowance", "address spender", "uint256 subtracted"),
        function("mint", "address receiver", "uint256 amount"),
        function("burn", "uint256 amount"),
        // ERC-2612
        function(
            "permit", "address owner", "address spender", "uint256 amount", "uint256 deadline", "uint8 v", "bytes32 r",
            "bytes32 s"),
        // ERC-721, ERC-1155
        function("safeTransferFrom", "address owner", "address receiver", "uint256 token"),
        function("safeTransferFrom", "address owner", "address receiver", "uint256 token", "bytes data"),
        function(
            "safeTransferFrom", "address owner", "address receiver", "uint256 token", "uint256 amount", "bytes data"),
        function(
            "safeBatchTransferFrom", "address owner", "address receiver", "uint256[] tokens", "uint256[] amounts",
            "bytes data"),
        function("setApprovalForAll", "address operator", "bool approved"),
        // Wrapped coins
        function("deposit"),
        function("withdraw", "uint256 amount"),
        // Ownership (ERC-173), upgrades (ERC-1822, ERC-1967) and roles
        function("transferOwnership", "address new owner"),
        function("renounceOwnership"),
        function("upgradeTo", "address new code"),
        function("upgradeToAndCall", "address new code", "bytes data"),
        function("grantRole", "bytes32 role", "address account"),
        // Calls inside of calls: Safe, its MultiSend, and contracts that take several calls at once
        function(
            "execTransaction", "address to", "uint256 value", "bytes data", "uint8 operation", "uint256 safeTxGas",
            "uint256 baseGas", "uint256 gasPrice", "address gasToken", "address refund to", "bytes signatures"),
        function(
            "execTransactionFromModule", "address to", "uint256 value", "bytes data", "uint8 operation"),
        function("multiSend", "bytes calls"),
        function("multicall", "bytes[] calls"),
        function("multicall", "uint256 deadline", "bytes[] calls"),
        function("execute", "address to", "uint256 value", "bytes data"),
    ]

    /// By selector, computed when the first call is looked at.
    static let bySelector = Dictionary(uniqueKeysWithValues: table.map { ($0.selector, $0) })

    /// - Parameter inputs: A type, a blank and a name each.
    private static func function(_ name: String, _ inputs: String...) -> ABIFunction {
        ABIFunction(
            name: name,
            inputs: inputs.map { input in
                let parts = input.split(separator: " ", maxSplits: 1)
                guard parts.count == 2, let (name, lengths) = ArraySuffix.split(String(parts[0])),
                    let type = ABIType(builtIn: name)
                else { preconditionFailure("the table has types and names only") }
                return ABIParameter(name: String(parts[1]), type: lengths.isEmpty ? type : .list(type))
            })
    }
}
