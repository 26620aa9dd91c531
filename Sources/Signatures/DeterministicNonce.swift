import Digests
import Groups
import Secrets

/// The nonces of RFC 6979, section 3.2, for P-256 with HMAC-SHA-256.
struct DeterministicNonce: ~Copyable {
    /// How much room it needs.
    static let byteCount = 128

    /// K ‖ V ‖ int2octets(x) ‖ bits2octets(h₁), 32 bytes each.
    private let state: UnsafeMutableRawBufferPointer
    private var drewBefore = false

    /// - Parameters:
    ///   - key: x.
    ///   - digest: h₁ modulo q, which is bits2octets for 32 bytes.
    ///   - room: `byteCount` bytes, which whoever gives them wipes afterwards.
    init(key: borrowing SecretScalar<P256>, digest: PublicScalar<P256>, in room: UnsafeMutableRawBufferPointer) {
        precondition(room.count == DeterministicNonce.byteCount, "the nonces have their room")
        // "V = 0x01 0x01 0x01 ... 0x01"; "K = 0x00 0x00 0x00 ... 0x00"
        for place in 0..<32 { room[place] = 0 }
        for place in 32..<64 { room[place] = 1 }
        key.encode(into: UnsafeMutableRawBufferPointer(rebasing: room[64..<96]))
        UnsafeMutableRawBufferPointer(rebasing: room[96..<128]).copyBytes(from: digest.encoded)
        // Steps d to g.
        DeterministicNonce.mix(room, 0x00, withSeed: true)
        DeterministicNonce.mix(room, 0x01, withSeed: true)
        // x is in K now.
        wipe(UnsafeMutableRawBufferPointer(rebasing: room[64...]))
        state = room
    }

    /// The next candidate in 1 … q − 1, as four limbs (step h). One that is out of range is skipped; that it was says
    /// nothing about the one that stays.
    mutating func next(into limbs: UnsafeMutablePointer<UInt64>) {
        let first = !drewBefore
        drewBefore = true
        // "K = HMAC_K(V || 0x00); V = HMAC_K(V)" before every candidate but the first.
        if !first { DeterministicNonce.mix(state, 0x00, withSeed: false) }
        while true {
            DeterministicNonce.step(state)
            loadLimbs(UnsafeRawBufferPointer(rebasing: state[32..<64]), into: limbs, .bigEndian)
            let good = P256.scalars.isBelowOrderBit(limbs) & (1 ^ P256.scalars.isZeroBit(limbs))
            if MemoryChecker.released(good) == 1 { return }
            DeterministicNonce.mix(state, 0x00, withSeed: false)
        }
    }

    /// K = HMAC_K(V ‖ separator [‖ x ‖ h₁]); V = HMAC_K(V).
    private static func mix(_ bytes: UnsafeMutableRawBufferPointer, _ separator: UInt8, withSeed: Bool) {
        let key = UnsafeMutableRawBufferPointer(rebasing: bytes[..<32])
        var stream = HMACSHA256.Stream(key: UnsafeRawBufferPointer(key))
        stream.update(UnsafeRawBufferPointer(rebasing: bytes[32..<64]))
        stream.update([separator])
        if withSeed { stream.update(UnsafeRawBufferPointer(rebasing: bytes[64..<128])) }
        stream.finalize(into: key)
        step(bytes)
    }

    /// V = HMAC_K(V).
    private static func step(_ bytes: UnsafeMutableRawBufferPointer) {
        let value = UnsafeMutableRawBufferPointer(rebasing: bytes[32..<64])
        HMACSHA256.authenticate(
            UnsafeRawBufferPointer(value), key: UnsafeRawBufferPointer(rebasing: bytes[..<32]), into: value)
    }
}
