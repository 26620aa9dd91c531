import Groups
import TestSupport
import Testing

/// Public numbers by value: what libcrypto says.
@Suite struct PublicModulusTests {
    private let radix = Limbs(.max, .max, .max, .max)

    @Test(arguments: CurveName.allCases, Seed.fresh(1))
    func agreesWithLibcrypto(_ curve: CurveName, _ seed: Seed) {
        let modulus = PublicModulus(curve.group.scalars)
        let reference = ReferenceModulus(modulus.order)
        var random = seed.generator
        let edges = EdgeNumbers.around(modulus.order)
        let radix = reference.sum(radix, .one)
        let words: [UInt64] = [0, 1, 2, 65535, 1 << 32, .max - 1, .max]
        let wordInverse = reference.inverse(Limbs(0, 1, 0, 0))
        for round in 0..<20_000 {
            // Any number below 2²⁵⁶, and one below q.
            let any = round % 2 == 0 ? edges[random.int(0...edges.count - 1)] : random.limbs()
            let below = reference.remainder(round % 3 == 0 ? edges[random.int(0...edges.count - 1)] : random.limbs())
            let other = reference.remainder(random.limbs())
            let word = round % 2 == 0 ? words[random.int(0...words.count - 1)] : random.next()
            let scaled = reference.product(reference.product(below, Limbs(word, 0, 0, 0)), wordInverse)
            let isRight =
                modulus.product(below, any) == reference.product(below, any)
                && modulus.sum(below, other) == reference.sum(below, other)
                && modulus.difference(below, other) == reference.difference(below, other)
                && modulus.negated(below) == reference.difference(.zero, below)
                && modulus.form(any) == reference.product(any, radix)
                && modulus.form(word: word) == reference.product(Limbs(word, 0, 0, 0), radix)
                && modulus.montgomery(modulus.form(below), any) == reference.product(below, any)
                && modulus.productBelowOrder(below, word: word) == scaled
            guard isRight else {
                Issue.record("\(any), \(below), \(other), \(word), seed \(seed)")
                return
            }
        }
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(1))
    func inversesAndPowersAgreeWithLibcrypto(_ curve: CurveName, _ seed: Seed) {
        let modulus = PublicModulus(curve.group.scalars)
        let reference = ReferenceModulus(modulus.order)
        var random = seed.generator
        for count in [0, 1, 2, 3, 17] {
            let numbers = (0..<count).map { _ in reference.sum(reference.remainder(random.limbs()), .one) }
                .filter { $0 != .zero }
            let running = modulus.inversesVariableTime(numbers.map { modulus.form($0) })
            #expect(running.inverses == numbers.map { modulus.form(reference.inverse($0)) }, "seed \(seed)")
            for low in 0...numbers.count {
                for high in low...numbers.count {
                    let product = numbers[low..<high].reduce(reference.remainder(.one)) { reference.product($0, $1) }
                    #expect(running.product(of: low..<high, modulus) == modulus.form(product))
                }
            }
        }
        var power = Limbs.one
        for k in 0..<70 {
            #expect(modulus.powerOfWordVariableTime(k) == modulus.form(power))
            power = reference.product(power, Limbs(0, 1, 0, 0))
        }
        for count in [0, 1, 20, 21, 50] {
            let numbers = (0..<count).map { _ in random.int(1...65535) }
            let product = numbers.reduce(Limbs.one) { reference.product($0, Limbs(UInt64($1), 0, 0, 0)) }
            #expect(modulus.formOfProductVariableTime(numbers) == modulus.form(product))
        }
    }
}
