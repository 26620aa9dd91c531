import Digests
import Encodings
import TestSupport
import Testing

@Suite struct ScryptTests {
    private func derive(
        _ passphrase: [UInt8], _ salt: [UInt8], n: UInt64, r: UInt64, p: UInt64, limits: Scrypt.Limits = .usual,
        _ count: Int = 32
    ) throws -> [UInt8] {
        try passphrase.withUnsafeBytes { passphrase in
            try written(count) {
                try Scrypt.derive(passphrase: passphrase, salt: salt, n: n, r: r, p: p, limits: limits, into: $0)
            }
        }
    }

    @Test func keysOfRFC7914AreTheSame() throws {
        guard let file = try OutsideVectors.value("kdf-aead/scrypt-rfc7914.json") else { return }
        let cases = try #require(file["cases"]?.array)
        func number(_ entry: JSONValue, _ name: String) throws -> UInt64 {
            try #require(entry[name]?.string.flatMap { UInt64($0) })
        }
        for entry in cases {
            let key = try derive(
                Array(try #require(entry["PASSWORD"]?.string).utf8), Array(try #require(entry["SALT"]?.string).utf8),
                n: try number(entry, "N"), r: try number(entry, "r"), p: try number(entry, "p"),
                Int(try number(entry, "LENGTH")))
            #expect(key == entry["DERIVED_KEY"]?.hexBytes)
        }
        OutsideVectors.account("kdf-aead/scrypt-rfc7914", passed: cases.count, refused: 0)
        #expect(cases.count == 3)
    }

    @Test func keysOfTheEthersSetAreTheSame() throws {
        guard let cases = try OutsideVectors.value("ethereum/ethers-pbkdf.json")?.array else { return }
        for entry in cases {
            let parameters = try #require(entry["scrypt"])
            func number(_ name: String) throws -> UInt64 { UInt64(try #require(parameters[name]?.integer)) }
            let key = try derive(
                try #require(entry["password"]).hexBytes, try #require(entry["salt"]).hexBytes,
                n: try number("N"), r: try number("r"), p: try number("p"), try #require(entry["dkLen"]?.integer))
            #expect(key == parameters["key"]?.hexBytes, "\(entry["name"]?.string ?? "?")")
        }
        OutsideVectors.account("ethereum/ethers-pbkdf, scrypt", passed: cases.count, refused: 0)
        #expect(cases.count == 70)
    }

    @Test(
        arguments: [
            (0, 8, 1), (1, 8, 1), (3, 8, 1), (1 << 32, 8, 1), (.max, 8, 1), (16, 0, 1), (16, 8, 0), (16, 1 << 30, 1),
            (16, 1, 1 << 30), (16, 1 << 15, 1 << 15), (16, .max, .max),
        ] as [(UInt64, UInt64, UInt64)])
    func refusesParametersThatScryptDoesNotHave(n: UInt64, r: UInt64, p: UInt64) {
        #expect(throws: DigestsError.invalidScryptParameters(n: n, r: r, p: p)) {
            try derive([1], [2], n: n, r: r, p: p)
        }
    }

    @Test func refusesWhatCostsMoreThanAllowed() {
        let limits = Scrypt.Limits(mostMemory: 1 << 20, mostWork: 1 << 22)
        #expect(throws: DigestsError.tooMuchMemory(neededBytes: 1 << 21, mostBytes: 1 << 20)) {
            try derive([1], [2], n: 2048, r: 8, p: 1, limits: limits)
        }
        #expect(throws: DigestsError.tooMuchWork(neededBytes: 5 << 20, mostBytes: 1 << 22)) {
            try derive([1], [2], n: 1024, r: 8, p: 5, limits: limits)
        }
        #expect(throws: Never.self) { try derive([1], [2], n: 1024, r: 8, p: 4, limits: limits) }
        // 2⁶⁸ bytes do not fit the count of them.
        #expect(throws: DigestsError.tooMuchMemory(neededBytes: .max, mostBytes: 1 << 62)) {
            try derive(
                [1], [2], n: 1 << 31, r: 1 << 29, p: 1, limits: Scrypt.Limits(mostMemory: 1 << 62, mostWork: .max))
        }
    }

    @Test func everyErrorSaysWhatToDo() {
        let errors: [DigestsError] = [
            .noIterations, .tooManyIterations(found: 2, most: 1), .invalidScryptParameters(n: 1, r: 1, p: 1),
            .tooMuchMemory(neededBytes: 2 << 30, mostBytes: 1 << 30), .tooMuchWork(neededBytes: 2 << 30, mostBytes: 1),
            .outOfMemory(neededBytes: 1 << 20),
        ]
        for error in errors { #expect(error.description.contains("; ")) }
        #expect(errors[3].description.contains("2048 MiB") && errors[3].description.contains("1024"))
    }
}
