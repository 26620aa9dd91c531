/// Public numbers as rows of signed digits: number k is Σ digit(w, k)·2^(width·w), every digit between −2^(width − 1) and
/// 2^(width − 1).
struct SignedWindows {
    /// How many windows there are.
    let count: Int
    /// How many numbers.
    let numberCount: Int
    /// The digits of the first window, then those of the second …
    private let digits: [Int16]

    /// - Parameters:
    ///   - numbers: Each below 2^bitCount.
    ///   - bitCount: 1 … 256.
    ///   - width: 2 … 15.
    init(_ numbers: [Limbs], bitCount: Int, width: Int) {
        precondition(width >= 2 && width <= 15, "a digit fits 16 bits")
        // One bit more than the numbers have, for the carry out of their highest digit.
        let windowCount = bitCount / width + 1
        let numberCount = numbers.count
        digits = [Int16](unsafeUninitializedCapacity: windowCount * numberCount) { digits, count in
            for (k, number) in numbers.enumerated() {
                var carry = 0
                for window in 0..<windowCount {
                    let raw = Int(truncatingIfNeeded: number.bits(from: window * width, count: width)) + carry
                    carry = raw > 1 << (width - 1) ? 1 : 0
                    digits[window * numberCount + k] = Int16(truncatingIfNeeded: raw - carry << width)
                }
                assert(carry == 0, "the highest digit takes the last carry")
            }
            count = windowCount * numberCount
        }
        self.count = windowCount
        self.numberCount = numberCount
    }

    /// Every digit that is not zero, window by window.
    @inline(__always)
    func forEachDigit(_ body: (_ window: Int, _ digit: Int, _ number: Int) -> Void) {
        digits.withUnsafeBufferPointer { digits in
            for window in 0..<count {
                for number in 0..<numberCount {
                    let digit = Int(digits[window * numberCount + number])
                    if digit != 0 { body(window, digit, number) }
                }
            }
        }
    }
}

extension Limbs {
    /// `count` bits from a position on, zero beyond bit 255: for public numbers.
    @inline(__always)
    func bits(from position: Int, count: Int) -> UInt64 {
        withUnsafeLimbs { limbs in
            let word = position / 64, shift = UInt64(truncatingIfNeeded: position % 64)
            guard word < 4 else { return 0 }
            let low = limbs[word] &>> shift
            let high = word == 3 || shift == 0 ? 0 : limbs[word + 1] &<< (64 &- shift)
            return (low | high) & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1)
        }
    }

    /// How many bits the number has: for public numbers.
    var bitCount: Int {
        if l3 != 0 { return 256 - l3.leadingZeroBitCount }
        if l2 != 0 { return 192 - l2.leadingZeroBitCount }
        if l1 != 0 { return 128 - l1.leadingZeroBitCount }
        return 64 - l0.leadingZeroBitCount
    }
}

/// Which number goes to which bucket with which sign, sorted by bucket, the fullest buckets first.
struct SortedEntries {
    /// 2k for number k, 2k + 1 for its opposite; bucket by bucket.
    private var entries: [Int32] = []
    /// Buckets by falling number of entries, and where the entries of each begin.
    private var buckets: [(bucket: Int32, start: Int32)] = []
    /// How many buckets have more than n entries, at place n.
    private var fuller: [Int] = []

    /// - Parameter bucketsPerWindow: Bucket j of window w is bucket bucketsPerWindow·w + j.
    init(_ windows: SignedWindows, bucketsPerWindow: Int) {
        var counts = [Int32](repeating: 0, count: windows.count * bucketsPerWindow)
        windows.forEachDigit { window, digit, _ in counts[bucketsPerWindow * window + Int(digit.magnitude)] += 1 }
        var starts = [Int32](repeating: 0, count: counts.count)
        var total: Int32 = 0
        for bucket in counts.indices {
            starts[bucket] = total
            total += counts[bucket]
        }
        entries = [Int32](unsafeUninitializedCapacity: Int(total)) { entries, count in
            var next = starts
            windows.forEachDigit { window, digit, number in
                let bucket = bucketsPerWindow * window + Int(digit.magnitude)
                entries[Int(next[bucket])] = Int32(truncatingIfNeeded: 2 * number + (digit < 0 ? 1 : 0))
                next[bucket] += 1
            }
            count = Int(total)
        }
        sortBuckets(counts, starts)
    }

    private mutating func sortBuckets(_ counts: [Int32], _ starts: [Int32]) {
        let most = Int(counts.max() ?? 0)
        // First how many buckets have exactly n entries, then how many have more.
        fuller = [Int](repeating: 0, count: most + 1)
        for count in counts { fuller[Int(count)] += 1 }
        var total = 0
        for count in (0...most).reversed() {
            let exactly = fuller[count]
            fuller[count] = total
            total += exactly
        }
        buckets = Array(repeating: (0, 0), count: fuller[0])
        var next = fuller
        for bucket in counts.indices where counts[bucket] > 0 {
            let count = Int(counts[bucket])
            buckets[next[count]] = (Int32(truncatingIfNeeded: bucket), starts[bucket])
            next[count] += 1
        }
    }

    /// The entries of the fullest bucket.
    var roundCount: Int { fuller.count - 1 }

    /// Entry `round` of every bucket that has so many: 2k for number k, 2k + 1 for its opposite.
    @inline(__always)
    func forEach(inRound round: Int, _ body: (_ bucket: Int, _ entry: Int) -> Void) {
        buckets.withUnsafeBufferPointer { buckets in
            entries.withUnsafeBufferPointer { entries in
                for place in 0..<fuller[round] {
                    let (bucket, start) = buckets[place]
                    body(Int(bucket), Int(entries[Int(start) + round]))
                }
            }
        }
    }
}
