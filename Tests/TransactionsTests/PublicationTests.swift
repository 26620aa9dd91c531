import Encodings
import Testing
import Transactions

/// How a summary takes up what somebody else knows of the bytes in it.
@Suite struct PublicationTests {
    private func summary(publishing count: Int) -> Summary {
        Summary(
            ledger: .raw, kind: "test", facts: [.init(label: "a", text: "1"), .init(label: "b", text: "2")],
            warnings: [.init(code: "old", text: "an old one")], confirmation: .word("sign"),
            members: JSONObject([("x", 1), ("warnings", [["code": "old", "message": "an old one"]]), ("y", 2)]),
            publications: (0..<count).map { Publication(.dealing, id: nil, content: [UInt8($0)]) }, publicationPlace: 1)
    }

    private func explanations(_ publications: [Publication]) -> [Summary.Explanation] {
        publications.map { publication in
            var explanation = Summary.Explanation()
            explanation.facts = [.init(label: "publishes", text: "\(publication.content)")]
            explanation.warnings = [.init(code: "new", text: "a new one")]
            explanation.member = JSONObject([("content", .integer(publication.content[0]))])
            return explanation
        }
    }

    @Test func factsAreInsertedAndWarningsAdded() {
        let explained = summary(publishing: 2).explaining(explanations)
        #expect(explained.facts.map(\.label) == ["a", "publishes", "publishes", "b"])
        #expect(explained.facts.map(\.text) == ["1", "[0]", "[1]", "2"])
        #expect(explained.warnings.map(\.code) == ["old", "new"])
        #expect(explained.members.names == ["x", "y", "publications", "warnings"])
        #expect(explained.members["publications"] == [["content": 0], ["content": 1]])
        #expect(
            explained.members["warnings"] == [
                ["code": "old", "message": "an old one"], ["code": "new", "message": "a new one"],
            ])
        // Nothing is explained twice.
        #expect(explained.publications.isEmpty && explained.explaining(explanations) == explained)
    }

    @Test func withoutPublicationsNothingChanges() {
        let summary = summary(publishing: 0)
        #expect(summary.explaining(explanations) == summary)
    }
}
