import Encodings
package import Transactions

/// Why a transaction is not proven to be in a block.
@nonexhaustive
package enum InclusionError: LedgerError, Equatable {
    // What was brought
    case noHeaders
    case tooManyHeaders(limit: Int)
    /// A line of the text is not one header in hexadecimal digits.
    case headerLine(Int)
    case headersNotWhole(bytes: Int)
    case headerLength(found: Int)
    case blockHashForm(String)
    case proofNotHex
    /// The proof is not in its form: where, and what its own reader says.
    case proofForm(BitcoinError)
    case transaction(BitcoinError)

    // Headers
    case targetInvalid(HeaderPlace, bits: UInt32)
    case targetAboveLimit(HeaderPlace, bits: UInt32, Network)
    case workMissing(HeaderPlace, hash: BlockHash)
    case notLinked(number: Int, needed: BlockHash, found: BlockHash)
    case checkpointMissed(first: BlockHash, checkpoint: BlockHash)
    case difficultyBetweenBoundaries(number: Int)
    case difficultyNotAsComputed(number: Int, needed: UInt32, found: UInt32)
    case difficultyJump(number: Int)
    case timeTooOld(number: Int)
    case blockNotAmongHeaders(BlockHash)

    // The tree
    case transactionCount(UInt64)
    case hashCount(found: Int, transactions: Int)
    case treeTooShort
    case unusedHashes(Int)
    case unusedFlags(Int)
    case paddingNotZero
    case duplicateHash(height: Int)
    case nodeIsTransaction(height: Int)
    case rootMismatch
    case branchLength(needed: Int, found: Int)
    case positionOutOfRange(Int, transactions: Int)

    // The transaction
    case notInProof(TransactionID)
    case transactionOf64Bytes

    package var code: String {
        switch self {
        case .noHeaders: "no-headers"
        case .tooManyHeaders: "too-many-headers"
        case .headerLine, .headersNotWhole, .headerLength: "header-form"
        case .blockHashForm: "block-hash-form"
        case .proofNotHex, .proofForm: "proof-form"
        case .transaction(let facts): facts.code
        case .targetInvalid: "target-invalid"
        case .targetAboveLimit: "target-above-limit"
        case .workMissing: "work-missing"
        case .notLinked: "headers-not-linked"
        case .checkpointMissed: "checkpoint-missed"
        case .difficultyBetweenBoundaries, .difficultyNotAsComputed, .difficultyJump: "difficulty-rule"
        case .timeTooOld: "time-too-old"
        case .blockNotAmongHeaders: "block-not-in-headers"
        case .transactionCount: "transaction-count"
        case .hashCount, .treeTooShort, .unusedHashes, .unusedFlags, .paddingNotZero, .branchLength: "tree-form"
        case .positionOutOfRange: "position-out-of-range"
        case .duplicateHash: "duplicate-hash"
        case .nodeIsTransaction, .transactionOf64Bytes: "ambiguous-64-bytes"
        case .rootMismatch: "root-mismatch"
        case .notInProof: "not-in-proof"
        }
    }

    package var nature: FaultNature {
        switch self {
        case .noHeaders, .tooManyHeaders, .headerLine, .headersNotWhole, .headerLength, .blockHashForm, .proofNotHex,
            .proofForm:
            .malformed
        case .transaction(let facts): facts.nature
        // Everything else is an answer: these bytes are whole, and do not prove it.
        case .targetInvalid, .targetAboveLimit, .workMissing, .notLinked, .checkpointMissed,
            .difficultyBetweenBoundaries, .difficultyNotAsComputed, .difficultyJump, .timeTooOld, .blockNotAmongHeaders,
            .transactionCount, .hashCount, .treeTooShort, .unusedHashes, .unusedFlags, .paddingNotZero, .branchLength,
            .positionOutOfRange, .duplicateHash, .nodeIsTransaction, .transactionOf64Bytes, .rootMismatch, .notInProof:
            .signatureInvalid
        }
    }

    package var liftedBy: Risk? { nil }
}

extension InclusionError {
    package var description: String {
        switch self {
        case .noHeaders: "the file holds no block headers; give those of the block and of the blocks after it"
        case .tooManyHeaders(let limit):
            "the file holds more than \(limit) block headers; begin at a later block that you trust"
        case .headerLine(let line):
            "line \(line) is no block header, which has 160 hexadecimal digits; get the headers again"
        case .headersNotWhole(let bytes):
            "the file of headers has \(bytes) bytes, no multiple of 80; get the headers again"
        case .headerLength(let found): "a block header has 80 bytes and this has \(found); get it again"
        case .blockHashForm(let text):
            "'\(printable(text, most: 80))' is no block hash, which has 64 hexadecimal digits; check it letter by letter"
        case .proofNotHex:
            "the proof is neither in bytes nor in hexadecimal digits; give what gettxoutproof printed"
        case .proofForm(let facts): "the proof is damaged: \(facts.description)"
        case .transaction(let facts): facts.description
        case .targetInvalid(let place, let bits):
            "\(place)'s target \(hex(bits)) is zero, negative or too long; these are no Bitcoin headers"
        case .targetAboveLimit(let place, let bits, let network):
            "\(place)'s target \(hex(bits)) is easier than \(network.rawValue) allows; trust nothing of this source"
        case .workMissing(let place, let hash):
            "\(place) is \(hash), which does not meet its own target; trust nothing of this source"
        case .notLinked(let number, let needed, let found):
            "header \(number) follows \(found) and the one before it is \(needed); give headers in order, without a gap"
        case .checkpointMissed(let first, let checkpoint):
            "the first header \(first) is not the checkpoint \(checkpoint) and does not follow it; begin there"
        case .difficultyBetweenBoundaries(let number):
            "header \(number) changes the difficulty within a period of 2016 blocks; trust nothing of this source"
        case .difficultyNotAsComputed(let number, let needed, let found):
            "header \(number)'s target is \(hex(found)) and its period gives \(hex(needed)); trust nothing of this source"
        case .difficultyJump(let number):
            "header \(number) changes the difficulty more than fourfold; trust nothing of this source"
        case .timeTooOld(let number):
            "header \(number) is not later than the median of the eleven before it; trust nothing of this source"
        case .blockNotAmongHeaders(let hash):
            "the proof is for block \(hash), which is not among the headers; give the headers from that block on"
        case .transactionCount(let count):
            "the proof speaks of \(count) transactions and a block holds 1 to \(MerkleProof.mostTransactions); get it again"
        case .hashCount(let found, let transactions):
            "the proof has \(found) hashes for \(transactions) transactions, which cannot be; get it again"
        case .treeTooShort: "the proof ends before its tree does; get it again"
        case .unusedHashes(let count): "the proof has \(count) hashes that belong to nothing; get it again"
        case .unusedFlags(let count): "the proof has \(count) flag bits that belong to nothing; get it again"
        case .paddingNotZero: "the proof's last flag bits are not zero; get it again"
        case .duplicateHash(let height):
            "two neighbours \(height) rows above the transactions are the same (CVE-2012-2459); trust nothing of this source"
        case .nodeIsTransaction(let height):
            """
            a node \(height) rows above the claimed transactions is itself a transaction of 64 bytes, so that they may be no \
            transactions; trust nothing of this source
            """
        case .rootMismatch: "the proof's tree does not have the root of its header; get it again from another source"
        case .branchLength(let needed, let found):
            "the branch has \(found) hashes and a block of so many transactions has \(needed); get it again"
        case .positionOutOfRange(let position, let transactions):
            "there is no transaction \(position) in a block of \(transactions); get the proof again"
        case .notInProof(let id): "the proof does not speak of transaction \(id); get the proof for this one"
        case .transactionOf64Bytes:
            """
            the transaction has 64 bytes without its witness, like a node of the tree, so that no proof tells one from \
            the other; ask a full node
            """
        }
    }
}

/// As block explorers show it: `1d00ffff`.
private func hex(_ bits: UInt32) -> String {
    Hex.encode((0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(24 - 8 * $0)) })
}
