/// A public point (x, y); the neutral element is written (0, 0), which is on no curve with b ≠ 0.
package struct AffinePoint<Curve: WeierstrassEquation>: GroupElement {
    var x: Curve.Field
    var y: Curve.Field

    @inline(__always)
    init(x: Curve.Field, y: Curve.Field) {
        self.x = x
        self.y = y
    }

    package static var identity: AffinePoint { AffinePoint(x: .zero, y: .zero) }

    @inline(__always) package var isIdentity: Bool { x.isZero && y.isZero }

    /// SEC 1, section 2.3.3, compressed; 33 zero bytes for the neutral element.
    package var encoded: [UInt8] {
        isIdentity ? [UInt8](repeating: 0, count: 33) : [y.isOdd ? 3 : 2] + xBytes
    }

    package func encode(into buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count == 33, "a point has its length")
        let xLimbs = x.canonical
        buffer[0] = isIdentity ? 0 : UInt8(truncatingIfNeeded: 2 | y.canonical.l0 & 1)
        xLimbs.withUnsafeLimbs {
            storeLimbs($0, into: UnsafeMutableRawBufferPointer(rebasing: buffer[1...]), .bigEndian)
        }
    }

    /// SEC 1, section 2.3.3, uncompressed, 65 bytes; 65 zero bytes for the neutral element.
    package var uncompressed: [UInt8] {
        isIdentity ? [UInt8](repeating: 0, count: 65) : [4] + xBytes + y.canonical.bytes(.bigEndian)
    }

    package var decompressed: [UInt8] { uncompressed }

    /// x in 32 bytes, big-endian: what ECDSA reduces to r, and what BIP-340 calls the public key.
    package var xBytes: [UInt8] { x.canonical.bytes(.bigEndian) }

    package var yIsOdd: Bool { y.isOdd }
}
