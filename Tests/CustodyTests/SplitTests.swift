import Custody
import Groups
import Testing

@Suite("Splitting")
struct SplitTests {
    private func plan(
        _ threshold: Int, _ names: [String], label: String = "", created: String = "2026-11-22T10:02:33Z"
    ) throws -> SplitPlan {
        try SplitPlan(threshold: threshold, holderNames: names, label: label, created: created)
    }

    @Test("a policy that makes no sense is refused before any secret is touched")
    func policies() throws {
        let names = (1...5).map { "holder-\($0)" }
        for (threshold, count, code) in [
            (1, 5, "threshold-below-two"), (0, 5, "threshold-below-two"), (-1, 5, "threshold-below-two"),
            (6, 5, "threshold-above-holder-count"), (2, 1, "threshold-above-holder-count"),
            (2, 0, "threshold-above-holder-count"),
        ] {
            let refused = refusal { _ = try plan(threshold, Array(names.prefix(count))) }
            #expect(refused?.code == code)
            #expect(refused?.kind == .unsafe)
            #expect(refusal { try SplitPlan.requirePolicy(threshold: threshold, holderCount: count) } == refused)
        }
        let tooMany = refusal { try SplitPlan.requirePolicy(threshold: 2, holderCount: 70_000) }
        #expect(tooMany?.code == "too-many-holders")
        #expect(tooMany?.kind == .unsafe)
    }

    @Test("names, label and time that a dealing cannot carry are refused as a wish")
    func wishes() throws {
        let key = try generateKey(group: .ed25519, format: .raw)
        let cases: [(SplitPlan, String)] = [
            (try plan(2, ["Aino", ""]), "holder-name"),
            (try plan(2, ["Aino", "a/b"]), "holder-name"),
            (try plan(2, ["Aino", "a\u{7}"]), "holder-name"),
            (try plan(2, ["Aino", " Bram"]), "holder-name"),
            (try plan(2, ["Aino", String(repeating: "x", count: 129)]), "holder-name"),
            (try plan(2, ["Aino", "Aino"]), "holder-name-twice"),
            (try plan(2, ["Aino", "Bram"], label: "two\nlines"), "label"),
            (try plan(2, ["Aino", "Bram"], label: String(repeating: "x", count: 257)), "label"),
            (try plan(2, ["Aino", "Bram"], created: "yesterday"), "created"),
        ]
        for (plan, code) in cases {
            let refused = refusal { _ = try split(key, plan) }
            #expect(refused?.code == code)
            #expect(refused?.kind == .unsafe)
        }
    }

    @Test("each step is told, once and in order", arguments: CurveName.allCases)
    func progress(_ group: CurveName) throws {
        let key = try generateKey(group: group, format: .usual(for: group))
        var steps: [String] = []
        _ = try split(key, try plan(2, ["Aino", "Bram", "Eli"])) { steps.append($0.description) }
        #expect(steps == ["dealing …", "checking every share …", "rebuilding from sets of 2 …"])
    }

    @Test("every set of t was made to rebuild, where they are few")
    func proof() throws {
        let dealt = try DealtKey.fresh(.secp256k1)
        #expect(dealt.proof.setCount == 10)
        #expect(dealt.proof.coversEverySet)
        let key = try generateKey(group: .secp256k1, format: .hex)
        let many = try split(key, try plan(20, (1...40).map { "holder-\($0)" }))
        #expect(!many.proof.coversEverySet)
        #expect(many.proof.setCount >= 3)
    }

    @Test("two splits of one key have nothing in common but the key", arguments: CurveName.allCases)
    func freshEachTime(_ group: CurveName) throws {
        let key = try generateKey(group: group, format: .usual(for: group))
        let first = try DealtKey(key)
        let second = try DealtKey(key)
        #expect(first.facts.id != second.facts.id)
        #expect(first.facts.commitments[0] == second.facts.commitments[0])
        #expect(Set(first.facts.commitments[1...]).isDisjoint(with: second.facts.commitments[1...]))
        #expect(Set((0..<5).map(first.line)).isDisjoint(with: (0..<5).map(second.line)))
    }
}
