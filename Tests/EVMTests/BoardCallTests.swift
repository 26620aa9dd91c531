import EVM
import Encodings
import TestSupport
import Testing
import Transactions

/// Calls that publish on a board, as people sign them.
@Suite struct BoardCallTests {
    private func bytes(_ digits: String) throws -> [UInt8] {
        try Hex.decode(digits.hasPrefix("0x") ? String(digits.dropFirst(2)) : digits)
    }

    @Test(arguments: BoardVectors.all.calls)
    func writesAndReadsWhatTheRulesOfTheABIGive(_ vector: BoardVectors.Call) throws {
        let kind = try #require(Publication.Kind(rawValue: vector.kind))
        let published = Publication(kind, id: try vector.id.map(bytes), content: try bytes(vector.content))
        let data = BoardCall.data(published)
        #expect("0x" + Hex.encode(data) == vector.evm)
        #expect(try #require(BoardCall.read(data)).publication == published)
        let summary = try callSummary(String(vector.evm.dropFirst(2)))
        #expect(summary.publications == [published])
        #expect(summary.text("  asks to")?.hasPrefix("publish ") == true)
        #expect(summary.codes == (vector.name.hasSuffix("1025 bytes") ? ["not-all-shown"] : []))
    }

    @Test(arguments: BoardVectors.all.changedData)
    func saysWhatIsNotAsItShouldBe(_ vector: BoardVectors.Data) throws {
        let data = try bytes(vector.data)
        let bare = BoardCall.read(data)
        #expect(bare?.publication.kind.rawValue == vector.kind)
        #expect((bare?.warnings.map(\.code) ?? []) == vector.warnings)
        let summary = try callSummary(Hex.encode(data))
        #expect(summary.publications.map(\.kind.rawValue) == (vector.kind.map { [$0] } ?? []))
        #expect(summary.codes == vector.warnings)
        guard vector.kind != nil else { return }
        let published = try #require(summary.publications.first)
        switch vector.content {
        case .bytes(let content):
            #expect(Hex.encode(published.content) == content)
            #expect(published.fault == nil)
        case .nothing:
            #expect(published.fault != nil && published.content.isEmpty)
        case .undecided: break
        }
    }

    @Test func theSelectorsAreThoseOfTheVectors() throws {
        for (signature, digits) in BoardVectors.all.selectors {
            let call = try #require(Call(try bytes(digits)))
            #expect(call.signature == signature)
        }
        #expect(BoardVectors.all.selectors.count == Publication.Kind.allCases.count)
    }

    /// In a call of several, as of a Safe, each is found, and in their order.
    @Test func findsPublicationsInsideOfOtherCalls() throws {
        let first = Publication(.dealing, id: nil, content: [1, 2, 3])
        let second = Publication(.submission, id: Array(repeating: 7, count: 32), content: [4])
        let inner = [first, second].map { packed(Hex.encode(BoardCall.data($0))) }
        let calls =
            "ac9650d8" + word(32) + word(2) + word(64) + word(64 + inner[0].count / 2) + inner[0] + inner[1]
        let summary = try callSummary(calls)
        #expect(summary.publications == [first, second])
        // Behind the facts of the call, before the kind of the transaction.
        let explained = summary.explaining { publications in
            publications.map { publication in
                var explanation = Summary.Explanation()
                explanation.facts = [.init(label: "publishes", text: publication.kind.rawValue)]
                return explanation
            }
        }
        #expect(explained.facts.suffix(3).map(\.text).dropLast() == ["dealing", "submission"])
        #expect(explained.facts.last?.label == "type")
        #expect(explained.facts.count == summary.facts.count + 2)
    }

    /// Whoever brings an ABI chooses the names; the publication is what the table knows by the selector.
    @Test func anABIDoesNotHideAPublication() throws {
        let data = BoardCall.data(Publication(.dealing, id: nil, content: [9]))
        let abi = #"[{"type":"function","name":"publishDealing","inputs":[{"name":"x","type":"bytes"}]}]"#
        let besides = [SideFile(.abi, name: "board.json", bytes: Array(abi.utf8))]
        #expect(try callSummary(Hex.encode(data), besides: besides).publications.map(\.content) == [[9]])
    }

    @Test func otherCallsPublishNothing() throws {
        #expect(try callSummary("a9059cbb" + word(1) + word(1000)).publications == [])
        #expect(BoardCall.read([]) == nil)
        #expect(BoardCall.read(Array(repeating: 0, count: 100)) == nil)
    }
}
