import Groups
package import Signatures

extension ECDSASignature {
    /// The other s that fits: the order less s, 32 bytes; high where s is low.
    package var otherS: [UInt8] {
        let order: [UInt8] =
            switch curve {
            case .p256: P256.scalars.order.bytes(.bigEndian)
            case .secp256k1, .ed25519: Secp256k1.scalars.order.bytes(.bigEndian)
            }
        var result = [UInt8](repeating: 0, count: 32)
        var borrow = 0
        for place in (0..<32).reversed() {
            let difference = Int(order[place]) - Int(s[place]) - borrow
            borrow = difference < 0 ? 1 : 0
            result[place] = UInt8(difference & 0xFF)
        }
        return result
    }
}
