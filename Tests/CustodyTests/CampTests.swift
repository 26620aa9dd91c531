import Custody
import Groups
import ShareFiles
import Testing

@Suite("Which of several dealings is right")
struct CampTests {
    /// Five holders, of whom some carry a dealing with other commitments and the line that goes with it.
    private func camps(_ liars: [Int], _ group: CurveName) throws -> (
        honest: DealtKey, files: [SecretFile], forged: DealingFile
    ) {
        let dealt = try DealtKey.fresh(group)
        let forged = try dealt.dealingFile.withOtherCommitment(provenBy: dealt.original)
        var files = dealt.shares
        for liar in liars { files[liar] = try remade(files[liar], in: forged) }
        return (dealt, files, forged)
    }

    @Test("changed commitments make two camps, and nothing is guessed", arguments: CurveName.allCases, [[1], [1, 3]])
    func twoCamps(_ group: CurveName, _ liars: [Int]) throws {
        let (dealt, files, forged) = try camps(liars, group)
        let collection = try check(files)
        let report = collection.report
        #expect(report.dealing == nil)
        #expect(report.fault == .answerIsNo)
        #expect(report.camps.count == 2)
        let honest = try #require(report.camps.first { $0.dealing == dealt.facts })
        let other = try #require(report.camps.first { $0.dealing != dealt.facts })
        #expect(honest.goodShares == 5 - liars.count)
        #expect(other.goodShares == 0)
        #expect(other.files == liars.map { files[$0].name })
        #expect(other.dealing.commitments.last != honest.dealing.commitments.last)
        #expect(forged.commitments[0] == (try dealt.dealingFile.commitments[0]))
        // Commitment 0 is the same, so no address tells them apart.
        for code in [refusal { _ = try rebuild(collection) }, refusal { _ = try Signer(rebuilding: collection) }] {
            #expect(code?.code == "dealings-of-one-key")
            #expect(code?.kind == .answerIsNo)
        }
    }

    @Test("the dealing decides", arguments: CurveName.allCases, [[1], [1, 3]])
    func dealingDecides(_ group: CurveName, _ liars: [Int]) throws {
        let (dealt, files, forged) = try camps(liars, group)
        let collection = try check(files, CheckOptions(dealing: dealt.dealing))
        for (position, share) in collection.report.shares.enumerated() {
            #expect(share.status == (liars.contains(position) ? .otherDealing : .valid))
            #expect(share.code == (liars.contains(position) ? "other-dealing" : nil))
        }
        #expect(try rebuild(collection).file.content == dealt.original)
        // It decides for the liars too, and then nothing can be rebuilt.
        let deceived = try check(files, CheckOptions(dealing: try forged.asFile("forged.json")))
        #expect(deceived.report.have == 0)
        #expect(refusal { _ = try rebuild(deceived) }?.code == "not-enough-shares")
    }

    @Test("what is expected decides between keys, by public key and by every address", arguments: CurveName.allCases)
    func expectationDecides(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        let other = try DealtKey.fresh(group)
        let files = other.shares(0, 1) + dealt.shares(0, 2, 4)
        let undecided = try check(files)
        #expect(undecided.report.camps.map(\.goodShares) == [2, 3])
        #expect(refusal { _ = try rebuild(undecided) }?.code == "dealings-differ")
        for text in [dealt.facts.publicKey] + dealt.facts.addresses.map(\.text) {
            let collection = try check(files, CheckOptions(expected: [try Expectation(text)]))
            #expect(collection.report.expected == [text])
            #expect(
                collection.report.shares.map(\.status) == [.otherDealing, .otherDealing, .valid, .valid, .valid])
            #expect(try rebuild(collection).file.content == dealt.original)
        }
    }

    @Test("more files, earlier files and a majority decide nothing")
    func nothingElseDecides() throws {
        let dealt = try DealtKey.fresh(.secp256k1)
        let other = try DealtKey.fresh(.secp256k1)
        let orders = [
            dealt.shares + [other.shares[0]], [other.shares[0]] + dealt.shares, dealt.shares + [other.dealing],
            [other.dealing] + dealt.shares,
        ]
        for files in orders {
            let collection = try check(files)
            #expect(collection.report.dealing == nil)
            #expect(collection.report.camps.count == 2)
            #expect(refusal { _ = try rebuild(collection) }?.code == "dealings-differ")
        }
    }

    @Test("an expectation that fits no dealing is refused")
    func unexpectedKey() throws {
        let dealt = try DealtKey.fresh(.p256)
        let other = try DealtKey.fresh(.p256)
        let third = try DealtKey.fresh(.p256).facts.publicKey
        for files in [dealt.shares, dealt.shares + other.shares] {
            let refused = refusal { _ = try check(files, CheckOptions(expected: [try Expectation(third)])) }
            #expect(refused?.code == "unexpected-key")
            #expect(refused?.kind == .answerIsNo)
        }
        let options = CheckOptions(dealing: other.dealing, expected: [try Expectation(dealt.facts.publicKey)])
        #expect(refusal { _ = try check(dealt.shares, options) }?.code == "unexpected-key")
    }

    @Test("two dealings of one key are never mixed, and the expected key does not tell them apart")
    func dealingsOfOneKey() throws {
        let key = try generateKey(group: .secp256k1, format: .hex)
        let first = try DealtKey(key, label: "first")
        let second = try DealtKey(key, label: "second")
        let files = first.shares(0, 1) + second.shares(2, 3, 4)
        let expected = CheckOptions(expected: [try Expectation(key.facts.publicKey)])
        for options in [CheckOptions(), expected] {
            let collection = try check(files, options)
            #expect(collection.report.camps.count == 2)
            #expect(refusal { _ = try rebuild(collection) }?.code == "dealings-of-one-key")
        }
        let fingerprint = try Expectation(second.facts.fingerprint.lowercased())
        for options in [
            CheckOptions(dealing: second.dealing), CheckOptions(expected: [fingerprint]),
            CheckOptions(expected: [try Expectation(key.facts.publicKey), fingerprint]),
        ] {
            let decided = try check(files, options)
            #expect(decided.report.dealing == second.facts)
            #expect(try rebuild(decided).used == [3, 4, 5])
        }
        let contradiction = CheckOptions(expected: [try Expectation(first.facts.fingerprint), fingerprint])
        #expect(refusal { _ = try check(files, contradiction) }?.code == "unexpected-key")
    }

    @Test("another key under the victim's addresses is refused", arguments: CurveName.allCases)
    func victimsAddresses(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        let thief = try generateKey(group: group, format: .usual(for: group))
        let crafted = try CraftedDealing(
            thief, original: thief.file.content, format: thief.facts.format.rawValue,
            addresses: try dealt.dealingFile.key.addresses)
        let report = try check(crafted.shares).report
        #expect(report.shares.allSatisfy { $0.status == .damaged && $0.code == "addresses" })
        #expect(report.dealing == nil)
        let refused = refusal { _ = try check([try crafted.dealing.asFile("dealing.json")]) }
        #expect(refused?.code == "addresses")
        #expect(refused?.kind == .damaged)
        // Beside the honest shares they make no camp.
        #expect(try rebuild(try check(crafted.shares + dealt.shares)).file.content == dealt.original)
    }

    @Test("a dealing with a bad point costs nobody else anything", arguments: CurveName.allCases)
    func badPoint(_ group: CurveName) throws {
        let dealt = try DealtKey.fresh(group)
        let honest = try dealt.dealingFile
        for place in 0..<3 {
            var commitments = honest.commitments
            // No point of any of the groups: an x beyond the field, a sign byte that does not exist.
            commitments[place] = [UInt8](repeating: 0xFF, count: commitments[place].count)
            let forged = try honest.with(commitments: commitments)
            let bad = try remade(dealt.shares[4], in: forged)
            let collection = try check([bad] + dealt.shares(0, 1, 2))
            #expect(collection.report.shares.map(\.status) == [.damaged, .valid, .valid, .valid])
            #expect(collection.report.shares[0].code == "commitment-point")
            #expect(try rebuild(collection).file.content == dealt.original)
            #expect(refusal { _ = try check([try forged.asFile("forged.json")]) }?.code == "commitment-point")
        }
    }

    @Test("an expectation is a public key or an address, and nothing else")
    func expectations() throws {
        for text in [
            "", "0x", "hello", "0x1234", String(repeating: "z", count: 200), "a b c", "…………………………………………………………",
        ] {
            let refused = refusal { _ = try Expectation(text) }
            #expect(refused?.code == "expectation-not-recognised", "\(text)")
            #expect(refused?.kind == .unsafe)
        }
        let wrongCapitals = refusal { _ = try Expectation("0x90f8bf6A479f320ead074411a4B0e7944Ea8c9C1") }
        #expect(wrongCapitals?.code == "address-checksum")
    }
}
