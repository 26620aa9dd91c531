import Cosmos
import Encodings
import TestSupport
import Testing
import Transactions

@Suite struct ConsensusTests {
    @Test(arguments: ["vote-sign-bytes-published", "votes-generated"])
    func votesAreRecognisedAndRefused(_ name: String) throws {
        guard let cases = try OutsideVectors.value("cometbft/\(name).json")?["cases"]?.array else { return }
        for vector in cases {
            let vote = vector["vote"] ?? vector
            let bytes = try #require(vector["sign_bytes"]).hexBytes
            for form in [bytes, Array(Base64.encode(bytes).utf8), Array(Hex.encode(bytes).utf8)] {
                #expect(CosmosLedger.look(at: form) == Look(.certain, .unsigned))
                let error = #expect(throws: CosmosError.self) { try CosmosLedger.readUnsigned(form, under: Terms()) }
                guard case .consensus(_, let height, let round, let chain) = error else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
                #expect(Int(height) == vote["height"]?.integer && Int(round) == vote["round"]?.integer)
                #expect(chain == vote["chain_id"]?.string)
                #expect(error?.nature == .refused && error?.liftedBy == nil && error?.code == "double-signing")
            }
        }
        OutsideVectors.account(
            "cometbft/\(name)", passed: 0, refused: cases.count,
            reason: "recognised and refused: a second vote is double signing")
    }

    @Test func aProposalIsRefusedToo() throws {
        // CanonicalProposal: type 32, height 5, round 0, pol_round -1, timestamp, chain id.
        let proposal = try hexBytes("082011050000000000000020ffffffffffffffffff0132060880d0f8c2063a056368616965")
        let error = #expect(throws: CosmosError.self) { try CosmosLedger.readUnsigned(proposal, under: Terms()) }
        #expect(error == .consensus(kind: "proposal", height: 5, round: 0, chain: "chaie"))
        #expect(error?.description.contains("double signing") == true)
    }

    /// CanonicalVoteExtension: extension, height 5, round 2, chain id; behind its length, as it is signed, or alone.
    @Test(arguments: [3, 2000])
    func anExtensionOfAVoteIsRefusedToo(_ count: Int) throws {
        let bytes =
            Built.field(1, [UInt8](repeating: 7, count: count)) + [0x11, 5, 0, 0, 0, 0, 0, 0, 0]
            + [0x19, 2, 0, 0, 0, 0, 0, 0, 0] + Built.field(4, "test-1")
        for form in [bytes, Built.varint(bytes.count) + bytes, Array(Base64.encode(bytes).utf8)] {
            #expect(CosmosLedger.look(at: form) == Look(.certain, .unsigned))
            let error = #expect(throws: CosmosError.self) { try CosmosLedger.readUnsigned(form, under: Terms()) }
            #expect(error == .consensus(kind: "vote extension", height: 5, round: 2, chain: "test-1"))
        }
        // Without a height it is none.
        #expect(CosmosLedger.look(at: Built.field(1, [7]) + Built.field(4, "test-1")) == nil)
    }
}
