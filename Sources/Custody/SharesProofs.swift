import Digests
import Encodings
import Groups
import OwnKeys
import SecretSharing
import ShareFiles

/// A prover that several threads may borrow at once; it is never copied.
private final class SharedProver<G: Group>: Sendable {
    let prover: SharesProver<G>
    init(_ prover: consuming SharesProver<G>) { self.prover = prover }
}

extension SharesProver {
    /// The bytes of the proof, the holders spread over the cores.
    consuming func provenOnAllCores() throws -> [UInt8] {
        let count = context.holders.count
        let shared = SharedProver(self)
        let rows = try Parallel.map(count: count, block: 1) { place in
            Result { try shared.prover.row(at: place) }
        }.map { try $0.get() }
        let subset = shared.prover.subset(of: rows)
        let blobs = try Parallel.map(count: count, block: 1) { place in
            Result { try shared.prover.blob(at: place, rows[place], subset) }
        }.map { try $0.get() }
        return shared.prover.proof(rows, blobs).bytes
    }
}

/// The proof beside a dealing whose shares are publicly verifiable, which is the one that the dealing names.
struct SharesProofReading<G: Group> {
    private let verifier: SharesVerifier<G>
    private let dealing: ProvenOwnDealing<G>

    /// - Throws: `Refusal`: `own-keys` for a dealing of another kind, `shares-proof` for other bytes than the dealing names.
    init(_ bytes: [UInt8], of known: KnownDealing, in group: G.Type) throws {
        guard case .publiclyVerifiable(let dealing) = known.own(in: G.self),
            case .publiclyVerifiable(let digest) = known.ownPart?.content
        else {
            throw Refusal(
                .unsafe, code: "own-keys", "dealing \(known.facts.shortForm) has no proof of its shares beside it",
                advice: "leave --proof out")
        }
        // Under the id, and so under the dealer's own proof: other bytes accuse nobody.
        guard SHA256.hash(bytes) == digest else {
            throw Refusal(
                .damaged, code: "shares-proof",
                "the proof is not the one that dealing \(known.facts.shortForm) names, or it was changed",
                advice: "look for the dealing.proof that was published with this dealing.json")
        }
        verifier = SharesVerifier(
            try SharesProof<G>(decoding: bytes, holders: dealing.context.holders), of: dealing.context)
        self.dealing = dealing
    }

    /// Verifies all of it, the holders spread over the cores.
    /// - Throws: `OwnKeysError.sealedSharesWrong` with everyone who cannot open a good share.
    func verifiedOnAllCores() throws -> VerifiedSharesProof<G> {
        let count = dealing.context.holders.count
        // So that every core has something to do, and a sum is still worth its while.
        let size = min(SharesVerifier<G>.usualBlock, max(1, (count + Parallel.coreCount - 1) / Parallel.coreCount))
        let verifier = verifier
        let parts = try Parallel.map(count: (count + size - 1) / size, block: 1) { place in
            Result { try verifier.check(place * size..<min((place + 1) * size, count)) }
        }.map { try $0.get() }
        return try verifier.verdict(parts)
    }

    /// The sealed share of one holder, verified alone.
    func share(of holder: HolderIndex) throws -> VerifiedSealedShare<G> {
        guard let position = dealing.context.position(of: holder) else { throw OwnKeysError.noSuchHolder(holder) }
        return try verifier.verifiedAlone(at: position)
    }
}

extension SecretFile {
    /// Whether it is the proof beside a publicly verifiable dealing, by its first line.
    var isSharesProof: Bool {
        bytes.withUnsafeBytes { $0.begins(with: Array("holdfast-own-proof/".utf8)) }
    }
}

/// What a proof of shares shows: which holders cannot open a good share; none where it is right.
func wronglySealedHolders(_ dealing: KnownDealing, _ proof: PublicFile) throws(Refusal) -> [HolderIndex] {
    func verify<G: Group>(_ group: G.Type) throws -> [HolderIndex] {
        do {
            _ = try SharesProofReading(proof.bytes, of: dealing, in: G.self).verifiedOnAllCores()
            return []
        } catch OwnKeysError.sealedSharesWrong(let holders) { return holders }
    }
    return try refusing { () throws in try verify(dealing.group.group) }
}
