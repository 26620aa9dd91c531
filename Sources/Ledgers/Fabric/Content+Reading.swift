import ProtocolBuffers

// Protocol buffers have no mark of their own, so a message is recognised by reading it to its last byte. No two of these
// forms share bytes, for their first fields differ in kind or in depth: a `ChannelHeader` begins with a number, where the
// forms that could stand in its place have bytes, and gateway messages begin with text. The one exception: a request for
// events of a channel whose name has 64 hexadecimal digits reads as a request for a commit status; whoever takes one takes
// the other, for the same signature is over the same bytes.
extension Content {
    /// 100 MiB: the largest message that Fabric's servers receive (internal/pkg/comm/config.go, `MaxRecvMsgSize`).
    package static let mostBytes = 100 << 20

    /// Reads a message from its bytes, or from base64 or hexadecimal digits of them.
    /// - Throws: Of all forms that were tried the fault that lies deepest, so that a damaged message is told as what it is;
    ///   `FabricError.tooLong`, `.notRecognised`.
    package init(parsing input: [UInt8]) throws(FabricError) {
        var deepest = FabricError.notRecognised
        for bytes in try FabricText.candidates(input) {
            do throws(FabricError) {
                self = try Content.read(bytes)
                return
            } catch {
                if error.depth > deepest.depth { deepest = error }
            }
        }
        throw deepest
    }

    private static func read(_ bytes: [UInt8]) throws(FabricError) -> Content {
        var deepest = FabricError.notRecognised
        for form in Form.allCases {
            do throws(FabricError) { return try read(bytes, as: form) } catch {
                if error.depth > deepest.depth { deepest = error }
            }
        }
        throw deepest
    }

    /// The messages that a client has, by their outermost form.
    private enum Form: CaseIterable {
        case signedProposal, envelope, proposed, prepared, endorse, submit, signedRequest, proposal, payload, request
    }

    private static func read(_ bytes: [UInt8], as form: Form) throws(FabricError) -> Content {
        switch form {
        case .signedProposal: try readSignedProposal(bytes)
        case .envelope: try envelope(bytes, "envelope")
        case .proposed: try readProposed(bytes)
        case .prepared: try readPrepared(bytes)
        case .endorse: try readEndorse(bytes)
        case .submit: try readSubmit(bytes)
        case .signedRequest: try readSignedRequest(bytes)
        case .proposal: try proposal(bytes, [], "proposal", .none)
        case .payload: try payload(bytes, [], "payload", .none)
        case .request: try request(bytes, [], "request", .none)
        }
    }

    // MARK: What is signed

    private static func proposal(
        _ bytes: [UInt8], _ signature: [UInt8], _ path: String, _ wrapper: Wrapper, _ outer: [(String, String)] = []
    ) throws(FabricError) -> Content {
        let message = try Wire.read(Fabric_Proposal.self, bytes, path)
        // The payload of a transaction has the same two fields: here nothing of it is read that is read again there.
        guard !EndorsedAction.begins([UInt8](message.payload)) else { throw .notRecognised }
        // Never used, and its content is not said anywhere: what cannot be shown is not signed.
        guard message.extension.isEmpty else { throw .notCanonical(path + ".extension") }
        let header = [UInt8](message.header)
        let headers = try Headers(header, path + ".header")
        guard headers.kind == .endorserTransaction else {
            throw .headerType(path + ".header.channel_header.type", found: Int(headers.kind.rawValue))
        }
        let invocation = try Invocation([UInt8](message.payload), path + ".payload")
        return Content(
            signedBytes: bytes, signature: signature, creator: headers.creator, channel: headers.channel,
            body: .proposal(invocation, header: header), headers: headers, wrapper: wrapper,
            repeated: repeated(outer, headers))
    }

    private static func payload(
        _ bytes: [UInt8], _ signature: [UInt8], _ path: String, _ wrapper: Wrapper, _ outer: [(String, String)] = []
    ) throws(FabricError) -> Content {
        let message = try Wire.read(Fabric_Payload.self, bytes, path)
        let headers = try Headers([UInt8](message.header), path + ".header")
        let data = [UInt8](message.data)
        let body: Body =
            switch headers.kind {
            case .endorserTransaction: .transaction(try EndorsedAction(data, path + ".data"))
            case .deliverSeekInfo: .deliver(try Seek(data, path + ".data"))
            }
        return Content(
            signedBytes: bytes, signature: signature, creator: headers.creator, channel: headers.channel, body: body,
            headers: headers, wrapper: wrapper, repeated: repeated(outer, headers))
    }

    private static func repeated(_ outer: [(String, String)], _ headers: Headers) -> [Repeated] {
        outer.map { name, value in
            Repeated(name: name, outer: value, inner: name == "channel_id" ? headers.channel : headers.statedID)
        }
    }

    /// A `CommitStatusRequest` or a `ChaincodeEventsRequest`.
    private static func request(
        _ bytes: [UInt8], _ signature: [UInt8], _ path: String, _ wrapper: Wrapper
    ) throws(FabricError) -> Content {
        if let status = try? Wire.read(Fabric_CommitStatusRequest.self, bytes, path), isID(status.transactionID) {
            let creator = try Identity([UInt8](status.identity), path + ".identity")
            try FabricName.require(status.channelID, path + ".channel_id")
            return Content(
                signedBytes: bytes, signature: signature, creator: creator, channel: status.channelID,
                body: .commitStatus(transactionID: status.transactionID), headers: nil, wrapper: wrapper, repeated: [])
        }
        let events = try Wire.read(Fabric_ChaincodeEventsRequest.self, bytes, path)
        guard !events.chaincodeID.isEmpty else { throw .missing(path + ".chaincode_id") }
        let creator = try Identity([UInt8](events.identity), path + ".identity")
        try FabricName.require(events.channelID, path + ".channel_id")
        try FabricName.require(events.chaincodeID, path + ".chaincode_id")
        let after = events.afterTransactionID
        guard after.isEmpty || isID(after) else { throw .nameForm(path + ".after_transaction_id", found: after) }
        let start =
            events.hasStartPosition ? try Seek.words(events.startPosition, path + ".start_position") : nil
        return Content(
            signedBytes: bytes, signature: signature, creator: creator, channel: events.channelID,
            body: .chaincodeEvents(chaincode: events.chaincodeID, start: start, after: after),
            headers: nil, wrapper: wrapper, repeated: [])
    }

    /// 64 hexadecimal digits, in lower case as Fabric writes them.
    static func isID(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    // MARK: What holds it

    private static func readSignedProposal(_ bytes: [UInt8]) throws(FabricError) -> Content {
        try signedProposal(bytes, "signed_proposal", .none)
    }

    private static func signedProposal(
        _ bytes: [UInt8], _ path: String, _ wrapper: Wrapper, _ outer: [(String, String)] = []
    ) throws(FabricError) -> Content {
        let message = try Wire.read(Fabric_SignedProposal.self, bytes, path)
        return try proposal(
            [UInt8](message.proposalBytes), [UInt8](message.signature), path + ".proposal_bytes", wrapper, outer)
    }

    static func envelope(
        _ bytes: [UInt8], _ path: String, _ wrapper: Wrapper = .none, _ outer: [(String, String)] = []
    ) throws(FabricError) -> Content {
        let message = try Wire.read(Fabric_Envelope.self, bytes, path)
        return try payload(
            [UInt8](message.payload), [UInt8](message.signature), path + ".payload", wrapper, outer)
    }

    private static func readSignedRequest(_ bytes: [UInt8]) throws(FabricError) -> Content {
        let message = try Wire.read(Fabric_SignedRequest.self, bytes, "signed_request")
        return try request(
            [UInt8](message.request), [UInt8](message.signature), "signed_request.request", .none)
    }

    private static func readProposed(_ bytes: [UInt8]) throws(FabricError) -> Content {
        let path = "proposed_transaction"
        let message = try Wire.read(Fabric_ProposedTransaction.self, bytes, path)
        let inner = [UInt8](message.proposal)
        return try signedProposal(
            inner, path + ".proposal", wrapper(of: inner, 2, in: bytes, after: [message.transactionID]),
            [("transaction_id", message.transactionID)])
    }

    private static func readPrepared(_ bytes: [UInt8]) throws(FabricError) -> Content {
        let path = "prepared_transaction"
        let message = try Wire.read(Fabric_PreparedTransaction.self, bytes, path)
        let inner = [UInt8](message.envelope)
        return try envelope(
            inner, path + ".envelope", wrapper(of: inner, 2, in: bytes, after: [message.transactionID]),
            [("transaction_id", message.transactionID)])
    }

    private static func readEndorse(_ bytes: [UInt8]) throws(FabricError) -> Content {
        let path = "endorse_request"
        let message = try Wire.read(Fabric_EndorseRequest.self, bytes, path)
        let inner = [UInt8](message.proposedTransaction)
        return try signedProposal(
            inner, path + ".proposed_transaction",
            wrapper(of: inner, 3, in: bytes, after: [message.transactionID, message.channelID]),
            [("transaction_id", message.transactionID), ("channel_id", message.channelID)])
    }

    private static func readSubmit(_ bytes: [UInt8]) throws(FabricError) -> Content {
        let path = "submit_request"
        let message = try Wire.read(Fabric_SubmitRequest.self, bytes, path)
        let inner = [UInt8](message.preparedTransaction)
        return try envelope(
            inner, path + ".prepared_transaction",
            wrapper(of: inner, 3, in: bytes, after: [message.transactionID, message.channelID]),
            [("transaction_id", message.transactionID), ("channel_id", message.channelID)])
    }

    /// Cuts a message around an inner one; the fields before it are texts numbered from 1.
    ///
    /// The message is canonical, so that the fields before and the inner one are where writing them puts them.
    private static func wrapper(
        of inner: [UInt8], _ field: UInt8, in bytes: [UInt8], after texts: [String]
    ) -> Wrapper {
        let prefix = texts.enumerated().flatMap { Wire.field(UInt8($0 + 1), Array($1.utf8)) }
        let suffix = Array(bytes.dropFirst(prefix.count + Wire.field(field, inner).count))
        return Wrapper(field: field, prefix: prefix, suffix: suffix)
    }
}
