package import Encodings
public import Signatures

/// Something parsed that carries signatures.
package protocol Verifiable: Sendable {
    /// Judges every signature that it understands, and names what it does not.
    /// - Throws: A `LedgerError` where the terms make it fail as a whole: another chain, another network, a proof that proves
    ///   nothing. A bad signature is a verdict, not an error.
    func verified(under terms: Terms) throws -> Verification
}

/// What was found out about a signed content.
public struct Verification: Sendable {
    public let ledger: LedgerName
    public let kind: String
    /// The transaction's id; `nil` where it has none. Computed whenever it is asked for, unless `writtenOut`.
    public var hash: String? { hashMaker() }
    private let hashMaker: @Sendable () -> String?
    /// Every signature that there is or should be, in order.
    public let signatures: [SignatureVerdict]
    /// Put together whenever it is asked for, unless `writtenOut`.
    public var summary: Summary { summaryMaker() }
    private let summaryMaker: @Sendable () -> Summary
    /// What else was found, one sentence each. Put together whenever it is asked for, unless `writtenOut`.
    public var notes: [String] { notesMaker().map { printable($0, most: 400) } }
    private let notesMaker: @Sendable () -> [String]
    /// What else programs should know.
    package let members: JSONObject

    package init(
        ledger: LedgerName, kind: String, hash: @autoclosure @escaping @Sendable () -> String?,
        signatures: [SignatureVerdict], summary: @autoclosure @escaping @Sendable () -> Summary,
        notes: @autoclosure @escaping @Sendable () -> [String] = [], members: JSONObject = JSONObject([])
    ) {
        self.ledger = ledger
        self.kind = kind
        hashMaker = hash
        self.signatures = signatures
        summaryMaker = summary
        notesMaker = notes
        self.members = members
    }

    /// The same, with all words put together now: by the thread that has the content.
    package var writtenOut: Verification {
        let (hash, summary, notes) = (self.hash, self.summary, self.notes)
        return Verification(
            ledger: ledger, kind: kind, hash: hash, signatures: signatures.map(\.writtenOut), summary: summary,
            notes: notes, members: members)
    }
}

/// What was found out about one signature.
public struct SignatureVerdict: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
        case valid
        /// The code is stable and in kebab-case; the reason is one sentence with the facts.
        case invalid(code: String, reason: String)
        /// A kind that this version does not judge, or something without which it cannot be judged is missing.
        case notJudged(code: String, reason: String)
    }

    /// Which signature it is: `input 0`, `creator`, `endorsement 1`, `signature`; with the part of it where one place has
    /// several: `input 0, signature 1`.
    public let place: String
    /// Who signed, as the ledger names accounts; `nil` where it cannot be known. Put together whenever it is asked for:
    /// an address takes about a twentieth of the time in which a signature is verified.
    public var signer: String? { signerMaker().map { printable($0, most: 200) } }
    private let signerMaker: @Sendable () -> String?
    /// The key that signed, where it is known.
    public let key: VerifyingKey?
    public let status: Status

    package init(
        place: String, signer: @autoclosure @escaping @Sendable () -> String?, key: VerifyingKey?, _ status: Status
    ) {
        self.place = place
        signerMaker = signer
        self.key = key
        self.status = status
    }

    public static func == (left: SignatureVerdict, right: SignatureVerdict) -> Bool {
        left.place == right.place && left.signer == right.signer && left.key == right.key
            && left.status == right.status
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(place)
        hasher.combine(signer)
        hasher.combine(key)
        hasher.combine(status)
    }

    /// The same, with the signer's name put together now.
    fileprivate var writtenOut: SignatureVerdict {
        let signer = self.signer
        return SignatureVerdict(place: place, signer: signer, key: key, status)
    }
}
