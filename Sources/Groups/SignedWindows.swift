/// How numbers of so many bits are cut into windows whose widths differ by one at most: a narrow one at the top would put
/// all of its digits into a few buckets.
struct WindowPlan: Equatable {
    /// How many windows there are.
    let count: Int
    /// One bit more than the numbers have, for the carry out of their highest digit.
    private let bitCount: Int

    /// - Parameters:
    ///   - bitCount: How many bits the longest number has, 1 or more.
    ///   - count: 1 … bitCount + 1.
    init(bitCount: Int, count: Int) {
        precondition(
            bitCount >= 1 && count >= 1 && count <= bitCount + 1, "windows of a bit at least")
        self.count = count
        self.bitCount = bitCount + 1
    }

    /// Where a window begins.
    func start(_ window: Int) -> Int { window * bitCount / count }
    func width(_ window: Int) -> Int { start(window + 1) - start(window) }
    /// The width of the widest.
    var width: Int { (bitCount + count - 1) / count }

    /// The buckets of a window before those of the next: digits 0 … 2^(width − 1).
    func bucketCount(_ window: Int) -> Int { 1 << (width(window) - 1) + 1 }

    /// The plan with the fewest additions: in each window one a point, and two a bucket less the one that is no addition. The
    /// additions among buckets come in smaller batches and count half more.
    static func cheapest(pointCount: Int, bitCount: Int) -> WindowPlan {
        let counts = (bitCount + 1 + 13) / 14...bitCount + 1
        func cost(_ count: Int) -> Int {
            let narrow = (bitCount + 1) / count, wideCount = (bitCount + 1) % count
            let buckets = (count - wideCount) << (narrow - 1) + wideCount << narrow
            return 2 * count * pointCount + 3 * buckets
        }
        return WindowPlan(bitCount: bitCount, count: counts.min { cost($0) < cost($1) } ?? bitCount + 1)
    }
}

/// Public numbers as rows of signed digits: number k is Σ digit(w, k)·2^start(w), a digit of width b between −2ᵇ⁻¹ and
/// 2ᵇ⁻¹.
struct SignedWindows {
    let plan: WindowPlan
    /// How many numbers.
    let numberCount: Int
    /// The digits of the first window, then those of the second …
    private let digits: [Int16]

    /// - Parameter digits: Those of the first window, then those of the second …
    init(digits: [Int16], _ plan: WindowPlan) {
        precondition(digits.count.isMultiple(of: plan.count), "as many digits in each window")
        self.digits = digits
        self.plan = plan
        numberCount = digits.count / plan.count
    }

    /// - Parameters:
    ///   - numbers: None has more bits than the plan is for.
    ///   - plan: Its windows have 15 bits at most.
    init(_ numbers: [Limbs], _ plan: WindowPlan) {
        precondition(plan.width <= 15, "a digit fits 16 bits")
        let numberCount = numbers.count
        digits = [Int16](unsafeUninitializedCapacity: plan.count * numberCount) { digits, count in
            var carries = [Int](repeating: 0, count: numberCount)
            for window in 0..<plan.count {
                let start = plan.start(window), width = plan.width(window)
                for k in 0..<numberCount {
                    let raw = Int(truncatingIfNeeded: numbers[k].bits(from: start, count: width)) + carries[k]
                    carries[k] = raw > 1 << (width - 1) ? 1 : 0
                    digits[window * numberCount + k] = Int16(truncatingIfNeeded: raw - carries[k] << width)
                }
            }
            assert(carries.allSatisfy { $0 == 0 }, "the highest digit takes the last carry")
            count = plan.count * numberCount
        }
        self.plan = plan
        self.numberCount = numberCount
    }

    /// Every digit that is not zero, window by window.
    @inline(__always)
    func forEachDigit(_ body: (_ window: Int, _ digit: Int, _ number: Int) -> Void) {
        digits.withUnsafeBufferPointer { digits in
            for window in 0..<plan.count {
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

    /// - Parameter firstBuckets: Bucket j of window w is bucket firstBuckets[w] + j; behind the last stands their number.
    init(_ windows: SignedWindows, firstBuckets: [Int]) {
        var counts = [Int32](repeating: 0, count: firstBuckets[windows.plan.count])
        windows.forEachDigit { window, digit, _ in counts[firstBuckets[window] + Int(digit.magnitude)] += 1 }
        var starts = [Int32](repeating: 0, count: counts.count)
        var total: Int32 = 0
        for bucket in counts.indices {
            starts[bucket] = total
            total += counts[bucket]
        }
        entries = [Int32](unsafeUninitializedCapacity: Int(total)) { entries, count in
            var next = starts
            windows.forEachDigit { window, digit, number in
                let bucket = firstBuckets[window] + Int(digit.magnitude)
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
