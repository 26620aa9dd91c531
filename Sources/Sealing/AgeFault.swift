package import Encodings

/// What can be wrong with an age file, a recipient or an identity. Never a byte of an identity or a plaintext.
package enum AgeFault: Error, Equatable, Sendable, CustomStringConvertible {
    // The file.
    /// It does not begin as an age file does.
    case notAge
    /// The first line names another version.
    case version(String)
    /// Lines of the header, from 1.
    case header(HeaderFault, line: Int)
    /// Lines of the armor, from 1.
    case armor(ArmorFault, line: Int)
    /// The code over the header is not that of the file key.
    case headerCode
    case payload(PayloadFault)
    case tooLarge(found: Int, most: Int)
    case workFactor(found: String, most: Int)

    // Opening.
    /// The file is sealed to none of the identities.
    case noIdentityMatches(identities: Int, addressees: [AgeAddressee])
    /// The file wants a passphrase, and identities came.
    case wantsPassphrase
    /// The file is sealed to public keys, and a passphrase came.
    case wantsIdentity([AgeAddressee])

    // Sealing.
    case noRecipients

    // Recipients and identities.
    /// Lines from 1; `nil` where it is no file.
    case recipient(KeyTextFault, line: Int?)
    case identity(KeyTextFault, line: Int)
    case noRecipientInFile
    case noIdentityInFile
    case tooManyKeys(most: Int)
    /// An identity file that is sealed to public keys rather than with a passphrase.
    case identityFileSealedToKeys
    /// A private key in another form than age and OpenSSH have.
    case foreignKeyFile(label: String)
    /// An OpenSSH key of a kind that age does not use.
    case unsuitableSSHKey(kind: String)

    package var description: String {
        switch self {
        case .notAge:
            "this does not begin as an age file does; check which file this is"
        case .version(let version):
            "the first line says '\(printable(version))' and only age-encryption.org/v1 is read; open it with a newer program"
        case .header(let fault, let line):
            "age header, line \(line): \(fault); the file is damaged or was altered"
        case .armor(let fault, let line):
            "age armor, line \(line): \(fault); copy the file again, whole"
        case .headerCode:
            "the header of the age file was altered after it was sealed; bring a good copy"
        case .payload(let fault):
            "the content of the age file \(fault); bring a good copy"
        case .tooLarge(let found, let most):
            "the age file has \(found) bytes inside and at most \(most) are opened; open it with the age command"
        case .workFactor(let found, let most):
            "the passphrase of this age file has the work factor \(printable(found)) and at most \(most) is allowed; "
                + "open it with the age command if you trust it"
        case .noIdentityMatches(let identities, let addressees):
            "it is sealed to \(AgeAddressee.list(addressees)), and \(identities == 1 ? "this identity is" : "these \(identities) identities are") "
                + "not among them; bring the identity of the one it was sealed to"
        case .wantsPassphrase:
            "it is sealed with a passphrase and not to an identity; give the passphrase"
        case .wantsIdentity(let addressees):
            "it is sealed to \(AgeAddressee.list(addressees)) and not with a passphrase; give an identity"
        case .noRecipients:
            "there is nobody to seal it to; name a recipient"
        case .recipient(let fault, let line):
            (line.map { "recipient, line \($0): " } ?? "recipient: ") + "\(fault)"
        case .identity(let fault, let line):
            "identity, line \(line): \(fault)"
        case .noRecipientInFile:
            "there is no recipient in the file; bring one with a line of age1… or ssh-ed25519"
        case .noIdentityInFile:
            "there is no identity in the file; bring one with a line AGE-SECRET-KEY-1…, or a private key of OpenSSH"
        case .tooManyKeys(let most):
            "there are more than \(most) keys in the file; bring those that are needed"
        case .identityFileSealedToKeys:
            "the identity file is sealed to a public key and not with a passphrase; open it with the age command first"
        case .foreignKeyFile(let label):
            "the file holds '\(printable(label))', which is no identity; bring an age identity or a private key of OpenSSH"
        case .unsuitableSSHKey(let kind):
            "this is \(OpenSSHFault.words(for: kind)), and age is used here with Ed25519 keys alone; "
                + "make one with 'ssh-keygen -t ed25519' or 'age-keygen'"
        }
    }
}

/// What can be wrong with the header of an age file.
package enum HeaderFault: Equatable, Sendable, CustomStringConvertible {
    /// A line that neither begins a stanza nor ends the header.
    case unexpectedLine
    /// The header is not ended.
    case cut
    /// Arguments are not separated by one blank each, or have other characters than visible ASCII.
    case arguments
    /// A line of a body is not canonical base64, or longer than 64 letters.
    case body
    /// The line `--- ` does not have 32 bytes of canonical base64.
    case code
    case noStanza
    case tooLong(most: Int)
    /// The stanza of a known kind does not have its arguments or its length.
    case stanza(kind: String)
    /// A stanza of a passphrase is beside others.
    case passphraseNotAlone
    /// The share of a stanza is a point of small order.
    case pointOfSmallOrder
    /// The key that is sealed to one's own tag does not open.
    case sealedKey(tag: String)

    package var description: String {
        switch self {
        case .unexpectedLine: "neither a recipient begins nor does the header end here"
        case .cut: "the header is not ended"
        case .arguments: "arguments are not set off by one blank each"
        case .body: "the content is no canonical base64 in lines of 64 letters"
        case .code: "the code that ends the header is no canonical base64 of 32 bytes"
        case .noStanza: "there is no recipient"
        case .tooLong(let most): "it is longer than \(most) bytes"
        case .stanza(let kind): "a recipient of the kind \(kind) has other arguments or another length than it must"
        case .passphraseNotAlone: "a passphrase stands beside other recipients"
        case .pointOfSmallOrder: "the share is one of the points that fit every key"
        case .sealedKey(let tag): "what is sealed to the key with the tag \(tag) does not open with it"
        }
    }
}

/// What can be wrong with ASCII armor.
package enum ArmorFault: Equatable, Sendable, CustomStringConvertible {
    case noBegin
    case noEnd
    case lineLength
    case foreignLetter
    case notCanonical
    case afterShortLine
    case afterEnd

    package var description: String {
        switch self {
        case .noBegin: "the armor does not begin with '-----BEGIN AGE ENCRYPTED FILE-----'"
        case .noEnd: "'-----END AGE ENCRYPTED FILE-----' is missing"
        case .lineLength: "a line has not 64 letters, or the last one no whole groups of four"
        case .foreignLetter: "a character is no base64 letter"
        case .notCanonical: "padding or stray bits stand where none belong"
        case .afterShortLine: "a line follows the last one"
        case .afterEnd: "something stands behind the END"
        }
    }
}

/// What can be wrong with the content of an age file.
package enum PayloadFault: Equatable, Sendable, CustomStringConvertible {
    /// Not even the nonce before the chunks is there.
    case noNonce
    /// There is not one chunk.
    case missing
    /// Chunks from 1.
    case notAuthentic(chunk: Int, of: Int)
    /// The last chunk has nothing in it, and is not the only one.
    case emptyLastChunk

    package var description: String {
        switch self {
        case .noNonce: "is cut before it begins"
        case .missing: "is missing"
        case .notAuthentic(let chunk, let count): "is cut or altered (chunk \(chunk) of \(count))"
        case .emptyLastChunk: "ends with an empty chunk, which no program writes"
        }
    }
}

/// What can be wrong with the text of a recipient or an identity.
package enum KeyTextFault: Equatable, Sendable, CustomStringConvertible {
    case notRecognised
    case encoding(EncodingsError)
    /// It is right, but has another length than 32 bytes.
    case length(Int)
    case wrongCase
    /// A recipient or identity of a plugin.
    case plugin(name: String)
    /// ML-KEM-768 with X25519.
    case postQuantum
    /// An identity where a recipient must stand.
    case identityAsRecipient
    /// A recipient where an identity must stand.
    case recipientAsIdentity
    case ssh(OpenSSHFault)
    case pointOfSmallOrder
    /// Another form of a key than the one that its owner has.
    case pointNotCanonical

    package var description: String {
        switch self {
        case .notRecognised: "this is none of age1…, ssh-ed25519 … and AGE-SECRET-KEY-1…; compare it with its source"
        case .encoding(let error): "\(error)"
        case .length(let count): "it has \(count) bytes inside and not 32; compare it with its source"
        case .wrongCase: "recipients are written in lower case, identities in upper case; copy it again"
        case .plugin(let name):
            "it is for the plugin age-plugin-\(printable(name)), which is not supported; bring a key of age itself"
        case .postQuantum:
            "it is a post-quantum key (ML-KEM-768 with X25519), which is not supported yet; bring one of 'age-keygen'"
        case .identityAsRecipient:
            "this is an identity, which is secret, where a recipient must stand; give the age1… of it"
        case .recipientAsIdentity:
            "this is a recipient, which is public, where an identity must stand; give the AGE-SECRET-KEY-1… of it"
        case .ssh(let fault): "\(fault)"
        case .pointNotCanonical:
            "this is no public key that a program makes, and nobody could open what is sealed to it; compare it with its source"
        case .pointOfSmallOrder: "this public key fits every private key, and is nobody's; compare it with its source"
        }
    }
}
