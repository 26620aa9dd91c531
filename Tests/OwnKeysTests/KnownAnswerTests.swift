import Encodings
import Groups
import OwnKeys
import SecretSharing
import Secrets
import Testing

/// Known answers of a second implementation, which was written from the format's text alone.
@Suite struct KnownAnswerTests {
    @Test func hashesToScalarsAreTheSame() throws {
        let entries = OwnKeyCase.load("masked", "scalars")
        #expect(entries.count >= 12)
        for entry in entries {
            func check<G: Group>(_: G.Type) throws {
                var hash = ScalarHash(domain: entry.text("domain"))
                hash.append(encoded: entry.hex("data"))
                let number = try hash.publicScalar(in: G.self).encoded
                #expect(number == entry.hex("scalar"), "\(entry.text("domain")) in \(G.curve)")
            }
            let curve = try #require(CurveName(rawValue: entry.text("group")))
            try check(curve.group)
        }
    }

    @Test(arguments: OwnKeyCase.masked)
    func contextAndPublicSharesAreTheSame(_ entry: OwnKeyCase) throws {
        func check<G: Group>(_: G.Type) throws {
            let context = try entry.context(G.self)
            #expect(context.digest == entry.json.hex("context"))
            for holder in entry.list("holders") {
                let index = try entry.holderIndex(holder)
                let point = context.commitment.elementVariableTime(for: index)
                #expect(
                    point.isIdentity ? holder.text("publicShare").isEmpty : point.encoded == holder.hex("publicShare"))
            }
        }
        try check(entry.curve.group)
    }

    @Test(arguments: OwnKeyCase.masked)
    func theDealersProofIsAccepted(_ entry: OwnKeyCase) throws {
        func check<G: Group>(_: G.Type) throws {
            let proven = try entry.proven(G.self)
            #expect(proven.dealing.id == entry.id)
            let bytes = try #require(entry.json["proof"]).hex("bytes")
            let read = try OwnDealerProof(decoding: bytes, for: proven.dealing.context)
            #expect(read.encoded == bytes)
        }
        try check(entry.curve.group)
    }

    /// Shares, answers and acknowledgements, from the scalar that the node's key file has.
    @Test(arguments: OwnKeyCase.masked)
    func holdersDoTheSame(_ entry: OwnKeyCase) throws {
        func check<G: Group>(_: G.Type) throws {
            let proven = try entry.proven(G.self)
            for holder in entry.list("holders") {
                let index = try entry.holderIndex(holder)
                let curve = try #require(CurveName(rawValue: holder.text("group")))
                try act(
                    proven, index, nodeKey: holder.hex("nodeKey"), curve: curve,
                    KnownAnswer(json: entry.json, holder: holder))
            }
        }
        try check(entry.curve.group)
    }

    /// Against a dealer who masked one more than the share; against one who did not, none is made.
    @Test(arguments: OwnKeyCase.masked)
    func evidenceIsTheSame(_ entry: OwnKeyCase) throws {
        func check<G: Group>(_: G.Type) throws {
            #expect(entry.list("evidence").count == entry.list("holders").count)
            for evidence in entry.list("evidence") {
                let index = try entry.holderIndex(evidence), holder = try entry.holder(evidence.number("index"))
                let curve = try #require(CurveName(rawValue: holder.text("group")))
                let cheated = try entry.proven(G.self, masked: (index, evidence.hex("masked")))
                let made = KnownEvidence(evidence: evidence)
                try act(cheated, index, nodeKey: holder.hex("nodeKey"), curve: curve, made)
                let honest = try entry.proven(G.self)
                let error = failure { try act(honest, index, nodeKey: holder.hex("nodeKey"), curve: curve, made) }
                #expect(error == .evidenceUnfounded(index))
            }
        }
        try check(entry.curve.group)
    }

    @Test(arguments: OwnKeyCase.masked)
    func blindedAnswersAreTheSameAndRebuild(_ entry: OwnKeyCase) throws {
        func check<G: Group>(_: G.Type) throws {
            let proven = try entry.proven(G.self)
            for blinded in entry.list("blinded") {
                let members = try blinded.list("set").map { try HolderIndex($0.integer ?? 0) }
                let set = try BlindedSet(
                    members, of: proven.dealing, request: blinded.hex("request"), dealing: entry.id)
                var rebuild = try BlindedRebuild(set)
                for submission in blinded.list("submissions") {
                    let index = try entry.holderIndex(submission)
                    let holder = try entry.holder(Int(index.value))
                    try act(
                        proven, index, nodeKey: holder.hex("nodeKey"), curve: set.curve,
                        KnownBlindedAnswer(set: set.members, request: set.request, submission: submission))
                    let answer = try locked(blindedBytes(submission))
                    try answer.withUnsafeBytes { (bytes) throws(OwnKeysError) in try rebuild.add(bytes, of: index) }
                }
                let key = try rebuild.rebuild()
                #expect(shown(try key.scalar.encoded()) == entry.list("coefficients")[0].hex)
            }
        }
        try check(entry.curve.group)
    }
}

/// u, every R, c and z.
func blindedBytes(_ submission: JSONValue) -> [UInt8] {
    submission.list("pairs").reduce(submission.hex("value")) { $0 + $1.hex("point") } + submission.hex("proof")
}

private struct KnownAnswer: HolderAct {
    let json: JSONValue
    let holder: JSONValue

    func run<G: Group, H: Group>(_ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>) throws {
        let share = try dealing.openShare(with: secret)
        #expect(try shown(share) == holder.hex("share"))
        let index = holder.number("index")
        for answer in json.list("answers") where answer.number("index") == index {
            let request = json.hex("request")
            let made = try dealing.answer(to: request, with: secret, fresh: try locked(answer.hex("fresh")))
            let bytes = shown(try made.encoded())
            #expect(bytes == answer.hex("common") + answer.hex("proof"))
            let handedIn = try locked(bytes)
            let opened = try handedIn.withUnsafeBytes { (bytes) throws(OwnKeysError) in
                try dealing.share(from: bytes, of: secret.holder, request: request)
            }
            #expect(try shown(opened) == holder.hex("share"))
        }
        for word in json.list("acknowledgements") where word.number("index") == index {
            let made = try dealing.dealing.acknowledge(share, with: secret, fresh: try locked(word.hex("fresh")))
            #expect(made == word.hex("proof"))
            try dealing.dealing.verifyAcknowledgement(made, of: secret.holder)
        }
    }
}

private struct KnownEvidence: HolderAct {
    let evidence: JSONValue

    func run<G: Group, H: Group>(_ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>) throws {
        let made = try dealing.evidence(with: secret, fresh: try locked(evidence.hex("fresh")))
        let bytes = shown(try made.encoded())
        #expect(bytes == evidence.hex("common") + evidence.hex("proof"))
        try locked(bytes).withUnsafeBytes { (bytes) throws(OwnKeysError) in
            try dealing.requireCheated(bytes, of: secret.holder, request: nil)
        }
    }
}

private struct KnownBlindedAnswer: HolderAct {
    let set: [HolderIndex]
    let request: [UInt8]
    let submission: JSONValue

    func run<G: Group, H: Group>(_ dealing: ProvenMaskedDealing<G>, _ secret: borrowing HolderSecret<H>) throws {
        let set = try BlindedSet(set, of: dealing.dealing, request: request, dealing: dealing.dealing.id)
        let answer = try set.answer(
            try dealing.openShare(with: secret), with: secret, fresh: try locked(submission.hex("fresh")))
        let bytes = shown(try answer.encoded())
        #expect(bytes == blindedBytes(submission))
    }
}
