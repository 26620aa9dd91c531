import Encodings
import Sealing
import Secrets

/// A file of one identity, as age-keygen writes it, of *public* test bytes.
func identityText(_ scalar: [UInt8]) -> String {
    // The prefix has letters that are no values: it is written in lower case, and all of it turned.
    Bech32.encode(prefix: "age-secret-key-", values: Bech32.values(of: scalar), .bech32).uppercased()
}

func identities(_ text: String, passphrase: String? = nil) throws(SealingError) -> [AgeIdentity] {
    let bytes: LockedBytes = try kept(Array(text.utf8))
    let secret: LockedBytes? = try kept(passphrase.map { Array($0.utf8) })
    return try AgeIdentityFile.read(bytes, passphrase: secret)
}

func sealed(_ text: [UInt8], to recipients: [AgeRecipient], armored: Bool = false) throws -> [UInt8] {
    try AgeFile.seal(try locked(text), to: recipients, armored: armored)
}

func opened(_ file: [UInt8], _ identities: [AgeIdentity], limits: AgeFile.Limits = .usual) throws(SealingError)
    -> [UInt8]
{
    revealed(try AgeFile(parsing: file).open(with: identities, limits: limits))
}

func opened(_ file: [UInt8], passphrase: String, limits: AgeFile.Limits = .usual) throws(SealingError) -> [UInt8] {
    let secret: LockedBytes = try kept(Array(passphrase.utf8))
    return revealed(try AgeFile(parsing: file).open(passphrase: secret, limits: limits))
}
