import Signatures
import Transactions

extension EVMError {
    /// What is wrong with its facts, and what to do.
    package var description: String {
        switch self {
        case .notATransaction:
            "this is neither a JSON object nor a hexadecimal transaction; give one of the two"
        case .tooLong(let limit, let found):
            "the transaction has \(found) bytes and no more than \(limit) are read; check which file this is"
        case .messageTooLong(let limit, let found):
            "the message has \(found) bytes and no more than \(limit) are signed; sign a hash of it instead"
        case .json(let facts): "the transaction is not strict JSON: \(facts)"
        case .hex(let facts): "the transaction is not hexadecimal: \(facts)"
        case .rlp(let fault, let offset):
            "the RLP is not canonical at byte \(offset): \(fault.words); make the transaction again"
        case .unknownType(let type):
            "no transaction type \(type) is known; types 0 to 4 are signed"
        case .notSigned: "this is no signed transaction; sign it first, and give the 0x... that comes out"
        case .blobSidecar:
            """
            this transaction stands with its blobs, which nobody signs; give the transaction alone, with \
            blobVersionedHashes, and put the blobs beside it when it is sent
            """
        case .listNeeded(let place): "\(place) has to be a list; make the transaction again"
        case .bytesNeeded(let place): "\(place) is a list and has to be bytes; make the transaction again"
        case .listLength(let place, let needed): "\(place) has more than \(needed) fields; make the transaction again"
        case .fieldCount(let kind, let needed, let found):
            """
            a transaction of type \(kind) has \(needed.map(String.init).joined(separator: " or ")) fields and this \
            has \(found); make the transaction again
            """
        case .unknownFields(let names):
            "\(plural(names)) \(listed(names)) not known here; take what is meant out or spell it right"
        case .missingFields(let names):
            "\(plural(names)) \(listed(names)) missing; write the value out, also where it is zero"
        case .contradiction(let first, let second):
            "fields '\(first)' and '\(second)' mean the same and differ; keep the right one"
        case .fieldOfOtherType(let name, let kind):
            "field '\(name)' does not belong to a transaction of type \(kind); take it out or change the type"
        case .feesOfTwoTypes:
            """
            gasPrice stands beside maxFeePerGas or maxPriorityFeePerGas, which belong to different types; \
            keep one kind of fee
            """
        case .quantityForm(let place, let found):
            "\(place) is '\(found)'; write a whole number as 0x and hexadecimal digits, or in decimal"
        case .leadingZero(let place):
            "\(place) begins with a zero byte, which numbers in RLP never do; make the transaction again"
        case .numberTooLarge(let place, let largest): "\(place) is larger than \(largest); check the number"
        case .fieldLength(let place, let needed, let found):
            "\(place) has \(found) bytes and needs \(needed); check it letter by letter"
        case .dataForm(let place): "\(place) is not 0x and pairs of hexadecimal digits; write it so"
        case .addressForm(let place, let found):
            "\(place) is '\(found)'; an address is 0x and 40 hexadecimal digits"
        case .addressChecksum(let place, let found, let expected):
            """
            the capitals of \(place) \(found) do not fit its digits (EIP-55 gives \(expected)); \
            compare it with the source letter by letter
            """
        case .priorityFeeAboveMaximum(let priority, let maximum):
            "maxPriorityFeePerGas \(priority) is above maxFeePerGas \(maximum); no chain takes that, so correct one"
        case .feeTooLarge: "gas times its price is 2^256 wei or more, which nobody has; check both numbers"
        case .creationWithoutData:
            "neither 'to' nor data is there: a payment needs 'to', and a contract creation needs its code as 'data'"
        case .creationNotPossible(let kind):
            "a transaction of type \(kind) creates no contract and needs 'to'; give the receiver or use type 2 (EIP-1559)"
        case .noBlobs: "a transaction of type eip4844 has at least one blob; list the hashes or use type 2 (EIP-1559)"
        case .blobVersion(let place, let found):
            "\(place) begins with \(found) and a blob's hash with \(BlobFields.version); take it from the blob's commitment"
        case .noAuthorizations:
            "a transaction of type eip7702 has at least one authorization; list them or use type 2 (EIP-1559)"
        case .typedData(let fault): fault.description
        case .abi(let file, let fault): "\(file) is no ABI: \(fault.description)"
        case .signatureLength(let found):
            "the signature has \(found) bytes; give 65 (r, s, v) or 64 (EIP-2098) in hexadecimal"
        case .signerForm(let text): "'\(text)' is neither an address nor a public key; give one of the two"
        case .alreadySigned: "this transaction is already signed; verify it, or give the unsigned one"
        case .noChainID(let kind):
            kind == TransactionKind.legacy.name
                ? "there is no chain id, so that the signed transaction could be repeated on every chain; add chainId"
                : "there is no chain id, so that no chain takes this transaction; add chainId"
        case .delegation(let contract):
            """
            the authorization lets the code of \(contract) do with the account all that its key can; \
            sign a transaction instead if that is not meant
            """
        case .everyChain:
            """
            chain id 0 makes the authorization valid on EVERY chain, so that the account is handed over on all of them; \
            write the one chain that is meant
            """
        case .noDomainChain:
            """
            the domain of the typed data names no chain, so that the signature may be used on every chain; \
            ask for a domain with chainId
            """
        case .otherChain(let needed, let found):
            "it is for chain \(found) and you asked for chain \(needed); make sure which one is meant"
        case .noSuchChain(let found):
            "the domain is of chain \(found), and no chain has a number above \(ChainID.largest); ask for the right chainId"
        case .unknownChain(let text):
            """
            no chain '\(text)' is known; use its number or one of \
            \(Chain.known.map(\.name).joined(separator: ", "))
            """
        case .otherSender(let stated, let key):
            "'from' is \(stated) and the key signs for \(key); use that account's key or correct 'from'"
        case .emptyContract:
            "the transaction has no receiver and no code: what it sends would be lost; give 'to', or the contract's code"
        case .key(let facts): facts.description
        case .signing(let facts): facts.description
        case .signatureParity(let place, let found):
            """
            \(place) is \(found), which no signature has (27, 28 or 35 + 2 times the chain id and on; \
            0 or 1 in typed transactions); ask the sender for the original
            """
        case .signature(let facts): facts.description
        case .otherSigner(let needed, let found):
            "the signature is \(found)'s and not \(needed)'s; do not take it as theirs"
        case .signedDiffers:
            "what was just signed reads back as something else and was not given out; report this as a bug"
        }
    }

    private func plural(_ names: [String]) -> String { names.count == 1 ? "field" : "fields" }

    private func listed(_ names: [String]) -> String {
        names.map { "'\($0)'" }.joined(separator: ", ") + (names.count == 1 ? " is" : " are")
    }
}

extension RLPFault {
    /// For the middle of a sentence.
    var words: String {
        switch self {
        case .cutOff: "a length reaches beyond the end"
        case .prefixedSingleByte: "a single byte below 0x80 has a prefix"
        case .leadingZeroInLength: "a length begins with zero"
        case .longFormOfShortLength: "a length below 56 has the long form"
        case .bytesLeftOver: "bytes follow the end"
        case .nestedTooDeep: "lists stand too deep in each other"
        }
    }
}

extension TypedDataFault {
    var description: String {
        switch self {
        case .name(let name):
            "'\(name)' is no name that a type or a member of typed data can have; ask for data that keep to EIP-712"
        case .memberTwice(let name, let type): "type '\(type)' has two members '\(name)'; ask for data without that"
        case .unknownType(let type, let place):
            "\(place) is of type '\(type)', which is neither built in nor defined; define it or spell it right"
        case .recursiveType(let type):
            "type '\(type)' contains itself, for which EIP-712 defines no hash; ask for data without that"
        case .primaryType(let type):
            "the primary type '\(type)' is no defined type with a message; name one of the defined types"
        case .domainMember(let name):
            """
            '\(name)' is no member of a domain: they are name and version (string), chainId (uint256), \
            verifyingContract (address) and salt (bytes32); ask for data that keep to EIP-712
            """
        case .emptyDomain:
            "the domain is empty, so that any contract may take the signature; ask for a domain with a contract"
        case .value(let path, let needed, let found): "\(path) is \(found) and has to be \(needed); correct it"
        case .range(let path, let type): "\(path) does not fit in \(type); check the number"
        case .arrayLength(let path, let needed, let found):
            "\(path) has \(found) elements and its type \(needed); put in what is missing or take out what is not meant"
        case .tooMany(let what, let limit):
            "the typed data have more than \(limit) \(what), more than a person can look at; ask for less in one signature"
        case .tooDeep(let limit): "the typed data are nested more than \(limit) deep; ask for flatter data"
        }
    }
}

extension ABIFault {
    var description: String {
        switch self {
        case .json(let facts): "\(facts); export it again"
        case .notAList: "it is neither a list of functions nor an object with the list 'abi'; export it again"
        case .member(let path, let needed): "\(path) has to be \(needed); export it again"
        case .type(let type, let place): "\(place) has the type '\(type)', which calls cannot have; export it again"
        case .tooMany(let what, let limit): "it has more than \(limit) \(what); give the ABI of one contract"
        case .tooDeep(let limit): "its types are nested more than \(limit) deep; give the ABI of one contract"
        }
    }
}
