/// Inverses of public numbers modulo an odd prime by division steps, in variable time.
///
/// Bernstein, Yang, "Fast constant-time gcd computation and modular inversion", TCHES 2019(3), sections 8 and 11. A step
/// acts on the lowest bits of f and g alone, so that 62 steps make a 2×2 matrix from one word of each; the matrix then
/// acts on f and g as a whole, and modulo p on d and e. Through all of it d·x ≡ f and e·x ≡ g (mod p), so that g = 0 and
/// f = ±1 at the end leave the inverse in d.
struct DivisionSteps: Sendable {
    private let modulus: SignedLimbs
    /// p⁻¹ mod 2⁶².
    private let modulusInverse: UInt64
    private let prime: Limbs

    /// - Parameter prime: Odd, 2²⁵² < p < 2²⁵⁶.
    init(modulo prime: Limbs) {
        self.prime = prime
        modulus = SignedLimbs(prime)
        // Newton's iteration doubles the number of right bits: 3, 6, 12, 24, 48, 96.
        var inverse = prime.l0
        for _ in 0..<5 { inverse = inverse &* (2 &- prime.l0 &* inverse) }
        modulusInverse = inverse & SignedLimbs.mask
    }

    /// The inverse of x modulo p, below p; zero gives zero.
    /// - Parameter number: x, below p.
    func inverseVariableTime(of number: Limbs) -> Limbs {
        var f = modulus, g = SignedLimbs(number)
        var d = SignedLimbs(.zero), e = SignedLimbs(.one)
        var eta = -1
        while !g.isZero {
            let step = Matrix(dividing: f.l0, g.l0, &eta)
            (d, e) = (reduced(step.u, step.v, d, e), reduced(step.q, step.r, d, e))
            (f, g) = (exact(step.u, step.v, f, g), exact(step.q, step.r, f, g))
        }
        return normalized(d, negating: f.isNegative)
    }

    /// (a·f + b·g)/2⁶², which is exact for a row of the matrix.
    @inline(__always)
    private func exact(_ a: Int64, _ b: Int64, _ f: SignedLimbs, _ g: SignedLimbs) -> SignedLimbs {
        var sum = times(a, f.l0) &+ times(b, g.l0)
        sum = (sum &>> 62) &+ times(a, f.l1) &+ times(b, g.l1)
        let r0 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &+ times(a, f.l2) &+ times(b, g.l2)
        let r1 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &+ times(a, f.l3) &+ times(b, g.l3)
        let r2 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &+ times(a, f.l4) &+ times(b, g.l4)
        return SignedLimbs(
            l0: r0, l1: r1, l2: r2, l3: SignedLimbs.low(sum), l4: Int64(truncatingIfNeeded: sum &>> 62))
    }

    /// (a·d + b·e + m·p)/2⁶² for the m that makes it exact.
    ///
    /// |a| + |b| ≤ 2⁶². With d and e in (−2p, p) the result is there again: a negative one gets p first, which the first
    /// line adds to m, and the m found then is in (−2⁶², 0].
    @inline(__always)
    private func reduced(_ a: Int64, _ b: Int64, _ d: SignedLimbs, _ e: SignedLimbs) -> SignedLimbs {
        var m = ((d.l4 &>> 63) & a) &+ ((e.l4 &>> 63) & b)
        var sum = times(a, d.l0) &+ times(b, e.l0)
        let surplus = modulusInverse &* UInt64(truncatingIfNeeded: sum) &+ UInt64(bitPattern: m)
        m &-= Int64(bitPattern: surplus & SignedLimbs.mask)
        sum = sum &+ times(m, modulus.l0)
        sum = (sum &>> 62) &+ times(a, d.l1) &+ times(b, e.l1) &+ times(m, modulus.l1)
        let r0 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &+ times(a, d.l2) &+ times(b, e.l2) &+ times(m, modulus.l2)
        let r1 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &+ times(a, d.l3) &+ times(b, e.l3) &+ times(m, modulus.l3)
        let r2 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &+ times(a, d.l4) &+ times(b, e.l4) &+ times(m, modulus.l4)
        return SignedLimbs(
            l0: r0, l1: r1, l2: r2, l3: SignedLimbs.low(sum), l4: Int64(truncatingIfNeeded: sum &>> 62))
    }

    /// ±d modulo p, below p, for d in (−2p, p).
    private func normalized(_ d: SignedLimbs, negating: Bool) -> Limbs {
        var (number, top) = (negating ? d.negated : d).limbsAndTop
        while top < 0 { top &+= Int64(number.add(prime)) }
        // −d may reach above 2²⁵⁶: rare, and an inverse that forgets it is right a thousand times before it is wrong.
        while top > 0 || !number.isBelow(prime) { top &-= Int64(number.subtract(prime)) }
        return number
    }
}

/// What 62 division steps do to (f, g), times 2⁶²: rows (u, v) and (q, r).
private struct Matrix {
    let u: Int64, v: Int64, q: Int64, r: Int64

    /// - Parameters:
    ///   - f: The lowest 62 bits of f, which is odd.
    ///   - g: The lowest 62 bits of g.
    ///   - eta: −δ of the paper, carried from matrix to matrix.
    @inline(__always)
    init(dividing f: Int64, _ g: Int64, _ eta: inout Int) {
        var f = UInt64(bitPattern: f), g = UInt64(bitPattern: g)
        var u: UInt64 = 1, v: UInt64 = 0, q: UInt64 = 0, r: UInt64 = 1
        var left = 62
        while true {
            // Zero bits of g are steps that only halve it; never more of them than steps are left.
            let zeros = (g | .max &<< UInt64(truncatingIfNeeded: left)).trailingZeroBitCount
            let shift = UInt64(truncatingIfNeeded: zeros)
            g = g &>> shift
            u = u &<< shift
            v = v &<< shift
            eta &-= zeros
            left &-= zeros
            if left == 0 { break }
            if eta < 0 {
                eta = 0 &- eta
                (f, g) = (g, 0 &- f)
                (u, q) = (q, 0 &- u)
                (v, r) = (r, 0 &- v)
            }
            // The next steps add f to g where g is odd, until eta falls below zero: several at once, by the multiple w of f
            // that clears that many low bits of g. f·(f² − 2) is −f⁻¹ modulo 2⁶, since f² ≡ 1 (mod 8).
            let bits = UInt64(truncatingIfNeeded: min(eta &+ 1, left, 6))
            let w = (f &* g &* (f &* f &- 2)) & ((1 &<< bits) &- 1)
            g = g &+ f &* w
            q = q &+ u &* w
            r = r &+ v &* w
        }
        self.u = Int64(bitPattern: u)
        self.v = Int64(bitPattern: v)
        self.q = Int64(bitPattern: q)
        self.r = Int64(bitPattern: r)
    }
}

@inline(__always)
private func times(_ a: Int64, _ b: Int64) -> Int128 {
    Int128(truncatingIfNeeded: a) &* Int128(truncatingIfNeeded: b)
}

/// A number as Σ limbs[k]·2⁶²ᵏ: the first four in 0 ..< 2⁶², the last with the sign.
private struct SignedLimbs: Sendable {
    let l0: Int64, l1: Int64, l2: Int64, l3: Int64, l4: Int64

    @inline(__always) static var mask: UInt64 { .max &>> 2 }

    @inline(__always)
    static func low(_ sum: Int128) -> Int64 { Int64(truncatingIfNeeded: sum) & Int64(bitPattern: mask) }

    @inline(__always)
    init(l0: Int64, l1: Int64, l2: Int64, l3: Int64, l4: Int64) {
        self.l0 = l0
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
        self.l4 = l4
    }

    init(_ number: Limbs) {
        func part(_ low: UInt64, _ high: UInt64) -> Int64 { Int64(bitPattern: (low | high) & SignedLimbs.mask) }
        self.init(
            l0: part(number.l0, 0), l1: part(number.l0 &>> 62, number.l1 &<< 2),
            l2: part(number.l1 &>> 60, number.l2 &<< 4), l3: part(number.l2 &>> 58, number.l3 &<< 6),
            l4: Int64(bitPattern: number.l3 &>> 56))
    }

    @inline(__always) var isZero: Bool { l0 | l1 | l2 | l3 | l4 == 0 }
    @inline(__always) var isNegative: Bool { l4 < 0 }

    var negated: SignedLimbs {
        var sum = 0 &- Int128(l0)
        let r0 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &- Int128(l1)
        let r1 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &- Int128(l2)
        let r2 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &- Int128(l3)
        let r3 = SignedLimbs.low(sum)
        sum = (sum &>> 62) &- Int128(l4)
        return SignedLimbs(l0: r0, l1: r1, l2: r2, l3: r3, l4: Int64(truncatingIfNeeded: sum))
    }

    /// The number modulo 2²⁵⁶, and how often 2²⁵⁶ is in it, rounded down.
    var limbsAndTop: (Limbs, Int64) {
        func bits(_ limb: Int64) -> UInt64 { UInt64(bitPattern: limb) }
        let limbs = Limbs(
            bits(l0) | bits(l1) &<< 62, bits(l1) &>> 2 | bits(l2) &<< 60, bits(l2) &>> 4 | bits(l3) &<< 58,
            bits(l3) &>> 6 | bits(l4) &<< 56)
        return (limbs, l4 &>> 8)
    }
}

extension Limbs {
    /// Becomes the sum modulo 2²⁵⁶.
    /// - Returns: The carry, 0 or 1.
    @inline(__always)
    mutating func add(_ other: Limbs) -> UInt64 {
        var carry: UInt64 = 0
        l0 = addWithCarry(l0, other.l0, &carry)
        l1 = addWithCarry(l1, other.l1, &carry)
        l2 = addWithCarry(l2, other.l2, &carry)
        l3 = addWithCarry(l3, other.l3, &carry)
        return carry
    }

    /// Becomes the difference modulo 2²⁵⁶.
    /// - Returns: The borrow, 0 or 1.
    @inline(__always)
    mutating func subtract(_ other: Limbs) -> UInt64 {
        let (difference, reached) = Limbs.complementSum(self, other)
        self = difference
        return 1 ^ reached
    }
}
