import Encodings
import Sealing
import Testing

@Suite struct BcryptPBKDFTests {
    private func derive(
        _ passphrase: [UInt8], salt: [UInt8], rounds: UInt32, count: Int, most: UInt32 = 2048
    ) throws(SealingError) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: count)
        try key.withUnsafeMutableBufferPointer { (key) throws(SealingError) in
            let output = UnsafeMutableRawBufferPointer(key)
            try passphrase.withUnsafeBufferPointer { (passphrase) throws(SealingError) in
                try BcryptPBKDF.derive(
                    passphrase: UnsafeRawBufferPointer(passphrase), salt: salt, rounds: rounds, mostRounds: most,
                    into: output)
            }
        }
        return key
    }

    struct Known: Sendable {
        let passphrase: [UInt8]
        let salt: [UInt8]
        let rounds: UInt32
        let key: String

        init(_ passphrase: String, _ salt: [UInt8], _ rounds: UInt32, _ key: String) {
            (self.passphrase, self.salt, self.rounds, self.key) = (Array(passphrase.utf8), salt, rounds, key)
        }
    }

    static let salt = Array("salt".utf8)

    /// The first is that of OpenBSD's own tests; all were made with `bcrypt.kdf` of the Python package bcrypt 5.0.0.
    static let known = [
        Known("password", salt, 4, "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9"),
        Known("password", salt, 4, "5bbf0cc293587f1c3635555c27796598"),
        Known("p", [0x73], 1, "ca"),
        Known(
            "password", salt, 8,
            "e136c77c7ec5cbec151a624233fa413eac4c1cd5c1c1e01344cdfe4e23fa560115d587705484506e93eceb07c99b0e12"
                + "9b5d5b279c0d77a43b27704bbec7ed6b62271c55ea66c302088bd11c849b5f9d20ab10797aa419d0780198b402463808e74b20af"
        ),
        Known(
            "p\u{e4}ssword \u{20ac}", Array(0..<16), 16,
            "b3040dea67ba4539b3a4b9a60faf0b2025cac97fd6470d61f88718beacecd0b7b5e8cfbab1291131a5d76b68eb6da261"),
        Known("\0\0\0", [0], 2, "707b08f82364a9f1d6b09c61380ff6ea9784b81108fde07183ab3582c9dd77b7"),
        Known(
            String(repeating: "x", count: 200), [UInt8](repeating: 0, count: 16), 3,
            "13ab606e9f86e2969a77cadf8c682a6e8bee0a45d663920f933a2e19af762fea"
                + "654529036f56ae9210f94a5565faae12a6298fb4dde2d2e5d840d857d22abe46"),
    ]

    @Test(arguments: known) func knownKeys(known: Known) throws {
        let derived = try derive(
            known.passphrase, salt: known.salt, rounds: known.rounds, count: known.key.utf8.count / 2)
        #expect(derived == (try Hex.decode(known.key)))
    }

    @Test func refusesBeforeItWorks() {
        let none = caught { () throws(SealingError) in _ = try derive([1], salt: [1], rounds: 0, count: 8) }
        #expect(none == .openSSH(.noRounds))
        let many = caught { () throws(SealingError) in _ = try derive([1], salt: [1], rounds: .max, count: 8) }
        #expect(many == .openSSH(.tooManyRounds(found: .max, most: 2048)))
        let empty = caught { () throws(SealingError) in _ = try derive([], salt: [1], rounds: 1, count: 8) }
        #expect(empty == .passphraseEmpty)
    }
}
