/// The middle of several measurements, and how far they lie apart.
package struct Spread: Equatable, Sendable {
    package let median: Double
    /// A quarter of the measurements lie below it.
    package let lowerQuartile: Double
    /// A quarter of the measurements lie above it.
    package let upperQuartile: Double
    package let count: Int

    /// - Parameter values: One at least.
    package init(of values: [Double]) {
        precondition(!values.isEmpty, "something was measured")
        let sorted = values.sorted()
        median = Spread.quantile(0.5, sorted)
        lowerQuartile = Spread.quantile(0.25, sorted)
        upperQuartile = Spread.quantile(0.75, sorted)
        count = values.count
    }

    /// Between the two neighbours in proportion (Hyndman and Fan, "Sample quantiles", The American Statistician 50, 1996,
    /// definition 7).
    private static func quantile(_ part: Double, _ sorted: [Double]) -> Double {
        let place = part * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}
