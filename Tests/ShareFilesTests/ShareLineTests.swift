import Groups
import SecretSharing
import Secrets
import ShareFiles
import TestSupport
import Testing

@Suite struct ShareLineTests {
    static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    /// What a line says, or the code of why it is refused.
    static func reading(_ line: some Sequence<UInt8>) throws -> Result<String, ReadingError> {
        let text = try LockedBytes(copying: Array(line))
        var letters = ""
        let code = codeThrown {
            letters = try text.withUnsafeBytes { try ShareLine(parsing: $0) }.letters()
        }
        return code.map { .failure(ReadingError(code: $0)) } ?? .success(letters)
    }

    struct ReadingError: Error, Equatable { let code: String }

    @Test(arguments: CurveName.allCases)
    func refusesEverySingleChangedLetter(_ curve: CurveName) throws {
        let line = Array(try DealtFiles.of(curve, threshold: 2, holders: 2).lines[0].utf8)
        for place in 0..<89 {
            for letter in Self.alphabet where letter != line[place] {
                var changed = line
                changed[place] = letter
                let expected = place < 4 ? "letter" : "checksum"
                #expect(try Self.reading(changed) == .failure(ReadingError(code: expected)), "letter \(place + 1)")
            }
        }
    }

    @Test func refusesEveryByteThatIsNoLetter() throws {
        let line = Array(try DealtFiles.of(.p256, threshold: 2, holders: 2).lines[0].utf8)
        for place in 0..<89 {
            for byte in UInt8.min...UInt8.max where !Self.alphabet.contains(byte | 0x20) && byte != line[place] {
                var changed = line
                changed[place] = byte
                // Left-out characters shorten the line, and an upper-case letter mixes the cases first.
                let isLeftOut = [0x20, 0x09, 0x2D].contains(byte)
                let isUpperCase = (0x41...0x5A).contains(byte)
                let expected = isLeftOut ? "letter-count" : isUpperCase ? "mixed-case" : "letter"
                #expect(try Self.reading(changed) == .failure(ReadingError(code: expected)), "\(byte) at \(place + 1)")
            }
        }
    }

    @Test func tellsTheFirstPlaceThatIsNoLetter() throws {
        let line = try DealtFiles.of(.ed25519, threshold: 2, holders: 2).lines[0]
        var letters = Array(line.utf8)
        letters[30] = UInt8(ascii: "?")
        letters[60] = UInt8(ascii: "b")
        let text = try LockedBytes(copying: letters)
        #expect(throws: ShareFilesError.letter(place: 31)) {
            try text.withUnsafeBytes { _ = try ShareLine(parsing: $0) }
        }
    }

    @Test func countsMissingAndAdditionalLetters() throws {
        let line = Array(try DealtFiles.of(.secp256k1, threshold: 2, holders: 2).lines[0].utf8)
        for place in 0..<89 {
            var shorter = line
            shorter.remove(at: place)
            #expect(try Self.reading(shorter) == .failure(ReadingError(code: "letter-count")))
            var longer = line
            longer.insert(line[place], at: place)
            #expect(try Self.reading(longer) == .failure(ReadingError(code: "letter-count")))
        }
        #expect(try Self.reading([]) == .failure(ReadingError(code: "letter-count")))
    }

    @Test(arguments: CurveName.allCases, Seed.fresh(2))
    func readsWhatPeopleWrite(_ curve: CurveName, _ seed: Seed) throws {
        var random = seed.generator
        let line = try DealtFiles.of(curve, threshold: 2, holders: 3).lines[2]
        for _ in 0..<100 {
            var typed = random.oneIn(2) ? line.uppercased() : line
            for _ in 0..<random.int(0...30) {
                let place = typed.index(typed.startIndex, offsetBy: random.int(0...typed.count))
                typed.insert(["-", " ", "\t"].randomElement(using: &random)!, at: place)
            }
            #expect(try Self.reading(typed.utf8) == .success(line), "\(seed)")
        }
    }

    @Test(arguments: CurveName.allCases)
    func carriesTheShareOfEveryHolder(_ curve: CurveName) throws {
        let dealt = try DealtFiles.of(curve)
        for (place, line) in dealt.lines.enumerated() {
            let text = try LockedBytes(copying: Array(line.utf8))
            let read = try text.withUnsafeBytes { try ShareLine(parsing: $0) }
            #expect(read.group == curve)
            #expect(Int(read.holder.value) == place + 1)
            let namesIt = read.names(dealt.dealing.id)
            #expect(namesIt)
            try checkShare(read, dealt.dealing, curve.group)
        }
    }

    private func checkShare<G: Group>(
        _ line: consuming ShareLine, _ dealing: DealingFile, _ group: G.Type
    ) throws {
        _ = try line.share(in: group).checked(against: dealing.commitment(in: group))
    }

    @Test func theShareOfAnotherGroupIsRefused() throws {
        let line = try DealtFiles.of(.ed25519, threshold: 2, holders: 2).lines[0]
        let text = try LockedBytes(copying: Array(line.utf8))
        #expect(throws: ShareFilesError.lineOfOtherGroup(expected: .p256, found: .ed25519)) {
            try text.withUnsafeBytes { _ = try ShareLine(parsing: $0).share(in: P256.self) }
        }
    }

    @Test(arguments: Seed.fresh(4))
    func survivesAnything(_ seed: Seed) throws {
        var random = seed.generator
        let line = Array(try DealtFiles.of(.p256, threshold: 2, holders: 2).lines[0].utf8)
        for _ in 0..<1000 {
            let text = random.oneIn(4) ? random.bytes(random.int(0...200)) : random.mutated(line)
            if case .success(let read) = try Self.reading(text) {
                #expect(read.utf8.elementsEqual(line), "\(seed)")
            }
        }
    }
}
