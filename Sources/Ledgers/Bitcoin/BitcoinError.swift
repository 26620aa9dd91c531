package import Encodings
package import Signatures
package import Transactions

/// What can be wrong with a Bitcoin transaction, a script, an address or a signature.
@nonexhaustive
package enum BitcoinError: LedgerError, Equatable {
    // The wire form
    /// Neither hexadecimal digits nor a transaction's bytes.
    case notATransaction
    case tooLong(limit: Int, found: Int)
    case hex(EncodingsError)
    case cutOff(Place)
    case compactSizeNotMinimal(Place)
    case countTooLarge(Place, found: UInt64)
    case trailingBytes(Place, found: Int)
    /// BIP-144: "The flag MUST be a 1-byte non-zero value. Currently, 0x01 must be used."
    case witnessFlag(Place)
    case witnessWithoutItems(Place)

    // Identifiers, amounts, addresses
    case transactionIDLength(found: Int)
    case transactionIDForm(String)
    case amountTooLarge(UInt64)
    case addressForm(String)
    case address(String, EncodingsError)
    case addressOfOtherNetwork(String, needed: Network, found: [Network])
    case unknownNetwork(String)

    // What was brought beside a transaction, or in its place
    /// A file that was brought beside the transaction; what is wrong with it.
    indirect case beside(name: String, BitcoinError)
    case previousOutputForm(String)
    /// Two files say different things of one output.
    case previousOutputsDisagree(Outpoint)
    /// A transaction without what a signer has to see of the outputs that it spends.
    case rawTransactionToSign(isSigned: Bool)

    // Rules of consensus for a transaction alone
    case noInputs
    case noOutputs
    case tooHeavy(limit: Int, found: Int)
    case outputTooLarge(output: Int, found: UInt64)
    case sumTooLarge
    case coinbase
    case nullOutpoint(input: Int)
    case duplicateInput(first: Int, second: Int)
    case outputsExceedInputs(missing: Satoshi)
    case previousOutputAbsent(input: Int, Outpoint, outputs: Int)

    // Signatures and what they are made over
    case emptySignature
    case signature(SignaturesError)
    case taprootSignatureLength(found: Int)
    case sighashType(UInt32)
    case previousOutputsNeeded
    case noOutputToSign(input: Int)
    case controlBlockLength(found: Int)

    package var code: String {
        switch self {
        case .notATransaction: "not-a-transaction"
        case .tooLong: "too-long"
        case .hex: "hex"
        case .cutOff: "cut-off"
        case .compactSizeNotMinimal: "compact-size-not-minimal"
        case .countTooLarge: "count-too-large"
        case .trailingBytes: "trailing-bytes"
        case .witnessFlag: "witness-flag"
        case .witnessWithoutItems: "witness-without-items"
        case .transactionIDLength, .transactionIDForm: "transaction-id-form"
        case .amountTooLarge, .outputTooLarge: "amount-too-large"
        case .addressForm, .address: "address-form"
        case .addressOfOtherNetwork: "other-network"
        case .unknownNetwork: "unknown-network"
        case .beside(_, let facts): facts.code
        case .previousOutputForm: "previous-output-form"
        case .previousOutputsDisagree: "previous-outputs-disagree"
        case .rawTransactionToSign: "raw-transaction-to-sign"
        case .noInputs: "no-inputs"
        case .noOutputs: "no-outputs"
        case .tooHeavy: "too-heavy"
        case .sumTooLarge: "sum-too-large"
        case .coinbase: "coinbase"
        case .nullOutpoint: "null-outpoint"
        case .duplicateInput: "duplicate-input"
        case .outputsExceedInputs: "outputs-exceed-inputs"
        case .previousOutputAbsent: "previous-output-absent"
        case .emptySignature: "no-signature"
        case .signature, .taprootSignatureLength: "signature-form"
        case .sighashType: "sighash-type"
        case .previousOutputsNeeded: "previous-output-missing"
        case .noOutputToSign: "no-output-to-sign"
        case .controlBlockLength: "control-block"
        }
    }

    package var nature: FaultNature {
        switch self {
        case .notATransaction, .tooLong, .hex, .cutOff, .compactSizeNotMinimal, .countTooLarge, .trailingBytes,
            .witnessFlag, .witnessWithoutItems, .transactionIDLength, .transactionIDForm, .amountTooLarge,
            .addressForm, .address:
            .malformed
        case .beside(_, let facts): facts.nature
        case .previousOutputForm, .previousOutputsDisagree, .noInputs, .noOutputs, .tooHeavy, .outputTooLarge,
            .sumTooLarge, .nullOutpoint, .duplicateInput, .outputsExceedInputs, .previousOutputAbsent:
            .malformed
        case .rawTransactionToSign: .refused
        case .addressOfOtherNetwork, .unknownNetwork, .coinbase, .previousOutputsNeeded, .noOutputToSign: .refused
        case .emptySignature, .signature, .taprootSignatureLength, .sighashType, .controlBlockLength: .signatureInvalid
        }
    }

    package var liftedBy: Risk? { nil }
}
