/// What the person who signs or verifies asked for, and the public files brought beside the content.
///
/// Each ledger reads what it `understands`; a term that it has no use for is refused rather than overlooked.
public struct Terms: Hashable, Sendable {
    /// The dangers that were taken on knowingly.
    public var accepting: Set<Risk>
    /// The chain that the content must be for: for EVM a name or a number, for Cosmos the chain id.
    public var chain: String?
    /// The network whose address forms are used and which the content must be for, by name.
    public var network: String?
    /// The form in which the result is wanted.
    public var form: ResultForm
    /// Which of its addresses the key signs a message for, where one key has several: `p2wpkh`, `p2tr`.
    public var addressForm: String?
    /// Which way of signing is meant, where a ledger has several: `bip322`, `signmessage`; `ecdsa`, `schnorr`, `ed25519`.
    public var scheme: String?
    /// The number of the account on its chain, where a signature covers it and a transaction does not tell it; of several
    /// signers theirs in their order, by commas.
    public var accountNumber: String?
    /// What was brought beside the content, in the order of the command line.
    public var besides: [SideFile]

    public init(
        accepting: Set<Risk> = [], chain: String? = nil, network: String? = nil, form: ResultForm = .usual,
        addressForm: String? = nil, scheme: String? = nil, accountNumber: String? = nil, besides: [SideFile] = []
    ) {
        self.accepting = accepting
        self.chain = chain
        self.network = network
        self.form = form
        self.addressForm = addressForm
        self.scheme = scheme
        self.accountNumber = accountNumber
        self.besides = besides
    }

    /// The terms that were named, whatever their values.
    package var named: Set<TermName> {
        var names = Set(besides.map { TermName.besides($0.kind) })
        if chain != nil { names.insert(.chain) }
        if network != nil { names.insert(.network) }
        if form != .usual { names.insert(.form(form)) }
        if addressForm != nil { names.insert(.addressForm) }
        if scheme != nil { names.insert(.scheme) }
        if accountNumber != nil { names.insert(.accountNumber) }
        return names
    }

    /// The files of one kind.
    package func files(_ kind: SideFile.Kind) -> [SideFile] { besides.filter { $0.kind == kind } }
}

/// A public file that explains or proves something about the content.
public struct SideFile: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The JSON ABI of the contract that is called.
        case abi
        /// The Fabric proposal that endorsers answered.
        case proposal
        /// A Bitcoin transaction whose outputs are spent; for a Fabric block the one before it.
        case previousTransaction = "previous-transaction"
        /// A Bitcoin output that is spent: `TXID:INDEX:SATOSHI:SCRIPT` in text.
        case previousOutput = "previous-output"
        /// Certificates that are trusted as roots, PEM.
        case certificateAuthority = "certificate-authority"
        /// Consecutive Bitcoin block headers of 80 bytes.
        case headers
        /// A Merkle proof as `gettxoutproof` gives it.
        case merkleProof = "merkle-proof"
    }

    public let kind: Kind
    /// As the person knows it, for messages.
    public let name: String
    public let bytes: [UInt8]

    public init(_ kind: Kind, name: String, bytes: [UInt8]) {
        self.kind = kind
        self.name = name
        self.bytes = bytes
    }
}

/// In which form a signed content is given.
public enum ResultForm: String, CaseIterable, Hashable, Sendable {
    /// What its ledger's tools take next; `-o` writes the form of the input.
    case usual
    /// A PSBT whose inputs carry their final scripts.
    case finalized
    /// What a node takes: a Bitcoin transaction, a completed Fabric message.
    case network
    /// The signature alone: `PUBKEY=SIGNATURE` for Solana.
    case signature
    /// r ‖ s of 64 bytes where DER is usual.
    case compact
}

/// The name of a term, for telling which of them a ledger understands.
package enum TermName: Hashable, Sendable {
    case chain
    case network
    case form(ResultForm)
    case addressForm
    case scheme
    case accountNumber
    case besides(SideFile.Kind)
}
