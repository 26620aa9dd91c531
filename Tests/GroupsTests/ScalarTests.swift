import Groups
import Secrets
import TestSupport
import Testing

@Suite struct ScalarTests {
    /// Every pair of the order-13 group, public and secret, under every operation.
    @Test func secretsAndPublicNumbersComputeAlikeModulo13() throws {
        for a in 0..<13 as Range<UInt64> {
            let x = PublicScalar<ToyGroup>(a)
            #expect(x.negated == PublicScalar((13 - a) % 13))
            #expect(x.isZero == (a == 0))
            #expect(x.isZero ? x.inverse.isZero : x.inverse * x == .one)
            var negated = try secret(a), inverted = try secret(a)
            negated.negate()
            try inverted.invert()
            try expect(negated, x.negated)
            try expect(inverted, x.inverse)
            let isZero = try secret(a).isZero
            #expect(isZero == (a == 0))
            for b in 0..<13 as Range<UInt64> {
                let y = PublicScalar<ToyGroup>(b)
                #expect(x + y == PublicScalar((a + b) % 13))
                #expect(x - y == PublicScalar((a + 13 - b) % 13))
                #expect(x * y == PublicScalar(a * b % 13))
                var sum = try secret(a), difference = try secret(a), product = try secret(a), scaled = try secret(a)
                let other = try secret(b)
                sum.add(other)
                difference.subtract(other)
                product.multiply(by: other)
                scaled.multiply(by: y)
                try expect(sum, x + y)
                try expect(difference, x - y)
                try expect(product, x * y)
                try expect(scaled, x * y)
                let same = try secret(a).matches(other)
                #expect(same == (a == b))
            }
        }
    }

    @Test(arguments: CurveName.allCases)
    func refusesTheOrderAndWhatIsAbove(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            for number in EdgeNumbers.around(G.scalars.order) {
                let bytes = number.bytes(G.scalarByteOrder)
                let isBelow = number.isBelow(G.scalars.order)
                if isBelow {
                    let open = try PublicScalar<G>(canonical: bytes)
                    #expect(open.limbs == number && open.encoded == bytes)
                    let closed = try read(bytes, G.self)
                    try expect(closed, open)
                } else {
                    #expect(throws: GroupsError.scalarNotBelowOrder(G.curve)) { try PublicScalar<G>(canonical: bytes) }
                    #expect(throws: GroupsError.scalarNotBelowOrder(G.curve)) { _ = try read(bytes, G.self) }
                }
                let isKey = isBelow && number != .zero
                #expect(isKey == isAcceptedAsKey(bytes, G.self))
            }
            let zero = [UInt8](repeating: 0, count: 32)
            #expect(throws: GroupsError.scalarIsZero(G.curve)) { _ = try key(zero, G.self) }
            for count in [0, 1, 31, 33, 64] {
                let bytes = [UInt8](repeating: 1, count: count)
                #expect(throws: GroupsError.scalarLength(found: count)) { try PublicScalar<G>(canonical: bytes) }
                #expect(throws: GroupsError.scalarLength(found: count)) { _ = try read(bytes, G.self) }
                #expect(throws: GroupsError.scalarLength(found: count)) { _ = try key(bytes, G.self) }
                #expect(throws: GroupsError.scalarLength(found: count)) { _ = try reducing(bytes, G.self) }
            }
        }
        try check(name.group)
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(4))
    func secretsComputeLikePublicNumbers(_ name: CurveName, _ seed: Seed) throws {
        func check<G: Group>(_: G.Type) throws {
            var random = seed.generator
            for _ in 0..<50 {
                let a = random.limbs(), b = random.limbs()
                let x = PublicScalar<G>(reducing: a), y = PublicScalar<G>(reducing: b)
                var value = try reducing(a.bytes(G.scalarByteOrder), G.self)
                let other = try read(y.encoded, G.self)
                try expect(value, x)
                value.multiply(by: other)
                try expect(value, x * y)
                value.add(other)
                try expect(value, x * y + y)
                value.multiply(by: x)
                value.subtract(other)
                value.negate()
                let expected = (y - (x * y + y) * x)
                try expect(value, expected)
                let copy = try value.copy()
                try value.invert()
                try expect(value, expected.inverse)
                try expect(copy, expected)
            }
        }
        try check(name.group)
    }

    @Test func drawsEveryNumberButZeroAboutAsOften() throws {
        var counts = [Int](repeating: 0, count: 13)
        for _ in 0..<12_000 {
            let drawn = try SecretScalar<ToyGroup>.random()
            drawn.withLimbs { limbs in
                #expect(limbs[1] | limbs[2] | limbs[3] == 0)
                counts[Int(limbs[0])] += 1
            }
        }
        #expect(counts[0] == 0)
        // 1000 each with a deviation of 30: seven deviations never happen by chance.
        #expect(counts[1...].allSatisfy { abs($0 - 1000) < 210 })
    }

    @Test(arguments: CurveName.allCases)
    func drawsNumbersBelowTheOrder(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            var seen = Set<[UInt8]>(), union: UInt64 = 0
            for _ in 0..<200 {
                let drawn = try SecretScalar<G>.random()
                let limbs = drawn.withLimbs { Limbs(at: $0) }
                #expect(limbs != .zero && limbs.isBelow(G.scalars.order))
                seen.insert(limbs.bytes(.bigEndian))
                union |= limbs.l3
            }
            #expect(seen.count == 200)
            #expect(64 - union.leadingZeroBitCount == G.scalars.bitCount - 192 || G.curve == .ed25519)
        }
        try check(name.group)
    }

    @Test(arguments: CurveName.allCases)
    func tablesKeepTheirEntriesApart(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            var table = try ScalarTable<G>(count: 5)
            for k in 0..<5 {
                table.set(k, to: try reducing(Limbs(UInt64(k) + 7, 0, 0, 0).bytes(G.scalarByteOrder), G.self))
            }
            table.set(2, to: try .random())
            for k in [0, 1, 3, 4] { try expect(try table.scalar(at: k), PublicScalar(UInt64(k) + 7)) }
            let isZero = try table.scalar(at: 2).isZero
            #expect(!isZero)
            var encoded = [UInt8](repeating: 0, count: 32)
            encoded.withUnsafeMutableBytes { table.encode(3, into: $0) }
            #expect(encoded == PublicScalar<G>(10).encoded)
        }
        try check(name.group)
    }

    // MARK: -

    private func secret(_ value: UInt64) throws -> SecretScalar<ToyGroup> {
        try read(Limbs(value, 0, 0, 0).bytes(.bigEndian), ToyGroup.self)
    }

    private func expect<G: Group>(_ secret: borrowing SecretScalar<G>, _ expected: PublicScalar<G>) throws {
        let limbs = secret.withLimbs { Limbs(at: $0) }
        var encoded = [UInt8](repeating: 0, count: 32)
        encoded.withUnsafeMutableBytes { secret.encode(into: $0) }
        #expect(limbs == expected.limbs && encoded == expected.encoded)
    }

    private func read<G: Group>(_ bytes: [UInt8], _: G.Type) throws -> SecretScalar<G> {
        let locked = try copied(bytes)
        return try locked.withUnsafeBytes { (bytes) throws(GroupsError) in try SecretScalar(canonical: bytes) }
    }

    private func key<G: Group>(_ bytes: [UInt8], _: G.Type) throws -> SecretScalar<G> {
        let locked = try copied(bytes)
        return try locked.withUnsafeBytes { (bytes) throws(GroupsError) in try SecretScalar.key(bytes) }
    }

    private func reducing<G: Group>(_ bytes: [UInt8], _: G.Type) throws -> SecretScalar<G> {
        let locked = try copied(bytes)
        return try locked.withUnsafeBytes { (bytes) throws(GroupsError) in try SecretScalar(reducing: bytes) }
    }

    private func isAcceptedAsKey<G: Group>(_ bytes: [UInt8], _: G.Type) -> Bool {
        do {
            _ = try key(bytes, G.self)
            return true
        } catch { return false }
    }

    private func copied(_ bytes: [UInt8]) throws -> LockedBytes {
        var locked = try LockedBytes(count: bytes.count)
        locked.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
        return locked
    }
}
