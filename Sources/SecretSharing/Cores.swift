/// Where the parts of a long computation run: one after the other, unless who calls has threads for them.
///
/// Threads are started in one place, which is not this module; it is handed down from there. What is computed does not
/// depend on it.
package struct Cores: Sendable {
    /// Runs `body` for each of 0 ..< count, in any order and on any thread, and returns when all have ended.
    package typealias Run = @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

    /// How many parts can run at once, 1 at least.
    private let count: Int
    private let run: Run

    package init(count: Int, run: @escaping Run) {
        precondition(count > 0, "who calls has a core")
        self.count = count
        self.run = run
    }

    /// This thread alone.
    package static let one = Cores(count: 1) { count, body in
        for part in 0..<count { body(part) }
    }

    /// The results of `body` for neighbouring stretches of 0 ..< total, in their order.
    /// - Parameters:
    ///   - total: May be 0: then there is no stretch.
    ///   - least: The shortest stretch that is worth the start of a thread, which is some 50 µs.
    func map<Result: Sendable>(
        _ total: Int, least: Int, _ body: @Sendable (Range<Int>) -> Result
    ) -> [Result] {
        let parts = max(1, min(count, total / max(1, least)))
        guard parts > 1 else { return total == 0 ? [] : [body(0..<total)] }
        var results = [Result?](repeating: nil, count: parts)
        results.withUnsafeMutableBufferPointer { results in
            let places = Places(start: results.baseAddress!)
            run(parts) { places.start[$0] = body(total * $0 / parts..<total * ($0 + 1) / parts) }
        }
        return results.map { result in
            guard let result else { preconditionFailure("every part has ended") }
            return result
        }
    }
}

/// Places for the results of the parts, each of which writes to its own.
private struct Places<Result>: @unchecked Sendable {
    let start: UnsafeMutablePointer<Result?>
}
