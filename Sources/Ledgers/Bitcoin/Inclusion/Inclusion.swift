import Encodings
import Transactions

/// Whether a transaction is in a block, from headers and a Merkle proof alone: simplified payment verification (Nakamoto
/// 2008, section 8).
///
/// What is proven is work, not truth: that somebody spent so much hashing on blocks over a tree that holds the transaction.
/// Whether there is a chain with more of it, and whether the blocks keep the other rules, a full node knows.
package enum Inclusion {
    /// Which transaction is looked for.
    package enum Subject: Hashable, Sendable {
        /// By its id. That the id is a transaction's and not a node's of the tree is then left to where it came from.
        case id(TransactionID)
        case transaction(Transaction)

        /// Reads a transaction id of 64 hexadecimal digits, or a transaction in hexadecimal digits or binary.
        /// - Throws: `InclusionError.transactionOf64Bytes`, `.transaction`.
        package init(reading bytes: [UInt8]) throws(InclusionError) {
            let digits = isText(bytes) ? String(decoding: bytes.filter { !isSpace($0) }, as: UTF8.self) : ""
            do {
                if digits.utf8.count == 64 {
                    self = .id(try TransactionID(digits))
                    return
                }
            } catch { throw .transaction(error) }
            let octets: [UInt8]
            if digits.isEmpty {
                octets = bytes
            } else {
                do { octets = try Hex.decode(digits) } catch { throw .transaction(.hex(error)) }
            }
            // Before it is read: a node of the tree has 64 bytes too, and seldom parses.
            guard octets.count != 64 else { throw .transactionOf64Bytes }
            do { self = .transaction(try Transaction(parsing: octets)) } catch { throw .transaction(error) }
        }

        package var id: TransactionID {
            switch self {
            case .id(let id): id
            case .transaction(let transaction): transaction.id
            }
        }

        /// Refuses the one length at which a transaction and a node of the tree are hashed alike, which BIP-54 is to forbid.
        func requireOtherLength() throws(InclusionError) {
            switch self {
            case .id: return
            case .transaction(let transaction):
                guard transaction.serialized(withWitness: false).count != 64 else { throw .transactionOf64Bytes }
            }
        }
    }

    /// Refuses what does not prove that the transaction is in a block under these headers.
    /// - Parameters:
    ///   - headers: Consecutive headers from the block of the proof, or an earlier one, on: see `HeaderChain`.
    ///   - proof: What `gettxoutproof` gives, binary or in hexadecimal digits: see `MerkleProof`.
    ///   - checkpoint: The hash of a block that the reader trusts, which the first header must be or follow.
    /// - Throws: `InclusionError`.
    package static func verified(
        _ subject: Subject, headers: [UInt8], proof: [UInt8], checkpoint: BlockHash?, on network: Network
    ) throws(InclusionError) -> InclusionReport {
        try subject.requireOtherLength()
        let proof = try MerkleProof(parsing: proof)
        let match = try proof.match(subject.id)
        let chain = try HeaderChain(parsing: headers, checkpoint: checkpoint, on: network)
        guard let place = chain.headers.firstIndex(where: { $0.hash == proof.header.hash }) else {
            throw .blockNotAmongHeaders(proof.header.hash)
        }
        return InclusionReport(subject: subject, match: match, chain: chain, place: place)
    }
}
