import Groups
import OwnKeys
import SecretSharing
import Secrets

/// Shares sealed so that anyone can check them: the dealer's part and the holder's, with the shared key in each group and
/// the holders' in all of them.
var sealedShareCases: [Case] {
    CurveName.allCases.flatMap { sealedShareGroupCases($0.group) }
}

private func sealedShareGroupCases<G: Group>(_ group: G.Type) -> [Case] {
    let name = G.curve.rawValue
    return [
        ("seal-shares-\(name)", { keep(try SealedCase<G>(.ed25519, .p256).proof().bytes) }),
        ("open-sealed-share-\(name)", { try openSealed(G.self) }),
    ]
}

var leakySealedShareTwins: [Case] {
    [("leaky-seal-shares", leakySealing), ("leaky-open-sealed-share", leakyOpening)]
}

/// Few slots: memcheck is slow, and each slot is like the other.
private let parameters = ProofParameters(slotCount: 6, openedCount: 2)

/// A dealing to two holders, whose keys are known.
private final class SealedCase<G: Group> {
    let context: DealingContext<G>
    let proven: ProvenOwnDealing<G>
    let prover: SharesProver<G>

    init(_ first: CurveName, _ second: CurveName) throws {
        let secret = try secretScalar(4, G.self), id = [UInt8](repeating: 7, count: 32)
        let polynomial = try Polynomial.random(through: secret, threshold: 2)
        var holders: [OwnKeyHolder] = []
        for (place, curve) in [first, second].enumerated() {
            let key = try publicKey(UInt8(20 + place), curve.group)
            holders.append(OwnKeyHolder(index: try HolderIndex(place + 1), key: key))
        }
        let dealer = try OwnKeyDealer(
            .publiclyVerifiable, of: polynomial, commitment: try polynomial.commitment(), holders: holders, epoch: 0)
        context = dealer.context
        proven = try dealer.prove(secret, id: id).verify(dealer.context, id: id)
        let shares = try polynomial.shares(of: holders.map(\.index))
        prover = try SharesProver(
            shares, of: dealer.context, try DealerRandomness(polynomial: polynomial), parameters)
    }

    func proof() throws -> SharesProof<G> { try prover.proof() }
}

private func publicKey<H: Group>(_ seed: UInt8, _: H.Type) throws -> AnyElement {
    AnyElement(H.generator(times: try secretScalar(seed, H.self)), in: H.self)
}

/// Both holders, one with a key of the shared group.
private func openSealed<G: Group>(_: G.Type) throws {
    let sealed = try SealedCase<G>(.secp256k1, G.curve)
    let proof = try SharesProof<G>(
        decoding: try sealed.proof().bytes, holders: sealed.context.holders, parameters)
    let verified = try SharesVerifier(proof, of: sealed.context).verified()
    for position in 0..<2 { try open(verified.share(at: position), sealed.proven, seed: UInt8(20 + position)) }
}

private func open<G: Group>(
    _ share: VerifiedSealedShare<G>, _ proven: ProvenOwnDealing<G>, seed: UInt8
) throws {
    func open<H: Group>(_: H.Type) throws {
        let secret = try proven.secret(try secretScalar(seed, H.self), of: share.holder.index)
        keep(try share.opened(with: secret).share.holder)
    }
    try open(share.holder.key.curve.group)
}

/// Looks at the slot that is to be sealed whether its value is small.
private func leakySealing() throws {
    let value = try secretScalar(30, P256.self)
    var slots = try SlotSecrets(count: 1)
    [UInt8](repeating: 1, count: 16).withUnsafeBytes { seed in
        slots.fill(0, value: { value.encode(into: $0) }, seed: seed)
    }
    if slots.withValue(at: 0, { $0[0] }) == 0 { print("small") }
}

/// Interpolates with a value that is declared public to save the work in constant time.
private func leakyOpening() throws {
    let value = try secretScalar(31, Secp256k1.self)
    let number = value.withLimbs { PublicScalar<Secp256k1>(reducing: Limbs(at: $0)) }
    keep(Secp256k1.productVariableTime(number * PublicScalar(3), Secp256k1.generator))
}
