import Digests
package import Groups
package import SecretSharing
package import Secrets

/// What a dealer draws besides the polynomial: from fresh randomness and the coefficients together, so that a machine that
/// was restored from a snapshot does not repeat it in another dealing (holdfast-own-keys(5), "Hedged randomness").
package struct DealerRandomness: ~Copyable {
    /// HKDF-SHA-512's pseudorandom key.
    private var key: LockedBytes

    /// - Parameter polynomial: The dealer's f.
    package init<G: Group>(polynomial: borrowing Polynomial<G>) throws(SecretsError) {
        var stream = HKDFSHA512.extraction(salt: [])
        let fresh = try LockedBytes(randomCount: 32)
        stream.update(bigEndian(32))
        fresh.withUnsafeBytes { stream.update($0) }
        stream.update(bigEndian(UInt32(32 * polynomial.threshold)))
        try polynomial.forEachCoefficient { stream.update($0) }
        key = try LockedBytes(count: HKDFSHA512.keyCount)
        key.withUnsafeMutableBytes { stream.finish(into: $0) }
        wipeStack()
    }

    /// Bytes for one use.
    /// - Parameters:
    ///   - role: What they are for.
    ///   - context: What they are for, as a hash.
    ///   - holder: An index, or 0.
    ///   - place: Which of many.
    package borrowing func fill(
        _ output: UnsafeMutableRawBufferPointer, role: String, context: [UInt8], holder: UInt32 = 0, place: UInt32 = 0
    ) {
        var info = FieldEncoding()
        info.append(field: "holdfast-own-keys-dealer-randomness/1")
        info.append(field: role)
        info.append(field: context)
        info.append(holder)
        info.append(place)
        key.withUnsafeBytes { HKDFSHA512.expand($0, info: info.bytes, into: output) }
        wipeStack()
        MemoryChecker.markSecret(UnsafeRawBufferPointer(output))
    }

    /// A number in 1 … q − 1, by 64 bytes reduced.
    package borrowing func scalar<H: Group>(
        in group: H.Type, role: String, context: [UInt8], holder: UInt32 = 0, place: UInt32 = 0
    ) throws(SecretsError) -> SecretScalar<H> {
        var wide = try LockedBytes(count: 64)
        // Of 2²⁵² one gives zero; then another role.
        for attempt in 0... {
            let role = "\(role) \(H.curve.rawValue) \(attempt)"
            wide.withUnsafeMutableBytes { fill($0, role: role, context: context, holder: holder, place: place) }
            let scalar = try wide.withUnsafeBytes { (wide) throws(SecretsError) in
                try SecretScalar<H>(reducingWide: wide)
            }
            if !scalar.isZero { return scalar }
        }
        preconditionFailure("a number that is not zero comes soon")
    }
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
}
