import Encodings
import Groups
import OwnKeys
import SecretSharing
import Secrets
import Testing

/// What a second implementation refuses is refused here with the same verdict, and nobody else is named.
@Suite struct RefusedVectorTests {
    private static let all = OwnKeyCase.load("refused")

    private func entries(_ act: String) throws -> [(JSONValue, OwnKeyCase)] {
        let chosen = Self.all.filter { $0.text("act") == act }
        try #require(!chosen.isEmpty)
        return try chosen.map { refused in
            var entry = try #require(OwnKeyCase.masked.first { $0.description == refused.text("dealing") })
            entry.changed = refused["changed"]
            return (refused, entry)
        }
    }

    @Test func keys() throws {
        for (refused, entry) in try entries("keys") {
            func verdict<G: Group>(_: G.Type) -> String {
                do {
                    _ = try entry.context(G.self)
                    return "accepted"
                } catch SecretSharingError.commitmentPoint {
                    return "point"
                } catch let error as OwnKeysError {
                    return error.keyVerdict
                } catch { return "\(error)" }
            }
            let found = verdict(entry.curve.group)
            #expect(found == refused.text("verdict"), "\(refused.text("name"))")
        }
    }

    @Test func nodeKeys() throws {
        for (refused, entry) in try entries("node-key") {
            let index = try HolderIndex(refused.number("index"))
            let curve = try #require(CurveName(rawValue: try entry.holder(refused.number("index")).text("group")))
            func check<G: Group>(_: G.Type) throws {
                let proven = try entry.proven(G.self)
                let error = failure {
                    try act(proven, index, nodeKey: refused.hex("nodeKey"), curve: curve, NothingToDo())
                }
                #expect(error == .nodeKeyOfAnotherHolder(index), "\(refused.text("name"))")
            }
            try check(entry.curve.group)
        }
    }

    @Test func dealerProofs() throws {
        for (refused, entry) in try entries("dealer-proof") {
            func check<G: Group>(_: G.Type) throws {
                switch failure({ _ = try entry.proven(G.self, proof: refused.hex("proof")) }) {
                case .dealerProofWrong, .dealerProofLength, .dealerProofNotBelowOrder: break
                case let other: Issue.record("\(refused.text("name")): \(String(describing: other))")
                }
            }
            try check(entry.curve.group)
        }
    }

    @Test func answers() throws {
        for (refused, entry) in try entries("answer") {
            let index = try HolderIndex(refused.number("index"))
            func check<G: Group>(_: G.Type) throws {
                if isOfAnotherID(refused, entry, G.self) { return }
                let proven = try entry.proven(G.self, masked: (index, refused.hex("masked")))
                let bytes = try locked(refused.hex("common") + refused.hex("proof"))
                let error = failure {
                    _ = try bytes.withUnsafeBytes { (bytes) throws(OwnKeysError) in
                        try proven.share(from: bytes, of: index, request: refused.hex("request"))
                    }
                }
                switch (error, refused.text("verdict")) {
                case (.answerUnauthentic(index, _), "submission-unauthentic"),
                    (.dealerCheated(index), "dealer-cheated"):
                    break
                default: Issue.record("\(refused.text("name")): \(String(describing: error))")
                }
            }
            try check(entry.curve.group)
        }
    }

    @Test func evidence() throws {
        for (refused, entry) in try entries("evidence") {
            let index = try HolderIndex(refused.number("index"))
            func check<G: Group>(_: G.Type) throws {
                if isOfAnotherID(refused, entry, G.self) { return }
                let proven = try entry.proven(G.self, masked: (index, refused.hex("masked")))
                let bytes = try locked(refused.hex("common") + refused.hex("proof"))
                let request = refused.hex("request")
                let error = failure {
                    try bytes.withUnsafeBytes { (bytes) throws(OwnKeysError) in
                        try proven.requireCheated(bytes, of: index, request: request.isEmpty ? nil : request)
                    }
                }
                #expect(error?.code == refused.text("verdict"), "\(refused.text("name"))")
            }
            try check(entry.curve.group)
        }
    }

    @Test func acknowledgements() throws {
        for (refused, entry) in try entries("acknowledgement") {
            let index = try HolderIndex(refused.number("index"))
            func check<G: Group>(_: G.Type) throws {
                if isOfAnotherID(refused, entry, G.self) { return }
                let dealing = try entry.proven(G.self).dealing
                let error = failure { try dealing.verifyAcknowledgement(refused.hex("proof"), of: index) }
                #expect(error == .acknowledgementUnauthentic(index), "\(refused.text("name"))")
            }
            try check(entry.curve.group)
        }
    }

    @Test func setsOfBlindedRequests() throws {
        for (refused, entry) in try entries("set") {
            let index = refused.number("index"), holder = try entry.holder(index)
            let curve = try #require(CurveName(rawValue: holder.text("group")))
            func check<G: Group>(_: G.Type) throws {
                let proven = try entry.proven(G.self)
                let act = AnswerSet(members: refused.list("set").map { $0.integer ?? -1 })
                let error = failure {
                    do {
                        try OwnKeysTests.act(
                            proven, try HolderIndex(index), nodeKey: holder.hex("nodeKey"), curve: curve, act)
                    } catch let error as SecretSharingError { throw OwnKeysError.sharing(error) }
                }
                #expect(error?.setVerdict == refused.text("verdict"), "\(refused.text("name"))")
            }
            try check(entry.curve.group)
        }
    }

    /// What is said of signed answers is said of all at once: who cheated, and which pairs disagree.
    @Test func blindedAnswers() throws {
        for (refused, entry) in try entries("blinded") {
            func check<G: Group>(_: G.Type) throws {
                if isOfAnotherID(refused, entry, G.self) { return }
                let error = try blindedFailure(refused, entry, try entry.proven(G.self))
                let who = try refused.list("who").map { try HolderIndex($0.integer ?? 0) }
                switch (error, refused.text("verdict")) {
                case (.answerUnauthentic(let holder, _), "submission-unauthentic"):
                    #expect([holder] == who, "\(refused.text("name"))")
                case (.blindedAnswersContradict(let findings), "holder-cheated"):
                    #expect(findings.disagreeing.isEmpty && who.allSatisfy(findings.cheated.contains))
                    #expect(findings.cheated.allSatisfy(Set(try altered(refused)).contains))
                case (.blindedAnswersContradict(let findings), "pair-disagrees"):
                    #expect(findings.disagreeing == [HolderPair(who[0], who[1])], "\(refused.text("name"))")
                    #expect(findings.cheated.allSatisfy(Set(try altered(refused)).contains))
                default: Issue.record("\(refused.text("name")): \(String(describing: error))")
                }
            }
            try check(entry.curve.group)
        }
    }

    /// Under another id there is no proven dealing to look at an answer with. (With one proven anew, `MaskedTests` and
    /// `BlindedTests` have the same answers refused.)
    private func isOfAnotherID<G: Group>(_ refused: JSONValue, _ entry: OwnKeyCase, _: G.Type) -> Bool {
        guard refused["changed"]?["id"] != nil else { return false }
        #expect(failure { _ = try entry.proven(G.self) } == .dealerProofWrong, "\(refused.text("name"))")
        return true
    }

    private func altered(_ refused: JSONValue) throws -> [HolderIndex] {
        try refused.list("altered").map { try HolderIndex($0.number("index")) }
    }

    private func blindedFailure<G: Group>(
        _ refused: JSONValue, _ entry: OwnKeyCase, _ proven: ProvenMaskedDealing<G>
    ) throws -> OwnKeysError? {
        let numbers = refused.list("set").map { $0.integer ?? 0 }
        let blinded = try #require(
            entry.list("blinded").first { $0.list("set").map { $0.integer ?? 0 } == numbers })
        let set = try BlindedSet(
            try numbers.map { try HolderIndex($0) }, of: proven.dealing, request: blinded.hex("request"),
            dealing: entry.id)
        var rebuild = try BlindedRebuild(set)
        for submission in blinded.list("submissions") {
            let index = submission.number("index")
            let instead = refused.list("altered").first { $0.number("index") == index }
            let bytes = try locked(blindedBytes(instead ?? submission))
            do {
                try bytes.withUnsafeBytes { (bytes) throws(OwnKeysError) in
                    try rebuild.add(bytes, of: try mapped(index))
                }
            } catch { return error }
        }
        do { _ = try rebuild.rebuild() } catch { return error }
        return nil
    }
}

private func mapped(_ index: Int) throws(OwnKeysError) -> HolderIndex {
    do { return try HolderIndex(index) } catch { throw .sharing(error) }
}

private struct NothingToDo: HolderAct {
    func run<G: Group, H: Group>(_ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>) {}
}

private struct AnswerSet: HolderAct {
    let members: [Int]

    func run<G: Group, H: Group>(_ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>) throws {
        let set = try BlindedSet(
            try members.map { try HolderIndex($0) }, of: dealing.dealing, request: random(32),
            dealing: dealing.dealing.id)
        _ = try set.answer(try dealing.openShare(with: secret), with: secret)
    }
}

extension OwnKeysError {
    fileprivate var keyVerdict: String {
        switch self {
        case .holderKey, .ephemeral: "point"
        case .holderKeysEqual: "keys-alike"
        case .holderKeyIsPublicKey, .holderKeyIsSharePoint: "key-of-the-dealing"
        case .holderKeyIsEphemeral: "key-is-ephemeral"
        case .holderKeyIsGenerator: "key-is-generator"
        case .ephemeralIsPublicKey: "ephemeral-is-public-key"
        case .ephemerals: "ephemerals-do-not-fit"
        default: "\(self)"
        }
    }

    fileprivate var setVerdict: String {
        switch self {
        // A set of nobody is one without the holder, too.
        case .requestNotAscending, .noSuchHolder, .requestWithoutHolder, .sharing, .requestTooSmall(_, found: 0):
            "set-wrong"
        case .requestTooSmall: "set-too-small"
        case .requestOfSeveralGroups: "groups-differ"
        default: "\(self)"
        }
    }
}
