package import Encodings

/// What can be wrong with a key of OpenSSH. Never a byte of a private key.
package enum OpenSSHFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// No block `OPENSSH PRIVATE KEY`.
    case noBlock
    case tooLong(found: Int, most: Int)
    /// The frame of the text, or its base64.
    case text(EncodingsError)
    /// It does not begin with `openssh-key-v1`.
    case notOpenSSH
    /// It ends inside of a field that begins here.
    case truncated(offset: Int)
    /// More bytes than the fields.
    case trailing(offset: Int)
    case severalKeys(count: Int)
    /// A kind of key, by OpenSSH's name, that is not read.
    case unsupportedKind(String)
    case unsupportedCipher(String)
    case unsupportedKeyDerivation(String)
    /// A cipher without a key derivation, or the other way round.
    case cipherWithoutPassphrase
    /// bcrypt wants 1 round or more.
    case noRounds
    case tooManyRounds(found: UInt32, most: UInt32)
    /// The two check integers of a key that is not encrypted are different.
    case checkIntegers
    /// A field with a content that it cannot have.
    case field(String)
    /// The bytes at the end do not count 1, 2, 3 …
    case padding
    /// The places that hold the public key differ, or are not of this private key.
    case publicHalfNotItsOwn
    /// A line of a public key that is not `KIND BASE64 [COMMENT]`.
    case publicLine
    /// The name in front and the name inside of a public key differ.
    case kindsDisagree(line: String, inside: String)

    package var description: String {
        switch self {
        case .noBlock:
            "there is no 'OPENSSH PRIVATE KEY' in it; check which file this is"
        case .tooLong(let found, let most):
            "the file has \(found) bytes and no OpenSSH key has more than \(most); check which file this is"
        case .text(let error):
            "\(error)"
        case .notOpenSSH:
            "the content does not begin with 'openssh-key-v1'; bring the file as ssh-keygen wrote it"
        case .truncated(let offset):
            "OpenSSH key, byte \(offset): a field is longer than what is left; the file was cut or altered"
        case .trailing(let offset):
            "OpenSSH key, byte \(offset): more bytes than the key has fields; the file was altered"
        case .severalKeys(let count):
            "the file holds \(count) OpenSSH keys; bring each in a file of its own"
        case .unsupportedKind(let kind):
            "this is \(OpenSSHFault.words(for: kind)), and only Ed25519 and ECDSA on P-256 are read; "
                + "make another with 'ssh-keygen -t ed25519'"
        case .unsupportedCipher(let name):
            "the key is encrypted with \(printable(name, most: 64)), which is not supported; "
                + "change it with 'ssh-keygen -p -Z aes256-ctr'"
        case .unsupportedKeyDerivation(let name):
            "the key derivation \(printable(name, most: 64)) is not supported; change it with 'ssh-keygen -p'"
        case .cipherWithoutPassphrase:
            "the key names a cipher without a key derivation, or the other way round; the file was altered"
        case .noRounds:
            "the key derivation asks for 0 rounds; the file is damaged"
        case .tooManyRounds(let found, let most):
            "the key derivation asks for \(found) rounds and at most \(most) are allowed; "
                + "lower them with 'ssh-keygen -p -a 24' if you trust the file"
        case .checkIntegers:
            "the two check numbers of the key differ; the file is damaged"
        case .field(let name):
            "the field '\(name)' of the OpenSSH key has a content that it cannot have; the file is damaged"
        case .padding:
            "the OpenSSH key does not end with the bytes 1, 2, 3 that fill it up; the file is damaged"
        case .publicHalfNotItsOwn:
            "the public key in the file does not belong to its private key; do not use this file before you know why"
        case .publicLine:
            "an OpenSSH public key is a line of its kind, its base64 and a comment; bring the line of the .pub file"
        case .kindsDisagree(let line, let inside):
            "the line says \(printable(line, most: 64)) and the key in it \(printable(inside, most: 64)); bring the line of the .pub file"
        }
    }

    /// The kinds that users meet, in words.
    static func words(for kind: String) -> String {
        switch kind {
        case "ssh-rsa": "an RSA key (ssh-rsa)"
        case "ssh-dss": "a DSA key (ssh-dss)"
        case "ssh-ed25519": "an Ed25519 key (ssh-ed25519)"
        case "ecdsa-sha2-nistp256": "an ECDSA key on P-256 (ecdsa-sha2-nistp256)"
        case "ecdsa-sha2-nistp384": "an ECDSA key on P-384 (ecdsa-sha2-nistp384)"
        case "ecdsa-sha2-nistp521": "an ECDSA key on P-521 (ecdsa-sha2-nistp521)"
        case "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com":
            "a key of a hardware token (\(kind))"
        case _ where kind.hasSuffix("-cert-v01@openssh.com"): "a certificate (\(printable(kind, most: 64)))"
        default: "a key of the kind '\(printable(kind, most: 64))'"
        }
    }
}
