package import Encodings
package import Signatures
package import Transactions

/// What can be wrong with a PSBT, and what stands against signing it.
@nonexhaustive
package enum PSBTError: LedgerError, Equatable {
    // The form: BIP-174, BIP-370, BIP-371, BIP-373
    case notAPSBT
    case tooLong(limit: Int, found: Int)
    case base64(EncodingsError)
    /// Bytes that do not read as maps of keys and values, or a transaction that breaks a rule.
    case transaction(BitcoinError)
    case duplicateKey(Place)
    case keyForm(Place, needed: String)
    case valueForm(Place, needed: String)
    /// A value that is made of parts, of which one does not read.
    case content(Place, BitcoinError)
    case unknownVersion(UInt32)
    case fieldOfOtherVersion(Place, version: Int)
    case missingField(Place)
    /// BIP-174: "The scriptSigs and witnesses for each input must be empty."
    case scriptInUnsigned(Place, input: Int)
    /// BIP-370, "Determining Lock Time": one input needs a height and another one a time.
    case locktimesConflict

    // The signer's rules (BIP-174, "Signer"), which no risk lifts
    case noUTXO(input: Int)
    case previousTransactionID(input: Int, needed: TransactionID, found: TransactionID)
    case noSuchOutput(input: Int, index: UInt32, outputs: Int)
    case utxoAmount(input: Int, claimed: UInt64, found: UInt64)
    case utxoScript(input: Int)
    case witnessUTXOForLegacy(input: Int)
    case redeemScript(input: Int)
    case witnessScript(input: Int)
    case internalKey(input: Int)
    case leafScript(input: Int)
    case sighashType(input: Int, SighashType)
    case singleWithoutOutput(input: Int)
    case previousOutputsNeeded(input: Int, missing: [Int])
    case ownSignature(input: Int, reason: String)
    case foreignSignature(input: Int, key: String, reason: String)
    case finalScript(input: Int, reason: String)
    case negativeFee(spent: UInt64, paid: UInt64)
    /// An output that is spent holds more than there can be; without a number, all together do.
    case spentTooLarge(input: Int?)
    /// The transaction is no payment but signs a message that nobody sees (BIP-322, "Full").
    case hiddenMessage
    case nothingToSign([Unsigned])
    case incomplete([String])

    // What a risk lifts
    case sighash(input: Int, SighashType)
    case unprovenFee(inputs: [Int])
    case highFee(words: String)

    // Keys
    case key(TransactionsError)
    case signing(SignaturesError)
    case signedDiffers(input: Int)

    /// An input that a key does not sign, and why.
    package struct Unsigned: Hashable, Sendable {
        package let input: Int
        package let reason: String
    }
}

extension PSBTError {
    package var code: String {
        switch self {
        case .notAPSBT: "not-a-psbt"
        case .tooLong: "too-long"
        case .base64: "base64"
        case .transaction(let error), .content(_, let error): error.code
        case .duplicateKey: "duplicate-key"
        case .keyForm: "key-form"
        case .valueForm: "value-form"
        case .unknownVersion: "unknown-psbt-version"
        case .fieldOfOtherVersion: "field-of-other-version"
        case .missingField: "missing-field"
        case .scriptInUnsigned: "script-in-unsigned-transaction"
        case .locktimesConflict: "locktimes-conflict"
        case .noUTXO: "no-utxo"
        case .previousTransactionID: "previous-transaction-id"
        case .noSuchOutput: "no-such-output"
        case .utxoAmount: "utxo-amount"
        case .utxoScript: "utxo-script"
        case .witnessUTXOForLegacy: "witness-utxo-for-legacy"
        case .redeemScript: "redeem-script"
        case .witnessScript: "witness-script"
        case .internalKey: "internal-key"
        case .leafScript: "leaf-script"
        case .sighashType: "sighash-type"
        case .singleWithoutOutput: "no-output-to-sign"
        case .previousOutputsNeeded: "previous-output-missing"
        case .ownSignature: "own-signature-invalid"
        case .foreignSignature: "signature-invalid"
        case .finalScript: "final-script-invalid"
        case .negativeFee: "negative-fee"
        case .spentTooLarge: "spent-too-large"
        case .hiddenMessage: "hidden-message"
        case .nothingToSign: "nothing-to-sign"
        case .incomplete: "incomplete"
        case .sighash: "sighash"
        case .unprovenFee: "unproven-fee"
        case .highFee: "high-fee"
        case .key(let error): error.code
        case .signing: "signing"
        case .signedDiffers: "signed-differs"
        }
    }

    package var nature: FaultNature {
        switch self {
        case .notAPSBT, .tooLong, .base64, .duplicateKey, .keyForm, .valueForm, .content, .unknownVersion,
            .fieldOfOtherVersion, .missingField, .scriptInUnsigned, .locktimesConflict:
            .malformed
        case .transaction(let error): error.nature
        case .noUTXO, .previousTransactionID, .noSuchOutput, .utxoAmount, .utxoScript, .witnessUTXOForLegacy,
            .redeemScript, .witnessScript, .internalKey, .leafScript, .sighashType, .singleWithoutOutput,
            .previousOutputsNeeded, .ownSignature, .foreignSignature, .finalScript, .negativeFee, .spentTooLarge,
            .hiddenMessage, .nothingToSign,
            .incomplete, .sighash, .unprovenFee, .highFee, .signing:
            .refused
        case .key(let error): error.nature
        case .signedDiffers: .ownFault
        }
    }

    package var liftedBy: Risk? {
        switch self {
        case .sighash: .sighash
        case .unprovenFee: .unprovenFee
        case .highFee: .highFee
        default: nil
        }
    }
}
