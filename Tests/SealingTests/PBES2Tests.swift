import Digests
import Encodings
import Sealing
import Secrets
import TestSupport
import Testing

/// Encrypted keys as `openssl pkcs8 -topk8 -passout pass:holdfast -outform DER` of OpenSSL 3.0 writes them.
@Suite struct PBES2Tests {
    static let passphrase = Array("holdfast".utf8)

    /// The key in all of them: PKCS#8 of Ed25519.
    static let plaintext =
        "302e020100300506032b65700422042086e8e921374fce31328f084e7b553ad0dc0ed0c84367c2766f38c19aac248648"

    static let accepted: [(options: String, file: String)] = [
        (
            "-v2 aes-128-cbc -v2prf hmacWithSHA256",
            "30819b305706092a864886f70d01050d304a302906092a864886f70d01050c301c0408f8e178252982944e02020800300c06082a86"
                + "4886f70d02090500301d0609608648016503040102041038da304d41de7f325c027963ae0cabb70440a4c26befb5878fee122e"
                + "ed9f289836d158e6c1a4dbb158db1293185015200f4ead003795d318373ac6c5b4052f5fde19c9996950e070656bbfa43da0cc"
                + "dd8e40"
        ),
        (
            "-v2 aes-192-cbc -v2prf hmacWithSHA1",
            "30818d304906092a864886f70d01050d303c301b06092a864886f70d01050c300e0408e963aca71e83304b02020800301d06096086"
                + "48016503040116041062f3cfa2046bb7142348d46b5f2a10580440436297ed6540a73dee8ee493ed520ff907e126016c4695bd"
                + "119c6afb129296df29c5d9a628fcac65e03787860a1607e68d91a6cb249e1ac9ba5e47284004533b"
        ),
        (
            "-v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 3000",
            "30819b305706092a864886f70d01050d304a302906092a864886f70d01050c301c04088fcfe3210b48ee5e02020bb8300c06082a86"
                + "4886f70d020b0500301d060960864801650304012a041070ab99f224437ad47c626d9ce081bff60440eec2033bf92271a1e44e"
                + "10e9019780742354522fb097d4816fe667e969d11e295ae195b74e2714597c29d0e4a535564ebe60a9422067a91dd155642495"
                + "8ab442"
        ),
        (
            "-v2 aes-256-cbc -scrypt -scrypt_N 1024 -scrypt_r 8 -scrypt_p 2",
            "308193304f06092a864886f70d01050d3042302106092b06010401da47040b3014040889d203b53ce55f2602020400020108020102"
                + "301d060960864801650304012a04105c0f1202a8e87c3c3272254cdd6eb91a04402777e6631fbea425b8d5d3af8593e9f4bbaa"
                + "db0a07a25693a876d4edf0d6df9fae42099de2dcbff86157f721a6367a231a419932cdd15b98426dbc9965019309"
        ),
    ]

    static let refused: [(options: String, part: SealingError.Part, identifier: ObjectIdentifier, file: String)] = [
        (
            "-v2 des3 -v2prf hmacWithSHA256", .cipher, ObjectIdentifier("1.2.840.113549.3.7"),
            "30818a304e06092a864886f70d01050d3041302906092a864886f70d01050c301c0408f6695223d69ac12e02020800300c06082a86"
                + "4886f70d02090500301406082a864886f70d03070408d27bd9ad7f9d43a104389bacc4d703c29dfd2f176e0f597614e20eb01e"
                + "870e20a4f0fe246ac4623dae8c96527047366e53b12b6ee072dbef27bf5e89d00e5e0d1af6"
        ),
        (
            "-v1 PBE-MD5-DES", .scheme, ObjectIdentifier("1.2.840.113549.1.5.3"),
            "3057301b06092a864886f70d010503300e04087a4378c9a9f27e25020208000438fd4dcb0f02ab076bf119664b7ea15df55ddedc47"
                + "2b1ac4c84cbcd3732f26871c7752e71a4da0d6a641c380e60882e78b7c7aa45c7d874e27"
        ),
        (
            "-v2 aes-256-cbc -v2prf hmacWithSHA384", .hash, ObjectIdentifier("1.2.840.113549.2.10"),
            "30819b305706092a864886f70d01050d304a302906092a864886f70d01050c301c0408308325c0a2e9f61302020800300c06082a86"
                + "4886f70d020a0500301d060960864801650304012a04102d4fa06142d74e3479f97b309f2467e20440de67308adee8fd4421eb"
                + "d56877d0eb9142aecdd49e68e6bb29b16980033f99c7ecc19b9effafc3f4e0c4dd57d6cbddaa7b9cfc5fa653e1dbcc5c6a306a"
                + "743623"
        ),
    ]

    /// EncryptedPrivateKeyInfo (RFC 5958, section 3): the two parts of a file.
    private func parts(_ file: [UInt8]) throws -> (identifier: [UInt8], ciphertext: [UInt8]) {
        try file.withUnsafeBytes { bytes in
            var outer = DERReader(bytes)
            var inner = try outer.enter(.sequence)
            let identifier = try inner.next(.sequence).whole
            return (Array(bytes[identifier]), Array(bytes[try inner.octetString()]))
        }
    }

    private func decrypt(
        _ scheme: PBES2, _ ciphertext: [UInt8], _ passphrase: [UInt8] = passphrase, limits: PBES2.Limits = .usual
    ) throws -> [UInt8] {
        let passphrase = try locked(passphrase)
        return try ciphertext.withUnsafeBytes {
            revealed(try scheme.decrypt($0, passphrase: passphrase, limits: limits))
        }
    }

    private func parsed(_ identifier: [UInt8]) throws -> PBES2 {
        try identifier.withUnsafeBytes { try PBES2(algorithmIdentifier: $0) }
    }

    @Test(arguments: accepted.indices) func keysOfOpenSSLAreDecryptedAndTheirParametersWrittenAgain(index: Int) throws {
        let (identifier, ciphertext) = try parts(Hex.decode(Self.accepted[index].file))
        let scheme = try parsed(identifier)
        #expect(Hex.encode(try decrypt(scheme, ciphertext)) == Self.plaintext)
        #expect(scheme.algorithmIdentifier == identifier)
    }

    @Test(arguments: refused.indices) func whatIsNotSupportedIsNamed(index: Int) throws {
        let entry = Self.refused[index]
        let identifier = try parts(Hex.decode(entry.file)).identifier
        let error = SealingError.unsupported(entry.part, entry.identifier)
        #expect(throws: error) { try parsed(identifier) }
        #expect(error.description.contains("\(entry.identifier)"))
    }

    @Test(arguments: accepted.indices) func aWrongPassphraseGivesItsReasonOrOtherBytes(index: Int) throws {
        let (identifier, ciphertext) = try parts(Hex.decode(Self.accepted[index].file))
        let scheme = try parsed(identifier)
        for wrong in ["", "Holdfast", "holdfast ", "x"] {
            // One wrong passphrase of 256 gives padding by chance; the files above are fixed and none of these does.
            #expect(throws: SealingError.wrongPassphrase) { try decrypt(scheme, ciphertext, Array(wrong.utf8)) }
        }
    }

    @Test func refusesCiphertextsThatAreNoWholeBlocks() throws {
        let scheme = PBES2.fresh(iterations: 1)
        #expect(throws: SealingError.noWholeBlocks(count: 0, blockCount: 16)) { try decrypt(scheme, []) }
        #expect(throws: SealingError.noWholeBlocks(count: 17, blockCount: 16)) {
            try decrypt(scheme, [UInt8](repeating: 0, count: 17))
        }
    }

    @Test func limitsAreComparedBeforeAnyWork() throws {
        let block = [UInt8](repeating: 0, count: 16)
        let many = PBES2(
            keyDerivation: .pbkdf2(.hmacSHA256, salt: [1], iterations: 1 << 60), cipher: .aes256CBC,
            initializationVector: block)
        #expect(
            throws: SealingError.keyDerivation(.tooManyIterations(found: 1 << 60, most: PBKDF2.usualMostIterations))
        ) { try decrypt(many, block) }
        let large = PBES2(
            keyDerivation: .scrypt(salt: [1], n: 1 << 24, r: 8, p: 1), cipher: .aes256CBC, initializationVector: block)
        #expect(throws: SealingError.keyDerivation(.tooMuchMemory(neededBytes: 1 << 34, mostBytes: 1 << 30))) {
            try decrypt(large, block)
        }
        let limits = PBES2.Limits(mostIterations: 10)
        #expect(throws: SealingError.keyDerivation(.tooManyIterations(found: 11, most: 10))) {
            try decrypt(.fresh(iterations: 11), block, limits: limits)
        }
    }

    @Test func refusesAlteredParametersByName() throws {
        let identifier = try parts(Hex.decode(Self.accepted[2].file)).identifier
        let text = Hex.encode(identifier)
        // A vector of 15 bytes, its lengths above it lessened.
        let shortVector = text.replacing("3057", with: "3056").replacing("304a3029", with: "30493029")
            .replacing("301d06096086480165030401", with: "301c06096086480165030401").replacing(
                "2a041070", with: "2a040f")
        #expect(throws: SealingError.wrongVectorLength(found: 15, needed: 16)) { try parsed(Hex.decode(shortVector)) }
        #expect(throws: SealingError.parameters(.der(.trailingBytes(1), offset: identifier.count))) {
            try parsed(identifier + [0])
        }
        let parameters = DER.sequence(
            DER.octetString([1, 2, 3]), DER.integer(1000), DER.integer(16),
            DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.2.840.113549.2.9"))))
        func withCipher(_ cipher: ObjectIdentifier) -> [UInt8] {
            DER.sequence(
                DER.objectIdentifier(ObjectIdentifier("1.2.840.113549.1.5.13")),
                DER.sequence(
                    DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.2.840.113549.1.5.12")), parameters),
                    DER.sequence(DER.objectIdentifier(cipher), DER.octetString([UInt8](repeating: 0, count: 16)))))
        }
        #expect(throws: SealingError.wrongKeyLength(found: 16, needed: 32)) {
            try parsed(withCipher(ObjectIdentifier("2.16.840.1.101.3.4.1.42")))
        }
        // The same length for AES-128 is right, and a hash without its NULL is accepted.
        let scheme = try parsed(withCipher(ObjectIdentifier("2.16.840.1.101.3.4.1.2")))
        #expect(scheme.cipher == .aes128CBC)
        #expect(scheme.keyDerivation == .pbkdf2(.hmacSHA256, salt: [1, 2, 3], iterations: 1000))
    }

    @Test(arguments: Seed.fresh(8)) func whatIsEncryptedIsDecrypted(seed: Seed) throws {
        var generator = seed.generator
        let derivations: [PBES2.KeyDerivation] =
            PBKDF2.Function.allCases.map { .pbkdf2($0, salt: generator.bytes(8), iterations: 3) }
            + [.scrypt(salt: generator.bytes(16), n: 16, r: 1, p: 1)]
        for cipher in PBES2.Cipher.allCases {
            for derivation in derivations {
                let scheme = PBES2(
                    keyDerivation: derivation, cipher: cipher, initializationVector: generator.bytes(16))
                let text = generator.bytes(generator.int(0...100))
                let passphrase = generator.bytes(generator.int(0...70))
                let secret = try locked(passphrase)
                let ciphertext = try text.withUnsafeBytes { try scheme.encrypt($0, passphrase: secret) }
                #expect(ciphertext.count == (text.count / 16 + 1) * 16)
                #expect(try decrypt(scheme, ciphertext, passphrase) == text)
                #expect(try parsed(scheme.algorithmIdentifier) == scheme)
            }
        }
    }

    @Test func freshParametersAreNeverTheSame() {
        let (one, other) = (PBES2.fresh(), PBES2.fresh())
        #expect(one != other && one.initializationVector != other.initializationVector)
        guard case .pbkdf2(.hmacSHA256, let salt, 600_000) = one.keyDerivation else {
            Issue.record("not the usual parameters")
            return
        }
        #expect(salt.count == 16 && one.cipher == .aes256CBC)
    }

    @Test(arguments: Seed.fresh(8)) func noBytesMakeTheParserTrap(seed: Seed) throws {
        var generator = seed.generator
        let samples = try Self.accepted.map { try parts(Hex.decode($0.file)).identifier }
        for _ in 0..<500 {
            let bytes = generator.mutated(samples[generator.int(0...samples.count - 1)])
            bytes.withUnsafeBytes { _ = try? PBES2(algorithmIdentifier: $0).algorithmIdentifier }
        }
    }
}
