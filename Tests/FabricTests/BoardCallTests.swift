import Encodings
import Fabric
import Groups
import Signatures
import TestSupport
import Testing
import Transactions

/// Arguments that publish on a board, as people sign them.
@Suite struct BoardCallTests {
    /// A proposal that calls with these arguments.
    private func summary(_ arguments: [[UInt8]]) throws -> Summary {
        var m = Messages(creator: try Member(authority: try PrivateKey.random(.p256)).identity)
        m.arguments = arguments
        return try Content(parsing: m.proposal).summary(signer: nil, under: Terms())
    }

    @Test(arguments: BoardVectors.all.calls)
    func writesAndReadsArguments(_ vector: BoardVectors.Call) throws {
        let kind = try #require(Publication.Kind(rawValue: vector.kind))
        let published = Publication(
            kind, id: try vector.id.map { try Hex.decode($0) }, content: try Hex.decode(vector.content))
        #expect(BoardCall.json(published) == vector.fabric)
        #expect(BoardCall.publication(inJSON: Array((vector.fabric + "\n").utf8)) == published)
        let summary = try summary(BoardCall.arguments(published).map { Array($0.utf8) })
        #expect(summary.publications == [published])
    }

    @Test(arguments: BoardVectors.all.changedArguments)
    func saysWhatABoardRefuses(_ vector: BoardVectors.Arguments) throws {
        let published = try summary(vector.args.map { Array($0.utf8) }).publications
        #expect(published.map(\.kind.rawValue) == (vector.kind.map { [$0] } ?? []))
        #expect(published.allSatisfy { $0.fault != nil && $0.content.isEmpty })
    }

    @Test func takesRawBytesForNoBase64() throws {
        let published = try summary([Array("PublishDealing".utf8), [0x48, 0x46, 0x44, 0x01, 0xFF]]).publications
        #expect(published.map(\.fault) == ["the last argument is no Base64 with padding"])
    }

    /// What explains the call stands behind the arguments, before the answer and who asks.
    @Test func theExplanationFollowsTheArguments() throws {
        let published = Publication(.dealing, id: nil, content: [1])
        let explained = try summary(BoardCall.arguments(published).map { Array($0.utf8) }).explaining { _ in
            var explanation = Summary.Explanation()
            explanation.facts = [.init(label: "publishes", text: "a dealing")]
            return [explanation]
        }
        let labels = explained.facts.map(\.label)
        let place = try #require(labels.firstIndex(of: "publishes"))
        #expect(labels[place - 1] == "  1" && labels[place + 1] == "transaction")
    }

    @Test(
        arguments: [
            "{}", "[]", #"{"Args":"PublishDealing"}"#, #"{"Args":["PublishDealing",1]}"#, #"{"Args":[]}"#,
            #"{"Args":["PublishDealing","AQ=="],"x":1}"#, #"{"args":["PublishDealing","AQ=="]}"#,
            #"{"Args":["query","AQ=="]}"#,
            "{", "",
        ])
    func otherJSONIsNoCallOfABoard(_ text: String) {
        #expect(BoardCall.publication(inJSON: Array(text.utf8)) == nil)
    }
}
