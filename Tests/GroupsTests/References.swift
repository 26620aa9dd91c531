import CLibcrypto
import CSodium
import Groups
import TestSupport
import Testing

/// libcrypto's arithmetic modulo a number, which ours is compared with.
final class ReferenceModulus {
    let modulus: Limbs
    private let context = BN_CTX_new()!
    private let number: OpaquePointer
    private let a = BN_new()!, b = BN_new()!, r = BN_new()!

    init(_ modulus: Limbs) {
        self.modulus = modulus
        number = BN_new()!
        ReferenceModulus.load(modulus, number)
    }

    deinit {
        for each in [number, a, b, r] { BN_free(each) }
        BN_CTX_free(context)
    }

    private static func load(_ limbs: Limbs, _ target: OpaquePointer) {
        let bytes = limbs.bytes(.littleEndian)
        #expect(BN_lebin2bn(bytes, 32, target) != nil)
    }

    private var result: Limbs {
        var bytes = [UInt8](repeating: 0, count: 32)
        #expect(BN_bn2lebinpad(r, &bytes, 32) == 32)
        return Limbs(bytes: bytes, .littleEndian)
    }

    private func apply(
        _ x: Limbs, _ y: Limbs,
        _ operation: (OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Int32
    ) -> Limbs {
        ReferenceModulus.load(x, a)
        ReferenceModulus.load(y, b)
        #expect(operation(r, a, b, number, context) == 1)
        return result
    }

    func sum(_ x: Limbs, _ y: Limbs) -> Limbs { apply(x, y, BN_mod_add) }
    func difference(_ x: Limbs, _ y: Limbs) -> Limbs { apply(x, y, BN_mod_sub) }
    func product(_ x: Limbs, _ y: Limbs) -> Limbs { apply(x, y, BN_mod_mul) }
    func remainder(_ x: Limbs) -> Limbs { sum(x, .zero) }

    /// high · 2²⁵⁶ + low.
    func remainder(low: Limbs, high: Limbs) -> Limbs {
        let radix = sum(Limbs(.max, .max, .max, .max), .one)
        return sum(product(high, radix), low)
    }

    /// Zero for zero, as ours.
    func inverse(_ x: Limbs) -> Limbs {
        guard remainder(x) != .zero else { return .zero }
        ReferenceModulus.load(x, a)
        #expect(BN_mod_inverse(r, a, number, context) != nil)
        return result
    }
}

/// The arithmetic of one curve by libcrypto (the SEC curves) or libsodium (Ed25519), on encoded points.
final class ReferenceCurve {
    private let group: OpaquePointer?
    private let identity: [UInt8]

    init(_ curve: CurveName) {
        switch curve {
        case .secp256k1: group = EC_GROUP_new_by_curve_name(NID_secp256k1)
        case .p256: group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)
        case .ed25519: group = nil
        }
        identity = group == nil ? [1] + [UInt8](repeating: 0, count: 31) : [UInt8](repeating: 0, count: 33)
    }

    deinit { EC_GROUP_free(group) }

    func sum(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        guard group != nil else {
            var result = identity
            #expect(crypto_core_ed25519_add(&result, first, second) == 0)
            return result
        }
        let a = point(first), b = point(second), r = EC_POINT_new(group)
        defer { for each in [a, b, r] { EC_POINT_free(each) } }
        #expect(EC_POINT_add(group, r, a, b, nil) == 1)
        return encoded(r)
    }

    func product(_ scalar: Limbs, _ element: [UInt8]) -> [UInt8] {
        guard group != nil else {
            if scalar == .zero || element == identity { return identity }
            var result = identity
            #expect(crypto_scalarmult_ed25519_noclamp(&result, scalar.bytes(.littleEndian), element) == 0)
            return result
        }
        let a = point(element), r = EC_POINT_new(group), k = number(scalar)
        defer {
            for each in [a, r] { EC_POINT_free(each) }
            BN_free(k)
        }
        #expect(EC_POINT_mul(group, r, nil, a, k, nil) == 1)
        return encoded(r)
    }

    func generatorProduct(_ scalar: Limbs) -> [UInt8] {
        guard group != nil else {
            if scalar == .zero { return identity }
            var result = identity
            #expect(crypto_scalarmult_ed25519_base_noclamp(&result, scalar.bytes(.littleEndian)) == 0)
            return result
        }
        let r = EC_POINT_new(group), k = number(scalar)
        defer {
            EC_POINT_free(r)
            BN_free(k)
        }
        #expect(EC_POINT_mul(group, r, k, nil, nil, nil) == 1)
        return encoded(r)
    }

    private func number(_ limbs: Limbs) -> OpaquePointer? {
        BN_lebin2bn(limbs.bytes(.littleEndian), 32, nil)
    }

    private func point(_ bytes: [UInt8]) -> OpaquePointer? {
        let result = EC_POINT_new(group)
        if bytes == identity {
            #expect(EC_POINT_set_to_infinity(group, result) == 1)
        } else {
            #expect(EC_POINT_oct2point(group, result, bytes, bytes.count, nil) == 1)
        }
        return result
    }

    private func encoded(_ point: OpaquePointer?) -> [UInt8] {
        if EC_POINT_is_at_infinity(group, point) == 1 { return identity }
        var bytes = [UInt8](repeating: 0, count: 33)
        #expect(EC_POINT_point2oct(group, point, POINT_CONVERSION_COMPRESSED, &bytes, 33, nil) == 33)
        return bytes
    }
}

/// Numbers on which carries, borrows and reductions go wrong first.
enum EdgeNumbers {
    /// 0, 1, 2, the modulus and its half with their neighbours, powers of two beside limb boundaries, and every
    /// combination of limbs that are all zeros, one, or all ones.
    static func around(_ modulus: Limbs) -> [Limbs] {
        let wrap = ReferenceModulus(Limbs(.max, .max, .max, .max))  // 2²⁵⁶ − 1: neighbours below it are exact
        var numbers: [Limbs] = [Limbs(2, 0, 0, 0), Limbs(3, 0, 0, 0)]
        for center in [modulus, half(modulus), Limbs(0, 0, 0, 1 << 63), Limbs(0, 0, 1, 0), Limbs(0, 1, 0, 0)] {
            for k: UInt64 in 0...2 {
                numbers.append(wrap.sum(center, Limbs(k, 0, 0, 0)))
                numbers.append(wrap.difference(center, Limbs(k, 0, 0, 0)))
            }
        }
        let words: [UInt64] = [0, 1, .max]
        for l0 in words {
            for l1 in words {
                for l2 in words { for l3 in words { numbers.append(Limbs(l0, l1, l2, l3)) } }
            }
        }
        return numbers
    }

    private static func half(_ number: Limbs) -> Limbs {
        Limbs(
            number.l0 >> 1 | number.l1 << 63, number.l1 >> 1 | number.l2 << 63, number.l2 >> 1 | number.l3 << 63,
            number.l3 >> 1)
    }
}

extension SeededGenerator {
    /// Random limbs; some are all zeros or all ones, since uniform ones never carry far.
    mutating func limbs() -> Limbs {
        func word(_ random: UInt64, _ kind: UInt64) -> UInt64 {
            switch kind & 15 {
            case 0: 0
            case 1: .max
            case 2: random >> 60
            default: random
            }
        }
        let kinds = next()
        return Limbs(
            word(next(), kinds), word(next(), kinds >> 4), word(next(), kinds >> 8), word(next(), kinds >> 12))
    }
}
