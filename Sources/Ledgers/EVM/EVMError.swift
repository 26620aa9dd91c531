package import Signatures
package import Transactions

/// What can be wrong with a transaction of an EVM chain, or with signing it.
@nonexhaustive
package enum EVMError: LedgerError, Equatable {
    // The input as a whole
    /// Neither a JSON object nor hexadecimal digits.
    case notATransaction
    /// More than any chain takes.
    case tooLong(limit: Int, found: Int)
    /// The text is not strict JSON; the words say where and why.
    case json(String)
    /// Hexadecimal digits come in pairs and nothing else stands between them.
    case hex(String)
    /// The bytes are not canonical RLP.
    case rlp(RLPFault, offset: Int)
    case unknownType(UInt8)
    /// A type that the protocol has and this version does not.
    case typeNotYetSupported(UInt8)
    /// A signed transaction was needed.
    case notSigned

    // Fields
    case listNeeded(Place)
    case bytesNeeded(Place)
    case fieldCount(kind: String, needed: [Int], found: Int)
    case unknownFields([String])
    case missingFields([String])
    /// Two names for one field, with different values.
    case contradiction(String, String)
    case fieldOfOtherType(String, kind: String)
    case feesOfTwoTypes
    /// Neither a JSON number nor `0x` and digits nor decimal digits.
    case quantityForm(Place, found: String)
    case leadingZero(Place)
    case numberTooLarge(Place, largest: String)
    case fieldLength(Place, needed: Int, found: Int)
    case dataForm(Place)
    case addressForm(Place, found: String)
    case addressChecksum(Place, found: String, expected: String)
    case priorityFeeAboveMaximum(priority: String, maximum: String)
    case feeTooLarge
    case creationWithoutData

    // Refused
    case alreadySigned
    case noChainID(kind: String)
    case otherChain(needed: UInt64, found: UInt64)
    case unknownChain(String)
    case otherSender(stated: String, key: String)
    /// The contract would have no code.
    case emptyContract
    case key(TransactionsError)
    case signing(SignaturesError)

    // Signatures
    /// v is none of 27, 28 and 35 + 2·chain + y; a y parity is none of 0 and 1.
    case signatureParity(Place, found: String)
    case signature(SignaturesError)
    case otherSigner(needed: String, found: String)

    // Ours
    /// What was just signed reads back as something else.
    case signedDiffers

    package var code: String {
        switch self {
        case .notATransaction: "not-a-transaction"
        case .tooLong: "too-long"
        case .json: "json"
        case .hex: "hex"
        case .rlp: "rlp"
        case .unknownType: "unknown-type"
        case .typeNotYetSupported: "type-not-yet-supported"
        case .notSigned: "not-signed"
        case .listNeeded, .bytesNeeded: "field-form"
        case .fieldCount: "field-count"
        case .unknownFields: "unknown-field"
        case .missingFields: "missing-field"
        case .contradiction: "fields-disagree"
        case .fieldOfOtherType: "field-of-other-type"
        case .feesOfTwoTypes: "fees-of-two-types"
        case .quantityForm: "quantity-form"
        case .leadingZero: "leading-zero"
        case .numberTooLarge: "number-too-large"
        case .fieldLength: "field-length"
        case .dataForm: "data-form"
        case .addressForm: "address-form"
        case .addressChecksum: "address-checksum"
        case .priorityFeeAboveMaximum: "priority-fee-above-maximum"
        case .feeTooLarge: "fee-too-large"
        case .creationWithoutData: "creation-without-data"
        case .alreadySigned: "already-signed"
        case .noChainID: "no-chain-id"
        case .otherChain: "other-chain"
        case .unknownChain: "unknown-chain"
        case .otherSender: "other-sender"
        case .emptyContract: "empty-contract"
        case .key(let facts): facts.code
        case .signing: "signing"
        case .signatureParity, .signature: "signature-invalid"
        case .otherSigner: "other-signer"
        case .signedDiffers: "signed-differs"
        }
    }

    package var nature: FaultNature {
        switch self {
        case .notATransaction, .tooLong, .json, .hex, .rlp, .unknownType, .typeNotYetSupported, .notSigned,
            .listNeeded, .bytesNeeded, .fieldCount, .unknownFields, .missingFields, .contradiction, .fieldOfOtherType,
            .feesOfTwoTypes, .quantityForm, .leadingZero, .numberTooLarge, .fieldLength, .dataForm, .addressForm,
            .addressChecksum, .priorityFeeAboveMaximum, .feeTooLarge, .creationWithoutData:
            .malformed
        case .signing(.ownSignatureDoesNotVerify): .ownFault
        case .alreadySigned, .noChainID, .otherChain, .unknownChain, .otherSender, .emptyContract, .key, .signing:
            .refused
        case .signatureParity, .signature, .otherSigner: .signatureInvalid
        case .signedDiffers: .ownFault
        }
    }

    package var liftedBy: Risk? {
        switch self {
        case .noChainID: .replayable
        case .emptyContract: .emptyContract
        case .notATransaction, .tooLong, .json, .hex, .rlp, .unknownType, .typeNotYetSupported, .notSigned,
            .listNeeded, .bytesNeeded, .fieldCount, .unknownFields, .missingFields, .contradiction, .fieldOfOtherType,
            .feesOfTwoTypes, .quantityForm, .leadingZero, .numberTooLarge, .fieldLength, .dataForm, .addressForm,
            .addressChecksum, .priorityFeeAboveMaximum, .feeTooLarge, .creationWithoutData, .alreadySigned,
            .otherChain, .unknownChain, .otherSender, .key, .signing, .signatureParity, .signature, .otherSigner,
            .signedDiffers:
            nil
        }
    }
}
