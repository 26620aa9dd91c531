package import Signatures
package import Transactions

/// What can be wrong with a transaction, a message or an authorization of an EVM chain, or with signing it.
@nonexhaustive
package enum EVMError: LedgerError, Equatable {
    // The input as a whole
    /// Neither a JSON object nor hexadecimal digits.
    case notATransaction
    /// More than any chain takes.
    case tooLong(limit: Int, found: Int)
    case messageTooLong(limit: Int, found: Int)
    /// The text is not strict JSON; the words say where and why.
    case json(String)
    /// Hexadecimal digits come in pairs and nothing else stands between them.
    case hex(String)
    /// The bytes are not canonical RLP.
    case rlp(RLPFault, offset: Int)
    case unknownType(UInt8)
    /// A signed transaction was needed.
    case notSigned
    /// The form in which nodes pass blobs on, with the blobs.
    case blobSidecar

    // Fields
    case listNeeded(Place)
    case bytesNeeded(Place)
    case listLength(Place, needed: Int)
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
    /// Types 3 and 4 need a receiver.
    case creationNotPossible(kind: String)
    case noBlobs
    case blobVersion(Place, found: UInt8)
    case noAuthorizations

    // Messages, typed data and the ABI
    case typedData(TypedDataFault)
    /// The ABI of a file cannot be used.
    case abi(file: String, ABIFault)
    /// Neither 64 nor 65 bytes.
    case signatureLength(found: Int)
    /// Neither an address nor a public key.
    case signerForm(String)

    // Refused
    case alreadySigned
    case noChainID(kind: String)
    /// An authorization for chain 0.
    case everyChain
    /// The authorization hands over the account.
    case delegation(to: String)
    /// Typed data whose domain names no chain.
    case noDomainChain
    case otherChain(needed: UInt64, found: String)
    /// A number that no chain can have.
    case noSuchChain(String)
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
        case .tooLong, .messageTooLong: "too-long"
        case .json: "json"
        case .hex: "hex"
        case .rlp: "rlp"
        case .unknownType: "unknown-type"
        case .notSigned: "not-signed"
        case .blobSidecar: "blob-sidecar"
        case .listNeeded, .bytesNeeded, .listLength: "field-form"
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
        case .creationNotPossible: "creation-not-possible"
        case .noBlobs: "no-blobs"
        case .blobVersion: "blob-version"
        case .noAuthorizations: "no-authorizations"
        case .typedData(let fault): fault.code
        case .abi: "abi"
        case .signatureLength: "signature-length"
        case .signerForm: "signer-form"
        case .alreadySigned: "already-signed"
        case .noChainID, .noDomainChain: "no-chain-id"
        case .everyChain: "every-chain"
        case .delegation: "delegation"
        case .otherChain: "other-chain"
        case .noSuchChain: "no-such-chain"
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
        case .signing(.ownSignatureDoesNotVerify), .signedDiffers: .ownFault
        case .alreadySigned, .noChainID, .everyChain, .delegation, .noDomainChain, .otherChain, .noSuchChain,
            .unknownChain,
            .otherSender, .emptyContract, .key, .signing, .signerForm:
            .refused
        case .signatureParity, .signature, .otherSigner: .signatureInvalid
        case .notATransaction, .tooLong, .messageTooLong, .json, .hex, .rlp, .unknownType, .notSigned, .blobSidecar,
            .listNeeded, .bytesNeeded, .listLength, .fieldCount, .unknownFields, .missingFields, .contradiction,
            .fieldOfOtherType,
            .feesOfTwoTypes, .quantityForm, .leadingZero, .numberTooLarge, .fieldLength, .dataForm, .addressForm,
            .addressChecksum, .priorityFeeAboveMaximum, .feeTooLarge, .creationWithoutData, .creationNotPossible,
            .noBlobs, .blobVersion, .noAuthorizations, .typedData, .abi, .signatureLength:
            .malformed
        }
    }

    package var liftedBy: Risk? {
        switch self {
        case .noChainID, .everyChain, .noDomainChain: .replayable
        case .delegation: .delegation
        case .emptyContract: .emptyContract
        default: nil
        }
    }
}

/// What is wrong with typed data beyond the form of a single value. EIP-712, "Definition of typed structured data".
package enum TypedDataFault: Hashable, Sendable {
    /// The name of a type or a member is no identifier, or is that of a built-in type.
    case name(String)
    case memberTwice(String, type: String)
    case unknownType(String, place: String)
    case recursiveType(String)
    case primaryType(String)
    /// A member that EIP712Domain cannot have, or with another type.
    case domainMember(String)
    case emptyDomain
    case value(String, needed: String, found: String)
    case range(String, type: String)
    case arrayLength(String, needed: Int, found: Int)
    case tooMany(String, limit: Int)
    case tooDeep(limit: Int)

    package var code: String {
        switch self {
        case .name, .memberTwice: "typed-data-name"
        case .unknownType, .primaryType: "typed-data-type"
        case .recursiveType: "typed-data-recursive"
        case .domainMember, .emptyDomain: "typed-data-domain"
        case .value: "typed-data-value"
        case .range: "typed-data-range"
        case .arrayLength: "typed-data-length"
        case .tooMany, .tooDeep: "typed-data-limit"
        }
    }
}

/// Why a JSON ABI is not used.
package enum ABIFault: Error, Hashable, Sendable {
    case json(String)
    /// Neither a list nor an object with a list `abi`.
    case notAList
    case member(String, needed: String)
    case type(String, place: String)
    case tooMany(String, limit: Int)
    case tooDeep(limit: Int)
}
