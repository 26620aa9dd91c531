import Digests
import Encodings
import TestSupport
import Testing

@Suite struct PBKDF2Tests {
    private func derive(
        _ function: PBKDF2.Function, _ passphrase: [UInt8], _ salt: [UInt8], _ iterations: UInt64, _ count: Int,
        most: UInt64 = PBKDF2.usualMostIterations
    ) throws -> [UInt8] {
        try passphrase.withUnsafeBytes { passphrase in
            try written(count) {
                try PBKDF2.derive(
                    function, passphrase: passphrase, salt: salt, iterations: iterations, mostIterations: most,
                    into: $0)
            }
        }
    }

    /// RFC 6070, the cases that do not take minutes.
    @Test func keysOfRFC6070AreTheSame() throws {
        let (password, salt) = (Array("password".utf8), Array("salt".utf8))
        #expect(
            Hex.encode(try derive(.hmacSHA1, password, salt, 1, 20)) == "0c60c80f961f0e71f3a9b524af6012062fe037a6")
        #expect(
            Hex.encode(try derive(.hmacSHA1, password, salt, 4096, 20)) == "4b007901b765489abead49d926f721d065a429c1")
        #expect(
            Hex.encode(try derive(.hmacSHA1, Array("pass\0word".utf8), Array("sa\0lt".utf8), 4096, 16))
                == "56fa6aa75548099dcc37d7f03425e0c3")
    }

    @Test(arguments: [
        ("pbkdf2_hmacsha256_test", PBKDF2.Function.hmacSHA256, 30), ("pbkdf2_hmacsha512_test", .hmacSHA512, 29),
    ])
    func wycheproofKeysAreTheSame(name: String, function: PBKDF2.Function, count: Int) throws {
        guard let tests = try OutsideVectors.value("wycheproof/\(name).json")?.wycheproofTests else { return }
        for test in tests {
            let key = try derive(
                function, try #require(test["password"]).hexBytes, try #require(test["salt"]).hexBytes,
                UInt64(try #require(test["iterationCount"]?.integer)), try #require(test["dkLen"]?.integer))
            #expect(key == test["dk"]?.hexBytes, "case \(test["tcId"]?.number ?? "?")")
        }
        OutsideVectors.account("wycheproof/\(name)", passed: tests.count, refused: 0)
        #expect(tests.count == count)
    }

    @Test func keysOfTheEthersSetAreTheSame() throws {
        guard let cases = try OutsideVectors.value("ethereum/ethers-pbkdf.json")?.array else { return }
        for entry in cases {
            let parameters = try #require(entry["pbkdf2"])
            let function: PBKDF2.Function = parameters["algorithm"] == "sha512" ? .hmacSHA512 : .hmacSHA256
            let key = try derive(
                function, try #require(entry["password"]).hexBytes, try #require(entry["salt"]).hexBytes,
                UInt64(try #require(parameters["iterations"]?.integer)), try #require(entry["dkLen"]?.integer))
            #expect(key == parameters["key"]?.hexBytes, "\(entry["name"]?.string ?? "?")")
        }
        OutsideVectors.account("ethereum/ethers-pbkdf, PBKDF2", passed: cases.count, refused: 0)
        #expect(cases.count == 70)
    }

    @Test func refusesZeroAndTooManyIterations() {
        #expect(throws: DigestsError.noIterations) { try derive(.hmacSHA256, [1], [2], 0, 32) }
        #expect(throws: DigestsError.tooManyIterations(found: 1001, most: 1000)) {
            try derive(.hmacSHA256, [1], [2], 1001, 32, most: 1000)
        }
        // What libcrypto counts in is an int: no limit of the caller's lets a larger number wrap around.
        #expect(throws: DigestsError.tooManyIterations(found: 1 << 32 + 1, most: UInt64(Int32.max))) {
            try derive(.hmacSHA256, [1], [2], 1 << 32 + 1, 32, most: .max)
        }
    }
}
