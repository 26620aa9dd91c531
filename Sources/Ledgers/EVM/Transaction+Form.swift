/// What pays for blobs, and which ones. EIP-4844.
package struct BlobFields: Hashable, Sendable {
    package let maxFeePerBlobGas: Wei
    /// 32 bytes each, the first of them the version; at least one.
    package let versionedHashes: [[UInt8]]

    /// GAS_PER_BLOB of EIP-4844, "Parameters".
    package static let gasPerBlob: UInt64 = 1 << 17
    /// VERSIONED_HASH_VERSION_KZG of EIP-4844, "Parameters".
    package static let version: UInt8 = 1
    /// No block of Ethereum takes a transaction with more. EIP-7594, "Execution layer validations".
    package static let mostOnEthereum = 6

    package init(maxFeePerBlobGas: Wei, versionedHashes: [[UInt8]]) {
        self.maxFeePerBlobGas = maxFeePerBlobGas
        self.versionedHashes = versionedHashes
    }

    /// What the blobs cost at most; `nil` where that is 2²⁵⁶ or more.
    var highestFee: UInt256? {
        maxFeePerBlobGas.amount.multiplied(by: Self.gasPerBlob)?.multiplied(by: UInt64(versionedHashes.count))
    }
}

extension Transaction.Form {
    package var kind: TransactionKind {
        switch self {
        case .legacy: .legacy
        case .eip2930: .eip2930
        case .eip1559: .eip1559
        case .eip4844: .eip4844
        case .eip7702: .eip7702
        }
    }

    /// What one unit of gas costs at most.
    package var highestGasPrice: Wei {
        switch self {
        case .legacy(let gasPrice), .eip2930(let gasPrice, _): gasPrice
        case .eip1559(_, let maximum, _), .eip4844(_, let maximum, _, _), .eip7702(_, let maximum, _, _): maximum
        }
    }

    /// What is offered above the price of the block; `nil` for a gas price.
    package var maxPriorityFee: Wei? {
        switch self {
        case .legacy, .eip2930: nil
        case .eip1559(let priority, _, _), .eip4844(let priority, _, _, _), .eip7702(let priority, _, _, _): priority
        }
    }

    package var accessList: [Transaction.AccessListEntry] {
        switch self {
        case .legacy: []
        case .eip2930(_, let list), .eip1559(_, _, let list), .eip4844(_, _, let list, _),
            .eip7702(_, _, let list, _):
            list
        }
    }

    package var blobs: BlobFields? {
        if case .eip4844(_, _, _, let blobs) = self { blobs } else { nil }
    }

    package var authorizations: [SignedAuthorization] {
        if case .eip7702(_, _, _, let authorizations) = self { authorizations } else { [] }
    }

    /// What an EIP-1559 transaction must not have; a signed one that has it still has a sender.
    var priorityFault: EVMError? {
        guard let priority = maxPriorityFee, priority > highestGasPrice else { return nil }
        return .priorityFeeAboveMaximum(
            priority: priority.amount.decimal, maximum: highestGasPrice.amount.decimal)
    }
}
