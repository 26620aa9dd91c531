import CSodium
import Groups

/// Which 32 bytes are a public key that strict verification takes (ed25519-dalek, `verify_strict`).
enum Ed25519PublicKey {
    /// - Throws: `SignaturesError.publicKeyLength`, `.publicKeyNotValid` when y ≥ p, when no x belongs to y, or when
    ///   the point has small order.
    static func check(_ encoded: [UInt8]) throws(SignaturesError) {
        guard encoded.count == 32 else { throw .publicKeyLength(.ed25519, found: encoded.count) }
        guard isCanonical(encoded), !hasSmallOrder(encoded) else { throw .publicKeyNotValid(.ed25519) }
    }

    /// y < p = 2²⁵⁵ − 19, little-endian, the top bit being the sign of x.
    private static func isCanonical(_ encoded: [UInt8]) -> Bool {
        let top = encoded[31] & 0x7f
        return !(top == 0x7f && encoded[1..<31].allSatisfy { $0 == 0xff } && encoded[0] >= 0xed)
    }

    /// Whether 8·A is the neutral element, which of all points those of order 1, 2, 4 and 8 fulfil. (x = 0 with sign 1,
    /// the second way of writing two of them, goes the same way.) Bytes that name no point count as such.
    private static func hasSmallOrder(_ encoded: [UInt8]) -> Bool {
        var point = encoded
        for _ in 0..<3 {
            let twin = point
            // −1: not on the curve. Nothing is said there about the order, so that this is the on-curve test too.
            guard crypto_core_ed25519_add(&point, twin, twin) == 0 else { return true }
        }
        return point == [1] + [UInt8](repeating: 0, count: 31)
    }
}
