import Custody
import Encodings
import Groups
import SecretSharing
import Secrets
import ShareFiles
import Signatures

typealias Case = (String, () throws -> Void)

/// Every path that touches a secret scalar, for each group, the acts of Custody as a whole, and key files from their first
/// byte on.
var cases: [Case] {
    CurveName.allCases.flatMap { groupCases($0.group) } + custodyCases + keyFileCases + sealingCases + ownKeyCases + [
        ("sign-ecdsa-secp256k1", { try signECDSA(.secp256k1) }),
        ("sign-ecdsa-p256", { try signECDSA(.p256) }),
        ("sign-schnorr", { try signSchnorr(.none) }),
        ("sign-schnorr-taproot", { try signSchnorr(.taproot(merkleRoot: nil)) }),
        ("sign-schnorr-taproot-scripts", { try signSchnorr(.taproot(merkleRoot: digest)) }),
        ("sign-eddsa-seed", signEdDSASeed),
        ("sign-eddsa-scalar", signEdDSAScalar),
        ("decode-hex", decodeHex),
        ("decode-base64", decodeBase64),
        ("share-line", shareLine),
        ("share-line-correction", shareLineCorrection),
        ("sheet-rows", sheetRows),
    ]
}

private func groupCases<G: Group>(_ group: G.Type) -> [Case] {
    let name = G.curve.rawValue
    return [
        ("scalar-arithmetic-\(name)", { try scalarArithmetic(G.self) }),
        ("polynomial-\(name)", { try polynomial(G.self) }),
        ("commitment-\(name)", { try commitment(G.self) }),
        ("generator-multiples-few-\(name)", { try generatorMultiples(30, G.self) }),
        ("generator-multiples-many-\(name)", { try generatorMultiples(70, G.self) }),
        ("check-\(name)", { try check(G.self) }),
        ("search-\(name)", { try search(G.self) }),
        ("rebuild-\(name)", { try rebuildKey(G.self) }),
        ("dealer-proof-\(name)", { try dealerProof(G.self) }),
    ]
}

/// A secret with a known value: its bytes are marked where they are decoded, as those of a key file are.
func secretScalar<G: Group>(_ seed: UInt8, _ group: G.Type) throws -> SecretScalar<G> {
    var bytes = try LockedBytes(count: 32)
    bytes.withUnsafeMutableBytes { bytes in
        for place in 1..<31 { bytes[place] = seed &* 37 &+ UInt8(place) &* 11 }
    }
    return try bytes.withUnsafeBytes { try SecretScalar<G>(canonical: $0) }
}

/// Enough for the table of multiples, in either way of adding.
private func generatorMultiples<G: Group>(_ count: Int, _ group: G.Type) throws {
    var table = try ScalarTable<G>(count: count)
    for index in 0..<count { table.set(index, to: try .random()) }
    keep(try G.generator(timesAll: table))
}

private func scalarArithmetic<G: Group>(_ group: G.Type) throws {
    var a = try secretScalar(1, G.self)
    let b = try secretScalar(2, G.self)
    a.add(b)
    a.subtract(b)
    a.multiply(by: b)
    a.negate()
    try a.invert()
    keep(a.isZero)
    keep(a.matches(b))
    let bytes = try a.encoded()
    let again = try bytes.withUnsafeBytes { try SecretScalar<G>(reducing: $0) }
    keep(again.matches(a))
    let fresh = try SecretScalar<G>.random()
    keep(fresh.isZero)
}

private func somePolynomial<G: Group>(_ group: G.Type) throws -> Polynomial<G> {
    try Polynomial.random(through: try secretScalar(3, G.self), threshold: 3)
}

private func polynomial<G: Group>(_ group: G.Type) throws {
    // Blocks of one length and several of another.
    for threshold in [3, 17] {
        let polynomial = try Polynomial.random(through: try secretScalar(3, G.self), threshold: threshold)
        for indices in [[1, 2, 255], [7, 65535]] {
            keep(try polynomial.shares(of: try indices.map { try HolderIndex($0) }).count)
        }
    }
}

private func commitment<G: Group>(_ group: G.Type) throws {
    keep(try somePolynomial(G.self).commitment())
}

private func dealt<G: Group>(_ group: G.Type) throws -> BatchVerdict<G> {
    let dealing = try Dealing(of: try secretScalar(4, G.self), threshold: 3, holders: try HolderIndex.first(5))
    let commitment = dealing.commitment
    return try dealing.takeShares().checked(against: commitment, binding: [1])
}

private func check<G: Group>(_ group: G.Type) throws {
    let verdict = try dealt(G.self)
    guard verdict.bad.isEmpty else { throw SecretSharingError.dealingContradictsItself }
    let one = try verdict.good.table.withLimbs(at: 0) { try SecretScalar<G>(copyingLimbs: $0) }
    let holder = verdict.good.table.holders[0]
    let checked = try Share(holder: holder, value: one).checked(against: verdict.good.commitment)
    keep(checked.share.holder)
}

/// One bad share among so many that they are halved, checked singly, and compared with the polynomial through good ones;
/// above a threshold of 18 the check is that of one point, below it that of the combination.
private func search<G: Group>(_ group: G.Type) throws {
    let holders = try HolderIndex.first(40)
    for threshold in [3, 18] {
        let dealing = try Dealing(of: try secretScalar(4, G.self), threshold: threshold, holders: holders)
        let commitment = dealing.commitment
        var table = try ShareTable<G>(capacity: 40)
        for position in 0..<40 {
            var value = try dealing.shares.withLimbs(at: position) { try SecretScalar<G>(copyingLimbs: $0) }
            if position == 30 { value.negate() }
            table.append(holder: holders[position], value: value)
        }
        let verdict = try table.checked(against: commitment, binding: [2])
        guard verdict.bad == [holders[30]] else { throw SecretSharingError.dealingContradictsItself }
    }
}

private func rebuildKey<G: Group>(_ group: G.Type) throws {
    let verdict = try dealt(G.self)
    let key = try verdict.good.rebuild()
    keep(key.scalar.isZero)
    keep(try verdict.good.proveRebuilding(of: try secretScalar(4, G.self)))
}

/// Made with a secret key and verified: what leaves is public.
private func dealerProof<G: Group>(_ group: G.Type) throws {
    let key = try secretScalar(8, G.self)
    let publicKey = G.generator(times: key)
    let proof = try DealerProof.make(for: key, publicKey: publicKey, dealing: digest)
    try proof.verify(publicKey: publicKey, dealing: digest)
    keep(try DealerProof<G>(decoding: proof.encoded))
}

private let digest = [UInt8](0..<32)

private func signECDSA(_ curve: CurveName) throws {
    let key: PrivateKey =
        switch curve {
        case .secp256k1: .secp256k1(try secretScalar(5, Secp256k1.self))
        case .p256: .p256(try secretScalar(5, P256.self))
        case .ed25519: .ed25519Scalar(try secretScalar(5, Ed25519.self))
        }
    keep(try SigningKey(key).signECDSA(digest: digest))
}

/// One key with an even y and one with an odd one: the secret is negated for the second.
private func signSchnorr(_ tweak: Schnorr.Tweak) throws {
    for seed: UInt8 in [5, 6, 7, 8] {
        let key = try SigningKey(.secp256k1(try secretScalar(seed, Secp256k1.self)))
        keep(try key.signSchnorr(message: digest, tweak: tweak))
        keep(try key.signSchnorr(message: [], tweak: tweak, auxiliary: digest))
    }
}

private func signEdDSASeed() throws {
    let seed = try Ed25519Seed.random()
    seed.withUnsafeBytes { MemoryChecker.markSecret($0) }
    keep(try seed.verifyingKey())
    let scalar = try seed.scalar()
    keep(scalar.isZero)
    keep(try SigningKey(.ed25519Seed(seed)).signEdDSA(message: digest))
}

private func signEdDSAScalar() throws {
    keep(try SigningKey(.ed25519Scalar(try secretScalar(6, Ed25519.self))).signEdDSA(message: digest))
}

/// A text that is secret from its first letter on.
private func secretText(_ text: String) throws -> LockedBytes {
    var bytes = try LockedBytes(count: text.utf8.count)
    bytes.withUnsafeMutableBytes { $0.copyBytes(from: text.utf8) }
    bytes.withUnsafeBytes { MemoryChecker.markSecret($0) }
    return bytes
}

private func decodeHex() throws {
    let text = try secretText("4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d")
    var key = try LockedBytes(count: 32)
    keep(try text.withUnsafeBytes { text in try key.withUnsafeMutableBytes { try Hex.decode(text, into: $0) } })
    var again = try LockedBytes(count: 64)
    keep(key.withUnsafeBytes { key in again.withUnsafeMutableBytes { Hex.encode(key, into: $0) } })
}

private func decodeBase64() throws {
    let text = try secretText("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
    var key = try LockedBytes(count: 33)
    keep(
        try text.withUnsafeBytes { text in
            try key.withUnsafeMutableBytes { try Base64.decode(text, padding: .required, into: $0) }
        })
}

private func someDealingID() -> DealingID { DealingID([UInt8](repeating: 7, count: 32)) }

private func lineText() throws -> LockedBytes {
    let line = try ShareLine(
        holder: try HolderIndex(3), value: try secretScalar(8, P256.self), of: someDealingID())
    var text = try LockedBytes(count: ShareLine.letterCount)
    try text.withUnsafeMutableBytes { try line.write(into: $0) }
    return text
}

private func shareLine() throws {
    let text = try lineText()
    let line = try text.withUnsafeBytes { try ShareLine(parsing: $0) }
    keep(line.holder)
    let share = try line.share(in: P256.self)
    keep(share.value.isZero)
}

private func shareLineCorrection() throws {
    var text = try lineText()
    text.withUnsafeMutableBytes {
        $0[40] = UInt8(ascii: "?")
        swap(&$0[50], &$0[51])
        swap(&$0[60], &$0[61])
    }
    let correction = try text.withUnsafeBytes { try ShareLineCorrection.candidate(for: $0) }
    guard let correction else { return }
    keep(correction.wrong)
    keep(try correction.line().holder)
}

/// The rows of a sheet and their check letters, made and judged.
private func sheetRows() throws {
    let line = try lineText()
    line.withUnsafeBytes { MemoryChecker.markSecret($0) }
    var rows = try LockedBytes(count: SheetRow.sheetLetterCount)
    try line.withUnsafeBytes { line in try rows.withUnsafeMutableBytes { try SheetRow.write(line, into: $0) } }
    let isRight = try rows.withUnsafeBytes {
        try SheetRow.isRight(UnsafeRawBufferPointer(rebasing: $0[17..<34]), row: 2)
    }
    keep(isRight == true)
}
