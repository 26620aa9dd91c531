import CSystem
import Secrets

/// A point times many secret numbers at once, in constant time: what the commitments of a polynomial are.
///
/// A number k is written with L = width·windows signs, k ≡ Σ ±2ᵏ (mod q) for 0 ≤ k < L, none of which is zero: the bits of
/// (k + 2ᴸ − 1)/2 mod q, a 1 for plus (the signed comb of Hedabou, Pinel, Bénéteau, "A comb method to render ECC resistant
/// against side channel attacks", ePrint 2004/342). The signs of a window make an odd digit, and the digit picks one of
/// 2ʷ⁻¹ odd multiples, of which every one is read. So all numbers take the same additions.
///
/// No addition meets equal, opposite or neutral points but the last: the sum of the windows below is smaller than the digit
/// that comes, and both together are smaller than q. At the last, k = 0 and one more k modulo q make the denominator zero,
/// which is seen in the product of all denominators and released: one in 2²⁵⁰ random numbers, and whoever chooses such a key
/// knows it anyway.
struct GeneratorMultiples<Curve: WeierstrassEquation>: Sendable {
    typealias Point = AffinePoint<Curve>

    /// From how many numbers on sharing an inversion is worth its price, some 270 products for each window.
    private static var affineFrom: Int { 64 }
    /// How many numbers are worked on at once: 232 KiB of locked memory.
    private static var chunk: Int { 1024 }
    private static var width: Int { 6 }
    /// 2ʷ⁻¹ odd multiples for each window.
    private static var multipleCount: Int { 1 << (width - 1) }

    private let modulus: ScalarModulus
    private let windowCount: Int
    /// 1, 3 … 2ʷ − 1 times 2^(width·window) times the point, window after window.
    private let table: [Point]
    /// 2ᴸ − 1 mod q.
    private let offset: Limbs
    /// 1/2 mod q, prepared as a factor.
    private let half: Limbs

    /// - Parameters:
    ///   - generator: A point whose order is that of the modulus.
    ///   - modulus: Of 250 bits at least.
    init(of generator: Point, modulus: ScalarModulus) {
        precondition(modulus.bitCount >= 250, "a group in which logarithms are hard")
        self.modulus = modulus
        let windowCount = (modulus.bitCount + Self.width - 1) / Self.width
        self.windowCount = windowCount
        var offset = Limbs.one
        offset.withMutableLimbs { limbs in
            for _ in 0..<windowCount * Self.width { modulus.add(limbs, limbs, limbs) }
            Limbs.one.withUnsafeLimbs { modulus.subtract(limbs, limbs, $0) }
        }
        self.offset = offset
        half = modulus.preparedFactor(Limbs.half(.one, modulo: modulus.order))
        var multiples: [JacobianPoint<Curve>] = []
        multiples.reserveCapacity(windowCount * Self.multipleCount)
        var base = JacobianPoint(generator)
        for _ in 0..<windowCount {
            let twice = base.doubled()
            var multiple = base
            for _ in 0..<Self.multipleCount {
                multiples.append(multiple)
                multiple = multiple.adding(twice)
            }
            for _ in 0..<Self.width { base = base.doubled() }
        }
        table = JacobianPoint.addends(multiples)
    }

    /// The multiples, which are public then; nil where one of the numbers is zero, or the one that must be computed alone.
    /// - Parameter numbers: `count` numbers below q, four limbs each.
    func multiples(of numbers: UnsafePointer<UInt64>, count: Int) throws(SecretsError) -> [Point]? {
        var result = [Point](repeating: .identity, count: count)
        let succeeded = try Self.withRoom(for: min(count, Self.chunk)) { work in
            result.withUnsafeMutableBufferPointer { result in
                for first in stride(from: 0, to: count, by: Self.chunk) {
                    let size = min(Self.chunk, count - first)
                    guard multiply(numbers + 4 * first, size, work, result.baseAddress! + first) else { return false }
                }
                return true
            }
        }
        wipeStack()
        guard succeeded else { return nil }
        // Points that are about to be published.
        result.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return result
    }

    /// Room to work in: locked memory, or for a few numbers the stack, which they come by anyway and which is wiped.
    private static func withRoom(
        for count: Int, _ body: (UnsafeMutablePointer<Work>) -> Bool
    ) throws(SecretsError) -> Bool {
        let byteCount = count * MemoryLayout<Work>.stride
        if count <= 16 {
            return withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 16) { room in
                defer { wipe(room) }
                return body(room.baseAddress!.bindMemory(to: Work.self, capacity: count))
            }
        }
        var room = try LockedBytes(count: byteCount)
        return room.withUnsafeMutableBytes { body($0.baseAddress!.bindMemory(to: Work.self, capacity: count)) }
    }

    /// What one number needs on the way.
    private struct Work {
        /// (k + 2ᴸ − 1)/2 mod q.
        var number: Limbs
        var sum: Point
        /// z of the sum in Jacobian coordinates.
        var z: Curve.Field
        var next: Point
        var denominator: Curve.Field
        /// The product of the denominators before this one.
        var before: Curve.Field
    }

    /// Apart and not inlined, so that all it leaves on the stack is below its caller, who wipes there.
    @inline(never)
    private func multiply(
        _ numbers: UnsafePointer<UInt64>, _ count: Int, _ work: UnsafeMutablePointer<Work>,
        _ result: UnsafeMutablePointer<Point>
    ) -> Bool {
        table.withUnsafeBufferPointer { table in
            for k in 0..<count {
                recode(numbers + 4 * k, into: work + k)
                work[k].sum = choose(work + k, window: 0, table)
            }
            let good =
                count < Self.affineFrom
                ? addInJacobian(work, count, table) : addInAffine(work, count, table)
            guard MemoryChecker.released(good) == 1 else { return false }
            for k in 0..<count { result[k] = work[k].sum }
            return true
        }
    }

    private func recode(_ number: UnsafePointer<UInt64>, into work: UnsafeMutablePointer<Work>) {
        work.pointee.number.withMutableLimbs { target in
            offset.withUnsafeLimbs { modulus.add(target, number, $0) }
            half.withUnsafeLimbs { modulus.multiplyMontgomery(target, target, $0) }
        }
    }

    /// The odd multiple that a window of the number asks for, by reading all of them.
    @inline(__always)
    private func choose(
        _ work: UnsafeMutablePointer<Work>, window: Int, _ table: UnsafeBufferPointer<Point>
    ) -> Point {
        let bits = work.pointee.number.bits(from: Self.width * window, count: Self.width)
        // The highest sign is the digit's own; below zero, the others count down.
        let negative = maskFromBit(1 ^ (bits &>> UInt64(Self.width - 1)))
        let index = (bits ^ negative) & UInt64(Self.multipleCount - 1)
        let chosen = Point(
            choosing: index, from: table.baseAddress! + Self.multipleCount * window, count: Self.multipleCount)
        return Point(x: chosen.x, y: chosen.y.replaced(by: chosen.y.negated, where: negative))
    }

    /// Window by window, one inversion for all numbers: five products and a square an addition.
    /// - Returns: 1 if no denominator was zero, else 0.
    private func addInAffine(
        _ work: UnsafeMutablePointer<Work>, _ count: Int, _ table: UnsafeBufferPointer<Point>
    ) -> UInt64 {
        var good: UInt64 = 1
        for window in 1..<windowCount {
            var product = Curve.Field.one
            for k in 0..<count {
                let next = choose(work + k, window: window, table)
                let denominator = next.x - work[k].sum.x
                work[k].next = next
                work[k].denominator = denominator
                work[k].before = product
                product = product * denominator
            }
            good &= 1 ^ product.isZeroBit
            var inverse = product.inverse
            for k in (0..<count).reversed() {
                let sum = work[k].sum, next = work[k].next
                let slope = (next.y - sum.y) * (inverse * work[k].before)
                inverse = inverse * work[k].denominator
                let x = slope.squared() - (sum.x + next.x)
                work[k].sum = Point(x: x, y: slope * (sum.x - x) - sum.y)
            }
        }
        return good
    }

    /// Number by number, one inversion in the end: eight products and three squares an addition.
    /// - Returns: 1 if no z was zero, else 0.
    private func addInJacobian(
        _ work: UnsafeMutablePointer<Work>, _ count: Int, _ table: UnsafeBufferPointer<Point>
    ) -> UInt64 {
        var product = Curve.Field.one
        for k in 0..<count {
            var sum = JacobianPoint<Curve>(x: work[k].sum.x, y: work[k].sum.y, z: .one)
            for window in 1..<windowCount {
                sum = sum.addingDistinct(choose(work + k, window: window, table))
            }
            work[k].sum = Point(x: sum.x, y: sum.y)
            work[k].z = sum.z
            work[k].before = product
            product = product * sum.z
        }
        let good = 1 ^ product.isZeroBit
        var inverse = product.inverse
        for k in (0..<count).reversed() {
            let zInverse = inverse * work[k].before
            inverse = inverse * work[k].z
            let square = zInverse.squared()
            work[k].sum = Point(x: work[k].sum.x * square, y: work[k].sum.y * (square * zInverse))
        }
        return good
    }
}

extension JacobianPoint {
    /// The sum with a point that is neither this one nor its opposite, neither neutral, in constant time; for those two, z
    /// becomes 0.
    @inline(__always)
    func addingDistinct(_ addend: AffinePoint<Curve>) -> JacobianPoint {
        let zz = z.squared()
        let h = addend.x * zz - x, r = addend.y * (z * zz) - y
        let hh = h.squared()
        let hhh = hh * h, v = x * hh
        let x3 = r.squared() - hhh - v.doubled
        return JacobianPoint(x: x3, y: r * (v - x3) - y * hhh, z: z * h)
    }
}

extension AffinePoint {
    /// Entry `index` of a table, in constant time: all are read and all but one masked away, 16 bytes at a time.
    @inline(__always)
    init(choosing index: UInt64, from table: UnsafePointer<AffinePoint>, count: Int) {
        let wanted = SIMD4<UInt32>(repeating: UInt32(truncatingIfNeeded: index))
        var chosen: (Pair, Pair, Pair, Pair) = (.zero, .zero, .zero, .zero)
        var number = SIMD4<UInt32>.zero
        var words = UnsafeRawPointer(table).assumingMemoryBound(to: Pair.self)
        let end = words + 4 * count
        while words < end {
            // A comparison of vectors gives lanes of all ones or zeros, and nothing to branch on.
            let mask = unsafeBitCast(number .== wanted, to: Pair.self)
            chosen.0 |= words[0] & mask
            chosen.1 |= words[1] & mask
            chosen.2 |= words[2] & mask
            chosen.3 |= words[3] & mask
            number &+= 1
            words += 4
        }
        self = unsafeBitCast(chosen, to: AffinePoint.self)
    }
}

private typealias Pair = SIMD2<UInt64>
