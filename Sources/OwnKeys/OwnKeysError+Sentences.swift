import Groups
import SecretSharing
import Secrets

// Each group of cases gives its sentences, and nil for those of another.

extension OwnKeysError {
    /// Refused keys.
    var keySentence: String? {
        switch self {
        case .holderKey(let holder, let reason):
            "the key of holder \(holder) is refused: \(reason)"
        case .ephemeral(let curve, let reason):
            "the dealer's point of \(curve.rawValue) is refused: \(reason)"
        case .holderKeysEqual(let one, let other, let curve):
            "holders \(one) and \(other) have the same key of \(curve.rawValue), up to its sign; each holder needs a key of their own"
        case .holderKeyIsPublicKey(let holder, let curve):
            "the key of holder \(holder) is the \(curve.rawValue) key that is shared, up to its sign; name another key for this holder"
        case .holderKeyIsSharePoint(let owner, let holder, let curve):
            "the key of holder \(owner) is the public point of share \(holder) on \(curve.rawValue), up to its sign; do not trust who made this dealing"
        case .holderKeyIsEphemeral(let holder, let curve):
            "the key of holder \(holder) is the dealer's own point of \(curve.rawValue), up to its sign; do not trust who made this dealing"
        case .holderKeyIsGenerator(let holder, let curve):
            "the key of holder \(holder) is the generator of \(curve.rawValue), up to its sign, whose private key everybody knows; name a key that this holder has drawn"
        case .ephemeralIsPublicKey(let curve):
            "the dealer's own point of \(curve.rawValue) is the key that is shared, up to its sign; do not trust who made this dealing"
        case .nodeKeyOfAnotherGroup(let holder, let expected, let found):
            "holder \(holder) has a key of \(expected.rawValue) in this dealing and this node key is of \(found.rawValue); bring the node key that the dealing names"
        case .nodeKeyOfAnotherHolder(let holder):
            "this node key is not that of holder \(holder); bring the node key that the dealing names"
        case .nodeKeyUseless(let holder, let reason):
            "the node key of holder \(holder) gives nothing here: \(reason)"
        default: nil
        }
    }

    /// What is wrong with a dealing.
    var dealingSentence: String? {
        switch self {
        case .holdersNotAscending(let holder):
            "holder \(holder) is not listed by ascending index, each once; ask for the original dealing"
        case .ephemerals(let expected, let found):
            "the dealing has dealer's points of \(list(found)) and its holders' keys need \(list(expected)); ask for the original dealing"
        case .maskedShareCount(let holders, let found):
            "\(holders) holders need \(holders) masked shares and there are \(found); ask for the original dealing"
        case .maskedShareNotBelowOrder(let holder, let curve):
            "the masked share of holder \(holder) is not below the order of \(curve.rawValue); ask for the original dealing"
        case .dealerProofLength(let expected, let found):
            "the dealer's proof has \(expected) bytes in such a dealing and this has \(found); look for an undamaged copy of the dealing"
        case .dealerProofNotBelowOrder(let curve):
            "a number in the dealer's proof is not below the order of \(curve.rawValue); look for an undamaged copy of the dealing"
        case .dealerProofWrong:
            "the dealing was not made by someone who has its key and the secrets of its points; ask the dealer for the original"
        case .dealerCheated(let holder):
            "the dealer gave holder \(holder) a masked share that contradicts the dealer's own commitment; keep the evidence, and do not rely on this dealing"
        case .noSuchHolder(let holder):
            "the dealing has no holder \(holder); bring the dealing that this belongs to"
        default: nil
        }
    }

    /// What is wrong with an answer.
    var answerSentence: String? {
        switch self {
        case .answerUnauthentic(let holder, let reason):
            "this submission is not holder \(holder)'s for this request, or is damaged (\(reason.words)); ask holder \(holder) to submit again"
        case .acknowledgementUnauthentic(let holder):
            "this acknowledgement is not holder \(holder)'s for this dealing, or is damaged; ask holder \(holder) for it again"
        case .evidenceUnauthentic(let holder, let reason):
            "this evidence was not made with the key of holder \(holder) for this dealing, or is damaged (\(reason.words)), so it proves nothing; ask holder \(holder) for it again"
        case .evidenceUnfounded(let holder):
            "the evidence proves nothing against the dealer, since what it opens is the share of holder \(holder), and good; keep it secret, for it opens that share"
        case .shareOfAnotherDealing(let holder):
            "this share is not that of holder \(holder) in this dealing; open the share of this dealing"
        case .pairUseless(let pair):
            "what holders \(pair.first) and \(pair.second) share for this request is zero by chance; make a new request"
        case .answerTwice(let holder):
            "holder \(holder) answered twice; leave one of the submissions out"
        case .answersMissing(let holders):
            "a blinded request needs every holder it names, and holders \(list(holders)) did not answer; wait for them, or make a request without them"
        case .blindedAnswersContradict(let findings):
            findings.sentence
        default: nil
        }
    }

    /// What is wrong with sealed shares and the proof of them.
    var proofSentence: String? {
        switch self {
        case .proofUnknown:
            "this does not begin with the line 'holdfast-own-proof/1'; bring the proof that came with the dealing"
        case .proofLength(let expected, let found):
            "the proof of this dealing has \(expected) bytes and this has \(found); bring an undamaged copy"
        case .sealedSharesWrong(let holders):
            "nothing shows that what is sealed to holder \(list(holders)) is the share; do not rely on this dealing"
        case .shareNotSealed(let holder):
            "nothing of what is sealed to holder \(holder) gives the share, so that the dealer cheated; keep dealing and proof, and do not rely on them"
        default: nil
        }
    }

    /// What is wrong with a request; the last group.
    var requestSentence: String {
        switch self {
        case .requestOfAnotherDealing:
            "the request names another dealing; bring the dealing that it was made for"
        case .requestNotAscending(let holder):
            "the request does not list holder \(holder) by ascending index, each once; do not answer it"
        case .requestTooSmall(let threshold, let found):
            "the request names \(found) holders and the key needs \(threshold); do not answer it"
        case .requestWithoutHolder(let holder):
            "the request does not name holder \(holder); it is for others to answer"
        case .requestOfSeveralGroups(let one, let curve, let other, let otherCurve):
            "holder \(one) has a key of \(curve.rawValue) and holder \(other) one of \(otherCurve.rawValue), and a blinded request needs keys of one group; make a plain request, or one among holders of one group"
        default:
            preconditionFailure("every case has its sentence")
        }
    }
}

extension UnauthenticAnswer {
    fileprivate var words: String {
        switch self {
        case .length(let expected, let found): "it has \(found) bytes and not \(expected)"
        case .point(let reason): "\(reason)"
        case .notBelowOrder: "a number in it is not below the order of its group"
        case .proofWrong: "its proof is wrong"
        }
    }
}

extension BlindedFindings {
    fileprivate var sentence: String {
        let pairs = disagreeing.map { "\($0.first) and \($0.second)" }.joined(separator: ", ")
        let suspected = "one of each pair gave a wrong point (\(pairs)), which one cannot be told"
        let named = "holders \(list(cheated)) signed a value that is not theirs"
        let next = "make a request without them"
        if disagreeing.isEmpty { return "\(named); \(next)" }
        return cheated.isEmpty ? "\(suspected); \(next)" : "\(named), and \(suspected); \(next)"
    }
}

private func list(_ holders: [HolderIndex]) -> String { holders.map(\.description).joined(separator: ", ") }

private func list(_ curves: [CurveName]) -> String {
    curves.isEmpty ? "no group" : curves.map(\.rawValue).joined(separator: ", ")
}

/// Runs a body that can only run out of memory.
func mappingMemory<R: ~Copyable>(_ body: () throws(SecretsError) -> R) throws(OwnKeysError) -> R {
    do { return try body() } catch { throw .memory(error) }
}
