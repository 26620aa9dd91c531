/// A number modulo the order of `G` that everyone may know: an index, a weight, a challenge, a Lagrange coefficient.
package struct PublicScalar<G: Group>: Hashable, Sendable {
    /// Four limbs, least significant first, below q.
    package let limbs: Limbs

    /// - Parameter value: Any number; it is reduced modulo q.
    package init(_ value: UInt64) {
        self.init(reducing: Limbs(value, 0, 0, 0))
    }

    /// Any 256-bit number, reduced modulo q.
    package init(reducing limbs: Limbs) {
        var result = Limbs.zero
        result.withMutableLimbs { target in limbs.withUnsafeLimbs { G.scalars.reduce(target, $0) } }
        self.limbs = result
    }

    /// Reads 32 bytes in the group's order.
    /// - Throws: `GroupsError.scalarLength`, `.scalarNotBelowOrder`.
    package init(canonical bytes: [UInt8]) throws(GroupsError) {
        guard bytes.count == 32 else { throw .scalarLength(found: bytes.count) }
        let limbs = Limbs(bytes: bytes, G.scalarByteOrder)
        guard limbs.withUnsafeLimbs({ G.scalars.isBelowOrderBit($0) }) == 1 else {
            throw .scalarNotBelowOrder(G.curve)
        }
        self.limbs = limbs
    }

    package static var zero: PublicScalar { PublicScalar(0) }
    package static var one: PublicScalar { PublicScalar(1) }
    package var isZero: Bool { limbs == .zero }
    package var encoded: [UInt8] { limbs.bytes(G.scalarByteOrder) }

    private init(_ compute: (UnsafeMutablePointer<UInt64>) -> Void) {
        var result = Limbs.zero
        result.withMutableLimbs(compute)
        limbs = result
    }

    package static func + (a: PublicScalar, b: PublicScalar) -> PublicScalar {
        PublicScalar { r in a.limbs.withUnsafeLimbs { x in b.limbs.withUnsafeLimbs { G.scalars.add(r, x, $0) } } }
    }

    package static func - (a: PublicScalar, b: PublicScalar) -> PublicScalar {
        PublicScalar { r in a.limbs.withUnsafeLimbs { x in b.limbs.withUnsafeLimbs { G.scalars.subtract(r, x, $0) } } }
    }

    package static func * (a: PublicScalar, b: PublicScalar) -> PublicScalar {
        PublicScalar { r in a.limbs.withUnsafeLimbs { x in b.limbs.withUnsafeLimbs { G.scalars.multiply(r, x, $0) } } }
    }

    package var negated: PublicScalar { .zero - self }

    /// The inverse modulo q; zero gives zero.
    package var inverse: PublicScalar {
        var scratch = Limbs.zero
        return PublicScalar { r in
            scratch.withMutableLimbs { s in limbs.withUnsafeLimbs { G.scalars.invert(r, $0, scratch: s) } }
        }
    }
}

extension PublicScalar {
    /// z⁰, z¹, … z^(count − 1).
    /// - Parameter point: z, below q.
    package static func powersVariableTime(of point: Limbs, count: Int) -> [PublicScalar] {
        let modulus = PublicModulus(G.scalars)
        return numbers(modulus.powersVariableTime(of: point, count: count))
    }

    /// Σⱼ weights[j]·numbers[j]ᵏ for k = 0, 1, … count − 1.
    /// - Parameters:
    ///   - numbers: Small ones, 0 and above.
    ///   - weights: Below q, one a number.
    package static func powerSumsVariableTime(of numbers: [Int], weights: [Limbs], count: Int) -> [PublicScalar] {
        let modulus = PublicModulus(G.scalars)
        return self.numbers(modulus.powerSumsVariableTime(of: numbers, weights: weights, count: count))
    }

    /// Numbers that are known to be below q.
    private static func numbers(_ limbs: [Limbs]) -> [PublicScalar] {
        // Limb by limb, this generic code would take twice as long as the arithmetic.
        precondition(MemoryLayout<PublicScalar>.size == MemoryLayout<Limbs>.size, "a public scalar is its limbs")
        return limbs.withUnsafeBytes { Array($0.bindMemory(to: PublicScalar.self)) }
    }
}
