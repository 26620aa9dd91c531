import Digests
import Transactions

/// A transaction of an EVM chain before it is signed; its numbers are in the protocol's ranges.
///
/// Made by `init(parsing:)` from what a person brings. What comes next: `summary(signer:under:)`,
/// `refusals(signer:under:)`, `signed(by:under:)`.
package struct Transaction: Hashable, Sendable {
    /// What differs by kind: how gas is paid for, and the access list.
    package enum Form: Hashable, Sendable {
        case legacy(gasPrice: Wei)
        case eip2930(gasPrice: Wei, accessList: [AccessListEntry])
        case eip1559(maxPriorityFee: Wei, maxFee: Wei, accessList: [AccessListEntry])
    }

    /// An account, and the places of its storage that the transaction will touch. EIP-2930.
    package struct AccessListEntry: Hashable, Sendable {
        package let address: Address
        /// 32 bytes each.
        package let storageKeys: [[UInt8]]
    }

    /// `nil`: none, so that a legacy transaction can be repeated on every chain, and a typed one is taken by none.
    package let chainID: ChainID?
    /// How many transactions the account has sent before: 0 … 2⁶⁴ − 2 (EIP-2681).
    package let nonce: UInt64
    package let form: Form
    package let gasLimit: UInt64
    /// The receiver; `nil` creates a contract.
    package let to: Address?
    package let value: Wei
    /// The call data, or the code that creates a contract.
    package let data: [UInt8]
    /// The account that the input says signs. It is not part of what is signed.
    package let statedSender: Address?

    /// - Throws: `EVMError.numberTooLarge` for the nonce, `.feeTooLarge`.
    package init(
        chainID: ChainID?, nonce: UInt64, form: Form, gasLimit: UInt64, to: Address?, value: Wei, data: [UInt8],
        statedSender: Address? = nil
    ) throws(EVMError) {
        guard nonce < .max else { throw .numberTooLarge(.member("nonce"), largest: String(UInt64.max - 1)) }
        guard let fee = form.highestGasPrice.amount.multiplied(by: gasLimit) else { throw .feeTooLarge }
        self.chainID = chainID
        self.nonce = nonce
        self.form = form
        self.gasLimit = gasLimit
        self.to = to
        self.value = value
        self.data = data
        self.statedSender = statedSender
        self.highestFee = Wei(fee)
    }

    /// The most that the transaction can cost beside its value: the gas limit times the highest price of gas.
    package let highestFee: Wei

    package var kind: TransactionKind { form.kind }

    /// The chain, where it is known by name.
    package var chain: Chain? { chainID.flatMap(Chain.init) }

    /// The same transaction without what is not signed.
    var withoutStatedSender: Transaction {
        do {
            return try Transaction(
                chainID: chainID, nonce: nonce, form: form, gasLimit: gasLimit, to: to, value: value, data: data)
        } catch {
            preconditionFailure("the numbers were in range before: \(error)")
        }
    }
}

extension Transaction.Form {
    package var kind: TransactionKind {
        switch self {
        case .legacy: .legacy
        case .eip2930: .eip2930
        case .eip1559: .eip1559
        }
    }

    /// What one unit of gas costs at most.
    package var highestGasPrice: Wei {
        switch self {
        case .legacy(let gasPrice), .eip2930(let gasPrice, _): gasPrice
        case .eip1559(_, let maximum, _): maximum
        }
    }

    /// What an EIP-1559 transaction must not have; a signed one that has it still has a sender.
    var priorityFault: EVMError? {
        guard case .eip1559(let priority, let maximum, _) = self, priority > maximum else { return nil }
        return .priorityFeeAboveMaximum(priority: priority.amount.decimal, maximum: maximum.amount.decimal)
    }

    package var accessList: [Transaction.AccessListEntry] {
        switch self {
        case .legacy: []
        case .eip2930(_, let list), .eip1559(_, _, let list): list
        }
    }
}

extension Transaction {
    /// The fields in the order of the specification, up to where the signature follows.
    var fields: [RLP.Item] {
        let rest: [RLP.Item] = [
            .number(gasLimit), .bytes(to?.bytes ?? []), .number(value.amount), .bytes(data),
        ]
        let chain = RLP.Item.number(chainID?.value ?? 0)
        return switch form {
        case .legacy(let gasPrice): [.number(nonce), .number(gasPrice.amount)] + rest
        case .eip2930(let gasPrice, let list):
            [chain, .number(nonce), .number(gasPrice.amount)] + rest + [Transaction.item(list)]
        case .eip1559(let priority, let maximum, let list):
            [chain, .number(nonce), .number(priority.amount), .number(maximum.amount)] + rest
                + [Transaction.item(list)]
        }
    }

    private static func item(_ list: [AccessListEntry]) -> RLP.Item {
        .list(
            list.map { entry in
                .list([.bytes(entry.address.bytes), .list(entry.storageKeys.map { .bytes($0) })])
            })
    }

    /// The type byte of EIP-2718, which legacy transactions do not have.
    var typePrefix: [UInt8] { kind == .legacy ? [] : [kind.rawValue] }

    /// The bytes that the signature covers.
    ///
    /// Legacy: RLP of six fields, or with a chain id of nine: chain id, 0, 0 at the end (EIP-155). Typed: the type and
    /// RLP of the fields (EIP-2930, EIP-1559, "Parameters").
    package var signingPayload: [UInt8] {
        var fields = fields
        if kind == .legacy, let chainID { fields += [.number(chainID.value), .bytes([]), .bytes([])] }
        return typePrefix + RLP.encode(.list(fields))
    }

    /// Keccak-256 of `signingPayload`, 32 bytes.
    package var signingHash: [UInt8] { Keccak256.hash(signingPayload) }
}
