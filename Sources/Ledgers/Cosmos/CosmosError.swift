import Encodings
package import Signatures
package import Transactions

/// What can be wrong with a content of a Cosmos chain, or with signing it.
@nonexhaustive
package enum CosmosError: LedgerError, Equatable {
    // The form. Places are paths of field names: `body.messages[0].amount`.
    case notRecognised
    case tooLong(limit: Int, found: Int)
    /// No message of the kind that must stand there.
    case protobuf(String)
    /// Something stands in the message that a reader may overlook: an unknown field, a field twice, another order.
    case notCanonical(String)
    case missing(String)
    case tooMany(String, most: Int)
    case amountForm(String, found: String)
    case publicKeyForm(String)
    case addressForm(String, found: String)
    case chainForm(found: String)
    /// No `/` with the name of a message behind it.
    case typeForm(String, found: String)

    // Refused
    case alreadySigned
    case notSigned
    /// A vote or a proposal of a validator.
    case consensus(kind: String, height: Int64, round: Int64, chain: String)
    case otherChain(needed: String, found: String)
    case otherAccountNumber(needed: String, found: UInt64)
    /// Neither one account number nor one for each signer.
    case accountNumbers(signers: Int, found: Int)
    /// None of the signers that the content names has the key.
    case otherSigner(key: String)
    case otherMode(String)
    /// A kind of key that is known by its name and not used here.
    case keyKind(String)
    /// Extension options that a chain must understand; nobody can see here what they do.
    case extensionOptions([String])
    case severalSigners(Int)
    case key(TransactionsError)
    case signing(SignaturesError)

    // Ours
    case signedDiffers

    package var code: String {
        switch self {
        case .notRecognised: "not-recognised"
        case .tooLong: "too-long"
        case .protobuf: "protobuf"
        case .notCanonical: "not-canonical"
        case .missing: "missing-field"
        case .tooMany: "too-many"
        case .amountForm: "amount-form"
        case .publicKeyForm: "public-key-form"
        case .addressForm: "address-form"
        case .chainForm: "chain-form"
        case .typeForm: "type-form"
        case .alreadySigned: "already-signed"
        case .notSigned: "not-signed"
        case .consensus: "double-signing"
        case .otherChain: "other-chain"
        case .otherAccountNumber: "other-account-number"
        case .accountNumbers: "account-numbers"
        case .otherSigner: "other-signer"
        case .otherMode: "other-sign-mode"
        case .keyKind: "key-kind"
        case .extensionOptions: "extension-options"
        case .severalSigners: "several-signers"
        case .key(let facts): facts.code
        case .signing: "signing"
        case .signedDiffers: "signed-differs"
        }
    }

    package var nature: FaultNature {
        switch self {
        case .notRecognised, .tooLong, .protobuf, .notCanonical, .missing, .tooMany, .amountForm, .publicKeyForm,
            .addressForm, .chainForm, .typeForm, .notSigned:
            .malformed
        case .alreadySigned, .consensus, .otherChain, .otherAccountNumber, .accountNumbers, .otherSigner, .otherMode,
            .keyKind, .extensionOptions,
            .severalSigners, .key:
            .refused
        case .signing(.ownSignatureDoesNotVerify), .signedDiffers: .ownFault
        case .signing: .refused
        }
    }

    package var liftedBy: Risk? { nil }

    package var description: String {
        switch self {
        case .notRecognised:
            "this is neither what a Cosmos chain signs nor a signed transaction; bring the SignDoc or the TxRaw"
        case .tooLong(let limit, let found):
            "the content has \(found) bytes and at most \(limit) are read; ask for the original"
        case .protobuf(let path): "\(path) is not the message that stands there; ask for the original"
        case .notCanonical(let path):
            "\(path) is not written in the one way that ADR-027 demands, so that something in it could be overlooked; make it again"
        case .missing(let path): "\(path) is missing; make the content again"
        case .tooMany(let path, let most): "\(path) has more than \(most) entries; make the content again"
        case .amountForm(let path, let found): "\(path) is '\(found)', which is no amount; make the content again"
        case .publicKeyForm(let path): "\(path) is no public key of secp256k1; make the content again"
        case .addressForm(let path, let found):
            "\(path) is '\(found)', which is no address; make the content again, and look who made this one"
        case .chainForm(let found):
            "chain_id is '\(found)', which no chain is called; make the content again, and look who made this one"
        case .typeForm(let path, let found):
            "\(path) is '\(found)', which names no message; make the content again"
        case .alreadySigned: "this transaction is already signed; verify it, or bring its SignDoc"
        case .notSigned: "this is a SignDoc, which carries no signature; bring the TxRaw"
        case .consensus(let kind, let height, let round, let chain):
            """
            this is a \(kind) of a validator for height \(height), round \(round) of \(chain), and a second one is punished \
            as double signing; leave it to the validator's own process
            """
        case .otherChain(let needed, let found):
            "the content is for chain \(found) and you asked for \(needed); make sure which one is meant"
        case .otherAccountNumber(let needed, let found):
            """
            the content is for account number \(found) and you asked for \(printable(needed)); \
            make sure which one is meant
            """
        case .accountNumbers(let signers, let found):
            "the transaction has \(signers) signers and \(found) account numbers came; name one for each, in their order"
        case .otherSigner(let key):
            "none of the signers that the content names has the key \(key); bring that account's key"
        case .otherMode(let mode):
            "the content is to be signed in mode \(mode), and only DIRECT is signed here; make it for SIGN_MODE_DIRECT"
        case .keyKind(let kind):
            "the content names a key of the kind \(kind), which is not used here; bring another account"
        case .extensionOptions(let urls):
            """
            the content has options that the chain must understand and that cannot be shown \
            (\(urls.joined(separator: ", "))); make it without them
            """
        case .severalSigners(let count):
            "the transaction needs \(count) signatures, and only one of them was made; collect them with the chain's own tool"
        case .key(let facts): facts.description
        case .signing(let facts): facts.description
        case .signedDiffers:
            "what was just signed does not verify and was not given out; report this as a bug"
        }
    }
}
