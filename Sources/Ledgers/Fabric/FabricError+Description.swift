import Encodings
import Signatures

extension FabricError {
    package var description: String {
        formFault ?? refusal
    }

    private var formFault: String? {
        switch self {
        case .notRecognised:
            """
            this is no message of Fabric that is signed or verified here; bring a proposal, a transaction, a request or a \
            block in binary, base64 or hexadecimal digits
            """
        case .tooLong(let limit, let found):
            "the message has \(found) bytes and Fabric's servers take at most \(limit); bring one message alone"
        case .protobuf(let path): "\(path) is not the message that stands there; ask for the original"
        case .notCanonical(let path):
            """
            \(path) has an unknown field, a field twice, or another form than Fabric's tools write, so that more may be \
            signed than is shown; have it made anew
            """
        case .missing(let path): "\(path) is missing; have the message made anew"
        case .tooMany(let path, let most): "\(path) has more than \(most) entries; bring a smaller message"
        case .duplicateName(let path, let name):
            "\(path) has the name '\(printable(name))' twice, of which a peer sees one; have the message made anew"
        case .nameForm(let path, let found):
            """
            \(path) is '\(printable(found))', which Fabric gives to nothing; have the message made anew, and look \
            who made this one
            """
        case .unknownValue(let path, let value): "\(path) is \(value), which means nothing here; have it made anew"
        case .certificate(let path, let fault): "\(path): \(fault)"
        case .headerType(let path, let found):
            """
            \(path) is \(found), and only endorser transactions (3) and requests for blocks (5) are signed here; \
            use the organization's own tools for changes of its configuration
            """
        case .actionCount(let path, let found):
            "\(path) has \(found) entries and Fabric takes one; have the transaction made anew"
        default: nil
        }
    }

    private var refusal: String {
        switch self {
        case .alreadySigned: "the message has a signature; verify it, or bring it without"
        case .notSigned: "the message has no place for a signature; bring the signed message"
        case .block: "a block is signed by orderers only; verify it"
        case .otherCreator(let name):
            "the key is not that of the creator's certificate (\(printable(name, most: 200))); bring the creator's key"
        case .creatorKey(let kind):
            "the creator's certificate is for a key of the kind \(printable(kind)); keys are P-256 or Ed25519 here"
        case .authorityIdentity(let name):
            """
            the certificate of \(printable(name, most: 200)) is an authority's, which Fabric takes for nobody's identity; \
            bring a message by a member
            """
        case .untrusted(let name, let reason): "\(printable(name, most: 200)): \(reason)"
        case .eventID(let stated):
            """
            the chaincode's event is of the transaction \(printable(stated, most: 80)), which is not this one; \
            have it endorsed anew
            """
        case .transactionID(let stated, let computed):
            """
            the transaction id is stated as \(printable(stated, most: 80)) and nonce and creator give \(computed); \
            have the message made anew
            """
        case .outerField(let name, let outer, let inner):
            """
            \(name) is '\(printable(outer, most: 80))' outside and '\(printable(inner, most: 80))' in what is signed; \
            have the message made anew
            """
        case .epoch(let found): "the epoch is \(found) and Fabric takes 0 only; have the message made anew"
        case .visibility: "the payload's visibility is set, which Fabric refuses; have the message made anew"
        case .chaincodes(let header, let other, let place):
            """
            the header calls '\(printable(header))' and \(place) '\(printable(other))', of which one is hidden; \
            have the message made anew
            """
        case .actionHeader:
            "the action's header is not the transaction's; have the transaction made from its proposal anew"
        case .proposalHash:
            "what was endorsed is another proposal than the one in the transaction; ask who put it together"
        case .otherProposal(let part, let file):
            "the transaction's \(part) is not that of the proposal '\(printable(file))'; ask who put it together"
        case .proposalFile(let file): "'\(printable(file))' holds no proposal; bring the one that was endorsed"
        case .proposalNotForThis: "only a transaction is compared with a proposal; leave the proposal out"
        case .previousFile(let file):
            "'\(printable(file))' is not the one file of the blocks before; bring the block that comes before this one"
        case .previousNotForThis: "only a block has a block before it; leave that out"
        case .noEndorsement: "nobody endorsed the transaction; have its proposal endorsed"
        case .endorsement(let place, let who, let reason):
            "endorsement \(place) by \(printable(who, most: 200)): \(reason)"
        case .failedResponse(let status, let message):
            "the chaincode answered \(status), '\(printable(message, most: 120))', which is a failure; do not submit it"
        case .transientInTransaction:
            "the transaction carries transient data, which would be on the ledger for all to see; have it made anew"
        case .otherChannel(let needed, let found):
            "the message is for the channel '\(printable(found))' and not for '\(printable(needed))'; check which is meant"
        case .authorities(let file, let fault): "'\(printable(file))': \(fault)"
        case .signing(let fault): fault.description
        case .signedDiffers:
            "the message just signed does not read back as itself and was not given out; check this machine's memory"
        default: "the message is damaged; ask for the original"
        }
    }
}
