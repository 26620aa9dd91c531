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
        case eip4844(maxPriorityFee: Wei, maxFee: Wei, accessList: [AccessListEntry], blobs: BlobFields)
        case eip7702(
            maxPriorityFee: Wei, maxFee: Wei, accessList: [AccessListEntry], authorizations: [SignedAuthorization])
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
    /// Whether the input wrote the receiver without the capitals that are its checksum (EIP-55). It is not part of what is
    /// signed.
    package let hasUncheckedReceiver: Bool

    /// - Throws: `EVMError.numberTooLarge` for the nonce, `.feeTooLarge`, `.creationNotPossible`, `.noBlobs`,
    ///   `.noAuthorizations`.
    package init(
        chainID: ChainID?, nonce: UInt64, form: Form, gasLimit: UInt64, to: Address?, value: Wei, data: [UInt8],
        statedSender: Address? = nil, hasUncheckedReceiver: Bool = false
    ) throws(EVMError) {
        guard nonce < .max else { throw .numberTooLarge(.member("nonce"), largest: String(UInt64.max - 1)) }
        let blobFee = form.blobs.map(\.highestFee) ?? .zero
        guard let gasFee = form.highestGasPrice.amount.multiplied(by: gasLimit), let blobFee,
            let fee = gasFee.adding(blobFee)
        else { throw .feeTooLarge }
        guard to != nil || form.kind.canCreate else { throw .creationNotPossible(kind: form.kind.name) }
        if let blobs = form.blobs, blobs.versionedHashes.isEmpty { throw .noBlobs }
        if form.kind == .eip7702, form.authorizations.isEmpty { throw .noAuthorizations }
        self.chainID = chainID
        self.nonce = nonce
        self.form = form
        self.gasLimit = gasLimit
        self.to = to
        self.value = value
        self.data = data
        self.statedSender = statedSender
        self.hasUncheckedReceiver = hasUncheckedReceiver
        self.highestFee = Wei(fee)
    }

    /// The most that the transaction can cost beside its value: the gas limit times the highest price of gas, and the
    /// blobs' gas times its highest price.
    package let highestFee: Wei

    package var kind: TransactionKind { form.kind }

    /// The chain, where it is known by name.
    package var chain: Chain? { chainID.flatMap(Chain.init) }

    /// The same transaction without what only stood beside it.
    package var asSigned: Transaction {
        do {
            return try Transaction(
                chainID: chainID, nonce: nonce, form: form, gasLimit: gasLimit, to: to, value: value, data: data)
        } catch {
            preconditionFailure("the numbers were in range before: \(error)")
        }
    }
}
