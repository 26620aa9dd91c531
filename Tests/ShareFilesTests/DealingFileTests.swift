import Groups
import SecretSharing
import Secrets
import ShareFiles
import TestSupport
import Testing

@Suite struct DealingFileTests {
    @Test(arguments: CurveName.allCases, [DealingFile.KeyKind.nodeKey, .wrapping])
    func readingThenWritingGivesTheSameBytes(_ curve: CurveName, _ kind: DealingFile.KeyKind) throws {
        let dealing = try DealtFiles.of(curve, kind: kind).dealing
        let text = dealing.text()
        let read = try DealingFile(parsing: text)
        #expect(read == dealing)
        #expect(read.text() == text)
    }

    @Test func theIDCoversAllButRecipientsAndAddresses() throws {
        let dealt = try DealtFiles.of(.ed25519)
        let good = dealt.dealing
        func changed(
            label: String? = nil, created: String? = nil, epoch: UInt32? = nil, threshold: Int? = nil,
            holders: [DealingFile.Holder]? = nil, commitments: [[UInt8]]? = nil, key: DealingFile.Key? = nil
        ) throws -> DealingID {
            try UnprovenDealing(
                label: label ?? good.label, created: created ?? good.created, epoch: epoch ?? good.epoch,
                group: good.group, threshold: threshold ?? good.threshold, holders: holders ?? good.holders,
                commitments: commitments ?? good.commitments, key: key ?? good.key, original: good.original
            ).id
        }
        var renamed = good.holders
        renamed[0] = .init(index: renamed[0].index, name: "another")
        var renumbered = good.holders
        renumbered[4] = .init(index: try HolderIndex(65535), name: renumbered[4].name)
        let ids = try [
            good.id,
            changed(label: "validator-8"), changed(created: "2026-11-22T10:02:34Z"), changed(epoch: 1),
            changed(holders: renamed), changed(holders: renumbered), changed(holders: good.holders.dropLast()),
            changed(threshold: 2, commitments: good.commitments.dropLast()),
            changed(commitments: good.commitments.reversed()),
            changed(key: .init(kind: .nodeKey, format: "hex", addresses: [])),
            changed(key: .init(kind: .wrapping, format: "raw", addresses: [])),
        ]
        #expect(Set(ids).count == ids.count)

        var resealed = good.holders
        resealed[0] = .init(index: resealed[0].index, name: resealed[0].name, recipient: "age1qq")
        #expect(try changed(holders: resealed) == good.id)
        #expect(try changed(key: .init(kind: .nodeKey, format: "raw", addresses: [])) == good.id)
    }

    @Test(arguments: CurveName.allCases, [DealingFile.KeyKind.nodeKey, .wrapping])
    func theDealersProofIsOverTheID(_ curve: CurveName, _ kind: DealingFile.KeyKind) throws {
        let dealt = try DealtFiles.of(curve, kind: kind)
        let good = dealt.dealing
        try good.requireProof()
        let other = try DealtFiles.of(curve, kind: kind).dealing
        #expect(codeThrown { try good.with(proof: other.proof).requireProof() } == "dealer-proof")
        let relabelled = try UnprovenDealing(
            label: "validator-8", created: good.created, epoch: good.epoch, group: good.group,
            threshold: good.threshold, holders: good.holders, commitments: good.commitments, key: good.key,
            original: good.original)
        #expect(codeThrown { try relabelled.proven(by: good.proof).requireProof() } == "dealer-proof")
        // Whoever has the key can deal anew; nobody else is given a dealing.
        try proving(relabelled, dealt.scalar, curve.group).requireProof()
        let stranger = try DealtFiles.of(curve).scalar
        #expect(codeThrown { _ = try proving(relabelled, stranger, curve.group) } == "dealer-proof")
        let otherGroup: any Group.Type = curve == .p256 ? Ed25519.self : P256.self
        let one = [UInt8](repeating: 0, count: 32)
        #expect(codeThrown { _ = try proving(relabelled, one, otherGroup) } == "group")
    }

    private func proving<G: Group>(
        _ content: UnprovenDealing, _ scalar: [UInt8], _ group: G.Type
    ) throws -> DealingFile {
        let key = try LockedBytes(copying: scalar).withUnsafeBytes { try SecretScalar<G>(canonical: $0) }
        return try content.proven(by: key)
    }

    @Test(arguments: CurveName.allCases)
    func refusesAProofOfAnotherForm(_ curve: CurveName) throws {
        let good = try DealtFiles.of(curve, threshold: 2, holders: 2).dealing
        for proof in [
            [], Array(good.proof.dropLast()), good.proof + [0],
            good.proof.prefix(32) + [UInt8](repeating: 0xFF, count: 32),
        ] {
            #expect(codeThrown { _ = try good.with(proof: proof) } == "proof")
        }
    }

    @Test func findsEveryHolderByIndex() throws {
        let dealing = try DealtFiles.of(.secp256k1, threshold: 2, holders: 9).dealing
        for holder in dealing.holders { #expect(dealing.holder(holder.index) == holder) }
        #expect(dealing.holder(try HolderIndex(10)) == nil)
        #expect(dealing.holder(try HolderIndex(65535)) == nil)
    }

    @Test func namesThatOnlyLookEqualAreTwo() throws {
        let good = try DealtFiles.of(.p256, threshold: 2, holders: 2).dealing
        // Composed and decomposed: equal as Swift strings, different as bytes.
        let holders = [
            DealingFile.Holder(index: try HolderIndex(1), name: "\u{E9}"),
            DealingFile.Holder(index: try HolderIndex(2), name: "e\u{301}"),
        ]
        let dealing = try UnprovenDealing(
            label: "", created: good.created, epoch: 0, group: good.group, threshold: 2, holders: holders,
            commitments: good.commitments, key: good.key, original: good.original
        ).proven(by: good.proof)
        #expect(try DealingFile(parsing: dealing.text()) == dealing)
    }

    @Test func theFingerprintBeginsWithTheShortForm() throws {
        let id = DealingID(Array(0..<32))
        #expect(id.shortForm == "QQQS-YQCY")
        #expect(id.fingerprint == "QQQS-YQCY-Q5RQ-WZQF-PG9S-CRGW-PUGP-ZYSN")
    }

    /// What an altered dealing may differ in and still be read: what the id does not cover.
    @Test(arguments: Seed.fresh(8))
    func neverReadsAnAlteredDealingAsAnother(_ seed: Seed) throws {
        var random = seed.generator
        let curve = CurveName.allCases.randomElement(using: &random)!
        let dealing = try DealtFiles.of(curve, threshold: 2, holders: 3).dealing
        let text = dealing.text()
        var read = 0
        for _ in 0..<1500 {
            guard let altered = try? DealingFile(parsing: random.mutated(text)) else { continue }
            read += 1
            #expect(altered.id == dealing.id, "\(seed)")
            let same = try altered.with(dealing.original, dealing.key).withoutRecipients().with(proof: dealing.proof)
            #expect(same == dealing, "\(seed)")
            if altered.proof != dealing.proof {
                #expect(codeThrown { try altered.requireProof() } == "dealer-proof", "\(seed)")
            }
        }
        // Most changes between strings are white space, and those are read.
        #expect(read < 1000, "\(seed)")
    }

    @Test(arguments: Seed.fresh(4))
    func survivesAnything(_ seed: Seed) throws {
        var random = seed.generator
        for _ in 0..<500 {
            #expect(throws: ShareFilesError.self) { try DealingFile(parsing: random.bytes(random.int(0...300))) }
        }
    }

    @Test func refusesEveryBeginningOfADealing() throws {
        let text = try DealtFiles.of(.ed25519, threshold: 2, holders: 2).dealing.text()
        for count in 0..<text.count - 1 {
            #expect(throws: ShareFilesError.self) { try DealingFile(parsing: Array(text.prefix(count))) }
        }
    }

    @Test func refusesWhatIsTooLarge() throws {
        let text = [UInt8](repeating: 0x20, count: DealingFile.mostBytes + 1)
        #expect(codeThrown { _ = try DealingFile(parsing: text) } == "too-large")
    }

    @Test func noMessageEndsWithAFullStop() {
        let errors: [ShareFilesError] = [
            .notText(line: 3), .unknownVersion("x"), .label(.character(codePoint: 0x22)),
            .holderName(position: 1, .empty),
            .letterCount(found: 88), .letterCount(found: 90), .dealingBlock(.absent),
            .lineOfNoHolder(try! HolderIndex(7)),
        ]
        for error in errors {
            #expect(error.description.last != ".")
            #expect(error.description.first?.isUppercase != true)
        }
        #expect(ShareFilesError.label(.character(codePoint: 0x22)).description.contains("U+0022"))
        #expect(ShareFilesError.label(.character(codePoint: 0xE0041)).description.contains("U+E0041"))
    }
}

extension DealingFile {
    fileprivate func withoutRecipients() throws -> DealingFile {
        try UnprovenDealing(
            label: label, created: created, epoch: epoch, group: group, threshold: threshold,
            holders: holders.map { Holder(index: $0.index, name: $0.name) }, commitments: commitments, key: key,
            original: original
        ).proven(by: proof)
    }

    fileprivate func with(proof: [UInt8]) throws -> DealingFile {
        try content.proven(by: proof)
    }
}
