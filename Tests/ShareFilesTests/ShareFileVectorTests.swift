import Encodings
import Foundation
import Groups
import SecretSharing
import Secrets
import ShareFiles
import TestSupport
import Testing

@Suite struct ShareFileVectorTests {
    static let vectors = FormatVectors.shareFile

    @Test(arguments: vectors.cases("read", "check"))
    func readsOrRefusesForTheReason(_ vector: FormatVectors.Case) throws {
        let file = try Self.vectors.locked(vector.files[0])
        let beside = try vector.dealing.map { try Self.vectors.dealing($0) }
        let code = codeThrown {
            let share = try ShareFile(parsing: file)
            let dealing = try share.dealing(orElse: beside)
            if vector.act == "check" { try dealing.requireProof() }
            let line = try share.takeLine()
            try check(line, dealing, vector, dealing.group.group)
        }
        #expect(code == vector.reason)
    }

    private func check<G: Group>(
        _ line: consuming ShareLine, _ dealing: DealingFile, _ vector: FormatVectors.Case, _ group: G.Type
    ) throws {
        if vector.isAccepted {
            #expect(Int(line.holder.value) == vector.index)
            #expect(dealing.id.description == vector.texts["id"])
            #expect(try line.letters() == vector.texts["line"] || vector.texts["line"] == nil)
        }
        let share = try line.share(in: group)
        if let value = vector.texts["share"] { #expect(try share.value.encoded().array == Hex.decode(value)) }
        do {
            _ = try share.checked(against: dealing.commitment(in: group))
        } catch let error as SecretSharingError {
            guard case .shareContradictsCommitment = error else { throw error }
            throw CommitmentMismatch()
        }
    }

    private struct CommitmentMismatch: Error, CustomStringConvertible {
        let description = "commitment-mismatch"
    }

    @Test(arguments: vectors.cases("check").filter { $0.isAccepted && $0.name.hasPrefix("check-") })
    func writesTheFileThatWasRead(_ vector: FormatVectors.Case) throws {
        let file = try Self.vectors.locked(vector.files[0])
        let share = try ShareFile(parsing: file)
        guard let dealing = share.dealing else { return }
        let written = try ShareFileWriter(dealing).write(share.takeLine())
        let isSame = written.matches(file)
        #expect(isSame)
    }

    @Test(arguments: vectors.cases("correct"))
    func offersTheCorrectionOrNone(_ vector: FormatVectors.Case) throws {
        let file = try Self.vectors.locked(vector.files[0])
        let dealing = try Self.vectors.dealing(try #require(vector.dealing))
        var offered: String?
        var places: [Int] = []
        let code = codeThrown {
            guard let correction = try ShareFile.correction(of: file) else { throw NoCorrection() }
            try tryAgainst(dealing, correction, dealing.group.group)
            offered = correction.withLetters { String(decoding: $0, as: UTF8.self) }
            places = (correction.wrong + correction.unreadable).sorted()
            let accepted = try ShareFile(parsing: file, accepting: correction)
            #expect(try accepted.takeLine().letters() == offered)
        }
        #expect(code == vector.reason)
        #expect(offered == vector.texts["corrected"])
        #expect(places == vector.places)
    }

    /// What a caller does before it offers a correction.
    private func tryAgainst<G: Group>(
        _ dealing: DealingFile, _ correction: borrowing ShareLineCorrection, _ group: G.Type
    ) throws {
        do {
            let line = try correction.line()
            try dealing.requireAgreement(with: line)
            _ = try line.share(in: group).checked(against: dealing.commitment(in: group))
        } catch { throw NoCorrection() }
    }

    private struct NoCorrection: Error, CustomStringConvertible {
        let description = "no-correction"
    }

    @Test func theSealedShareCarriesItsArmor() throws {
        let file = try Self.vectors.locked("sealed.2.share")
        let share = try ShareFile(parsing: file)
        let inside = share.dealing
        let dealing = try #require(inside)
        let found = share.armor
        let armor = try #require(found)
        #expect(armor.starts(with: "-----BEGIN AGE ENCRYPTED FILE-----\n".utf8))
        let lastLine = "-----END AGE ENCRYPTED FILE-----"
        #expect(String(decoding: armor, as: UTF8.self).hasSuffix(lastLine))
        #expect(try ShareFileWriter(dealing).write(armor: armor, for: HolderIndex(2)) == file.array)
    }

    @Test func everyRuleOfThePageHasItsVectors() throws {
        try expectVectors(for: "holdfast-share.5", in: Self.vectors)
    }
}

extension ShareLine {
    /// The 89 letters, which are a secret only outside of a test.
    borrowing func letters() throws -> String {
        var text = try LockedBytes(count: ShareLine.letterCount)
        try text.withUnsafeMutableBytes { try write(into: $0) }
        return String(decoding: text.array, as: UTF8.self)
    }
}
