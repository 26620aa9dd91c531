import Digests
import Encodings
import Groups
import SecretSharing
import Secrets
import ShareFiles
import Signatures

/// What runs on a secret, for each group, and what reads and writes secrets as text.
func timedCases() throws -> [TimedCase] {
    try CurveName.allCases.flatMap { try groupCases($0.group) } + signingCases() + textCases() + leakyCases()
}

/// A secret of 32 bytes that is a number below every order, and not zero.
private func shapeScalar<G: Group>(_ secret: inout [UInt8], _: G.Type) {
    let high = G.scalarByteOrder == .bigEndian ? 0 : 31
    secret[high] &= 0x0f
    secret[31 - high] |= 1
}

/// The number 1.
private func one<G: Group>(_: G.Type) -> [UInt8] {
    let rest = [UInt8](repeating: 0, count: 31)
    return G.scalarByteOrder == .bigEndian ? rest + [1] : [1] + rest
}

/// The place of a secret that is a number.
final class Slot<G: Group> {
    var scalar: SecretScalar<G>
    init() throws { scalar = try SecretScalar() }

    func load(_ bytes: UnsafeRawBufferPointer) throws { scalar = try SecretScalar(canonical: bytes) }
}

/// A case whose secret is one number.
func numberCase<G: Group>(
    _ name: String, _ group: G.Type, isLeaky: Bool = false, _ run: @escaping (borrowing SecretScalar<G>) throws -> Void
) throws -> TimedCase {
    let slot = try Slot<G>()
    return TimedCase(
        name: "\(name)-\(G.curve.rawValue)", byteCount: 32, fixed: one(G.self), shape: { shapeScalar(&$0, G.self) },
        load: slot.load, run: { try run(slot.scalar) }, isLeaky: isLeaky)
}

/// A case whose secret is bytes.
func bytesCase(
    _ name: String, fixed: [UInt8], shape: @escaping (inout [UInt8]) -> Void = { _ in }, isLeaky: Bool = false,
    _ run: @escaping (UnsafeRawBufferPointer) throws -> Void
) -> TimedCase {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: fixed.count, alignment: 16)
    return TimedCase(
        name: name, byteCount: fixed.count, fixed: fixed, shape: shape, load: { room.copyMemory(from: $0) },
        run: { try run(UnsafeRawBufferPointer(room)) }, isLeaky: isLeaky)
}

private func groupCases<G: Group>(_ group: G.Type) throws -> [TimedCase] {
    let other = try SecretScalar<G>.random(), table = try ScalarTable<G>(count: 24)
    // Large enough that the table of multiples is there from the beginning.
    keep(try G.generator(timesAll: table))
    let point = G.generator(times: other)
    let product = UnsafeMutableRawBufferPointer.allocate(byteCount: G.elementByteCount, alignment: 16)
    // The multiple of a generator is public. For Ed25519 libsodium computes it, and it is read in variable time then: what
    // would be measured is the point.
    let multiples =
        G.curve == .ed25519 ? [] : [try numberCase("generator-multiple", G.self) { keep(G.generator(times: $0)) }]
    return try multiples + [
        numberCase("product", G.self) { try $0.withLimbs { try G.product(limbs: $0, point, into: product) } },
        numberCase("inverse", G.self) {
            var number = try $0.copy()
            try number.invert()
            keep(number.isZero)
        },
        numberCase("multiplication", G.self) {
            var number = try $0.copy()
            for _ in 0..<64 { number.multiply(by: other) }
            keep(number.isZero)
        },
        numberCase("comparison", G.self) { number in for _ in 0..<64 { keep(number.matches(other)) } },
        numberCase("values-of-a-polynomial", G.self) { number in
            var coefficients = try ScalarTable<G>(count: 17)
            for k in 0..<17 { coefficients.set(k, to: number) }
            keep(try Polynomial(coefficients: coefficients).shares(of: try HolderIndex.first(8)).count)
        },
        bytesCase("reading-a-number-\(G.curve.rawValue)", fixed: one(G.self), shape: { shapeScalar(&$0, G.self) }) {
            keep(try SecretScalar<G>(canonical: $0).isZero)
        },
        bytesCase("reduction-\(G.curve.rawValue)", fixed: [UInt8](repeating: 0, count: 64)) {
            keep(try SecretScalar<G>(reducingWide: $0).isZero)
        },
    ]
}

/// What signatures begin with. A whole one is not measured: it is verified before it leaves, in variable time on what is
/// public, and one key's public half is as fixed as the key.
private func signingCases() throws -> [TimedCase] {
    try [
        numberCase("nonce-of-a-proof", Secp256k1.self) {
            keep(try HedgedRandomness(secret: $0).scalar(in: Secp256k1.self, for: "nonce of the proof").isZero)
        },
        bytesCase("scalar-of-a-seed", fixed: [UInt8](repeating: 0, count: 32)) {
            keep(try Ed25519Seed($0).scalar().isZero)
        },
    ]
}

/// Digits of hexadecimal numbers, from random bytes.
private func digits(_ secret: inout [UInt8]) {
    let letters = Array("0123456789abcdef".utf8)
    for place in secret.indices { secret[place] = letters[Int(secret[place] & 15)] }
}

private let base64Letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

private func textCases() -> [TimedCase] {
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 128, alignment: 16)
    func first(_ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: output[..<count])
    }
    return [
        bytesCase("reading-hex", fixed: [UInt8](repeating: UInt8(ascii: "0"), count: 128), shape: digits) {
            keep(try Hex.decode($0, into: first(64)))
        },
        bytesCase("writing-hex", fixed: [UInt8](repeating: 0, count: 64)) { keep(Hex.encode($0, into: first(128))) },
        bytesCase(
            "reading-base64", fixed: [UInt8](repeating: UInt8(ascii: "A"), count: 128),
            shape: { for place in $0.indices { $0[place] = base64Letters[Int($0[place] & 63)] } }
        ) { keep(try Base64.decode($0, padding: .required, into: first(96))) },
        bytesCase("comparing-bytes", fixed: [UInt8](repeating: 0, count: 128)) { bytes in
            keep(constantTimeMatches(bytes, UnsafeRawBufferPointer(output)))
        },
    ]
}
