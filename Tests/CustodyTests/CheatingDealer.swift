import Custody
import Digests
import Groups
import OwnKeys
import SecretSharing
import Secrets
import ShareFiles
import Signatures
import Testing

/// A dealer who has the key, proves it, and masks something else than Bram's share.
struct CheatingDealer {
    let round: OwnKeyRound

    /// `dealing.proof`; nil where the shares are masked.
    let proof: PublicFile?

    init(_ group: CurveName, _ suite: OwnKeySuite = .masked) throws {
        let nodes = try OwnKeyRound.nodes(CurveName.allCases)
        let key = try generateKey(group: group, format: .usual(for: group))
        let text: [UInt8]
        let proof: [UInt8]?
        switch key.privateKey {
        case .secp256k1(let scalar): (text, proof) = try CheatingDealer.text(scalar, key, nodes.map(\.key), suite)
        case .p256(let scalar): (text, proof) = try CheatingDealer.text(scalar, key, nodes.map(\.key), suite)
        case .ed25519Scalar(let scalar): (text, proof) = try CheatingDealer.text(scalar, key, nodes.map(\.key), suite)
        case .ed25519Seed(let seed):
            let scalar = try seed.scalar()
            (text, proof) = try CheatingDealer.text(scalar, key, nodes.map(\.key), suite)
        }
        self.proof = proof.map { PublicFile(name: "dealing.proof", bytes: $0) }
        round = try OwnKeyRound(
            original: key.file.content, dealing: try SecretFile("dealing.json", text), nodes: nodes.map(\.file))
    }

    private static func text<G: Group>(
        _ scalar: borrowing SecretScalar<G>, _ key: borrowing NodeKey, _ nodes: [NodePublicKey],
        _ suite: OwnKeySuite
    ) throws -> (dealing: [UInt8], proof: [UInt8]?) {
        let holders = try HolderIndex.first(3)
        let polynomial = try Polynomial.random(through: scalar, threshold: 2)
        let dealt = try Dealing(polynomial, holders: holders)
        let keyed = try zip(holders, nodes).map {
            OwnKeyHolder(index: $0, key: try AnyElement(decoding: $1.key.encoded, in: $1.group))
        }
        let dealer = try OwnKeyDealer(suite, of: polynomial, commitment: dealt.commitment, holders: keyed, epoch: 0)
        var shares = try ShareTable<G>(capacity: 3)
        for position in 0..<3 {
            // Bram gets the share of Aino.
            let value = try dealt.shares.withLimbs(at: position == 1 ? 0 : position) {
                try SecretScalar<G>(copyingLimbs: $0)
            }
            shares.append(holder: holders[position], value: value)
        }
        let part: OwnKeyPart.Content
        var proof: [UInt8]?
        switch suite {
        case .masked:
            let masked = try dealer.mask(shares)
            part = .masked(
                ephemerals: masked.context.ephemerals.map { .init(group: $0.curve, encoded: $0.encoded) },
                shares: masked.maskedShares.map(\.encoded))
        case .publiclyVerifiable:
            let bytes = try SharesProver(shares, of: dealer.context, dealer.randomness).proof().bytes
            part = .publiclyVerifiable(proofDigest: SHA256.hash(bytes))
            proof = bytes
        }
        let content = try UnprovenDealing(
            label: "", created: "2026-11-22T10:02:33Z", epoch: 0, group: G.curve, threshold: 2,
            holders: zip(holders, ["Aino", "Bram", "Chiara"]).map { DealingFile.Holder(index: $0, name: $1) },
            commitments: dealt.commitment.elements.map(\.encoded),
            key: DealingFile.Key(
                kind: .nodeKey, format: key.facts.format.rawValue,
                addresses: key.facts.addresses.map { .init(name: $0.kind.rawValue, value: $0.text) }
                    .sorted { $0.name < $1.name }),
            original: .sealing(key.file.bytes, under: scalar, kind: .nodeKey, format: key.facts.format.rawValue),
            own: OwnKeyPart(keys: nodes.map { .init(group: $0.group, encoded: $0.key.encoded) }, content: part))
        return (try content.proven(by: dealer.prove(scalar, id: content.id.bytes).encoded).text(), proof)
    }
}

extension OwnKeyRound {
    fileprivate init(original: [UInt8], dealing: SecretFile, nodes: [SecretFile]) throws {
        self.original = original
        self.dealing = dealing
        self.nodes = nodes
        facts = try #require(try check([dealing]).report.dealing)
    }
}
