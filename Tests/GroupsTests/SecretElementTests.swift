import Groups
import Secrets
import TestSupport
import Testing

/// A secret number times a public point, against the libraries and against our own arithmetic in variable time.
@Suite struct SecretElementTests {
    private func scalar<G: Group>(_ number: Limbs, _: G.Type) throws -> SecretScalar<G> {
        var scalar = try SecretScalar<G>()
        scalar.withMutableLimbs { limbs in number.withUnsafeLimbs { limbs.update(from: $0, count: 4) } }
        return scalar
    }

    /// For test data only: a secret point would never be in an array.
    private func canonical<G: Group>(_ element: borrowing SecretElement<G>) -> [UInt8] {
        element.withUnsafeBytes { Array($0) }
    }

    private func read<G: Group>(_ bytes: [UInt8], _: G.Type) throws(GroupsError) -> SecretElement<G> {
        var room: LockedBytes
        do { room = try LockedBytes(count: bytes.count) } catch { throw .memory(error) }
        room.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
        return try room.withUnsafeBytes { (bytes) throws(GroupsError) in
            try SecretElement<G>(decodingVariableTime: bytes)
        }
    }

    @Test(arguments: CurveName.allCases)
    func multipliesByEdgeScalars(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let reference = ReferenceCurve(G.curve)
            let point = G.productVariableTime(PublicScalar(0xD1CE), G.generator)
            var numbers = EdgeNumbers.around(G.scalars.order)
            // Those that meet ±1, ±3 … times the point, or themselves, in the last addition.
            for digit in 1...33 as ClosedRange<UInt64> {
                numbers += [PublicScalar<G>(digit).limbs, PublicScalar<G>(digit).negated.limbs]
            }
            for shift in 0..<256 {
                var words: [UInt64] = [0, 0, 0, 0]
                words[shift / 64] = 1 << UInt64(shift % 64)
                numbers.append(Limbs(words[0], words[1], words[2], words[3]))
            }
            for number in numbers where number != .zero && number.isBelow(G.scalars.order) {
                for base in [point, G.generator, G.negatedVariableTime(point)] {
                    let product = try SecretElement<G>(scalar(number, G.self), times: base)
                    #expect(canonical(product) == reference.product(number, base.encoded), "\(number)")
                }
            }
        }
        try check(name.group)
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(4))
    func multipliesLikeTheLibrariesAndLikeTheVariableTimeProduct(_ name: CurveName, _ seed: Seed) throws {
        func check<G: Group>(_: G.Type) throws {
            let reference = ReferenceCurve(G.curve)
            var random = seed.generator
            for _ in 0..<40 {
                let factor = PublicScalar<G>(reducing: random.limbs())
                let logarithm = PublicScalar<G>(reducing: random.limbs())
                guard !factor.isZero, !logarithm.isZero else { continue }
                let point = G.productVariableTime(logarithm, G.generator)
                let product = try SecretElement<G>(scalar(factor.limbs, G.self), times: point)
                #expect(canonical(product) == reference.product(factor.limbs, point.encoded))
                #expect(canonical(product) == G.productVariableTime(factor, point).encoded)
            }
        }
        try check(name.group)
    }

    /// d·(e·G) = e·(d·G), whoever computes it.
    @Test(arguments: CurveName.allCases)
    func bothSidesFindTheSamePoint(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let mine = try SecretScalar<G>.random(), theirs = try SecretScalar<G>.random()
            let one = try SecretElement<G>(mine, times: G.generator(times: theirs))
            let other = try SecretElement<G>(theirs, times: G.generator(times: mine))
            let same = one.matches(other)
            #expect(same)
            let third = try SecretElement<G>(mine, times: G.generator(times: mine))
            let differs = !one.matches(third)
            #expect(differs)
        }
        try check(name.group)
    }

    @Test(arguments: CurveName.allCases)
    func refusesZeroAndTheNeutralElement(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let zero = try SecretScalar<G>(), one = try scalar(.one, G.self)
            #expect(throws: GroupsError.scalarIsZero(name)) { _ = try SecretElement<G>(zero, times: G.generator) }
            #expect(throws: GroupsError.elementIsIdentity(name)) { _ = try SecretElement<G>(one, times: G.identity) }
            let generator = try SecretElement<G>(one, times: G.generator)
            #expect(canonical(generator) == G.generator.encoded)
        }
        try check(name.group)
    }

    // MARK: Reading

    @Test(arguments: CurveName.allCases, Seed.fresh(2))
    func readsWhatTheReaderOfPublicPointsReads(_ name: CurveName, _ seed: Seed) throws {
        func check<G: Group>(_: G.Type) throws {
            var random = seed.generator
            for _ in 0..<60 {
                var form = G.productVariableTime(PublicScalar(reducing: random.limbs()), G.generator).encoded
                if random.oneIn(2) { form = random.mutated(form) }
                expectSameVerdict(form, G.self)
            }
        }
        try check(name.group)
    }

    @Test(arguments: CurveName.allCases)
    func refusesWhatIsNoCanonicalForm(_ name: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let good = G.generator.encoded
            for count in [0, 1, 31, 32, 33, 34, 64, 65] {
                expectSameVerdict(Array((good + good + good).prefix(count)), G.self)
                expectSameVerdict([UInt8](repeating: 0, count: count), G.self)
                expectSameVerdict([UInt8](repeating: 0xFF, count: count), G.self)
            }
            #expect(throws: GroupsError.elementIsIdentity(name)) { _ = try read(G.identity.encoded, G.self) }
            for prefix in 0...255 as ClosedRange<UInt8> { expectSameVerdict([prefix] + good.dropFirst(), G.self) }
            // y or x from p to the end of the 256 bits, and the neighbours of zero.
            for low in 0...40 as ClosedRange<UInt8> {
                let small = [low] + [UInt8](repeating: 0, count: 31)
                let nearP = [low &+ 0xE0] + [UInt8](repeating: 0xFF, count: 30)
                for top in [0x7F, 0xFF] as [UInt8] { expectSameVerdict(nearP + [top], G.self) }
                expectSameVerdict(small, G.self)
                expectSameVerdict(Array(small.dropLast()) + [0x80], G.self)
                for prefix in [2, 3] as [UInt8] {
                    expectSameVerdict([prefix] + small.reversed(), G.self)
                    expectSameVerdict([prefix] + [UInt8](repeating: 0xFF, count: 31) + [low &+ 0xE0], G.self)
                }
            }
        }
        try check(name.group)
    }

    /// The seven points of small order but the neutral one, and with each of them added a point that would be right.
    @Test func refusesSmallAndMixedOrdersOnEdwards25519() throws {
        let mine = try SecretScalar<Ed25519>.random()
        for text in DecodingTests.torsion {
            let torsion = bytes(text)
            #expect(throws: GroupsError.elementOutsideSubgroup(.ed25519)) { _ = try read(torsion, Ed25519.self) }
            let small = try #require(AffineEdwardsPoint(onCurve: torsion))
            for k in [1, 2, 7] as [UInt64] {
                let honest = Ed25519.productVariableTime(PublicScalar(k), Ed25519.generator)
                let mixed = Ed25519.sumVariableTime(honest, small)
                #expect(throws: GroupsError.elementOutsideSubgroup(.ed25519)) {
                    _ = try read(mixed.encoded, Ed25519.self)
                }
                #expect(throws: GroupsError.elementOutsideSubgroup(.ed25519)) {
                    _ = try Ed25519.element(decoding: mixed.encoded)
                }
            }
            #expect(throws: GroupsError.elementOutsideSubgroup(.ed25519)) {
                _ = try SecretElement<Ed25519>(mine, times: small)
            }
        }
    }

    private func expectSameVerdict<G: Group>(
        _ form: [UInt8], _: G.Type, _ location: SourceLocation = #_sourceLocation
    ) {
        let open = Result { () throws(GroupsError) in try G.element(decoding: form).encoded }
        let secret = Result { () throws(GroupsError) in canonical(try read(form, G.self)) }
        #expect(open == secret, "\(form)", sourceLocation: location)
    }

    // MARK: Sums

    @Test(arguments: CurveName.allCases, Seed.fresh(2))
    func sumsLikeThePublicCombination(_ name: CurveName, _ seed: Seed) throws {
        func check<G: Group>(_: G.Type) throws {
            var random = seed.generator
            let order = G.scalars.order
            let last = PublicScalar<G>(1).negated
            for round in 0..<40 {
                let point = G.productVariableTime(PublicScalar(reducing: random.limbs()), G.generator)
                let other = round % 4 == 0 ? point : round % 4 == 1 ? G.negatedVariableTime(point) : G.generator
                let pool = [
                    .zero, .one, last, PublicScalar<G>(reducing: random.limbs()), PublicScalar(reducing: order),
                ]
                let a = pool[random.int(0...4)], b = pool[random.int(0...4)]
                let secret = try read(other.encoded, G.self)
                let expected = G.linearCombinationVariableTime([a, b], [point, other])
                let sum = Result { () throws(GroupsError) in
                    canonical(try secret.sumVariableTime(a, point, adding: b))
                }
                #expect(sum == (expected.isIdentity ? .failure(.elementIsIdentity(name)) : .success(expected.encoded)))
            }
        }
        try check(name.group)
    }

    @Test func theToyGroupHasThemToo() throws {
        for k in 1...12 as ClosedRange<UInt64> {
            for m in 1...12 as ClosedRange<UInt64> {
                let base = ToyGroup.productVariableTime(PublicScalar(m), ToyGroup.generator)
                let product = try SecretElement<ToyGroup>(scalar(Limbs(k, 0, 0, 0), ToyGroup.self), times: base)
                #expect(
                    canonical(product) == ToyGroup.productVariableTime(PublicScalar(k * m), ToyGroup.generator).encoded)
                let again = try read(canonical(product), ToyGroup.self).matches(product)
                #expect(again)
            }
        }
    }
}
