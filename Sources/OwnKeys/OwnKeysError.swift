public import Groups
public import SecretSharing
public import Secrets

/// What can be wrong with a dealing to holders' own keys, with what holders answer, and with a request.
@nonexhaustive
public enum OwnKeysError: Error, Equatable, CustomStringConvertible {
    /// Threshold and holder count, or an index, fit no dealing; or the rebuilt key is not the committed one.
    case sharing(SecretSharingError)
    /// Holders are listed by ascending index, each once.
    case holdersNotAscending(HolderIndex)
    /// A masked dealing has one point for each group of its holders' keys, in their order; another dealing has none.
    case ephemerals(expected: [CurveName], found: [CurveName])
    /// A key of a holder is no point that a key can be.
    case holderKey(HolderIndex, GroupsError)
    /// The dealer's point of a group is no point that it can be.
    case ephemeral(CurveName, GroupsError)
    /// Two holders have one key, or opposite ones.
    case holderKeysEqual(HolderIndex, HolderIndex, CurveName)
    /// A holder's key is the shared one, or its opposite.
    case holderKeyIsPublicKey(HolderIndex, CurveName)
    /// A holder's key is the public point of a share, or its opposite.
    case holderKeyIsSharePoint(HolderIndex, of: HolderIndex, CurveName)
    /// A holder's key is the dealer's point of its group, or its opposite.
    case holderKeyIsEphemeral(HolderIndex, CurveName)
    /// Its private key is 1, or the order less 1.
    case holderKeyIsGenerator(HolderIndex, CurveName)
    /// The dealer's point of the shared group is the shared key, or its opposite.
    case ephemeralIsPublicKey(CurveName)
    /// Every holder has one masked share.
    case maskedShareCount(holders: Int, found: Int)
    /// A masked share is the group order or more, or no number of 32 bytes.
    case maskedShareNotBelowOrder(HolderIndex, CurveName)
    /// The dealer's proof has 32 bytes, and 32 more for each statement.
    case dealerProofLength(expected: Int, found: Int)
    /// A number of the dealer's proof is the order of its group or more.
    case dealerProofNotBelowOrder(CurveName)
    /// The proof over the dealing's id was not made with the key and the secrets of the dealer's points.
    case dealerProofWrong
    /// The dealing has no holder with this index.
    case noSuchHolder(HolderIndex)
    /// A node key of another group than the holder's public key.
    case nodeKeyOfAnotherGroup(HolderIndex, expected: CurveName, found: CurveName)
    /// A node key that does not belong to the holder's public key.
    case nodeKeyOfAnotherHolder(HolderIndex)
    /// A number zero, or a neutral point, where there can be none.
    case nodeKeyUseless(HolderIndex, GroupsError)
    /// The dealer gave a holder a masked share that is not on the committed polynomial.
    case dealerCheated(HolderIndex)
    /// An answer that its holder did not make for this request, or that is damaged; nobody is accused.
    case answerUnauthentic(HolderIndex, UnauthenticAnswer)
    /// An acknowledgement that its holder did not make for this dealing, or that is damaged.
    case acknowledgementUnauthentic(HolderIndex)
    /// Evidence that its holder did not make for this dealing, or that is damaged; nobody is accused.
    case evidenceUnauthentic(HolderIndex, UnauthenticAnswer)
    /// Evidence that opens a good share.
    case evidenceUnfounded(HolderIndex)
    /// A share that lies on the polynomial of another dealing, or belongs to another holder.
    case shareOfAnotherDealing(HolderIndex)
    /// A request names another dealing.
    case requestOfAnotherDealing
    /// The holders of a request are listed by ascending index, each once.
    case requestNotAscending(HolderIndex)
    /// A request for fewer holders than rebuild the key.
    case requestTooSmall(threshold: Int, found: Int)
    /// A request that does not name the holder who is to answer it.
    case requestWithoutHolder(HolderIndex)
    /// A blinded request wants keys of one group.
    case requestOfSeveralGroups(HolderIndex, CurveName, HolderIndex, CurveName)
    /// A number between two holders is zero, which one in 2²⁵² is.
    case pairUseless(HolderPair)
    /// A second answer of one holder.
    case answerTwice(HolderIndex)
    /// A blinded rebuilding needs every holder of the request.
    case answersMissing([HolderIndex])
    /// Answers that were signed and do not fit.
    case blindedAnswersContradict(BlindedFindings)
    /// The first line is not that of a proof of sealed shares.
    case proofUnknown
    /// Such a proof has one length for its dealing.
    case proofLength(expected: Int, found: Int)
    /// What is sealed to these holders is not shown to be their shares; ascending.
    case sealedSharesWrong([HolderIndex])
    /// No sealed slot gives the share, though the proof of it was right.
    case shareNotSealed(HolderIndex)
    /// No memory for a secret.
    case memory(SecretsError)

    public var description: String {
        switch self {
        case .sharing(let reason): reason.description
        case .memory(let reason): reason.description
        default: keySentence ?? dealingSentence ?? answerSentence ?? proofSentence ?? requestSentence
        }
    }
}

/// What showed that an answer is not its holder's.
public enum UnauthenticAnswer: Equatable, Sendable {
    /// So many bytes, and not others.
    case length(expected: Int, found: Int)
    /// A point that is none.
    case point(GroupsError)
    /// A number that is not below the order.
    case notBelowOrder
    /// The proof or the signature.
    case proofWrong
}

/// Two holders of a blinded rebuilding, the smaller index first.
public struct HolderPair: Hashable, Sendable {
    public let first: HolderIndex
    public let second: HolderIndex

    package init(_ one: HolderIndex, _ other: HolderIndex) {
        first = min(one, other)
        second = max(one, other)
    }
}

/// What signed answers to a blinded request showed.
public struct BlindedFindings: Hashable, Sendable {
    /// Who signed a value that is not theirs: convicted by their own signature.
    public let cheated: [HolderIndex]
    /// Pairs of whom one or the other gave a wrong point; who, is not known.
    public let disagreeing: [HolderPair]

    package init(cheated: [HolderIndex], disagreeing: [HolderPair]) {
        self.cheated = cheated
        self.disagreeing = disagreeing
    }
}
