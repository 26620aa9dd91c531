import Glibc
import Secrets

/// A function on a secret, and how a secret comes to it.
struct TimedCase {
    let name: String
    /// How many bytes the secret has.
    let byteCount: Int
    /// The secret of the fixed class.
    let fixed: [UInt8]
    /// Makes random bytes a secret that the function takes.
    let shape: (inout [UInt8]) -> Void
    /// Takes a secret to its place; its time is not measured.
    let load: (UnsafeRawBufferPointer) throws -> Void
    /// What is measured.
    let run: () throws -> Void
    var isLeaky = false

    /// How many secrets are prepared at once.
    private static let batch = 512
    /// Times above these parts of all are left out, each in a test of its own: what interrupts a call says nothing of it.
    private static let parts = [0.3, 0.5, 0.7, 0.9, 0.97, 1]

    /// - Returns: The largest |t| of the tests, and how many calls were measured.
    func measure(_ seconds: Double) throws -> (t: Double, count: Int) {
        var tests = [WelchTest](repeating: WelchTest(), count: Self.parts.count)
        let end = now() + UInt64(seconds * 1e9)
        // The first times decide what is left out, and are left out themselves.
        let first = try times().map(\.time).sorted()
        let limits = Self.parts.map { first[min(first.count - 1, Int(Double(first.count) * $0))] }
        var count = 0
        while now() < end || count < 8 * Self.batch {
            for (time, isFixed) in try times() {
                for (place, limit) in limits.enumerated() where time <= limit || Self.parts[place] == 1 {
                    tests[place].add(time, isFixed: isFixed)
                }
                count += 1
            }
        }
        return (tests.map(\.t).max() ?? 0, count)
    }

    private func times() throws -> [(time: Double, isFixed: Bool)] {
        let isFixed = SecureRandom.publicBytes(Self.batch).map { $0 & 1 == 0 }
        let secrets = isFixed.map { isFixed -> [UInt8] in
            // Bytes of its own for both: one place that is read again and again is warmer than the others.
            var secret = SecureRandom.publicBytes(byteCount)
            shape(&secret)
            if isFixed { secret.replaceSubrange(secret.indices, with: fixed) }
            return secret
        }
        return try zip(secrets, isFixed).map { secret, isFixed in
            try secret.withUnsafeBytes { try load($0) }
            let start = now()
            try run()
            return (Double(now() - start), isFixed)
        }
    }
}

/// Nanoseconds.
private func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
