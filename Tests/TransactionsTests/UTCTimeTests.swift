import Testing
import Transactions

@Suite struct UTCTimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01 00:00:00 UTC"), (951_782_400, "2000-02-29 00:00:00 UTC"),
            (951_868_800, "2000-03-01 00:00:00 UTC"), (1_234_567_890, "2009-02-13 23:31:30 UTC"),
            (1_735_689_599, "2024-12-31 23:59:59 UTC"), (4_107_542_399, "2100-02-28 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"), (UTCTime.latest, "9999-12-31 23:59:59 UTC"),
        ] as [(Int, String)])
    func namesTheDay(_ seconds: Int, _ text: String) { #expect(UTCTime.text(secondsSince1970: seconds) == text) }

    @Test func hasNoWordsBeforeAndAfter() {
        #expect(UTCTime.text(secondsSince1970: -1) == nil)
        #expect(UTCTime.text(secondsSince1970: UTCTime.latest + 1) == nil)
        #expect(UTCTime.text(secondsSince1970: .max) == nil)
        #expect(UTCTime.text(secondsSince1970: .min) == nil)
    }
}
