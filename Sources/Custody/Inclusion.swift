import Bitcoin
package import Encodings

/// What was proven of a Bitcoin transaction: in which block it is, and how much lies on top.
public struct InclusionFinding: Sendable {
    public let facts: [Summary.Fact]
    public let warnings: [Summary.Warning]
    /// What it does not tell, one sentence each.
    public let notes: [String]
    /// The same for programs, in order.
    package let members: JSONObject
}

/// Whether a transaction is in a block, by a Merkle proof and block headers; no network is asked.
/// - Parameters:
///   - subject: The transaction, in hexadecimal or binary, or its id in hexadecimal.
///   - headers: Consecutive headers from the transaction's block or before it, 80 bytes each, in hexadecimal or binary.
///   - proof: What `gettxoutproof` gives, in hexadecimal or binary.
///   - checkpoint: The hash of a block that is known otherwise: the first header's, or the one before it.
///   - network: The network's name; the main one where it is `nil`.
/// - Throws: `Refusal`: of kind `answerIsNo` where it is not proven, else the place of the fault.
public func verifyInclusion(
    of subject: PublicFile, headers: PublicFile, proof: PublicFile, checkpoint: String? = nil, network: String? = nil
) throws(Refusal) -> InclusionFinding {
    let transaction = try refusing(about: subject.name) { () throws in
        try Bitcoin.Inclusion.Subject(reading: subject.bytes)
    }
    let report = try refusing { () throws in
        try Bitcoin.Inclusion.verified(
            transaction, headers: headers.bytes, proof: proof.bytes,
            checkpoint: try checkpoint.map { try Bitcoin.BlockHash($0) }, on: try Bitcoin.Network.named(network))
    }
    return InclusionFinding(
        facts: report.facts, warnings: report.warnings, notes: report.notes, members: report.members)
}
