import Groups
import KeyFiles
import Signatures
import TestSupport
import Testing

/// Altered files are read or refused, and nothing else happens.
@Suite struct MutationTests {
    /// Those that carry the public half, or a checksum of 32 bits.
    private let namesItsKey: [KeyFormat] = [
        .sec1DER, .sec1PEM, .openSSH, .solana, .solanaBase58, .cometBFTNode, .cometBFTValidator, .wif, .wifUncompressed,
        .wifTestnet, .wifTestnetUncompressed,
    ]

    @Test(arguments: Seed.fresh(24))
    func neverCrashesOnAlteredFiles(seed: Seed) throws {
        var random = seed.generator
        for (format, curve) in plainForms {
            let key = try PrivateKey.random(curve)
            let expected = try key.verifyingKey()
            let file = try written(key, format)
            for _ in 0..<20 {
                let altered = random.mutated(file)
                guard let again = try? read(altered, curve) else { continue }
                // An altered key of these is never another key.
                if namesItsKey.contains(format) { #expect(again.verifyingKey == expected, "\(format)") }
            }
        }
    }

    @Test(arguments: Seed.fresh(16))
    func neverCrashesOnNoise(seed: Seed) {
        var random = seed.generator
        let starts: [[UInt8]] = [
            [], [0x30], [0x30, 0x81], [0x30, 0x2e, 0x02, 0x01, 0x00], Array("{\"priv_key\"".utf8), Array("[".utf8),
            Array("-----BEGIN EC PRIVATE KEY-----\n".utf8), Array("0x".utf8), [0xef, 0xbb, 0xbf], [0xff, 0xfe],
        ]
        for start in starts {
            for _ in 0..<20 {
                let file = start + random.bytes(random.int(0...120))
                _ = refusal(file, random.oneIn(2) ? .p256 : nil, passphrase: "p")
                _ = file.withUnsafeBytes { KeyFile.looksSecret($0) }
            }
        }
    }

    @Test(arguments: plainForms)
    func neverCrashesOnACutFile(format: KeyFormat, curve: CurveName) throws {
        let key = try PrivateKey.random(curve)
        let file = try written(key, format)
        for count in 0..<file.count {
            let part = Array(file[..<count])
            // Only the newline at the end may be missing. Any 32 bytes that are not text are a raw key, when told so.
            let isBinary = format == .raw || format.rawValue.hasSuffix("der")
            let isRaw = count == 32 && isBinary
            let lacksNewline = !isBinary && count == file.count - 1 && file.last == 0x0a
            #expect((refusal(part, curve) == nil) == (isRaw || lacksNewline), "\(format) \(count)")
        }
    }
}
