import Certificates
package import Groups
package import Signatures
package import Transactions

extension Content {
    /// All that stands against signing, in the order of the message.
    func faults(under terms: Terms) -> [FabricError] {
        var found: [FabricError] = []
        if let needed = terms.chain, needed != channel { found.append(.otherChannel(needed: needed, found: channel)) }
        if case .other(let kind) = creator.certificate.publicKey { found.append(.creatorKey(kind: kind)) }
        if let key = creator.certificate.verifyingKey, key.curve == .secp256k1 {
            found.append(.creatorKey(kind: key.curve.rawValue))
        }
        if creator.certificate.isAuthority { found.append(.authorityIdentity(creator.name)) }
        found += integrityFaults + besideFaults(under: terms)
        if case .transaction(let action) = body {
            if action.endorsements.isEmpty { found.append(.noEndorsement) }
            for (place, endorsement) in action.endorsements.enumerated() {
                switch endorsement.endorser.status(of: endorsement.signature, over: action.signedBytes(of: endorsement))
                {
                case .valid: break
                case .invalid(_, let reason), .notJudged(_, let reason):
                    found.append(.endorsement(place, who: endorsement.endorser.name, reason: reason))
                }
            }
            // protoutil/txutils.go, `createTx`: 200 up to below 400.
            if !(200..<400).contains(action.status) {
                found.append(.failedResponse(status: action.status, message: action.message))
            }
        }
        return found + proposalFaults(under: terms) + authorityFaults(under: terms)
    }

    /// What a peer would refuse, or what would hide something, whatever was brought beside it.
    var integrityFaults: [FabricError] {
        var found = repeated.filter { $0.outer != $0.inner }.map {
            FabricError.outerField(name: $0.name, outer: $0.outer, inner: $0.inner)
        }
        guard let headers else { return found }
        if headers.epoch != 0 { found.append(.epoch(headers.epoch)) }
        guard let invocation, let chaincode = headers.chaincode else { return found }
        if headers.statedID != headers.computedID {
            found.append(.transactionID(stated: headers.statedID, computed: headers.computedID))
        }
        if headers.hasVisibility { found.append(.visibility) }
        if invocation.chaincode != chaincode {
            found.append(.chaincodes(header: chaincode.text, other: invocation.chaincode.text, place: "the call"))
        }
        guard case .transaction(let action) = body else { return found }
        if action.signatureHeader != headers.signatureBytes { found.append(.actionHeader) }
        if action.computedHash(headers) != action.statedHash { found.append(.proposalHash) }
        if !action.invocation.transientNames.isEmpty { found.append(.transientInTransaction) }
        if action.chaincode.name != chaincode.name {
            found.append(
                .chaincodes(header: chaincode.text, other: action.chaincode.text, place: "the endorsers answered for"))
        }
        return found + eventFaults(action, of: chaincode)
    }

    /// An event is passed on to listeners as it stands: it must not speak for another chaincode or transaction.
    private func eventFaults(_ action: EndorsedAction, of chaincode: ChaincodeName) -> [FabricError] {
        guard let event = action.event else { return [] }
        var found: [FabricError] = []
        if event.chaincode != chaincode.name {
            found.append(.chaincodes(header: chaincode.text, other: event.chaincode, place: "the event is of"))
        }
        if event.transactionID != headers?.computedID { found.append(.eventID(stated: event.transactionID)) }
        return found
    }

    /// What was brought beside and is for blocks only.
    func besideFaults(under terms: Terms) -> [FabricError] {
        terms.files(.previousTransaction).isEmpty ? [] : [.previousNotForThis]
    }

    /// The proposal that was brought is the one in the transaction: the same headers, the same call.
    func proposalFaults(under terms: Terms) -> [FabricError] {
        let files = terms.files(.proposal)
        guard case .transaction(let action) = body, let headers else {
            return files.isEmpty ? [] : [.proposalNotForThis]
        }
        return files.flatMap { file -> [FabricError] in
            guard let proposal = try? Content(parsing: file.bytes), case .proposal(let call, _) = proposal.body,
                let its = proposal.headers
            else { return [.proposalFile(file.name)] }
            var found: [FabricError] = []
            if its.channelBytes != headers.channelBytes {
                found.append(.otherProposal(part: "channel header", file: file.name))
            }
            if its.signatureBytes != headers.signatureBytes {
                found.append(.otherProposal(part: "creator or nonce", file: file.name))
            }
            if call.input != action.invocation.input {
                found.append(.otherProposal(part: "call", file: file.name))
            }
            return found
        }
    }

    /// The creator and the endorsers, where no root that was brought vouches for them.
    private func authorityFaults(under terms: Terms) -> [FabricError] {
        do throws(FabricError) {
            let trust = try FabricTrust(terms)
            guard trust.isAsked else { return [] }
            var found: [FabricError] = []
            if let reason = trust.fault(of: creator) { found.append(.untrusted(creator.name, reason: reason)) }
            guard case .transaction(let action) = body else { return found }
            for (place, endorsement) in action.endorsements.enumerated() {
                guard let reason = trust.fault(of: endorsement.endorser) else { continue }
                found.append(.endorsement(place, who: endorsement.endorser.name, reason: reason))
            }
            return found
        } catch { return [error] }
    }
}

extension EndorsedAction {
    /// What an endorser signs: the response ‖ their serialized identity (core/endorser, `EndorseWithPlugin`).
    func signedBytes(of endorsement: Endorsement) -> [UInt8] { response + endorsement.endorser.bytes }
}

extension Content: Signable {
    package var groups: [CurveName] {
        guard let curve = creator.certificate.verifyingKey?.curve, curve != .secp256k1 else {
            return [.p256, .ed25519]
        }
        return [curve]
    }

    package func refusals(signer: VerifyingKey?, under terms: Terms) -> [any LedgerError] {
        var found = faults(under: terms)
        if let signer, signer != creator.certificate.verifyingKey { found.insert(.otherCreator(creator.name), at: 0) }
        return found
    }
}
