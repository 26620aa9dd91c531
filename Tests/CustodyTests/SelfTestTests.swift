import Custody
import Encodings
import Testing

@Suite("The test that a user can run")
struct SelfTestTests {
    @Test("all of it is good here")
    func isGood() {
        let outcomes = selfTest()
        #expect(outcomes.filter { !$0.isGood } == [])
        #expect(outcomes.count == KnownAnswer.all.count + 4 + 2 + 6)
        #expect(Set(outcomes.map(\.name)).count == outcomes.count)
    }

    @Test("another result than the published one is told, with both")
    func tellsAWrongAnswer() {
        let answer = KnownAnswer("a thing", "0102") { [1, 3] }
        #expect(answer.trial.outcome.fault == "0103 is not the published 0102")
        #expect(!answer.trial.outcome.isGood)
    }

    @Test("what fails to compute is told by its own words")
    func tellsAFailure() {
        let answer = KnownAnswer("a thing", "0102") { try Hex.decode("zz") }
        let fault = answer.trial.outcome.fault
        #expect(fault != nil && fault?.isEmpty == false)
    }
}
