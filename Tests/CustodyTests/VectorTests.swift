import Custody
import Encodings
import ShareFiles
import TestSupport
import Testing

extension FormatVectors {
    func file(_ name: String) throws -> SecretFile { try SecretFile(name, bytes(name)) }
}

/// Every case of `Vectors/dealing` and `Vectors/share-file`, also those that only a reader of ledgers and key files can
/// refuse. Which rule has its cases is counted where the formats are tested.
@Suite("Our own vectors, through check and rebuild")
struct VectorTests {
    static let dealings = FormatVectors.dealing
    static let shares = FormatVectors.shareFile

    @Test("every act that a case asks for is done here")
    func everyActIsDone() {
        #expect(Set(Self.dealings.cases.map(\.act)) == ["read-dealing", "open"])
        #expect(Set(Self.shares.cases.map(\.act)) == ["read", "check", "correct", "rebuild"])
    }

    @Test("dealings", arguments: dealings.cases("read-dealing"))
    func readsOrRefusesADealing(_ vector: FormatVectors.Case) throws {
        let file = try Self.dealings.file(vector.files[0])
        var facts: DealingFacts?
        let refused = refusal { facts = try check([], CheckOptions(dealing: file)).report.dealing }
        #expect(refused?.code == vector.reason)
        #expect(refused == nil || refused?.kind == (vector.reason == "dealer-proof" ? .answerIsNo : .damaged))
        #expect(facts?.id == vector.texts["id"])
        #expect(facts?.shortForm == vector.texts["shortForm"])
        #expect(facts?.fingerprint == vector.texts["fingerprint"])
        #expect((facts != nil) == vector.isAccepted)
    }

    @Test("single shares", arguments: shares.cases("read", "check"))
    func checksAShare(_ vector: FormatVectors.Case) throws {
        let file = try Self.shares.file(vector.files[0])
        let options = CheckOptions(dealing: try vector.dealing.map { try Self.shares.file($0) })
        let report = try check([file], options).report
        let share = report.shares[0]
        #expect(share.code == vector.reason)
        #expect((share.status == .valid) == vector.isAccepted)
        #expect((report.fault == nil) == vector.isAccepted)
        if vector.isAccepted {
            #expect(share.index == vector.index)
            #expect(report.dealing?.id == vector.texts["id"])
        }
    }

    @Test("corrections", arguments: shares.cases("correct"))
    func offersTheCorrectionOrNone(_ vector: FormatVectors.Case) throws {
        let file = try Self.shares.file(vector.files[0])
        var offered: String?
        var places: [Int] = []
        let options = CheckOptions(dealing: try Self.shares.file(try #require(vector.dealing))) { offer in
            try? offer.withLine { offered = String(decoding: $0, as: UTF8.self) }
            places = offer.places
            return true
        }
        let share = try check([file], options).report.shares[0]
        #expect(offered == vector.texts["corrected"])
        #expect(places == vector.places)
        #expect(share.isCorrected == vector.isAccepted)
        #expect((share.status == .valid) == vector.isAccepted)
    }

    @Test("rebuilding", arguments: shares.cases("rebuild"))
    func rebuildsByteForByte(_ vector: FormatVectors.Case) throws {
        let files = try vector.files.map { try Self.shares.file($0) }
        let collection = try check(files)
        var rebuilt: RebuiltKeyFile?
        let refused = refusal { rebuilt = try rebuild(collection) }
        #expect((rebuilt != nil) == vector.isAccepted)
        #expect(rebuilt.map { Hex.encode($0.file.content) } == vector.texts["original"])
        if vector.isAccepted {
            #expect(collection.report.shares.filter { $0.status == .invalid }.compactMap(\.index) == vector.bad)
            if let facts = rebuilt?.facts, facts.group != .ed25519 {
                let scalar = try rebuild(collection, as: .raw).file.content
                #expect(Hex.encode(scalar) == vector.texts["scalar"])
            }
        } else if vector.reason == "other-dealing" {
            // Nothing says which dealing is meant; where somebody does, the other shares are what they are.
            #expect(["dealings-differ", "dealings-of-one-key"].contains(refused?.code))
            let dealings = try files.map { try ShareFile.dealing(of: $0.bytes) }
            let first = try #require(dealings[0])
            let decided = try check(files, CheckOptions(dealing: try first.asFile("dealing.json")))
            let codes = dealings.map { $0?.id == first.id ? nil : "other-dealing" }
            #expect(codes.contains("other-dealing"))
            #expect(decided.report.shares.map(\.code) == codes)
        } else {
            #expect(refused?.code == vector.reason)
        }
    }

    /// The shares of `Vectors/share-file` by the commitments of their dealing.
    private static let sharesByCommitments: [[[UInt8]]: [SecretFile]] = {
        var found: [[[UInt8]]: [SecretFile]] = [:]
        for vector in shares.cases("rebuild") where vector.isAccepted && vector.bad.isEmpty {
            guard let files = try? vector.files.map({ try shares.file($0) }),
                let dealing = try? ShareFile.dealing(of: files[0].bytes)
            else { continue }
            found[dealing.commitments] = files
        }
        return found
    }()

    @Test("opening the original", arguments: dealings.cases("open"))
    func opensTheOriginalOrWithholdsIt(_ vector: FormatVectors.Case) throws {
        let dealing = try DealingFile(of: try Self.dealings.file(vector.files[0]))
        let shares = try #require(Self.sharesByCommitments[dealing.commitments])
        let collection = try check(try shares.map { try remade($0, in: dealing) })
        var original: [UInt8]?
        let refused = refusal { original = try rebuild(collection).file.content }
        #expect(refused?.code == vector.reason)
        #expect(original.map { Hex.encode($0) } == vector.texts["original"])
    }
}
