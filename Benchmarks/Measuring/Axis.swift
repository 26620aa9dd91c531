import Glibc

/// A logarithmic axis of a drawing.
struct Axis {
    /// Both positive.
    let low, high: Double
    /// Where they are drawn.
    let start, end: Double

    func place(_ value: Double) -> Double {
        start + (log10(value) - log10(low)) / (log10(high) - log10(low)) * (end - start)
    }

    /// The powers of ten from one end to the other.
    var decades: [Double] {
        (Int(log10(low).rounded(.up))...Int(log10(high).rounded(.down))).map { pow(10, Double($0)) }
    }

    /// The powers of ten around some values.
    static func decades(around values: [Double], start: Double, end: Double) -> Axis {
        let low = pow(10, log10(values.min() ?? 1).rounded(.down)),
            high = pow(10, log10(values.max() ?? 10).rounded(.up))
        return Axis(low: low, high: max(high, low * 10), start: start, end: end)
    }
}
