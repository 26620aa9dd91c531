import Measuring
import Testing

@Suite struct SpreadTests {
    /// Hyndman and Fan's seventh definition, by hand: place 0.25 · 3 = 0.75 of 1, 2, 4, 8 is 1.75, and so on.
    @Test func quartilesLieBetweenTheirNeighbours() {
        let spread = Spread(of: [8, 1, 4, 2])
        #expect(spread.lowerQuartile == 1.75)
        #expect(spread.median == 3)
        #expect(spread.upperQuartile == 5)
        #expect(spread.count == 4)
    }

    @Test func oneMeasurementIsItsOwnSpread() {
        let spread = Spread(of: [2.5])
        #expect([spread.lowerQuartile, spread.median, spread.upperQuartile] == [2.5, 2.5, 2.5])
    }

    @Test(arguments: [(0.0214, "0.021"), (0.9996, "1.000"), (9.994, "9.99"), (90.04, "90.0"), (814_000, "814000")])
    func figuresHaveTheDigitsThatCount(number: Double, text: String) {
        #expect(figure(number) == text)
    }
}
