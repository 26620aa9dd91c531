/// What a transaction's signatures cover: who pays and signs, what is touched, and what is to be done.
///
/// Made only by reading its bytes, strictly and whole, so that `bytes` is the one encoding of the rest. Keeps the rules
/// that the SDK calls *sanitize*, and that no account is named twice.
package struct Message: Hashable, Sendable {
    package enum Version: String, Hashable, Sendable {
        case legacy
        /// With accounts that stand in lookup tables on the chain.
        case v0
    }

    /// How many of the accounts sign, and how many of each kind are only read.
    package struct Header: Hashable, Sendable {
        package let requiredSignatures: Int
        package let readOnlySigned: Int
        package let readOnlyUnsigned: Int
    }

    package struct Instruction: Hashable, Sendable {
        /// The place of the program among `accounts`; never 0.
        package let program: Int
        /// Places among the accounts: the named ones first, then the unseen ones.
        package let accounts: [Int]
        package let data: [UInt8]
    }

    /// Accounts that are named by their place in a table on the chain, so that nobody sees them here.
    package struct Lookup: Hashable, Sendable {
        package let table: Address
        package let writable: [Int]
        package let readOnly: [Int]
    }

    package let version: Version
    package let header: Header
    /// The accounts that are named; those that sign first, the payer of the fee before all.
    package let accounts: [Address]
    /// A recent blockhash, or the value of a durable nonce; 32 bytes.
    package let lifetime: [UInt8]
    package let instructions: [Instruction]
    package let lookups: [Lookup]
    /// The bytes that the signatures cover.
    package let bytes: [UInt8]

    init(
        version: Version, header: Header, accounts: [Address], lifetime: [UInt8], instructions: [Instruction],
        lookups: [Lookup], bytes: [UInt8]
    ) {
        self.version = version
        self.header = header
        self.accounts = accounts
        self.lifetime = lifetime
        self.instructions = instructions
        self.lookups = lookups
        self.bytes = bytes
    }

    package var feePayer: Address { accounts[0] }
    /// Those who have to sign, in the order of the signatures.
    package var signers: ArraySlice<Address> { accounts[..<header.requiredSignatures] }

    /// How many accounts stand in lookup tables.
    package var unseenCount: Int { lookups.reduce(0) { $0 + $1.writable.count + $1.readOnly.count } }
}

extension Message {
    /// An account as an instruction names it.
    package enum Account: Hashable, Sendable {
        case named(Address, signs: Bool, writable: Bool)
        case unseen(table: Address, entry: Int, writable: Bool)

        package var address: Address? {
            switch self {
            case .named(let address, _, _): address
            case .unseen: nil
            }
        }

        /// Whether its holder signs the message; accounts of lookup tables never do.
        package var signs: Bool {
            guard case .named(_, let signs, _) = self else { return false }
            return signs
        }

        package var isWritable: Bool {
            switch self {
            case .named(_, _, let writable), .unseen(_, _, let writable): writable
            }
        }
    }

    /// The account at a place. The unseen ones follow the named ones: first all that are written, table by table, then all
    /// that are only read (`AccountKeys`, solana-message).
    /// - Parameter place: In range, as every place in a message is.
    package func account(at place: Int) -> Account {
        if place < accounts.count {
            let signs = place < header.requiredSignatures
            let written =
                signs
                ? place < header.requiredSignatures - header.readOnlySigned
                : place < accounts.count - header.readOnlyUnsigned
            return .named(accounts[place], signs: signs, writable: written)
        }
        var left = place - accounts.count
        for writable in [true, false] {
            for lookup in lookups {
                let entries = writable ? lookup.writable : lookup.readOnly
                if left < entries.count {
                    return .unseen(table: lookup.table, entry: entries[left], writable: writable)
                }
                left -= entries.count
            }
        }
        preconditionFailure("places were in range when the message was read")
    }

    package func program(of instruction: Instruction) -> Address { accounts[instruction.program] }
}
