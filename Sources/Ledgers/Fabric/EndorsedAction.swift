import Digests
import ProtocolBuffers

/// What the endorsers of a proposal answered: the one action of a transaction.
struct EndorsedAction: Hashable, Sendable {
    struct Endorsement: Hashable, Sendable {
        let endorser: Identity
        let signature: [UInt8]
    }

    /// What a chaincode tells those who listen: `protos.ChaincodeEvent`.
    struct Event: Hashable, Sendable {
        let name: String
        let payload: [UInt8]
        /// A peer passes these on without a look.
        let chaincode: String
        let transactionID: String
    }

    /// The header of the proposal that was endorsed: a serialized `SignatureHeader`.
    let signatureHeader: [UInt8]
    /// The serialized `ChaincodeProposalPayload`, which must be without transient data.
    let proposalPayload: [UInt8]
    let invocation: Invocation
    /// The serialized `ProposalResponsePayload`, which the endorsers signed.
    let response: [UInt8]
    let statedHash: [UInt8]
    let endorsements: [Endorsement]
    let chaincode: ChaincodeName
    let status: Int
    let message: String
    let result: [UInt8]
    let event: Event?
    let sets: ReadWriteSets

    /// More endorsers than any policy asks for.
    static let mostEndorsements = 256

    /// Reads a serialized `protos.Transaction`.
    /// - Throws: `FabricError.actionCount` (core/common/validation/msgvalidation.go: one action per transaction), `.missing`,
    ///   `.tooMany`; as `Wire.read`.
    init(_ bytes: [UInt8], _ path: String) throws(FabricError) {
        let transaction = try Wire.read(Fabric_Transaction.self, bytes, path)
        guard transaction.actions.count == 1 else {
            throw .actionCount(path + ".actions", found: transaction.actions.count)
        }
        let path = path + ".actions[0]"
        signatureHeader = [UInt8](transaction.actions[0].header)
        let payload = try Wire.read(
            Fabric_ChaincodeActionPayload.self, [UInt8](transaction.actions[0].payload), path + ".payload")
        proposalPayload = [UInt8](payload.chaincodeProposalPayload)
        guard !proposalPayload.isEmpty else { throw .missing(path + ".payload.chaincode_proposal_payload") }
        invocation = try Invocation(proposalPayload, path + ".payload.chaincode_proposal_payload")
        guard payload.hasAction else { throw .missing(path + ".payload.action") }

        let actionPath = path + ".payload.action"
        guard payload.action.endorsements.count <= EndorsedAction.mostEndorsements else {
            throw .tooMany(actionPath + ".endorsements", most: EndorsedAction.mostEndorsements)
        }
        var endorsements: [Endorsement] = []
        for (place, one) in payload.action.endorsements.enumerated() {
            let endorser = try Identity([UInt8](one.endorser), actionPath + ".endorsements[\(place)].endorser")
            endorsements.append(Endorsement(endorser: endorser, signature: [UInt8](one.signature)))
        }
        self.endorsements = endorsements

        let responsePath = actionPath + ".proposal_response_payload"
        response = [UInt8](payload.action.proposalResponsePayload)
        let answer = try Wire.read(Fabric_ProposalResponsePayload.self, response, responsePath)
        statedHash = [UInt8](answer.proposalHash)
        let action = try Wire.read(
            Fabric_ChaincodeAction.self, [UInt8](answer.extension), responsePath + ".extension")
        // core/committer/txvalidator/v20/plugindispatcher/dispatcher.go: without it the transaction is not valid.
        guard action.hasChaincodeID else { throw .missing(responsePath + ".extension.chaincode_id") }
        chaincode = try ChaincodeName(action.chaincodeID, responsePath + ".extension.chaincode_id")
        status = Int(action.response.status)
        message = action.response.message
        result = [UInt8](action.response.payload)
        if action.events.isEmpty {
            event = nil
        } else {
            let read = try Wire.read(
                Fabric_ChaincodeEvent.self, [UInt8](action.events), responsePath + ".extension.events")
            event = Event(
                name: read.eventName, payload: [UInt8](read.payload), chaincode: read.chaincodeID,
                transactionID: read.txID)
        }
        sets = try ReadWriteSets([UInt8](action.results), responsePath + ".extension.results")
    }

    /// Whether bytes begin as an action with its header and creator do: three fields of number 1 with a length, one in the
    /// other. In a call the third is a number, its kind of chaincode, or the field 2.
    static func begins(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        for _ in 0..<3 {
            guard rest.popFirst() == 0x0A else { return false }
            rest = rest.drop { $0 >= 0x80 }.dropFirst()
        }
        return true
    }

    /// SHA-256(channel header ‖ signature header ‖ proposal payload without transient data): protoutil/proputils.go,
    /// `GetProposalHash2`, with the header stitched together as core/common/validation does.
    func computedHash(_ headers: Headers) -> [UInt8] {
        SHA256.hash(headers.channelBytes + signatureHeader + proposalPayload)
    }
}
