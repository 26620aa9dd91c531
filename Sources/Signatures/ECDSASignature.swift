package import Groups

/// An ECDSA signature: two numbers from 1 to q − 1 (SEC 1, section 4.1.3).
package struct ECDSASignature: Hashable, Sendable {
    /// secp256k1 or p256.
    package let curve: CurveName
    /// 32 bytes, big-endian.
    package let r: [UInt8]
    /// 32 bytes, big-endian.
    package let s: [UInt8]

    /// - Parameters: r and s, 32 bytes each, big-endian.
    /// - Throws: `SignaturesError.otherGroup` for Ed25519, `.signatureLength`, `.signatureOutOfRange`.
    package init(_ curve: CurveName, r: [UInt8], s: [UInt8]) throws(SignaturesError) {
        guard let order = ECDSASignature.scalars(of: curve) else {
            throw .otherGroup(needed: [.secp256k1, .p256], found: curve)
        }
        guard r.count == 32, s.count == 32 else { throw .signatureLength(found: r.count + s.count) }
        for number in [r, s] {
            let limbs = Limbs(bytes: number, .bigEndian)
            guard limbs != .zero, limbs.withUnsafeLimbs({ order.isBelowOrderBit($0) }) == 1 else {
                throw .signatureOutOfRange(curve)
            }
        }
        self.curve = curve
        self.r = r
        self.s = s
    }

    /// Reads r ‖ s, 64 bytes, big-endian (IEEE P1363).
    /// - Throws: As `init(_:r:s:)`.
    package init(_ curve: CurveName, compact: [UInt8]) throws(SignaturesError) {
        guard compact.count == 64 else { throw .signatureLength(found: compact.count) }
        try self.init(curve, r: Array(compact[..<32]), s: Array(compact[32...]))
    }

    /// r ‖ s, 64 bytes, big-endian.
    package var compact: [UInt8] { r + s }

    /// Whether s ≤ q/2: of s and q − s, which verify alike, the one that ledgers take (BIP-146, EIP-2).
    package var isLowS: Bool {
        guard let order = ECDSASignature.scalars(of: curve) else {
            preconditionFailure("an ECDSA signature is of secp256k1 or P-256")
        }
        return Limbs(bytes: s, .bigEndian).withUnsafeLimbs { order.isAboveHalfBit($0) } == 0
    }

    /// The numbers that r and s are of; `nil` for Ed25519.
    private static func scalars(of curve: CurveName) -> ScalarModulus? {
        switch curve {
        case .secp256k1: Secp256k1.scalars
        case .p256: P256.scalars
        case .ed25519: nil
        }
    }
}

/// A signature of secp256k1 that names its key (SEC 1, section 4.1.6): EVM's r, s and y parity.
package struct RecoverableSignature: Hashable, Sendable {
    package let signature: ECDSASignature
    /// 0 or 1: whether the nonce point's y is odd.
    package let yParity: UInt8

    /// - Throws: `SignaturesError.otherGroup`, `.recoveryBit`.
    package init(_ signature: ECDSASignature, yParity: UInt8) throws(SignaturesError) {
        guard signature.curve == .secp256k1 else {
            throw .otherGroup(needed: [.secp256k1], found: signature.curve)
        }
        guard yParity <= 1 else { throw .recoveryBit(found: Int(yParity)) }
        self.signature = signature
        self.yParity = yParity
    }

    /// 32 bytes, big-endian.
    package var r: [UInt8] { signature.r }
    /// 32 bytes, big-endian.
    package var s: [UInt8] { signature.s }
}
