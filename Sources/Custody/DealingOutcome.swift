/// The files of one dealing among many that are checked at once.
public struct DealingFiles: Sendable {
    /// As the person knows them: a folder, or the first of the files.
    public let name: String
    public let files: [SecretFile]
    /// `dealing.proof`, where it lies beside a publicly verifiable dealing: all of it is verified then.
    public let sharesProof: PublicFile?
    /// Why others of them could not be read.
    public let unread: [Refusal]

    public init(
        _ name: String, _ files: [SecretFile], sharesProof: PublicFile? = nil, unread: [Refusal] = []
    ) {
        self.sharesProof = sharesProof
        self.name = name
        self.files = files
        self.unread = unread
    }
}

/// What is known before many dealings are checked. Nobody is asked for anything meanwhile.
public struct ManyOptions: Sendable {
    /// Of which each dealing must be one: keys, addresses, fingerprints. Empty where nothing is known of them.
    public var expected: [Expectation]
    /// What opens shares that are sealed to keys.
    public var identities: Identities
    /// What opens those that are sealed with a passphrase.
    public var passphrase: SecretFile?

    public init(
        expected: [Expectation] = [], identities: Identities = Identities(), passphrase: SecretFile? = nil
    ) {
        self.expected = expected
        self.identities = identities
        self.passphrase = passphrase
    }
}

/// What a check found of one dealing among many.
public struct DealingOutcome: Sendable {
    /// That of its `DealingFiles`.
    public let name: String
    /// As the check of this dealing alone says; a refusal where its dealing is damaged or not an expected one.
    public let result: Result<CheckReport, Refusal>
    /// Why some of its files could not be read.
    public let unread: [Refusal]
    /// The name of an earlier outcome that is of the very same dealing.
    public internal(set) var twin: String?

    /// The worst of what was found; nil when all is good. That a file could not be read comes last.
    public var fault: Refusal.Kind? {
        switch result {
        case .success(let report): report.fault ?? unread.first?.kind
        case .failure(let refusal): refusal.kind
        }
    }
}

/// What a check of many dealings found.
public struct ManyReport: Sendable {
    /// In the order in which they were given.
    public let outcomes: [DealingOutcome]
    /// What was expected and is none of the dealings.
    public let unmet: [String]
}
