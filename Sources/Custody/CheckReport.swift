/// What a check found of one file.
public struct ShareVerdict: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable {
        /// On the committed polynomial.
        case valid
        /// Not on it: forged, renumbered, or of another key; or the dealing that it brings was not made by someone who has
        /// the key (`dealer-proof`).
        case invalid
        /// The same share came before; it counts once.
        case duplicate
        /// It belongs to another dealing than the one that was decided on.
        case otherDealing = "other-dealing"
        /// Unreadable, mistyped, or in contradiction with itself.
        case damaged
        /// Sealed to its holder's key, and no identity opens it.
        case sealed
        /// A line alone, and no dealing came with it.
        case dealingMissing = "dealing-missing"
        /// An answer to a blinded request that contradicts that of another holder: one of the two is wrong.
        case suspected
    }

    /// The name of the file.
    public let file: String
    /// Where it could be read.
    public internal(set) var index: Int?
    /// Where its dealing is known.
    public internal(set) var holder: String?
    public internal(set) var status: Status
    /// Stable, for programs; nil for a valid share.
    public internal(set) var code: String?
    /// What is wrong and what to do; nil for a valid share.
    public internal(set) var reason: String?
    /// The short form of the dealing that it says it is of, where that is known.
    public internal(set) var dealing: String?
    /// Letters of the line, counted from 1, that seem wrong or could not be read, where a correction is known.
    public internal(set) var places: [Int] = []
    /// Whether the person accepted the correction, so that the share counts.
    public internal(set) var isCorrected = false
    /// Of a suspected one: the indices of those whose answers it contradicts.
    public internal(set) var contradicts: [Int] = []
    /// To how many keys the share is sealed, or the answer; nil where it is not sealed, or not known.
    public internal(set) var addresseeCount: Int?

    /// A share that nothing is known of yet.
    init(file: String) {
        self.file = file
        status = .damaged
    }

    /// A file that cannot be read as a share, or whose dealing is refused.
    init(file: String, refused: Refusal, status: Status? = nil) {
        self.file = file
        self.status = status ?? Status(of: refused.kind)
        code = refused.code
        reason = refused.description
    }
}

extension Refusal {
    /// Why a single share cannot be used.
    init(_ verdict: ShareVerdict) {
        let kind: Kind =
            switch verdict.status {
            case .invalid, .otherDealing, .duplicate, .suspected: .answerIsNo
            case .sealed: .cannotDecrypt
            case .damaged, .dealingMissing: .damaged
            case .valid: .internalFault
            }
        self.init(kind, code: verdict.code ?? "internal", sentence: verdict.reason ?? "", about: verdict.file)
    }
}

extension ShareVerdict.Status {
    fileprivate init(of kind: Refusal.Kind) {
        self =
            switch kind {
            case .answerIsNo: .invalid
            case .cannotDecrypt: .sealed
            case .unsafe, .notEnoughShares, .damaged, .declined, .inputOutput, .internalFault: .damaged
            }
    }
}

/// One of several dealings among the files of one check.
public struct Camp: Hashable, Sendable {
    public let dealing: DealingFacts
    /// The files that speak for it.
    public let files: [String]
    /// How many different holders' shares are good in it.
    public let goodShares: Int
}

/// What a check found: about the dealing, and about each file in the order they came.
public struct CheckReport: Hashable, Sendable {
    /// The dealing that the shares were checked against; nil where none came, or where several did and nothing decides.
    public let dealing: DealingFacts?
    /// All dealings that the files hold, when they are more than one.
    public let camps: [Camp]
    public let shares: [ShareVerdict]
    /// What the person expected, all of which fits the decided dealing.
    public internal(set) var expected: [String]
    /// Holders who said, and proved to be who they are, that the share dealt to their own key is good.
    public internal(set) var acknowledged: [HolderFacts] = []
    /// Holders of the decided dealing whose share is not among the good ones.
    public internal(set) var missing: [HolderFacts]

    init(dealing: DealingFacts?, camps: [Camp], shares: [ShareVerdict], expected: [String], missing: [HolderFacts]) {
        self.dealing = dealing
        self.camps = camps
        self.shares = shares
        self.expected = expected
        self.missing = missing
    }

    /// What was found of the shares of a dealing.
    /// - Parameter refused: What was refused before it was looked at whose it is.
    init(of dealing: DealingFacts, _ shares: [ShareVerdict], besides refused: [ShareVerdict] = [], expected: [String]) {
        let good = Set(shares.filter { $0.status == .valid }.compactMap(\.index))
        self.init(
            dealing: dealing, camps: [], shares: shares + refused, expected: expected,
            missing: dealing.holders.filter { !good.contains($0.index) })
    }

    /// A report about one file alone.
    public static func of(_ share: ShareVerdict, _ dealing: DealingFacts?) -> CheckReport {
        CheckReport(dealing: dealing, camps: [], shares: [share], expected: [], missing: [])
    }

    /// How many different good shares of the decided dealing there are.
    public var have: Int { shares.count { $0.status == .valid } }
    /// Holders who, as the proof beside the dealing shows, cannot open a good share; empty where all can, nil where the proof
    /// was not verified.
    public internal(set) var wronglySealed: [HolderFacts]?
    /// Files with the binary form of the dealing.
    public internal(set) var binaryForms: [String] = []
    /// Whom a blinded request asks, all of whom have to answer; nil where shares are collected.
    public internal(set) var members: [HolderFacts]?
    /// How many are needed; nil without a decided dealing.
    public var need: Int? { members?.count ?? dealing?.threshold }

    /// The worst of what was found; nil when all is good. Bad before sealed, sealed before damaged.
    public var fault: Refusal.Kind? {
        if camps.count > 1 && dealing == nil { return .answerIsNo }
        if wronglySealed?.isEmpty == false { return .answerIsNo }
        let found = Set(shares.map(\.status))
        if found.contains(.invalid) || found.contains(.otherDealing) || found.contains(.suspected) {
            return .answerIsNo
        }
        if found.contains(.sealed) { return .cannotDecrypt }
        if found.contains(.damaged) || found.contains(.dealingMissing) { return .damaged }
        return nil
    }
}
