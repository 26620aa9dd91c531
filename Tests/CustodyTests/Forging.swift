import Custody
import Encodings
import Groups
import KeyFiles
import SecretSharing
import ShareFiles
import Signatures

/// A share as somebody dishonest hands it in: a file that is whole, and says something else.
/// - Parameters:
///   - index: Whose share it says it is.
///   - difference: What is added to its value.
///   - dealing: The dealing that it then carries, and that its line names.
func remade(
    _ share: SecretFile, as index: Int? = nil, adding difference: UInt8 = 0, in dealing: DealingFile? = nil
) throws -> SecretFile {
    let read = try ShareFile(parsing: share.bytes)
    let own = read.dealing
    let line = try read.takeLine()
    let target = dealing ?? own!
    return SecretFile(
        name: share.name, bytes: try rewritten(line, index, difference, target, target.group.group))
}

private func rewritten<G: Group>(
    _ line: borrowing ShareLine, _ index: Int?, _ difference: UInt8, _ dealing: DealingFile, _ group: G.Type
) throws -> LockedBytes {
    var value = try line.share(in: group).value.copy()
    let added: SecretScalar<G> = try smallScalar(difference)
    value.add(added)
    let holder = try index.map { try HolderIndex($0) } ?? line.holder
    return try ShareFileWriter(dealing).write(try ShareLine(holder: holder, value: value, of: dealing.id))
}

private func smallScalar<G: Group>(_ number: UInt8) throws -> SecretScalar<G> {
    var bytes = [UInt8](repeating: 0, count: 32)
    switch G.scalarByteOrder {
    case .bigEndian: bytes[31] = number
    case .littleEndian: bytes[0] = number
    }
    return try locked(bytes).withUnsafeBytes { try SecretScalar<G>(canonical: $0) }
}

extension DealingFile {
    /// The same dealing with something else in it, and its own id.
    /// - Parameter key: The key file of who proves to have the key; without one the old proof stays, which is then wrong.
    func with(
        label: String? = nil, commitments: [[UInt8]]? = nil, addresses: [Address]? = nil,
        original: SealedOriginal? = nil, provenBy key: [UInt8]? = nil
    ) throws -> DealingFile {
        let content = try UnprovenDealing(
            label: label ?? self.label, created: created, epoch: epoch, group: group, threshold: threshold,
            holders: holders, commitments: commitments ?? self.commitments,
            key: Key(
                kind: self.key.kind, format: self.key.format, addresses: addresses ?? self.key.addresses),
            original: original ?? self.original)
        guard let key else { return try content.proven(by: proof) }
        let owner = try readKey(try SecretFile("key", key), group: group)
        switch owner.privateKey {
        case .secp256k1(let scalar): return try content.proven(by: scalar)
        case .p256(let scalar): return try content.proven(by: scalar)
        case .ed25519Scalar(let scalar): return try content.proven(by: scalar)
        case .ed25519Seed(let seed):
            let scalar = try seed.scalar()
            return try content.proven(by: scalar)
        }
    }

    /// Commitments where the last one is the public key of somebody else.
    func withOtherCommitment(provenBy key: [UInt8]) throws -> DealingFile {
        let other = try generateKey(group: group, format: .usual(for: group))
        return try with(
            commitments: commitments.dropLast() + [try Hex.decode(other.facts.publicKey)], provenBy: key)
    }

    func asFile(_ name: String) throws -> SecretFile { try SecretFile(name, text()) }
}

/// What a dishonest dealer makes of a key: whatever original, whatever they say of it, and shares that are good.
struct CraftedDealing {
    let dealing: DealingFile
    let shares: [SecretFile]

    /// - Parameters:
    ///   - original: What is sealed; it need not be a key file.
    ///   - format: What it is said to be.
    ///   - addresses: The key's own where nothing else is given.
    init(
        _ key: borrowing NodeKey, original: [UInt8], format: String, kind: DealingFile.KeyKind = .nodeKey,
        addresses: [DealingFile.Address]? = nil
    ) throws {
        let own = key.facts.addresses.map { DealingFile.Address(name: $0.kind.rawValue, value: $0.text) }
        let stated = (addresses ?? (kind == .wrapping ? [] : own)).sorted { $0.name < $1.name }
        let facts = DealingFile.Key(kind: kind, format: format, addresses: stated)
        switch key.privateKey {
        case .secp256k1(let scalar): self = try CraftedDealing(scalar, original, facts)
        case .p256(let scalar): self = try CraftedDealing(scalar, original, facts)
        case .ed25519Scalar(let scalar): self = try CraftedDealing(scalar, original, facts)
        case .ed25519Seed(let seed):
            let scalar = try seed.scalar()
            self = try CraftedDealing(scalar, original, facts)
        }
    }

    private init<G: Group>(
        _ key: borrowing SecretScalar<G>, _ original: [UInt8], _ facts: DealingFile.Key
    ) throws {
        let holders = try HolderIndex.first(3)
        let dealt = try Dealing(of: key, threshold: 2, holders: holders)
        let dealing = try UnprovenDealing(
            label: "", created: "2026-11-22T10:02:33Z", epoch: 0, group: G.curve, threshold: 2,
            holders: zip(holders, ["Aino", "Bram", "Chiara"]).map { DealingFile.Holder(index: $0, name: $1) },
            commitments: dealt.commitment.elements.map(\.encoded), key: facts,
            original: .sealing(locked(original), under: key, kind: facts.kind, format: facts.format)
        ).proven(by: key)
        let values = dealt.takeShares()
        let writer = ShareFileWriter(dealing)
        var shares: [SecretFile] = []
        for position in 0..<values.count {
            let value = try values.withLimbs(at: position) { try SecretScalar<G>(copyingLimbs: $0) }
            let line = try ShareLine(holder: values.holders[position], value: value, of: dealing.id)
            shares.append(SecretFile(name: "\(position + 1).share", bytes: try writer.write(line)))
        }
        self.dealing = dealing
        self.shares = shares
    }
}
