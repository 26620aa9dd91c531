import Groups
import OwnKeys
import SecretSharing
import Secrets
import Testing

/// A dealing of a fresh key to fresh node keys, for what has to hold whatever the numbers are.
struct Round<G: Group>: ~Copyable {
    let secret: SecretScalar<G>
    let commitment: Commitment<G>
    let shares: ShareTable<G>
    let dealer: OwnKeyDealer<G>
    let holders: [OwnKeyHolder]
    /// d of each holder, as bytes in the order of their group: test keys.
    let nodeKeys: [[UInt8]]
    let id = random(32)

    init(_: G.Type, threshold: Int, keys curves: [CurveName], epoch: UInt32 = 3) throws {
        let secret = try SecretScalar<G>.random()
        let polynomial = try Polynomial.random(through: secret, threshold: threshold)
        let indices = try HolderIndex.first(curves.count)
        var nodeKeys: [[UInt8]] = [], holders: [OwnKeyHolder] = []
        for (index, curve) in zip(indices, curves) {
            let (nodeKey, key) = try freshKey(curve)
            nodeKeys.append(nodeKey)
            holders.append(OwnKeyHolder(index: index, key: key))
        }
        let commitment = try polynomial.commitment()
        let shares = try polynomial.shares(of: indices)
        let dealer = try OwnKeyDealer(
            .masked, of: polynomial, commitment: commitment, holders: holders, epoch: epoch)
        self.secret = secret
        self.commitment = commitment
        self.shares = shares
        self.dealer = dealer
        self.holders = holders
        self.nodeKeys = nodeKeys
    }

    borrowing func proven() throws -> ProvenMaskedDealing<G> {
        try dealer.mask(shares).proven(by: try dealer.prove(secret, id: id), id: id)
    }
}

func freshKey(_ curve: CurveName) throws -> ([UInt8], AnyElement) {
    func draw<H: Group>(_: H.Type) throws -> ([UInt8], AnyElement) {
        let scalar = try SecretScalar<H>.random()
        return (shown(try scalar.encoded()), AnyElement(H.generator(times: scalar), in: H.self))
    }
    return try draw(curve.group)
}

/// The opposite of a node key, in the order of its group.
func opposite(_ nodeKey: [UInt8], _ curve: CurveName) throws -> [UInt8] {
    func negate<H: Group>(_: H.Type) throws -> [UInt8] { try PublicScalar<H>(canonical: nodeKey).negated.encoded }
    return try negate(curve.group)
}

func negated(_ key: AnyElement) -> AnyElement {
    func negate<H: Group>(_: H.Type) -> AnyElement {
        AnyElement(H.negatedVariableTime(key.element(in: H.self)), in: H.self)
    }
    return negate(key.curve.group)
}

/// The bytes of a holder's answer.
final class Answer: HolderAct {
    let request: [UInt8]
    var bytes: [UInt8] = []

    init(to request: [UInt8]) { self.request = request }

    func run<G: Group, H: Group>(_ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>) throws {
        bytes = shown(try dealing.answer(to: request, with: secret).encoded())
    }
}

/// The bytes of an acknowledgement.
final class Word: HolderAct {
    var bytes: [UInt8] = []

    func run<G: Group, H: Group>(_ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>) throws {
        bytes = try dealing.dealing.acknowledge(try dealing.openShare(with: secret), with: secret)
    }
}

/// The bytes of a blinded answer.
final class Blinded: HolderAct {
    let members: [HolderIndex]
    let request: [UInt8]
    var bytes: [UInt8] = []

    init(_ members: [HolderIndex], _ request: [UInt8]) {
        self.members = members
        self.request = request
    }

    func run<G: Group, H: Group>(_ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>) throws {
        let set = try BlindedSet(members, of: dealing.dealing, request: request, dealing: dealing.dealing.id)
        bytes = shown(try set.answer(try dealing.openShare(with: secret), with: secret).encoded())
    }
}

extension ProvenMaskedDealing {
    /// What an answer opens, as bytes.
    func opened(_ bytes: [UInt8], of holder: HolderIndex, request: [UInt8]) throws -> [UInt8] {
        let room = try locked(bytes)
        let share = try room.withUnsafeBytes { (bytes) throws(OwnKeysError) in
            try self.share(from: bytes, of: holder, request: request)
        }
        return try shown(share)
    }
}
