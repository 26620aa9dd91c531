import Groups
import OwnKeys
import SecretSharing
import ShareFiles

/// How a holder gets at the share that a dealing holds for the key of their node.
enum OwnShare<G: Group>: Sendable {
    case masked(ProvenMaskedDealing<G>)
    case sealed(VerifiedSealedShare<G>, ProvenOwnDealing<G>)

    var dealing: ProvenOwnDealing<G> {
        switch self {
        case .masked(let masked): masked.dealing
        case .sealed(_, let dealing): dealing
        }
    }

    /// The share, on the committed polynomial.
    /// - Throws: `OwnKeysError.dealerCheated`, `.shareNotSealed` where it is not there.
    func opened<H: Group>(with secret: borrowing HolderSecret<H>) throws -> CheckedShare<G> {
        switch self {
        case .masked(let masked): try masked.openShare(with: secret)
        case .sealed(let sealed, _): try sealed.opened(with: secret)
        }
    }
}

extension KnownDealing {
    /// What opens to the share of a holder.
    /// - Parameter proof: `dealing.proof`, which a publicly verifiable dealing needs.
    /// - Throws: `Refusal`: `own-keys` for a dealing of another kind, `shares-proof-missing`, `shares-proof`; `dealer-cheated`
    ///   where the proof is wrong for this holder.
    func ownShare<G: Group>(of holder: HolderIndex, _ proof: PublicFile?, in group: G.Type) throws -> OwnShare<G> {
        switch own(in: G.self) {
        case .masked(let masked):
            guard proof == nil else {
                throw Refusal(
                    .unsafe, code: "own-keys", "dealing \(facts.shortForm) has no proof of its shares beside it",
                    advice: "leave --proof out")
            }
            return .masked(masked)
        case .publiclyVerifiable(let dealing):
            guard let proof else {
                throw Refusal(
                    .damaged, code: "shares-proof-missing",
                    "the shares of dealing \(facts.shortForm) are in the proof beside it, which was not brought",
                    advice: "give dealing.proof with --proof")
            }
            let reading = try SharesProofReading(proof.bytes, of: self, in: G.self)
            return .sealed(try reading.share(of: holder), dealing)
        case nil:
            throw Refusal(
                .unsafe, code: "own-keys", "dealing \(facts.shortForm) is not to the holders' own keys",
                advice: "bring the holder's share file")
        }
    }
}
