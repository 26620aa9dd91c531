import Encodings
import Foundation
import Groups
import KeyFiles
import Signatures
import Testing

/// What the `openssl` command writes is read, and what is written here, it reads and writes the same way.
@Suite(.enabled("the openssl command is not here; skipped") { OpenSSL.isHere })
struct OpenSSLTests {
    @Test(arguments: [
        ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", CurveName.p256, KeyFormat.pkcs8PEM),
        ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", .secp256k1, .pkcs8PEM),
        ("genpkey -algorithm ed25519", .ed25519, .pkcs8PEM),
        ("genpkey -algorithm ed25519 -outform DER", .ed25519, .pkcs8DER),
        ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -outform DER", .p256, .sec1DER),
        ("ecparam -name prime256v1 -genkey", .p256, .sec1PEM),
        ("ecparam -name secp256k1 -genkey", .secp256k1, .sec1PEM),
        ("ecparam -name secp256k1 -genkey -noout", .secp256k1, .sec1PEM),
        ("ecparam -name prime256v1 -genkey -noout -outform DER", .p256, .sec1DER),
    ])
    func readsWhatOpenSSLWrites(command: String, curve: CurveName, format: KeyFormat) throws {
        let file = try OpenSSL.run(command, [])
        let key = try read(file)
        #expect(key.format == format)
        #expect(key.verifyingKey.curve == curve)
        let hasBlock = command.hasPrefix("ecparam") && !command.contains("-noout")
        #expect(key.notes == (hasBlock ? [.parametersBlock] : []))
        if !hasBlock { #expect(try written(key.key, format) == file) }
        #expect(try OpenSSL.publicKey(of: file) == ours(key.verifyingKey))
    }

    @Test(arguments: plainForms.filter { [.pkcs8DER, .pkcs8PEM, .sec1DER, .sec1PEM].contains($0.0) })
    func writesWhatOpenSSLReads(format: KeyFormat, curve: CurveName) throws {
        for _ in 0..<3 {
            let key = try PrivateKey.random(curve)
            let file = try written(key, format)
            #expect(try OpenSSL.publicKey(of: file) == ours(key.verifyingKey()))
            let form = format.rawValue.hasSuffix("der") ? "DER" : "PEM"
            let rewrite =
                format.rawValue.hasPrefix("sec1")
                ? "ec -inform \(form) -outform \(form)" : "pkcs8 -topk8 -nocrypt -inform \(form) -outform \(form)"
            #expect(try OpenSSL.run(rewrite, file) == file)
        }
    }

    @Test(arguments: [
        "", "-v2 aes-128-cbc", "-v2 aes-192-cbc -v2prf hmacWithSHA1", "-v2 aes-256-cbc -v2prf hmacWithSHA512",
        "-scrypt",
        "-outform DER",
    ])
    func readsWhatOpenSSLEncrypts(options: String) throws {
        for curve in CurveName.allCases {
            let key = try PrivateKey.random(curve)
            let expected = try key.verifyingKey()
            let file = try OpenSSL.run("pkcs8 -topk8 -passout pass:geheim \(options)", written(key, .pkcs8PEM))
            let again = try read(file, passphrase: "geheim")
            #expect(again.format == (options == "-outform DER" ? .encryptedPKCS8DER : .encryptedPKCS8PEM))
            #expect(again.verifyingKey == expected)
            #expect(refusal(file, passphrase: "geheimer") == .passphraseWrong)
        }
    }

    @Test(arguments: CurveName.allCases)
    func encryptsWhatOpenSSLReads(curve: CurveName) throws {
        let key = try PrivateKey.random(curve)
        let plain = try written(key, .pkcs8PEM)
        let file = try written(key, .encryptedPKCS8PEM, passphrase: "geheim")
        #expect(try OpenSSL.run("pkcs8 -passin pass:geheim", file) == plain)
        let der = try written(key, .encryptedPKCS8DER, passphrase: "geheim")
        #expect(try OpenSSL.run("pkcs8 -inform DER -passin pass:geheim", der) == plain)
    }

    @Test(arguments: ["aes128", "aes192", "aes256", "des3"], [CurveName.secp256k1, .p256])
    func readsSEC1AsOpenSSLEncryptsIt(cipher: String, curve: CurveName) throws {
        let key = try PrivateKey.random(curve)
        let expected = try key.verifyingKey()
        let file = try OpenSSL.run("ec -\(cipher) -passout pass:geheim", written(key, .sec1PEM))
        let again = try read(file, passphrase: "geheim")
        #expect(again.format == .encryptedSEC1PEM)
        #expect(again.verifyingKey == expected)
        #expect(refusal(file, passphrase: "geheimer") == .passphraseWrong)
        #expect(refusal(file) == .passphraseMissing)
    }

    @Test func encryptsSEC1AsOpenSSLReadsIt() throws {
        for curve in [CurveName.secp256k1, .p256] {
            let key = try PrivateKey.random(curve)
            let plain = try written(key, .sec1PEM)
            let file = try written(key, .encryptedSEC1PEM, passphrase: "geheim")
            #expect(try OpenSSL.run("ec -passin pass:geheim", file) == plain)
        }
    }

    @Test func namesAnEncryptionThatIsNotSupported() throws {
        let key = try PrivateKey.random(.p256)
        let file = try OpenSSL.run(
            "pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:geheim", written(key, .pkcs8PEM))
        guard case .encryption(.encryptedPKCS8PEM, let facts) = refusal(file, passphrase: "geheim") else {
            Issue.record("PBES1 is not supported")
            return
        }
        #expect(facts.contains("PKCS#12 with SHA-1 and 3DES"))
    }

    @Test func refusesWhatOpenSSLWritesForOthers() throws {
        #expect(
            refusal(try OpenSSL.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384", []))
                == .notSupported(.otherCurve("P-384")))
        #expect(refusal(try OpenSSL.run("genpkey -algorithm X25519", [])) == .notSupported(.otherCurve("X25519")))
        #expect(refusal(try OpenSSL.run("genpkey -algorithm ed448", [])) == .notSupported(.otherCurve("Ed448")))
        #expect(
            refusal(
                try OpenSSL.run(
                    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", []))
                == .notSupported(.explicitParameters))
        let rsa = try OpenSSL.run("genrsa 1024", [])
        #expect(refusal(rsa) == .notSupported(.rsa))
        #expect(refusal(try OpenSSL.run("rsa -traditional", rsa)) == .notSupported(.rsa))
        #expect(refusal(try OpenSSL.run("rsa -traditional -outform DER", rsa)) == .notSupported(.rsa))
        let key = try PrivateKey.random(.p256)
        let publicKey = try OpenSSL.run("pkey -pubout", written(key, .pkcs8PEM))
        #expect(refusal(publicKey) == .onlyPublic(label: "PUBLIC KEY"))
        let publicDER = try OpenSSL.run("pkey -pubout -outform DER", written(key, .pkcs8PEM))
        #expect(refusal(publicDER) == .onlyPublic(label: "PUBLIC KEY"))
    }

    /// The end of SubjectPublicKeyInfo, as OpenSSL writes it.
    private func ours(_ key: VerifyingKey) throws -> [UInt8] {
        key.curve == .ed25519 ? key.encoded : try key.uncompressed()
    }
}

/// The command, where it is.
enum OpenSSL {
    static let isHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs `openssl` with words of a command, and a file on its standard input.
    static func run(_ command: String, _ input: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = command.split(separator: " ").map(String.init)
        let standardInput = Pipe(), output = Pipe(), errors = Pipe()
        process.standardInput = standardInput
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input))
        try standardInput.fileHandleForWriting.close()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        let talk = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failed(description: "openssl \(command): \(String(decoding: talk, as: UTF8.self))")
        }
        return Array(data)
    }

    /// The public key of a private one: 65 or 32 bytes.
    static func publicKey(of file: [UInt8]) throws -> [UInt8] {
        let form = file.first == 0x30 ? "DER" : "PEM"
        let info = try run("pkey -inform \(form) -pubout -outform DER", file)
        return Array(info.suffix(info.count == 44 ? 32 : 65))
    }
}
