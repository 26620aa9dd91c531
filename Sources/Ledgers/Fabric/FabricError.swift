package import Certificates
package import Signatures
package import Transactions

/// What can be wrong with a message of Hyperledger Fabric, or with signing it.
@nonexhaustive
package enum FabricError: LedgerError, Equatable {
    // The form. Places are paths of field names: `envelope.payload.header.channel_header`.
    case notRecognised
    case tooLong(limit: Int, found: Int)
    /// No message of the kind that must stand there.
    case protobuf(String)
    /// Something stands in the message that a reader may overlook: an unknown field, a field twice, another order.
    case notCanonical(String)
    case missing(String)
    case tooMany(String, most: Int)
    /// A map has one name twice.
    case duplicateName(String, String)
    case unknownValue(String, Int)
    /// No name that Fabric allows for a channel or a chaincode, or no id.
    case nameForm(String, found: String)
    case certificate(String, CertificatesError)
    case headerType(String, found: Int)
    case actionCount(String, found: Int)

    // Refused
    case alreadySigned
    case notSigned
    case block
    case otherCreator(String)
    case creatorKey(kind: String)
    /// A certificate of an authority, which Fabric takes for nobody's identity.
    case authorityIdentity(String)
    /// No root that was brought vouches for the creator.
    case untrusted(String, reason: String)
    case transactionID(stated: String, computed: String)
    case outerField(name: String, outer: String, inner: String)
    case epoch(UInt64)
    case visibility
    case chaincodes(header: String, other: String, place: String)
    case actionHeader
    case proposalHash
    case otherProposal(part: String, file: String)
    case proposalFile(String)
    case proposalNotForThis
    /// What was brought as the block before is none.
    case previousFile(String)
    case previousNotForThis
    case noEndorsement
    case endorsement(Int, who: String, reason: String)
    case failedResponse(status: Int, message: String)
    /// The event that a chaincode sent names another transaction.
    case eventID(stated: String)
    case transientInTransaction
    case otherChannel(needed: String, found: String)
    case authorities(file: String, CertificatesError)
    case signing(SignaturesError)

    // Ours
    case signedDiffers

    /// Where a fault of the form lies.
    private var path: String? {
        switch self {
        case .protobuf(let path), .notCanonical(let path), .missing(let path), .tooMany(let path, _),
            .duplicateName(let path, _), .unknownValue(let path, _), .certificate(let path, _),
            .headerType(let path, _), .actionCount(let path, _), .nameForm(let path, _):
            path
        default: nil
        }
    }

    /// The outer parts of the forms, which many bytes could have.
    private static let outermost = [
        "signed_proposal.proposal_bytes", "envelope.payload", "proposed_transaction.proposal.proposal_bytes",
        "prepared_transaction.envelope.payload", "endorse_request.proposed_transaction.proposal_bytes",
        "submit_request.prepared_transaction.payload", "signed_request.request", "proposal", "payload", "request",
        "block",
    ]

    /// How much of a form was read before the fault: of the readings of the same bytes, the one that came furthest is meant.
    var depth: Int {
        guard let path else { return -1 }
        let outer = FabricError.outermost.first { path.hasPrefix($0) }
        let inner = path.dropFirst(outer?.utf8.count ?? 0).split(separator: ".", omittingEmptySubsequences: true)
        // The header was read whole before what follows it; of a request the identity, before the names are looked at.
        let isBelowHeader = ["payload", "data", "identity", "channel_id", "chaincode_id", "after_transaction_id"]
            .contains(inner.first ?? "")
        return outer == nil ? 0 : inner.count + (isBelowHeader ? 10 : 0)
    }

    package var code: String {
        switch self {
        case .notRecognised: "not-recognised"
        case .tooLong: "too-long"
        case .protobuf: "protobuf"
        case .notCanonical: "not-canonical"
        case .missing: "missing-field"
        case .tooMany: "too-many"
        case .duplicateName: "duplicate-name"
        case .unknownValue: "unknown-value"
        case .nameForm: "name-form"
        case .certificate: "certificate"
        case .headerType: "header-type"
        case .actionCount: "action-count"
        case .alreadySigned: "already-signed"
        case .notSigned: "not-signed"
        case .block: "block"
        case .otherCreator: "other-creator"
        case .creatorKey: "creator-key"
        case .authorityIdentity: "ca-identity"
        case .untrusted: "untrusted"
        case .transactionID: "transaction-id"
        case .outerField: "outer-field"
        case .epoch: "epoch"
        case .visibility: "visibility"
        case .chaincodes: "chaincodes-differ"
        case .actionHeader: "action-header"
        case .proposalHash: "proposal-hash"
        case .otherProposal: "other-proposal"
        case .proposalFile: "proposal-file"
        case .proposalNotForThis: "proposal-not-for-this"
        case .previousFile: "previous-file"
        case .previousNotForThis: "previous-not-for-this"
        case .noEndorsement: "no-endorsement"
        case .endorsement: "endorsement"
        case .failedResponse: "failed-response"
        case .eventID: "event-id"
        case .transientInTransaction: "transient-in-transaction"
        case .otherChannel: "other-channel"
        case .authorities: "authorities"
        case .signing: "signing"
        case .signedDiffers: "signed-differs"
        }
    }

    package var nature: FaultNature {
        switch self {
        case .notRecognised, .tooLong, .protobuf, .notCanonical, .missing, .tooMany, .duplicateName, .unknownValue,
            .nameForm, .certificate, .headerType, .actionCount, .notSigned, .proposalFile, .previousFile, .authorities:
            .malformed
        case .signing(.ownSignatureDoesNotVerify), .signedDiffers: .ownFault
        case .alreadySigned, .block, .otherCreator, .creatorKey, .authorityIdentity, .untrusted, .eventID,
            .transactionID, .outerField, .epoch, .visibility,
            .chaincodes, .actionHeader, .proposalHash, .otherProposal, .proposalNotForThis, .previousNotForThis,
            .noEndorsement,
            .endorsement,
            .failedResponse, .transientInTransaction, .otherChannel, .signing:
            .refused
        }
    }

    /// Nothing that Fabric's peers refuse, or that hides what is signed, can be taken knowingly.
    package var liftedBy: Risk? { nil }
}
