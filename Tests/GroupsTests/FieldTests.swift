import Groups
import TestSupport
import Testing

/// Which field a test runs in.
enum FieldName: CaseIterable {
    case secp256k1, p256, curve25519
}

@Suite struct FieldTests {
    @Test(arguments: FieldName.allCases)
    func agreesWithLibcryptoOnAllPairsOfEdgeNumbers(_ name: FieldName) {
        func check<F: PrimeField>(_: F.Type) {
            let reference = ReferenceModulus(F.modulus)
            let numbers = EdgeNumbers.around(F.modulus)
            for a in numbers {
                let x = F(a)
                #expect(x.canonical == reference.remainder(a))
                #expect(x.squared().canonical == reference.product(a, a))
                #expect(x.negated.canonical == reference.difference(.zero, a))
                #expect(x.inverse.canonical == reference.inverse(a))
                #expect(x.inverseVariableTime.canonical == reference.inverse(a))
                #expect(x.halved.doubled.canonical == reference.remainder(a))
                #expect(x.tripled.canonical == reference.product(a, Limbs(3, 0, 0, 0)))
                #expect(x.isZero == (reference.remainder(a) == .zero))
                for b in numbers {
                    let y = F(b)
                    let sum = (x + y).canonical, difference = (x - y).canonical, product = (x * y).canonical
                    guard
                        sum == reference.sum(a, b), difference == reference.difference(a, b),
                        product == reference.product(a, b), (x == y) == (x.canonical == y.canonical)
                    else {
                        Issue.record("\(a) and \(b)")
                        return
                    }
                }
            }
        }
        run(name, check, check, check)
    }

    /// Sums and differences of values that were never made canonical in between, as points have them.
    @Test(arguments: FieldName.allCases, Seed.fresh(2))
    func agreesWithLibcryptoAlongAMillionSteps(_ name: FieldName, _ seed: Seed) {
        func check<F: PrimeField>(_: F.Type) {
            let reference = ReferenceModulus(F.modulus)
            var random = seed.generator
            for _ in 0..<500 {
                var a = random.limbs(), b = random.limbs()
                var x = F(a), y = F(b)
                for step in 0..<1000 {
                    switch step % 5 {
                    case 0: (x, a) = (x * y, reference.product(a, b))
                    case 1: (y, b) = (x - y, reference.difference(a, b))
                    case 2: (x, a) = (x + y, reference.sum(a, b))
                    case 3: (y, b) = (y.squared(), reference.product(b, b))
                    default: (x, a) = (y - x, reference.difference(b, a))
                    }
                }
                guard x.canonical == a, y.canonical == b else {
                    Issue.record("seed \(seed)")
                    return
                }
            }
        }
        run(name, check, check, check)
    }

    /// The products whose last reduction step overflows 2²⁵⁶ once more, which happens to one in 2¹⁹⁰ by chance.
    ///
    /// With P = 2²⁵⁶ − f, the multiple of p just below 2²⁵⁶, these are (P − α)(P − β) for αβ a little above f: the folds
    /// leave αβ + 2²⁵⁶ − f.
    @Test func carriesOutOfTheLastFold() {
        func check<F: PrimeField>(_: F.Type, _ pairs: [(Limbs, Limbs)]) {
            let reference = ReferenceModulus(F.modulus)
            for (a, b) in pairs {
                #expect((F(a) * F(b)).canonical == reference.product(a, b), "\(a) times \(b)")
                #expect((F(b) * F(a)).canonical == reference.product(a, b), "\(b) times \(a)")
                #expect(F(a).squared().canonical == reference.product(a, a), "\(a) squared")
            }
        }
        // f = 38, α = β = 8 and 37.
        let less46 = Limbs(UInt64.max - 45, .max, .max, .max), less75 = Limbs(UInt64.max - 74, .max, .max, .max)
        check(Curve25519Field.self, [(less46, less46), (less46, less75), (less75, less75)])
        // f = 2³² + 977, α = β = 2¹⁷.
        let near = Limbs(0xFFFF_FFFE_FFFD_FC2F, .max, .max, .max)
        // αβ = p + 2⁶⁴ + 977 with α = 2³⁰: the addition of f then carries into the second limb.
        let first = Limbs(0xFFFF_FFFE_BFFF_FC2F, .max, .max, .max)
        let second = Limbs(0xFFFF_FFFA_FFFF_FC33, .max, .max, 0xFFFF_FFFB_FFFF_FFFF)
        check(Secp256k1Field.self, [(near, near), (near, first), (first, second)])
    }

    /// A number times its inverse is one; each step starts from the last inverse, plus a number that has long runs.
    @Test(arguments: FieldName.allCases, Seed.fresh(1))
    func invertsWhateverComes(_ name: FieldName, _ seed: Seed) {
        func check<F: PrimeField>(_: F.Type) {
            var random = seed.generator
            var x = F.one
            for _ in 0..<100_000 {
                x = x + F(random.limbs())
                if x.isZero { continue }
                let inverse = x.inverse
                guard inverse * x == .one, inverse.inverse == x, x.inverseVariableTime == inverse else {
                    Issue.record("\(x.canonical) has \(inverse.canonical); seed \(seed)")
                    return
                }
                x = inverse
            }
        }
        run(name, check, check, check)
    }

    /// Division steps go wrong for one number in ten thousand first, so that a million are tried.
    @Test(arguments: FieldName.allCases, Seed.fresh(1))
    func dividesAMillionPublicNumbers(_ name: FieldName, _ seed: Seed) {
        func check<F: PrimeField>(_: F.Type) {
            var random = seed.generator
            var x = F(random.limbs())
            for round in 0..<333_333 {
                let inverse = x.inverseVariableTime
                guard inverse * x == (x.isZero ? .zero : .one) else {
                    Issue.record("\(x.canonical) has \(inverse.canonical); seed \(seed)")
                    return
                }
                x = inverse + (round % 3 == 0 ? F(random.limbs()) : .one)
            }
        }
        run(name, check, check, check)
    }

    /// P-256 keeps numbers that reached p but not 2²⁵⁶ as they are, of which chance finds one in 2³².
    @Test func keepsP256NumbersAboveThePrime() {
        let reference = ReferenceModulus(P256Field.modulus)
        let radixInverse = reference.inverse(reference.remainder(low: .zero, high: .one))
        // What is kept for these is the number itself: just below p, and what added to it stays below 2²⁵⁶ or just does not.
        let kept: [Limbs] = [
            .one, Limbs(2, 0, 0, 0), Limbs(0, 0, 0, 0xFFFF_FFFF), Limbs(0, 0xFFFF_FFFF_0000_0000, .max, 0xFFFF_FFFE),
            Limbs(1, 0xFFFF_FFFF_0000_0000, .max, 0xFFFF_FFFE), Limbs(.max, 0xFFFF_FFFF, 0, 0xFFFF_FFFF_0000_0000),
            reference.difference(.zero, .one), reference.difference(.zero, Limbs(2, 0, 0, 0)),
            reference.difference(.zero, Limbs(0, 0, 0, 0xFFFF_FFFF)),
        ]
        let numbers = kept.map { reference.product($0, radixInverse) }
        var sums: [(P256Field, Limbs)] = []
        for a in numbers { for b in numbers { sums.append((P256Field(a) + P256Field(b), reference.sum(a, b))) } }
        for (x, a) in sums {
            #expect(x.canonical == a && x.isZero == (a == .zero))
            #expect(x.inverseVariableTime.canonical == reference.inverse(a))
            #expect(x.halved.doubled.canonical == a)
            #expect(x.squared().canonical == reference.product(a, a))
            for (y, b) in sums {
                guard
                    (x + y).canonical == reference.sum(a, b), (x - y).canonical == reference.difference(a, b),
                    (x * y).canonical == reference.product(a, b)
                else {
                    Issue.record("\(a) and \(b)")
                    return
                }
            }
        }
    }

    @Test(arguments: FieldName.allCases)
    func refusesThePrimeAndWhatIsAbove(_ name: FieldName) {
        func check<F: PrimeField>(_: F.Type) {
            let wrap = ReferenceModulus(Limbs(.max, .max, .max, .max))
            for number in EdgeNumbers.around(F.modulus) {
                let below = wrap.difference(number, F.modulus) != .zero && number.isBelow(F.modulus)
                #expect((F(bytes: number.bytes(.bigEndian), .bigEndian) != nil) == below)
                #expect((F(bytes: number.bytes(.littleEndian), .littleEndian) != nil) == below)
            }
            #expect(F(bytes: F.modulus.bytes(.bigEndian), .bigEndian) == nil)
        }
        run(name, check, check, check)
    }

    @Test(arguments: Seed.fresh(1))
    func findsSquareRootsOfSquaresOnly(_ seed: Seed) {
        var random = seed.generator
        for _ in 0..<2000 {
            let number = random.limbs()
            let s = Secp256k1Field(number), p = P256Field(number), e = Curve25519Field(number)
            #expect(s.squared().squareRoot.map { $0 == s || $0 == s.negated } == true)
            #expect(p.squared().squareRoot.map { $0 == p || $0 == p.negated } == true)
            let v = Curve25519Field(random.limbs())
            if v.isZero { continue }
            let root = Curve25519Field.squareRoot(of: e.squared() * v, over: v)
            #expect(root.map { $0 == e || $0 == e.negated } == true)
            // −1 is no square where p ≡ 3 mod 4, 2 is none modulo 2²⁵⁵ − 19: times a square, neither is that.
            if !s.isZero { #expect(s.squared().negated.squareRoot == nil) }
            if !p.isZero { #expect(p.squared().negated.squareRoot == nil) }
            if !e.isZero { #expect(Curve25519Field.squareRoot(of: e.squared().doubled, over: .one) == nil) }
        }
    }

    private func run(
        _ name: FieldName, _ secp256k1: (Secp256k1Field.Type) -> Void, _ p256: (P256Field.Type) -> Void,
        _ curve25519: (Curve25519Field.Type) -> Void
    ) {
        switch name {
        case .secp256k1: secp256k1(Secp256k1Field.self)
        case .p256: p256(P256Field.self)
        case .curve25519: curve25519(Curve25519Field.self)
        }
    }
}
