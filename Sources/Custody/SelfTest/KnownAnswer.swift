import Digests
import Encodings
import Groups
import Sealing
import Secrets
import Signatures

/// A computation with its published result.
package struct KnownAnswer: Sendable {
    /// The primitive, and where its example was published.
    let name: String
    /// In lower-case hexadecimal digits.
    let expected: String
    let compute: @Sendable () throws -> [UInt8]

    package init(_ name: String, _ expected: String, _ compute: @escaping @Sendable () throws -> [UInt8]) {
        self.name = name
        self.expected = expected
        self.compute = compute
    }

    package var trial: Trial {
        Trial(name: name) {
            // Published examples: what comes out may be shown.
            let found = Hex.encode(try compute())
            return found == expected ? nil : "\(found) is not the published \(expected)"
        }
    }

    package static let all = digests + derivations + ciphers + keyFileCiphers + signatures

    private static let abc = Array("abc".utf8)

    private static let digests = [
        KnownAnswer(
            "SHA-256 (FIPS 180-4)", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        ) { SHA256.hash(abc) },
        KnownAnswer(
            "SHA-512 (FIPS 180-4)",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ) { SHA512.hash(abc) },
        KnownAnswer("RIPEMD-160 (Dobbertin et al.)", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc") {
            RIPEMD160.hash(abc)
        },
        KnownAnswer("Keccak-256", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45") {
            Keccak256.hash(abc)
        },
        KnownAnswer(
            "BLAKE2b-512 (RFC 7693)",
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
        ) { BLAKE2b.hash(abc) },
    ]

    private static let derivations = [
        KnownAnswer(
            "HMAC-SHA-256 (RFC 4231)", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ) { HMACSHA256.authenticate(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)) },
        KnownAnswer(
            "HMAC-SHA-512 (RFC 4231)",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        ) { HMACSHA512.authenticate(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)) },
        KnownAnswer(
            "HKDF-SHA-256 (RFC 5869)",
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
        ) {
            filled(42) { output in
                [UInt8](repeating: 0x0B, count: 22).withUnsafeBytes {
                    HKDFSHA256.derive(secret: $0, salt: Array(0...12), info: Array(0xF0...0xF9), into: output)
                }
            }
        },
        KnownAnswer(
            "HKDF-SHA-512 (Wycheproof, hkdf_sha512_test, case 11)",
            "e51c3bfe5f4e9b4fb0d3c3a67bb33a20c288800e03707621cf143e8581d422dfec3fe658ba8fa2e35c2c"
        ) {
            let secret = try Hex.decode("0cbd136d66d15a4ffefde1303b430821")
            let salt = try Hex.decode("2614d80275b08a1cf90bae0eb607d4d5")
            let info = try Hex.decode("ee991de21aeb6baa6a5f683dbb755e6f80db1c1d")
            return filled(42) { output in
                secret.withUnsafeBytes { HKDFSHA512.derive(secret: $0, salt: salt, info: info, into: output) }
            }
        },
        KnownAnswer(
            "bcrypt_pbkdf (OpenBSD, regress/lib/libutil/bcrypt_pbkdf)",
            "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9"
        ) {
            try filled(32) { output in
                try Array("password".utf8).withUnsafeBytes {
                    try BcryptPBKDF.derive(passphrase: $0, salt: Array("salt".utf8), rounds: 4, into: output)
                }
            }
        },
        KnownAnswer(
            "PBKDF2-HMAC-SHA-256 (RFC 7914, section 11)",
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
        ) {
            try filled(64) { output in
                try Array("passwd".utf8).withUnsafeBytes {
                    try PBKDF2.derive(
                        .hmacSHA256, passphrase: $0, salt: Array("salt".utf8), iterations: 1, into: output)
                }
            }
        },
        KnownAnswer(
            "scrypt (RFC 7914, section 12)",
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ) {
            try filled(64) { output in
                try Scrypt.derive(
                    passphrase: UnsafeRawBufferPointer(start: nil, count: 0), salt: [], n: 16, r: 1, p: 1, into: output)
            }
        },
    ]

    /// What a function writes into so many bytes.
    static func filled(
        _ count: Int, _ body: (UnsafeMutableRawBufferPointer) throws -> Void
    ) rethrows -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { try body($0) }
        return bytes
    }
}
