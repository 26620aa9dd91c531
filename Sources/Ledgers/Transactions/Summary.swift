package import Encodings

/// What a person must see before a transaction is signed, computed from the bytes that the signature will cover.
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

    /// What a person types to show that they looked.
    public struct Confirmation: Hashable, Sendable {
        /// What has to be typed: `BeAed`.
        public let wanted: String
        /// What it is, for the question "Type … to sign": `the last four letters of the receiver`.
        public let words: String

        package init(_ wanted: String, words: String) {
            self.wanted = wanted
            self.words = words
        }

        /// The last four letters of an address.
        package static func lastLetters(of address: String, which: String = "the receiver") -> Confirmation {
            Confirmation(String(address.suffix(4)), words: "the last four letters of \(which)")
        }

        /// A word that says what is done: `create`, `delegate`.
        package static func word(_ word: String) -> Confirmation {
            Confirmation(word, words: "the word \(word)")
        }
    }

    public let ledger: LedgerName
    /// The ledger's word for this form of transaction: `eip1559`.
    public let kind: String
    /// All that must be seen, in the order to show it.
    public let facts: [Fact]
    public let warnings: [Warning]
    /// What a person types to confirm.
    public let confirmation: Confirmation
    /// The same facts for programs, in order; amounts are strings of smallest units.
    package let members: JSONObject
    /// What is put on a board of dealings, in the order of the calls; not explained yet.
    package let publications: [Publication]
    /// How many of the facts come before those that explain the publications.
    let publicationPlace: Int

    /// - Parameter publicationPlace: After how many facts those that explain `publications` belong.
    package init(
        ledger: LedgerName, kind: String, facts: [Fact], warnings: [Warning], confirmation: Confirmation,
        members: JSONObject, publications: [Publication] = [], publicationPlace: Int = 0
    ) {
        precondition((0...facts.count).contains(publicationPlace), "an explanation stands among the facts")
        self.ledger = ledger
        self.kind = kind
        self.facts = facts
        self.warnings = warnings
        self.confirmation = confirmation
        self.members = members
        self.publications = publications
        self.publicationPlace = publicationPlace
    }
}
