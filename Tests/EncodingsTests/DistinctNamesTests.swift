import Encodings
import Testing

struct DistinctNamesTests {
    /// Below and above the number from which a set is kept.
    @Test(arguments: [1, 31, 32, 33, 34, 100])
    func aNameThatCameBeforeIsSeen(_ count: Int) {
        var names = DistinctNames()
        for number in 0..<count {
            let isNew = names.insert("name \(number)")
            #expect(isNew)
        }
        for number in 0..<count {
            let isNew = names.insert("name \(number)")
            #expect(!isNew)
        }
        let isNew = names.insert("another")
        #expect(isNew)
    }

    @Test func twoNormalFormsOfALetterAreTwoNames() {
        var names = DistinctNames()
        let areNew = ["\u{E9}", "e\u{301}"].map { names.insert($0) }
        #expect(areNew == [true, true])
    }
}
