package import Digests
package import Encodings
package import Secrets

/// What can go wrong when something is sealed or opened.
@nonexhaustive
package enum SealingError: Error, Equatable, CustomStringConvertible {
    /// The authentication tag is wrong: another key, or altered bytes. Which of both, nobody can tell.
    case notAuthentic
    /// Shorter than any sealed text.
    case tooShort(count: Int, least: Int)
    /// What the decryption gave has no padding. One of 256 wrong passphrases gets past this.
    case wrongPassphrase
    /// What is to be opened is encrypted under a passphrase, and none came.
    case passphraseMissing
    /// A passphrase of no letters, which the key derivation of OpenSSH does not take.
    case passphraseEmpty
    /// A public key of X25519 whose products are all zero.
    case pointOfSmallOrder
    /// A cipher in CBC mode gives whole blocks, one at least.
    case noWholeBlocks(count: Int, blockCount: Int)
    /// An encryption scheme, key derivation, hash or cipher that is not supported, by its object identifier.
    case unsupported(Part, ObjectIdentifier)
    /// A cipher that is not supported, by its name in the file.
    case unsupportedCipher(String)
    case wrongKeyLength(found: UInt64, needed: Int)
    case wrongVectorLength(found: Int, needed: Int)
    case parameters(EncodingsError)
    case keyDerivation(DigestsError)
    /// A private or public key of OpenSSH.
    case openSSH(OpenSSHFault)
    /// An age file, a recipient or an identity.
    case age(AgeFault)
    case memory(SecretsError)
    /// libcrypto had no memory left.
    case outOfMemory

    /// The parts that an encrypted key names by object identifiers.
    package enum Part: String, Sendable {
        case scheme = "encryption scheme"
        case keyDerivation = "key derivation"
        case hash
        case cipher
    }

    package var description: String {
        switch self {
        case .notAuthentic:
            "this was sealed with another key, or was altered since; bring the key it was sealed with, or a good copy"
        case .tooShort(let count, let least):
            "\(count) bytes are too short for anything sealed, which has at least \(least); the file was cut"
        case .wrongPassphrase:
            "the passphrase is wrong; try again"
        case .passphraseMissing:
            "this is encrypted under a passphrase and none was given; give it"
        case .passphraseEmpty:
            "the passphrase is empty, and nothing is encrypted under an empty one; give the passphrase"
        case .pointOfSmallOrder:
            "this public key is one of those that fit every private key, and is nobody's; bring another"
        case .noWholeBlocks(let count, let blockCount):
            "\(count) encrypted bytes are not whole blocks of \(blockCount); the file was cut"
        case .unsupported(let part, let identifier):
            "the \(part.rawValue) \(SealingError.name(of: identifier)) is not supported; "
                + "convert the key with 'openssl pkcs8 -topk8 -v2 aes-256-cbc'"
        case .unsupportedCipher(let name):
            "the cipher '\(printable(name))' is not supported; rewrite the key with 'openssl pkcs8 -topk8'"
        case .wrongKeyLength(let found, let needed):
            "the file asks for a key of \(found) bytes and its cipher has \(needed); the file is damaged"
        case .wrongVectorLength(let found, let needed):
            "the initialization vector has \(found) bytes and not \(needed); the file is damaged"
        case .parameters(let error): "\(error)"
        case .keyDerivation(let error): "\(error)"
        case .openSSH(let fault): "\(fault)"
        case .age(let fault): "\(fault)"
        case .memory(let error): "\(error)"
        case .outOfMemory:
            "the system has no memory left for the cipher; close other programs and try again"
        }
    }

    /// The identifiers that users meet, by the names they know.
    private static func name(of identifier: ObjectIdentifier) -> String {
        let names: [ObjectIdentifier: String] = [
            ObjectIdentifier("1.2.840.113549.1.5.3"): "PBES1 with MD5 and DES",
            ObjectIdentifier("1.2.840.113549.1.5.10"): "PBES1 with SHA-1 and DES",
            ObjectIdentifier("1.2.840.113549.1.12.1.3"): "PKCS#12 with SHA-1 and 3DES",
            ObjectIdentifier("1.2.840.113549.2.8"): "HMAC-SHA224",
            ObjectIdentifier("1.2.840.113549.2.10"): "HMAC-SHA384",
            ObjectIdentifier("1.2.840.113549.3.2"): "RC2-CBC",
            ObjectIdentifier("1.2.840.113549.3.7"): "3DES-CBC",
            ObjectIdentifier("1.3.14.3.2.7"): "DES-CBC",
            ObjectIdentifier("2.16.840.1.101.3.4.1.46"): "AES-256-GCM",
        ]
        return names[identifier].map { "\($0) (\(identifier))" } ?? "\(identifier)"
    }
}

/// Allocates, and says it in this module's words.
func locked(_ count: Int) throws(SealingError) -> LockedBytes {
    do { return try LockedBytes(count: count) } catch { throw .memory(error) }
}
