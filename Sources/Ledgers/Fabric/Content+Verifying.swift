import Certificates
import Encodings
package import Transactions

extension Content: Verifiable {
    package func verified(under terms: Terms) throws -> Verification {
        let trust = try FabricTrust(terms)
        if let needed = terms.chain, needed != channel {
            throw FabricError.otherChannel(needed: needed, found: channel)
        }
        if let fault = besideFaults(under: terms).first { throw fault }
        let note = trust.note
        return Verification(
            ledger: .fabric, kind: kind.rawValue, hash: transactionID, signatures: verdicts(trust, terms),
            summary: summary(signer: nil, under: terms), notes: [note])
    }

    /// The creator, the endorsers, and what a peer would refuse though its signatures are good.
    func verdicts(_ trust: FabricTrust, _ terms: Terms = Terms(), within place: String = "") -> [SignatureVerdict] {
        var found = [
            SignatureVerdict(
                place: place + "creator", signer: creator.name, key: creator.certificate.verifyingKey,
                trust.judged(creator.status(of: signature, over: signedBytes), creator))
        ]
        if case .transaction(let action) = body {
            for (number, one) in action.endorsements.enumerated() {
                let status = one.endorser.status(of: one.signature, over: action.signedBytes(of: one))
                found.append(
                    SignatureVerdict(
                        place: "\(place)endorsement \(number)", signer: one.endorser.name,
                        key: one.endorser.certificate.verifyingKey, trust.judged(status, one.endorser)))
            }
            if action.endorsements.isEmpty { found.append(fault(.noEndorsement, place + "endorsements")) }
        }
        found += integrityFaults.map { fault($0, place + $0.place) }
        found += proposalFaults(under: terms).map { fault($0, place + $0.place) }
        return found
    }

    private func fault(_ error: FabricError, _ place: String) -> SignatureVerdict {
        SignatureVerdict(place: place, signer: nil, key: nil, .invalid(code: error.code, reason: error.description))
    }
}

extension FabricError {
    /// Which part of a transaction the fault is in, for a verdict.
    fileprivate var place: String {
        switch self {
        case .transactionID: "transaction id"
        case .outerField(let name, _, _): name
        case .epoch: "epoch"
        case .visibility, .chaincodes: "chaincode"
        case .eventID: "event"
        case .actionHeader: "action header"
        case .proposalHash: "proposal hash"
        case .transientInTransaction: "transient data"
        default: "proposal"
        }
    }
}
