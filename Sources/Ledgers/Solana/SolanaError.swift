package import Signatures
package import Transactions

/// What can be wrong with a Solana transaction, an off-chain message, or a signature.
@nonexhaustive
package enum SolanaError: LedgerError, Equatable {
    // The form.
    case notATransaction
    /// The text is in none of the encodings; the facts are those of base64.
    case text(String)
    case tooLong(limit: Int, found: Int)
    case cutOff(Place)
    /// A length that is not in its shortest form, or above 65,535.
    case lengthForm(Place)
    case bytesLeftOver(offset: Int, count: Int)
    case unknownVersion(Int)
    case signatureCount(needed: Int, found: Int)
    /// The same bytes are two contents, so that nobody could tell which is meant.
    case ambiguous(String, String)
    case notSigned
    case addressForm(found: String)

    // The sense. Instructions are counted from 1, places of accounts from 0.
    case headerBeyondAccounts(signers: Int, readOnly: Int, accounts: Int)
    case noPayer
    case accountNamedTwice(String)
    case emptyLookup(table: String)
    case tooManyAccounts(found: Int)
    case programOutOfRange(instruction: Int, index: Int, accounts: Int)
    case programIsPayer(instruction: Int)
    case accountOutOfRange(instruction: Int, index: Int, accounts: Int)

    // Off-chain messages.
    case messageVersion(Int)
    case messageFormat(Int)
    case messageLength(needed: Int, found: Int)
    case messageEmpty
    case messageTooLong(limit: Int, found: Int)
    case messageNotText
    case messageOfOtherFormat(stated: Int, needed: Int)
    case messageSigners
    case messageSignatureForm(String)

    // Refusals.
    case keyDoesNotSign(key: String, signers: [String])
    case alreadySigned(key: String)
    case validatorVote(instruction: Int)
    case transactionAsMessage
    /// The fee that the key would pay.
    case highFee(words: String)
    case key(TransactionsError)
    case signing(SignaturesError)

    /// The signature names another signer than the person does.
    case otherSigner(needed: String, found: String)
    /// What was just signed does not read back as what was to be signed.
    case signedDiffers
}

extension SolanaError {
    package var code: String {
        switch self {
        case .notATransaction: "not-a-transaction"
        case .text: "text"
        case .tooLong: "too-long"
        case .cutOff: "cut-off"
        case .lengthForm: "length-form"
        case .bytesLeftOver: "bytes-left-over"
        case .unknownVersion: "unknown-version"
        case .signatureCount: "signature-count"
        case .ambiguous: "ambiguous"
        case .notSigned: "not-signed"
        case .addressForm: "address-form"
        case .headerBeyondAccounts: "header-beyond-accounts"
        case .noPayer: "no-payer"
        case .accountNamedTwice: "account-named-twice"
        case .emptyLookup: "empty-lookup"
        case .tooManyAccounts: "too-many-accounts"
        case .programOutOfRange: "program-out-of-range"
        case .programIsPayer: "program-is-payer"
        case .accountOutOfRange: "account-out-of-range"
        case .messageVersion: "message-version"
        case .messageFormat: "message-format"
        case .messageLength: "message-length"
        case .messageEmpty: "message-empty"
        case .messageTooLong: "message-too-long"
        case .messageNotText: "message-not-text"
        case .messageOfOtherFormat: "message-of-other-format"
        case .messageSigners: "message-signers"
        case .messageSignatureForm: "message-signature-form"
        case .keyDoesNotSign: "key-does-not-sign"
        case .alreadySigned: "already-signed"
        case .validatorVote: "validator-vote"
        case .transactionAsMessage: "transaction-as-message"
        case .highFee: "high-fee"
        case .key(let facts): facts.code
        case .signing: "signing"
        case .otherSigner: "other-signer"
        case .signedDiffers: "signed-differs"
        }
    }

    package var nature: FaultNature {
        switch self {
        case .notATransaction, .text, .tooLong, .cutOff, .lengthForm, .bytesLeftOver, .unknownVersion, .signatureCount,
            .ambiguous, .notSigned, .addressForm, .headerBeyondAccounts, .noPayer, .accountNamedTwice, .emptyLookup,
            .tooManyAccounts, .programOutOfRange, .programIsPayer, .accountOutOfRange, .messageVersion, .messageFormat,
            .messageLength, .messageEmpty, .messageTooLong, .messageNotText, .messageOfOtherFormat, .messageSigners,
            .messageSignatureForm:
            .malformed
        case .signing(.ownSignatureDoesNotVerify): .ownFault
        case .keyDoesNotSign, .alreadySigned, .validatorVote, .transactionAsMessage, .highFee, .key, .signing: .refused
        case .otherSigner: .signatureInvalid
        case .signedDiffers: .ownFault
        }
    }

    package var liftedBy: Risk? {
        if case .highFee = self { .highFee } else { nil }
    }
}
