import Encodings
import Groups
import KeyFiles
import Secrets
import Signatures

/// Key files as they come from a disk. What is secret in them is marked before anything looks at them: all of a bare key, of
/// the other forms the text that the key is encoded in.
var keyFileCases: [Case] {
    [
        ("key-file-raw", { try bareKey(rawKey, .raw) }),
        ("key-file-raw-begins-like-text", { try bareKey(Array(" \n\"0x12".utf8) + rawKey[7...], .raw) }),
        ("key-file-raw-begins-like-der", { try bareKey([0x30, 0x1e, 0x02, 0x01] + rawKey[4...], .raw) }),
        ("key-file-hex", { try bareKey(Array(hexKey.utf8), .hex) }),
        ("key-file-hex-quoted", { try bareKey(Array("\u{feff} \"0x\(hexKey)\"\r\n".utf8), .hex) }),
        ("key-file-hex-too-short", { try refused(String(hexKey.dropFirst())) }),
        ("key-file-hex-wrong-letter", { try refused(hexKey.dropLast() + "g") }),
        ("key-file-mnemonic", { try refused(Array(repeating: "abandon", count: 12).joined(separator: " ")) }),
        ("wallet-mnemonic", { try wallet(zeroWords) }),
        ("wallet-mnemonic-capitals-and-starts", { try wallet(String(repeating: "ABAN\n", count: 11) + "abou") }),
        ("wallet-mnemonic-japanese", { try wallet(japaneseWords) }),
        ("wallet-mnemonic-checksum", { try wallet(zeroWords.dropLast(5) + "above", isRefused: true) }),
        ("wallet-mnemonic-misspelt", { try misspelt(zeroWords.dropLast(5) + "abuot") }),
        ("wallet-xprv", { try wallet(rootKey) }),
        ("wallet-xprv-account", { try wallet(accountKey) }),
        ("wallet-xprv-mistyped", { try wallet(rootKey.dropLast() + "v", isRefused: true) }),
        ("key-file-pem", { try framedKey(.pkcs8PEM, from: "KEY-----\n", to: "\n-----END") }),
        ("key-file-pem-sec1", { try framedKey(.sec1PEM, from: "KEY-----\n", to: "\n-----END") }),
        ("key-file-der", derKey),
        (
            "key-file-cometbft",
            { try framedKey(.cometBFTValidator, from: "PrivKeyEd25519\",\n    \"value\": \"", to: #"""#) }
        ),
        ("key-file-cometbft-node", { try framedKey(.cometBFTNode, from: #""value":""#, to: #"""#) }),
        ("key-file-solana", { try framedKey(.solana, from: "[", to: "]") }),
        ("key-file-solana-base58", { try wordKey(.solanaBase58) }),
        ("key-file-stellar", { try wordKey(.stellar) }),
        ("key-file-stellar-mistyped", { try refused("SCOWDMM5576VUYF2QRFPJEXMFTCEISOFNF5TE2IZOA52YAY4VZ7WBQNQ") }),
        ("key-file-wif", { try wordKey(.wif) }),
        ("key-file-wif-uncompressed", { try wordKey(.wifUncompressed) }),
        ("key-file-wif-testnet", { try wordKey(.wifTestnet) }),
        ("key-file-wif-testnet-uncompressed", { try wordKey(.wifTestnetUncompressed) }),
        ("key-file-wif-mistyped", { try refused("KyskgcRvyZAZksBmd9xWsRb4MQsy1sdkywNU3vUTQSMpk2P8Bzsz") }),
        ("key-file-horcrux", horcruxShards),
        ("key-file-ethereum-keystore", { try encryptedKey(Array(keystore.utf8), .ethereumKeystore, .secp256k1) }),
        ("key-file-substrate", substrate),
        ("key-file-sec1-encrypted", encryptedSEC1),
        ("key-file-openssh", openSSH),
    ]
}

let hexKey = "4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"

private let rawKey: [UInt8] = (1...32).map { $0 &* 0x4f ^ 0xa5 }

/// A file of public test bytes, a part of which is secret from here on.
func keyFile(_ text: String, secret: Range<Int>) throws -> LockedBytes { try keyFile(Array(text.utf8), secret: secret) }

private func keyFile(_ bytes: [UInt8], secret: Range<Int>) throws -> LockedBytes {
    var file = try LockedBytes(count: bytes.count)
    file.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    file.withUnsafeBytes { MemoryChecker.markSecret(UnsafeRawBufferPointer(rebasing: $0[secret])) }
    return file
}

private struct WrongAnswer: Error {
    let facts: String
}

/// Everything that looks at a key file, in the order of the command.
private func readKeyFile(
    _ file: borrowing LockedBytes, _ format: KeyFormat, _ curve: CurveName,
    passphrase: String? = nil
) throws {
    let looksSecret = file.withUnsafeBytes { KeyFile.looksSecret($0) }
    guard looksSecret == (format != .raw) else { throw WrongAnswer(facts: "\(format) looks secret: \(looksSecret)") }
    let recognised = file.withUnsafeBytes { KeyFile.recognise($0) }
    guard recognised == format else { throw WrongAnswer(facts: "\(format) is taken for \(recognised as Any)") }
    let secret: LockedBytes? =
        if let passphrase { try keyFile(passphrase, secret: 0..<passphrase.utf8.count) } else { nil }
    let read = try KeyFile.read(file, group: curve, passphrase: secret)
    guard read.format == format else { throw WrongAnswer(facts: "\(format) is read as \(read.format)") }
    keep(read.verifyingKey)
    keep(read.notes)
}

private func bareKey(_ bytes: [UInt8], _ format: KeyFormat) throws {
    for curve in CurveName.allCases {
        try readKeyFile(try keyFile(bytes, secret: bytes.indices), format, curve)
    }
}

/// A file that was meant as a key, and says why it is none.
private func refused(_ text: String) throws {
    let file = try keyFile(text, secret: 0..<text.utf8.count)
    keep(file.withUnsafeBytes { KeyFile.looksSecret($0) })
    keep(file.withUnsafeBytes { KeyFile.recognise($0) })
    do {
        _ = try KeyFile.read(file, group: .secp256k1, passphrase: nil)
    } catch {
        keep(error.description)
        return
    }
    throw WrongAnswer(facts: "a key that is none was read")
}

/// A file of a wallet, secret from its first letter on: what it is, and its first keys.
private func wallet(_ text: String, isRefused: Bool = false) throws {
    let file = try keyFile(text, secret: 0..<text.utf8.count)
    keep(file.withUnsafeBytes { KeyFile.looksSecret($0) })
    do throws(KeyFilesError) {
        guard let found = try WalletFile.read(file) else { throw .notRecognised(byteCount: text.utf8.count) }
        guard !isRefused else { throw .onlyPublic(label: "a wallet that is to be refused") }
        for key in found.firstKeys { keep(key) }
        keep(found.title)
    } catch {
        keep(error.description)
        guard isRefused, !(error == .onlyPublic(label: "a wallet that is to be refused")) else {
            throw WrongAnswer(facts: error.description)
        }
    }
}

/// The words nearest to one that the list does not have.
private func misspelt(_ text: String) throws {
    try wallet(text, isRefused: true)
    guard let words = try NearestWords.of(try keyFile(text, secret: 0..<text.utf8.count)) else {
        throw WrongAnswer(facts: "no word is said to be misspelt")
    }
    words.withLines { place, line in print(place, String(decoding: line, as: UTF8.self)) }
}

/// A key's bytes as the program itself writes them.
private func written(_ format: KeyFormat, _ curve: CurveName) throws -> [UInt8] {
    var bytes = try LockedBytes(count: 32)
    bytes.withUnsafeMutableBytes { $0.copyBytes(from: rawKey) }
    let key = try bytes.withUnsafeBytes { try PrivateKey.decoding($0, as: curve) }
    let file = try KeyFile.write(key, as: format)
    file.withUnsafeBytes { MemoryChecker.markPublic($0) }
    return file.withUnsafeBytes { Array($0) }
}

/// The key between two public texts, the first of which may be broken into lines.
private func framedKey(_ format: KeyFormat, from start: String, to end: String) throws {
    for curve in format.curves {
        let bytes = try written(format, curve)
        let text = String(decoding: bytes, as: UTF8.self)
        guard let first = text.firstRange(of: start), let last = text[first.upperBound...].firstRange(of: end) else {
            throw WrongAnswer(facts: "no \(start) in \(format)")
        }
        let secret = text.utf8.distance(from: text.startIndex, to: first.upperBound)
        let count = text.utf8.distance(from: first.upperBound, to: last.lowerBound)
        try readKeyFile(try keyFile(bytes, secret: secret..<secret + count), format, curve)
    }
}

/// The 32 octets of the key inside of DER.
private func derKey() throws {
    for (format, curve) in [(KeyFormat.pkcs8DER, CurveName.ed25519), (.pkcs8DER, .p256), (.sec1DER, .secp256k1)] {
        let bytes = try written(format, curve)
        guard let place = bytes.firstRange(of: rawKey) else { throw WrongAnswer(facts: "no key in \(format)") }
        try readKeyFile(try keyFile(bytes, secret: place), format, curve)
    }
}

/// One word, secret from its first letter on.
private func wordKey(_ format: KeyFormat) throws {
    let bytes = try written(format, format.curves[0])
    try readKeyFile(try keyFile(bytes, secret: bytes.indices), format, format.curves[0])
}

/// The shares of two shards, and nothing else of them.
private func horcruxShards() throws {
    let bytes = Array((shards[0] + shards[1]).utf8)
    var file = try keyFile(bytes, secret: 0..<0)
    for end in bytes.ranges(of: Array("\",\"id\"".utf8)).map(\.lowerBound) {
        // 32 bytes are 44 letters.
        file.withUnsafeMutableBytes { MemoryChecker.markSecret(UnsafeRawBufferPointer(rebasing: $0[end - 44..<end])) }
    }
    try readKeyFile(file, .horcrux, .ed25519)
}

/// A file in which nothing is secret, under a passphrase that is.
private func encryptedKey(_ bytes: [UInt8], _ format: KeyFormat, _ curve: CurveName) throws {
    try readKeyFile(try keyFile(bytes, secret: 0..<0), format, curve, passphrase: "geheim")
}

/// The private part of an OpenSSH key: from the check integers on, behind the 40 letters that all of them begin with and the
/// public key.
private func openSSH() throws {
    for curve in KeyFormat.openSSH.curves {
        let bytes = try written(.openSSH, curve)
        let lines = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
        // The public key ends in the second line of an Ed25519 key, in the third of a P-256 key.
        let first = lines[curve == .ed25519 ? 2 : 3] + 1
        try readKeyFile(try keyFile(bytes, secret: first..<lines[lines.count - 2]), .openSSH, curve)
    }
}

/// The passphrase is not marked, since scrypt's memory depends on it; the key that comes out is.
private func substrate() throws {
    let passphrase = try keyFile("geheim", secret: 0..<0)
    var bytes = try LockedBytes(count: 32)
    bytes.withUnsafeMutableBytes { $0.copyBytes(from: rawKey) }
    let key = try bytes.withUnsafeBytes { try PrivateKey.decoding($0, as: .ed25519) }
    let file = try KeyFile.write(key, as: .substrate, passphrase: passphrase)
    let secret: LockedBytes? = passphrase
    let read = try KeyFile.read(file, group: .ed25519, passphrase: secret)
    keep(read.verifyingKey)
}

private func encryptedSEC1() throws {
    let passphrase = try keyFile("geheim", secret: 0..<6)
    for curve in [CurveName.secp256k1, .p256] {
        var bytes = try LockedBytes(count: 32)
        bytes.withUnsafeMutableBytes { $0.copyBytes(from: rawKey) }
        let key = try bytes.withUnsafeBytes { try PrivateKey.decoding($0, as: curve) }
        let file = try KeyFile.write(key, as: .encryptedSEC1PEM, passphrase: passphrase)
        try encryptedKey(file.withUnsafeBytes { Array($0) }, .encryptedSEC1PEM, curve)
    }
}

/// With two rounds of PBKDF2, since scrypt's memory depends on the passphrase: that is the function.
private let keystore = """
    {"version":3,"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"00112233445566778899aabbccddeeff"},\
    "ciphertext":"c0421e4f0a8c27d6cbde377253b3bd3f0e7de9f42bed6cfd5c0899d82a11cd7c","kdf":"pbkdf2",\
    "kdfparams":{"dklen":32,"c":2,"prf":"hmac-sha256","salt":"aabb"},\
    "mac":"3c2a5c258b75e807905313692b8c5eea871b96c05e889c2fc29d93e6a905c8e1"}}
    """

/// Two of any number, of a threshold of two.
private let shards = [
    #"{"pubKey":"CiDyfLgUAuaGDJJv+B85PRQ0DkGnC8CwGVz2SpCzSMsvxA==","privateShard":"l1g/iaAzlNuYbjG6u4VDzDBEavmcUHu8hPRlNIWLSQg=","id":1}"#,
    #"{"pubKey":"CiDyfLgUAuaGDJJv+B85PRQ0DkGnC8CwGVz2SpCzSMsvxA==","privateShard":"kzSN/piNNbVs19TBbaQ/MLsB5fkkJagGUGhU41ooSgU=","id":2}"#,
]

private let zeroWords = String(repeating: "abandon ", count: 11) + "about"

/// The first word of the list eleven times and the one with which the checksum is right, between wide blanks.
private let japaneseWords = String(repeating: "あいこくしん　", count: 11) + "あおぞら"

/// BIP-86, "Test vectors": the root key, and the key of its first account.
private let rootKey =
    "xprv9s21ZrQH143K3GJpoapnV8SFfukcVBSfeCficPSGfubmSFDxo1kuHnLisriDvSnRRuL2Qrg5ggqHKNVpxR86QEC8w35uxmGoggxtQTPvfUu"
private let accountKey =
    "xprv9xgqHN7yz9MwCkxsBPN5qetuNdQSUttZNKw1dcYTV4mkaAFiBVGQziHs3NRSWMkCzvgjEe3n9xV8oYywvM8at9yRqyaZVz6TYYhX98VjsUk"
