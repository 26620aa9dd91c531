import Foundation

/// Where the random input of a property test starts from. The failing test prints it, and `HOLDFAST_TEST_SEED` set to
/// it (hexadecimal, as printed) runs that one again.
package struct Seed: Hashable, Sendable, CustomStringConvertible {
    package let value: UInt64

    package init(_ value: UInt64) { self.value = value }

    package var description: String { "0x" + String(value, radix: 16) }

    /// `count` seeds that were never used; only the pinned one where `HOLDFAST_TEST_SEED` is set.
    package static func fresh(_ count: Int) -> [Seed] {
        if let pinned = ProcessInfo.processInfo.environment["HOLDFAST_TEST_SEED"] {
            let digits = pinned.hasPrefix("0x") ? String(pinned.dropFirst(2)) : pinned
            guard let value = UInt64(digits, radix: 16) else {
                preconditionFailure("HOLDFAST_TEST_SEED is a hexadecimal number of up to 16 digits")
            }
            return [Seed(value)]
        }
        return (0..<count).map { _ in Seed(UInt64.random(in: .min ... .max)) }
    }

    /// A generator that gives the same numbers for the same seed, on every machine.
    package var generator: SeededGenerator { SeededGenerator(self) }
}

/// SplitMix64 (Steele, Lea, Flood 2014): good enough to choose test input, and nothing else.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(_ seed: Seed) { state = seed.value }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// `count` random bytes.
    package mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 56) }
    }

    /// A number of the range, each as likely.
    package mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// `true` once in `times` calls.
    package mutating func oneIn(_ times: Int) -> Bool { int(1...times) == 1 }

    /// The input with one to four places changed: a byte altered, left out, put in or doubled, a bit turned, the end cut
    /// off, a part repeated elsewhere. What parsers must survive.
    package mutating func mutated(_ input: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0..<int(1...4) {
            guard !bytes.isEmpty else {
                bytes.append(UInt8(truncatingIfNeeded: next()))
                continue
            }
            let place = int(0...bytes.count - 1)
            switch int(0...6) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: next())
            case 1: bytes[place] ^= 1 << UInt8(int(0...7))
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
            case 4: bytes.insert(bytes[place], at: place)
            case 5: bytes.removeLast(min(bytes.count, int(1...8)))
            default:
                let end = int(place...min(bytes.count, place + 16))
                bytes.insert(contentsOf: bytes[place..<end], at: int(0...bytes.count))
            }
        }
        return bytes
    }
}
