import Glibc
import Groups
import Secrets

/// The same as somebody in a hurry would write it. Each has to be noticed.
func leakyCases() throws -> [TimedCase] {
    try [
        // Leaves the leading zeros of a number out.
        numberCase("leaky-product", P256.self, isLeaky: true) {
            let number = $0.withLimbs { Limbs(at: $0) }
            keep(P256.productVariableTime(PublicScalar(reducing: number), P256.generator))
        },
        // Looks a digit up where it is found first.
        bytesCase("leaky-hex", fixed: [UInt8](repeating: UInt8(ascii: "0"), count: 128), isLeaky: true) { text in
            for digit in text {
                for (value, letter) in "0123456789abcdef".utf8.enumerated() where letter == digit {
                    keep(value)
                    break
                }
            }
        },
        // Stops at the first byte that differs.
        bytesCase("leaky-comparison", fixed: [UInt8](repeating: 0, count: 4096), isLeaky: true) { bytes in
            keep(bytes.allSatisfy { $0 == 0 })
        },
    ]
}
