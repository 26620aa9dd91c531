import ProtocolBuffers
import Transactions

/// A message of Hyperledger Fabric that a client signs, parsed to its last byte.
package struct Content: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// A `Proposal`, alone or in a `SignedProposal`, a gateway's `ProposedTransaction`, `EndorseRequest` or `EvaluateRequest`.
        case proposal
        /// An endorsed transaction: a `Payload`, alone or in an `Envelope`, `PreparedTransaction` or `SubmitRequest`.
        case transaction
        /// A request for blocks: a `Payload` with `SeekInfo`, alone or in an `Envelope`.
        case deliver
        case commitStatus = "commit-status"
        case chaincodeEvents = "chaincode-events"
    }

    enum Body: Hashable, Sendable {
        /// The header's own bytes stand beside the call, for comparing a transaction with the proposal it came from.
        case proposal(Invocation, header: [UInt8])
        case transaction(EndorsedAction)
        case deliver(Seek)
        case commitStatus(transactionID: String)
        case chaincodeEvents(chaincode: String, start: String?, after: String)
    }

    /// A field that an outer message repeats from an inner one.
    struct Repeated: Hashable, Sendable {
        let name: String
        let outer: String
        let inner: String
    }

    /// The bytes that the signature covers, as they came; nothing is ever written again.
    package let signedBytes: [UInt8]
    /// Empty where there is none.
    package let signature: [UInt8]
    package let creator: Identity
    package let channel: String
    let body: Body
    /// What proposals, transactions and deliver requests begin with.
    let headers: Headers?
    let wrapper: Wrapper
    let repeated: [Repeated]

    package var kind: Kind {
        switch body {
        case .proposal: .proposal
        case .transaction: .transaction
        case .deliver: .deliver
        case .commitStatus: .commitStatus
        case .chaincodeEvents: .chaincodeEvents
        }
    }

    /// The transaction's id, recomputed; `nil` where the message makes no transaction.
    package var transactionID: String? {
        switch body {
        case .proposal, .transaction: headers?.computedID
        case .deliver, .commitStatus, .chaincodeEvents: nil
        }
    }

    var invocation: Invocation? {
        switch body {
        case .proposal(let invocation, _): invocation
        case .transaction(let action): action.invocation
        case .deliver, .commitStatus, .chaincodeEvents: nil
        }
    }
}

/// How a message is completed once there is a signature.
///
/// `SignedProposal`, `Envelope` and the gateway's signed requests are alike on the wire: what is signed as field 1, the
/// signature as field 2. A gateway's messages hold one of them among other fields.
struct Wrapper: Hashable, Sendable {
    /// The bytes before the inner message, and the number of its field; `nil` where the inner message stands alone.
    let field: UInt8?
    let prefix: [UInt8]
    let suffix: [UInt8]

    static let none = Wrapper(field: nil, prefix: [], suffix: [])

    func complete(_ signed: [UInt8], _ signature: [UInt8]) -> [UInt8] {
        let inner = Wire.field(1, signed) + Wire.field(2, signature)
        guard let field else { return inner }
        return prefix + Wire.field(field, inner) + suffix
    }
}
