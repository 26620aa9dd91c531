/// One ledger: how its contents are recognised and read. Everything after that is asked of what was read.
///
/// Each content goes through the same five steps, and each step has its own type: bytes are *parsed* strictly, and a fault
/// is thrown with its `Place`; the parsed content gives a `Summary` of what a person must see; its *refusals* are what
/// cannot be proven harmless, each a `LedgerError`, some `liftedBy` a `Risk`; *signing* refuses what was not lifted; what
/// was just made is *verified*, read back as a stranger would, before anyone gets it.
package protocol Ledger {
    static var name: LedgerName { get }

    /// The terms that mean something here.
    static var understands: Set<TermName> { get }

    /// What the bytes of a file look like, cheaply; `nil` where they are not of this ledger.
    ///
    /// They may be anything, and must not hold a secret: ask the readers of keys and shares first.
    static func look(at bytes: [UInt8]) -> Look?

    /// Reads what is to be signed.
    /// - Throws: A `LedgerError` with the place of the fault.
    static func readUnsigned(_ bytes: [UInt8], under terms: Terms) throws -> any Signable

    /// Reads what was signed.
    /// - Throws: A `LedgerError` with the place of the fault; bad signatures are no fault of the form.
    static func readSigned(_ bytes: [UInt8], under terms: Terms) throws -> any Verifiable

    /// Takes any bytes as a message to be signed in the ledger's own form of messages.
    /// - Throws: `TransactionsError.noMessages` where the ledger has none, or a `LedgerError`.
    static func readMessage(_ bytes: [UInt8], under terms: Terms) throws -> any Signable

    /// Reads the signature of a message.
    /// - Parameter signer: Who must have signed, as the person names them: an address or a public key; some ledgers cannot
    ///   verify without it.
    /// - Throws: `TransactionsError.noMessages`, `.signerNeeded`, or a `LedgerError` with the place of the fault.
    static func readSignature(
        _ signature: [UInt8], ofMessage message: [UInt8], signer: String?, under terms: Terms
    ) throws -> any Verifiable
}

/// What a file looks like to a ledger.
package struct Look: Hashable, Sendable {
    package enum Certainty: Int, Comparable, Sendable {
        /// It could be this ledger's, damaged or not: read it to learn the fault.
        case possible
        /// It bears a mark of this ledger, or reads as one of its contents from the first byte to the last.
        case certain

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    package enum State: Hashable, Sendable {
        case unsigned
        case signed
        /// A form that both states share, such as a PSBT.
        case either
    }

    package let certainty: Certainty
    package let state: State
    /// Of what has a fault: whether nodes of the ledger may carry it out all the same, since we are stricter than they are.
    package let nodesMayTake: Bool

    package init(_ certainty: Certainty, _ state: State, nodesMayTake: Bool = false) {
        self.certainty = certainty
        self.state = state
        self.nodesMayTake = nodesMayTake
    }
}

extension Ledger {
    package static func readMessage(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        throw TransactionsError.noMessages(name)
    }

    package static func readSignature(
        _ signature: [UInt8], ofMessage message: [UInt8], signer: String?, under terms: Terms
    ) throws -> any Verifiable {
        throw TransactionsError.noMessages(name)
    }
}
