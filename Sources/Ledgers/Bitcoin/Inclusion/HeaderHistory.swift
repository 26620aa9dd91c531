/// Consecutive headers and what their targets and times have to be by those before them.
package struct HeaderHistory: Sendable {
    package let headers: [BlockHeader]
    /// The target of each.
    package let targets: [BlockTarget]
    /// The height of the first header, where it is known.
    package let firstHeight: Int?
    package let network: Network

    /// - Parameters: As many targets as headers, each its header's.
    package init(headers: [BlockHeader], targets: [BlockTarget], firstHeight: Int?, network: Network) {
        precondition(headers.count == targets.count, "each header has its target")
        self.headers = headers
        self.targets = targets
        self.firstHeight = firstHeight
        self.network = network
    }

    /// Judges every change of the target, as far as the headers reach.
    ///
    /// Periods of 2,016 blocks are counted by height, which headers do not tell. Where the chain begins at the network's
    /// first block they are known; else the first change tells where a period begins, and all others must be whole periods
    /// from it. A new target is computed where the whole period before is there; where it is not, the change must keep to
    /// the fourfold at most that the rule allows.
    /// - Throws: `InclusionError.difficultyBetweenBoundaries`, `.difficultyNotAsComputed`, `.difficultyJump`.
    package func checkDifficulty() throws(InclusionError) {
        let changes = headers.indices.dropFirst().filter { headers[$0].target != headers[$0 - 1].target }
        switch network.difficultyRules {
        case .notJudged: return
        case .constant:
            if let change = changes.first { throw .difficultyBetweenBoundaries(number: change + 1) }
        case .everyPeriod:
            guard let phase = phase(changes) else { return }
            if let change = changes.first(where: { $0 % DifficultyRules.period != phase }) {
                throw .difficultyBetweenBoundaries(number: change + 1)
            }
            for boundary in stride(from: phase, to: headers.count, by: DifficultyRules.period) where boundary > 0 {
                try checkBoundary(boundary)
            }
        }
    }

    /// Whether the rule could be applied: a period's begin is known or seen.
    package var judgesDifficulty: Bool {
        switch network.difficultyRules {
        case .notJudged: false
        case .constant: true
        case .everyPeriod: firstHeight != nil || targets.first != targets.last
        }
    }

    /// The place, modulo 2,016, of headers that begin a period; `nil` where nothing tells it.
    private func phase(_ changes: [Int]) -> Int? {
        let period = DifficultyRules.period
        if let firstHeight { return (period - firstHeight) % period }
        return changes.first.map { $0 % period }
    }

    private func checkBoundary(_ boundary: Int) throws(InclusionError) {
        let limit = network.lowestDifficulty
        let last = targets[boundary - 1]
        let found = headers[boundary].target
        let start = boundary - DifficultyRules.period
        guard start >= 0 else {
            // Rounding to three bytes rounds down, so that the compact forms keep the order of what they stand for.
            let easiest = DifficultyRules.next(after: last, seconds: .max, limit: limit)
            let hardest = DifficultyRules.next(after: last, seconds: 0, limit: limit)
            guard let low = BlockTarget(hardest), let high = BlockTarget(easiest),
                low <= targets[boundary], targets[boundary] <= high
            else { throw .difficultyJump(number: boundary + 1) }
            return
        }
        // From the first to the last block of the period: 2,015 intervals, as the rule has counted from the beginning.
        let seconds = Int64(headers[boundary - 1].time) - Int64(headers[start].time)
        let needed = DifficultyRules.next(after: last, seconds: seconds, limit: limit)
        guard found == needed else {
            throw .difficultyNotAsComputed(number: boundary + 1, needed: needed.bits, found: found.bits)
        }
    }

    /// Each block is later than the median of the eleven before it (Bitcoin Core, `ContextualCheckBlockHeader`,
    /// "time-too-old"), as far as the headers reach.
    /// - Throws: `InclusionError.timeTooOld`.
    package func checkTimes() throws(InclusionError) {
        let span = 11
        for place in headers.indices.dropFirst(span) {
            let median = headers[place - span..<place].map(\.time).sorted()[span / 2]
            guard headers[place].time > median else { throw .timeTooOld(number: place + 1) }
        }
    }
}
