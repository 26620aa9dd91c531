import Digests
import Groups
import Secrets

extension EdDSA {
    /// Signs with a scalar whose seed is not known, with a hedged nonce.
    ///
    /// RFC 8032 takes the nonce from the second half of SHA-512(seed), which a shared scalar no longer has. Here it is
    /// SHA-512("holdfast-ed25519-nonce/1" ‖ 32 random bytes ‖ scalar, 32 bytes little-endian ‖ message) mod ℓ: unique
    /// by the randomness, and by the message where the randomness should fail. Two signatures over one message differ.
    /// - Parameter owner: The scalar's public key.
    /// - Throws: `SignaturesError.memory`.
    static func make(
        message: [UInt8], with scalar: borrowing SecretScalar<Ed25519>, _ owner: VerifyingKey
    ) throws(SignaturesError) -> Unverified<EdDSASignature> {
        var nonce = try hedgedNonce(scalar, message)
        let commitment = Ed25519.generator(times: nonce).encoded
        wipeStack()

        // S = (r + k·a) mod ℓ, with k = SHA-512(R ‖ A ‖ M)
        let challenge = PublicScalar<Ed25519>(challenge: SHA512.hash(commitment + owner.encoded + message))
        do {
            var product = try scalar.copy()
            product.multiply(by: challenge)
            nonce.add(product)
        } catch { throw .memory(error) }
        var response = [UInt8](repeating: 0, count: 32)
        response.withUnsafeMutableBytes { nonce.encode(into: $0) }
        wipeStack()
        // S is the signature: this is where it is released.
        response.withUnsafeBytes { MemoryChecker.markPublic($0) }

        return Unverified(EdDSASignature(made: commitment + response))
    }

    private static func hedgedNonce(
        _ scalar: borrowing SecretScalar<Ed25519>, _ message: [UInt8]
    ) throws(SignaturesError) -> SecretScalar<Ed25519> {
        // The digest, the random bytes, the scalar, and room for the reduction: 64 + 32 + 32 + 32 bytes.
        var room = try locked(160)
        var nonce: SecretScalar<Ed25519>
        do { nonce = try SecretScalar() } catch { throw .memory(error) }
        room.withUnsafeMutableBytes { bytes in
            let digest = UnsafeMutableRawBufferPointer(rebasing: bytes[..<64])
            let seed = UnsafeMutableRawBufferPointer(rebasing: bytes[64..<128])
            SecureRandom.fill(UnsafeMutableRawBufferPointer(rebasing: seed[..<32]))
            scalar.encode(into: UnsafeMutableRawBufferPointer(rebasing: seed[32...]))
            var stream = SHA512.Stream()
            stream.update(Array("holdfast-ed25519-nonce/1".utf8))
            stream.update(UnsafeRawBufferPointer(seed))
            stream.update(message)
            stream.finalize(into: digest)
            MemoryChecker.markSecret(UnsafeRawBufferPointer(digest))
            // 64 bytes, little-endian, modulo ℓ. Zero comes once in 2²⁵² and would show the scalar; the verification
            // of the own signature refuses it, since R is then of small order.
            let low = digest.baseAddress!.assumingMemoryBound(to: UInt64.self)
            let scratch = (bytes.baseAddress! + 128).assumingMemoryBound(to: UInt64.self)
            for limb in 0..<8 { low[limb] = UInt64(littleEndian: low[limb]) }
            nonce.withMutableLimbs { Ed25519.scalars.reduceWide($0, low: low, high: low + 4, scratch: scratch) }
        }
        wipeStack()
        return nonce
    }
}

extension PublicScalar<Ed25519> {
    /// 64 bytes, little-endian, modulo ℓ (RFC 8032, section 5.1.6, step 4).
    fileprivate init(challenge digest: [UInt8]) {
        let low = Limbs(bytes: Array(digest[..<32]), .littleEndian)
        let high = Limbs(bytes: Array(digest[32...]), .littleEndian)
        var result = Limbs.zero
        var scratch = Limbs.zero
        result.withMutableLimbs { target in
            scratch.withMutableLimbs { room in
                low.withUnsafeLimbs { lower in
                    high.withUnsafeLimbs { Ed25519.scalars.reduceWide(target, low: lower, high: $0, scratch: room) }
                }
            }
        }
        self.init(reducing: result)
    }
}
