package import Encodings

/// What a person must see before a transaction is signed, computed from the bytes that the signature will cover.
///
/// Each ledger goes through the same five steps, and each step has its own type. Bytes are *parsed* strictly, and a
/// fault is thrown with its `Place`. The parsed transaction gives this summary. Its *refusals* are what cannot be
/// proven harmless, each a `LedgerError`, some `liftedBy` a `Risk`. *Signing* refuses what was not lifted. What was just
/// made is *verified*: read back as a stranger would, before anyone gets it.
public struct Summary: Equatable, Sendable {
    /// One line to show.
    public struct Fact: Hashable, Sendable {
        /// A few words in lower case: `to`, `fee at most`.
        public let label: String
        /// One line; control characters are written out, since what strangers wrote must not steer a terminal.
        public let text: String

        package init(label: String, text: String) {
            self.label = label
            self.text = printable(text, most: 400)
        }
    }

    /// Something that the person must not overlook.
    public struct Warning: Hashable, Sendable {
        /// A stable name for programs, in kebab-case.
        public let code: String
        /// One sentence; no capital, no full stop.
        public let text: String

        package init(code: String, text: String) {
            self.code = code
            self.text = printable(text, most: 400)
        }
    }

    public let ledger: LedgerName
    /// The ledger's word for this form of transaction: `eip1559`.
    public let kind: String
    /// All that must be seen, in the order to show it.
    public let facts: [Fact]
    public let warnings: [Warning]
    /// The last letters of the receiver, which a person types to confirm; `nil` where there is no receiver.
    public let confirmation: String?
    /// The same facts for programs, in order; amounts are strings of smallest units.
    package let members: JSONObject

    package init(
        ledger: LedgerName, kind: String, facts: [Fact], warnings: [Warning], confirmation: String?,
        members: JSONObject
    ) {
        self.ledger = ledger
        self.kind = kind
        self.facts = facts
        self.warnings = warnings
        self.confirmation = confirmation
        self.members = members
    }
}
