import CSodium
package import Secrets

/// X25519 (RFC 7748, section 5), through libsodium.
package enum X25519 {
    /// Bytes of a scalar, and of a point.
    package static let count = 32

    /// Scalar times a point that may be secret.
    /// - Parameters:
    ///   - scalar: 32 bytes as they were drawn; libsodium sets and clears the bits that section 5 says.
    ///   - point: 32 bytes.
    /// - Throws: `SealingError.pointOfSmallOrder` where the product is zero for every scalar (section 6.1); `.memory`.
    package static func product(
        _ scalar: borrowing LockedBytes, _ point: borrowing LockedBytes
    ) throws(SealingError) -> LockedBytes {
        precondition(point.count == count, "a point has its length")
        return try point.withUnsafeBytes { (point) throws(SealingError) in try product(scalar, at: point.octets) }
    }

    /// Scalar times a *public* point.
    package static func product(
        _ scalar: borrowing LockedBytes, _ point: [UInt8]
    ) throws(SealingError) -> LockedBytes {
        precondition(point.count == count, "a point has its length")
        return try product(scalar, at: point)
    }

    private static func product(
        _ scalar: borrowing LockedBytes, at point: UnsafePointer<UInt8>
    ) throws(SealingError) -> LockedBytes {
        precondition(scalar.count == count, "a scalar has its length")
        var product = try locked(count)
        let result = scalar.withUnsafeBytes { scalar in
            product.withUnsafeMutableBytes { crypto_scalarmult_curve25519($0.octets, scalar.octets, point) }
        }
        wipeStack()
        // That one bit tells of the point and not of the scalar.
        guard MemoryChecker.released(UInt64(bitPattern: Int64(result))) == 0 else { throw .pointOfSmallOrder }
        return product
    }

    /// Whether a public point is below 2²⁵⁵ − 19, and its last bit clear, as every program writes it.
    ///
    /// Multiplying takes another form for the same point (RFC 7748, section 5), but age hashes the bytes themselves: what is
    /// sealed to such a form, the owner of the point cannot open.
    static func isCanonical(_ point: [UInt8]) -> Bool {
        precondition(point.count == count, "a point has its length")
        let isTop = point[31] == 0x7F && point[1..<31].allSatisfy { $0 == 0xFF }
        return point[31] < 0x80 && !(isTop && point[0] >= 0xED)
    }

    /// The public key of a private one: 32 bytes, released.
    package static func publicKey(of scalar: borrowing LockedBytes) -> [UInt8] {
        precondition(scalar.count == count, "a scalar has its length")
        var point = [UInt8](repeating: 0, count: count)
        // Always 0: the base point is of large order.
        scalar.withUnsafeBytes { _ = crypto_scalarmult_curve25519_base(&point, $0.octets) }
        wipeStack()
        point.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return point
    }
}
