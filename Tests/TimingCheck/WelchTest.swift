/// Welch's t-test of two classes of times, as they come: Welford's running mean and variance of each.
struct WelchTest {
    private var counts = (0.0, 0.0)
    private var means = (0.0, 0.0)
    private var squares = (0.0, 0.0)

    mutating func add(_ time: Double, isFixed: Bool) {
        if isFixed {
            WelchTest.add(time, &counts.0, &means.0, &squares.0)
        } else {
            WelchTest.add(time, &counts.1, &means.1, &squares.1)
        }
    }

    private static func add(_ time: Double, _ count: inout Double, _ mean: inout Double, _ square: inout Double) {
        count += 1
        let difference = time - mean
        mean += difference / count
        square += difference * (time - mean)
    }

    /// |t|; 0 where a class has too few times, or all times are the same.
    var t: Double {
        guard counts.0 > 1000, counts.1 > 1000 else { return 0 }
        let variance = squares.0 / (counts.0 - 1) / counts.0 + squares.1 / (counts.1 - 1) / counts.1
        return variance > 0 ? abs(means.0 - means.1) / variance.squareRoot() : 0
    }
}
