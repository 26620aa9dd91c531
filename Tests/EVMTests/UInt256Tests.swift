import EVM
import TestSupport
import Testing

@Suite struct UInt256Tests {
    static let largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935"

    @Test func readsAndWritesTheEdges() throws {
        #expect(UInt256.zero.decimal == "0")
        #expect(UInt256.zero.minimalBytes.isEmpty)
        #expect(UInt256.max.decimal == Self.largest)
        #expect(UInt256(decimal: Self.largest) == .max)
        #expect(UInt256(hex: String(repeating: "f", count: 64)) == .max)
        #expect(UInt256.zero.quantity == "0x0")
        #expect(UInt256(1024).quantity == "0x400")
        #expect(UInt256(hex: "0000400")?.quantity == "0x400")
        // 2⁶⁴ and 10¹⁹ are where limbs and groups of digits begin.
        #expect(UInt256(hex: "10000000000000000")?.decimal == "18446744073709551616")
        #expect(UInt256(decimal: "10000000000000000000")?.decimal == "10000000000000000000")
        #expect(UInt256(decimal: "100000000000000000000000000000000000005")?.decimal.hasSuffix("00000005") == true)
    }

    @Test(arguments: [
        "", "-1", "+1", " 1", "1 ", "01", "00", "1e3", "0x1", "1_0", "١",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936",
        "1157920892373161954235709850086879078532699846656405640394575840079131296399350",
    ])
    func refusesWhatIsNoDecimalNumberBelowTheLimit(_ digits: String) {
        #expect(UInt256(decimal: digits) == nil)
    }

    @Test func refusesTooManyBytesAndDigits() {
        #expect(UInt256(bigEndian: [UInt8](repeating: 0, count: 33)) == nil)
        #expect(UInt256(hex: String(repeating: "0", count: 65)) == nil)
        #expect(UInt256(hex: "") == nil)
        #expect(UInt256(hex: "xy") == nil)
    }

    @Test func productsAndSumsEndAtTheLimit() throws {
        let half = try #require(UInt256(hex: "8" + String(repeating: "0", count: 63)))
        #expect(half.multiplied(by: 2) == nil)
        #expect(half.adding(half) == nil)
        #expect(UInt256.max.multiplied(by: 1) == .max)
        #expect(UInt256.max.multiplied(by: 0) == .zero)
        #expect(UInt256.max.adding(.zero) == .max)
        #expect(UInt256.max.adding(UInt256(1)) == nil)
        #expect(UInt256(.max).multiplied(by: .max)?.decimal == "340282366920938463426481119284349108225")
    }

    @Test(arguments: Seed.fresh(16))
    func formsAndOrderAgree(_ seed: Seed) throws {
        var generator = seed.generator
        for _ in 0..<100 {
            let bytes = generator.bytes(generator.int(0...32))
            let number = try #require(UInt256(bigEndian: bytes))
            #expect(UInt256(decimal: number.decimal) == number, "seed \(seed)")
            #expect(UInt256(hex: number.quantity.dropFirst(2)) == number, "seed \(seed)")
            #expect(UInt256(bigEndian: number.minimalBytes) == number, "seed \(seed)")
            #expect(number.minimalBytes == Array(bytes.drop { $0 == 0 }), "seed \(seed)")
            let factor = generator.next()
            let product = number.multiplied(by: factor)
            let other = try #require(UInt256(bigEndian: generator.bytes(generator.int(0...32))))
            #expect((number < other) == number.bytes.lexicographicallyPrecedes(other.bytes), "seed \(seed)")
            // n·f = n·(f − 1) + n, wherever it fits.
            if factor > 0, let product {
                #expect(number.multiplied(by: factor - 1)?.adding(number) == product, "seed \(seed)")
            }
        }
    }
}
