import Encodings
import Sealing
import Secrets

/// Identities from their first letter on, and what is sealed to them and opened with them.
///
/// The passphrases of scrypt and of bcrypt are not marked: which memory these two read depends on them, by their design
/// (`Scrypt`, `BcryptPBKDF`). The keys that come out are marked inside, and everything behind them is watched.
var sealingCases: [Case] {
    [
        ("sealing-age-identity", { try openOwn(try identities(try secretIdentity())) }),
        ("sealing-random-identity", { try openOwn([try AgeIdentity.random()]) }),
        ("sealing-openssh-identity", { try openOwn(try identities(try secretBlock(plainKey))) }),
        ("sealing-encrypted-openssh-identity", { try openOwn(try identities(try unmarked(encryptedKey), passphrase)) }),
        ("sealing-encrypted-identity-file", encryptedIdentityFile),
        ("sealing-openssh-p256", openSSHOnP256),
        ("sealing-wrong-letter", wrongLetter),
        ("sealing-with-a-passphrase", sealWithPassphrase),
    ]
}

private let passphrase = "correct horse"

private let identityText = Bech32.encode(
    prefix: "age-secret-key-", values: Bech32.values(of: [UInt8](1...32)), .bech32
).uppercased()

/// A line of an identity file, all secret but what it begins with.
func secretIdentity() throws -> LockedBytes {
    try keyFile(identityText, secret: 16..<identityText.utf8.count)
}

private func unmarked(_ text: String) throws -> LockedBytes { try keyFile(text, secret: 0..<0) }

/// A PEM block whose content is secret.
private func secretBlock(_ text: String) throws -> LockedBytes {
    let bytes = Array(text.utf8)
    guard let start = bytes.firstRange(of: Array("KEY-----\n".utf8)),
        let end = bytes.firstRange(of: Array("\n-----END".utf8))
    else { throw SealingError.openSSH(.noBlock) }
    return try keyFile(text, secret: start.upperBound..<end.lowerBound)
}

private func identities(_ file: borrowing LockedBytes, _ passphrase: String? = nil) throws -> [AgeIdentity] {
    keep(try AgeIdentityFile.wantsPassphrase(file))
    guard let passphrase else { return try AgeIdentityFile.read(file, passphrase: nil) }
    let secret: LockedBytes? = try unmarked(passphrase)
    return try AgeIdentityFile.read(file, passphrase: secret)
}

private func secretText() throws -> LockedBytes {
    let text = String(repeating: "hfs1 a share line ", count: 5)
    return try keyFile(text, secret: 0..<text.utf8.count)
}

/// Seals to the identities and to somebody else, and opens again with each.
private func openOwn(_ identities: [AgeIdentity]) throws {
    let other = try AgeIdentity.random()
    let file = try AgeFile.seal(
        try secretText(), to: [other.recipient] + identities.map(\.recipient), armored: true)
    for identity in identities { keep(try AgeFile(parsing: file).open(with: [identity]).count) }
}

private func encryptedIdentityFile() throws {
    let secret: LockedBytes? = try unmarked(passphrase)
    let text = try secretIdentity()
    let file: [UInt8]
    switch secret {
    case .none: return
    case .some(let passphrase): file = try AgeFile.seal(text, passphrase: passphrase, workFactor: 2, armored: false)
    }
    var locked = try LockedBytes(count: file.count)
    locked.withUnsafeMutableBytes { $0.copyBytes(from: file) }
    try openOwn(try AgeIdentityFile.read(locked, passphrase: secret))
}

private func openSSHOnP256() throws {
    let text = try secretBlock(keyOnP256)
    let key = try text.withUnsafeBytes { try OpenSSHKeyFile(parsing: $0).unlock(passphrase: nil) }
    keep(key.comment)
    keep(key.secret.count)
}

/// Which letter is wrong is said; nothing else of the others.
private func wrongLetter() throws {
    let text = String(identityText.dropLast(5)) + "b" + identityText.suffix(4)
    do {
        _ = try identities(try keyFile(text, secret: 16..<text.utf8.count))
    } catch let error as SealingError {
        keep(error.description)
    }
}

private func sealWithPassphrase() throws {
    let secret = try unmarked(passphrase)
    let file = try AgeFile.seal(try secretText(), passphrase: secret, workFactor: 2, armored: true)
    keep(try AgeFile(parsing: file).open(passphrase: secret).count)
}

/// As ssh-keygen wrote them: public, of no value.
private let plainKey = """
    -----BEGIN OPENSSH PRIVATE KEY-----
    b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
    QyNTUxOQAAACCdI/RJ5efaYi57HA3HpM6oVDo9gHVSnciAFOJnbrmWdgAAAJBJ4vtqSeL7
    agAAAAtzc2gtZWQyNTUxOQAAACCdI/RJ5efaYi57HA3HpM6oVDo9gHVSnciAFOJnbrmWdg
    AAAEAJjX68CHECnDfV/j1Ah5gko7ucsVuLUZbyPSPQPYGlHJ0j9Enl59piLnscDcekzqhU
    Oj2AdVKdyIAU4mduuZZ2AAAADWFsaWNlQGV4YW1wbGU=
    -----END OPENSSH PRIVATE KEY-----

    """

private let encryptedKey = """
    -----BEGIN OPENSSH PRIVATE KEY-----
    b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABAM7S1F6z
    gf8zUKKs18yhKyAAAAAgAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIJ0j9Enl59piLnsc
    DcekzqhUOj2AdVKdyIAU4mduuZZ2AAAAkH6OKqO+Pz38BIIfO1yfi9WroDtxSmi5lh6/7J
    oHp6hNufpXrDm2cF5krkhN/8BWzo0oLh3H9Qzi+mHetv8s4nnjZJ6sZISovfRlDqsVcO40
    IzBjTKK7dgjc1PjoWyHgEqzJRn/Qd40PDfr95+UZr2UQLtavvvmtqvgYEiuGb20NxMWOtx
    VgKimHKnKiMFUPNA==
    -----END OPENSSH PRIVATE KEY-----

    """

private let keyOnP256 = """
    -----BEGIN OPENSSH PRIVATE KEY-----
    b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS
    1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2AAAAQQTglTtbZGvSfL/IHq5LJlVOxFQIovTx
    fVshy7k+5hfjmiHizHSavLIl+wIzkpGzfh7oNkTXk5kgnAuM8yK6vvMbAAAAqCukqdYrpK
    nWAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBOCVO1tka9J8v8ge
    rksmVU7EVAii9PF9WyHLuT7mF+OaIeLMdJq8siX7AjOSkbN+Hug2RNeTmSCcC4zzIrq+8x
    sAAAAgbihI0RHL7TeBuxFu5gLlHFBq+fb2HdQKoQ9E9r9xBigAAAAMYnJhbUBleGFtcGxl
    AQIDBA==
    -----END OPENSSH PRIVATE KEY-----

    """
