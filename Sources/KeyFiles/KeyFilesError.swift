package import Groups
package import Secrets
package import Signatures

/// What can be wrong with a key file. Never a byte of the key.
@nonexhaustive
package enum KeyFilesError: Error, Equatable, CustomStringConvertible {
    /// There is nothing in it.
    case empty
    /// No key file is as long as this.
    case tooLong(found: Int, most: Int)
    /// It looks like nothing that is known.
    case notRecognised(byteCount: Int)
    /// Text in UTF-16.
    case utf16
    /// It is a private key of a kind that is not supported.
    case notSupported(ForeignKey)
    /// A public key or a certificate: nothing secret is in it.
    case onlyPublic(label: String)
    /// Bare bytes do not say of which group they are, and nobody said it.
    case groupNotTold
    /// The file says one group, the caller another.
    case otherGroup(told: CurveName, found: CurveName)
    /// Not 64 hexadecimal digits.
    case hexDigitCount(found: Int)
    /// A letter that is no hexadecimal digit, counted from 1, after any `0x`.
    case notHexadecimal(place: Int)
    /// The private key inside has another length than 32 bytes (64 with the public half, in some forms).
    case keyLength(KeyFormat, expected: Int, found: Int)
    /// Zero, or not below the group order.
    case keyOutOfRange(CurveName, GroupsError)
    /// The file breaks the rules of its form.
    case malformed(KeyFormat, facts: String)
    /// A letter was mistyped or left out.
    case wrongChecksum(KeyFormat)
    /// Shards that together are not of the public key in them.
    case shardsDoNotFit(count: Int)
    /// Two shards of one place, or of two keys.
    case shardsDisagree(facts: String)
    /// The public key inside belongs to another private key.
    case publicHalfNotItsOwn(KeyFormat)
    /// The address or id inside belongs to another key.
    case addressNotItsOwn(KeyFormat, field: String)
    /// Two places in the file name two groups.
    case groupsDisagree(KeyFormat)
    /// More than one private key.
    case severalKeys(count: Int)
    /// A field that this form does not have.
    case unknownField(KeyFormat, name: String)
    /// A field that this form cannot be without.
    case missingField(KeyFormat, name: String)
    /// The file is encrypted and no passphrase came.
    case passphraseMissing
    /// The passphrase is wrong, or the file is damaged: the form cannot tell one from the other.
    case passphraseWrong
    /// The encryption cannot be undone or done.
    case encryption(KeyFormat, facts: String)
    /// This form cannot carry a key of this group.
    case formatCannotCarry(KeyFormat, CurveName)
    /// This form is read and never written.
    case onlyRead(KeyFormat)
    /// Only the scalar of an Ed25519 key is known, and key files keep the seed.
    case seedNotKnown(KeyFormat)
    /// Not 12, 15, 18, 21 or 24 words.
    case mnemonicWordCount(found: Int)
    /// Words that the list nearest to all of them does not have: their places, counted from 1.
    case mnemonicWords(places: [Int], list: WordList)
    /// The words are all of a list, and the checksum in them is wrong.
    case mnemonicChecksum(WordList)
    /// A letter of an extended key was mistyped.
    case extendedKeyChecksum
    /// An extended key breaks a rule of BIP-32.
    case extendedKey(facts: String)
    /// A derivation ended at a number that is no key, which happens once in 2¹²⁷.
    case noKeyThere
    /// What libcrypto says of a derivation that it did not do.
    case derivation(facts: String)
    /// Something with the key or its signatures.
    case signatures(SignaturesError)
    /// No memory for a secret.
    case memory(SecretsError)

    package var description: String {
        switch self {
        case .empty:
            "the key file is empty; bring the whole file"
        case .tooLong(let found, let most):
            "the file has \(found) bytes and no key file has more than \(most); check which file this is"
        case .notRecognised(let count):
            "the file (\(count) bytes) is no private key of a known form; check which file this is"
        case .utf16:
            "the file is text in UTF-16; save it as UTF-8 or ASCII"
        case .notSupported(let key):
            "this is \(key.name), which is recognised but not supported yet; \(key.wayOut)"
        case .onlyPublic(let label):
            "the file holds '\(label)', which is public, and no private key; bring the private key"
        case .groupNotTold:
            "bare key bytes fit every group and none was told; say which: secp256k1, p256 or ed25519"
        case .otherGroup(let told, let found):
            "the key is of \(found.rawValue) and \(told.rawValue) was told; check which key this is"
        case .hexDigitCount(let found):
            "a key has 64 hexadecimal digits and this has \(found)" + hint(digitCount: found)
        case .notHexadecimal(let place):
            "letter \(place) of the key is no hexadecimal digit; bring the original"
        case .keyLength(.raw, let expected, let found):
            "a raw key has \(expected) bytes and this file has \(found)" + hint(expected, found)
        case .keyLength(let format, let expected, let found):
            "the key inside has \(found) bytes and \(format.title) keeps \(expected)" + hint(expected, found)
        case .keyOutOfRange(_, let facts):
            facts.description
        case .malformed(let format, let facts):
            "the file is not \(format.title) as it should be: \(facts); bring it as its own program wrote it"
        case .wrongChecksum(let format):
            "the checksum of the \(format.title) is wrong: a letter was mistyped or left out; compare it with the original"
        case .shardsDoNotFit(let count):
            "\(count == 1 ? "one shard alone does" : "these \(count) shards do") not give the key that they name; bring as many as the threshold, each as Horcrux wrote it"
        case .shardsDisagree(let facts):
            "\(facts); bring each shard of one key once"
        case .publicHalfNotItsOwn:
            "the public key in the file does not belong to its private key; do not use this file before you know why"
        case .addressNotItsOwn(_, let field):
            "the '\(field)' in the file does not belong to its private key; do not use this file before you know why"
        case .groupsDisagree(let format):
            "the \(format.title) names two different groups; bring the original"
        case .severalKeys(let count):
            "the file holds \(count) private keys; bring each in a file of its own"
        case .unknownField(let format, let name):
            "the field '\(name)' is none of \(format.title); bring the file as its own program wrote it"
        case .missingField(let format, let name):
            "the field '\(name)' of \(format.title) is missing; bring the whole file"
        case .passphraseMissing:
            "the key file is encrypted and no passphrase was given; give it"
        case .passphraseWrong:
            "the passphrase does not open the key file, or the file is damaged; try the passphrase again"
        case .encryption(_, let facts):
            facts
        case .formatCannotCarry(let format, let curve):
            "the form \(format.title) cannot hold a key of \(curve.rawValue); choose another form"
        case .onlyRead(let format):
            "the form \(format.title) is read and never written; choose another form"
        case .seedNotKnown(let format):
            "the form \(format.title) keeps the seed of an Ed25519 key and only its scalar is known; open the sealed original instead"
        case .mnemonicWordCount(let found):
            "a mnemonic has 12, 15, 18, 21 or 24 words and this has \(found); bring all of it, and nothing else"
        case .mnemonicWords(let places, let list):
            "\(places.count == 1 ? "word" : "words") \(places.map(String.init).joined(separator: ", ")) of the mnemonic"
                + " \(places.count == 1 ? "is" : "are") not in BIP-39's list (\(list.title)); look at how it is spelled"
        case .mnemonicChecksum(let list):
            "the words are all in BIP-39's list (\(list.title)) and their checksum is wrong;"
                + " look for a word that was taken for another, or two in the wrong order"
        case .extendedKeyChecksum:
            "the checksum of the extended key (BIP-32) is wrong: a letter was mistyped; compare it with the original"
        case .extendedKey(let facts):
            "this is no extended private key (BIP-32) as it should be: \(facts); bring it as its own program wrote it"
        case .noKeyThere:
            "the derivation ends at a number that is no key; no wallet can have used this"
        case .derivation(let facts):
            facts
        case .signatures(let facts):
            facts.description
        case .memory(let facts):
            facts.description
        }
    }
}

private func hint(digitCount found: Int) -> String {
    switch found {
    case 63: "; a leading zero may have been cut off: if the key's address fits then, put it back in front"
    case 128: "; if it is a seed with its public key behind, bring the first 64 and say ed25519"
    case ..<64: "; bring the whole key"
    default: "; bring the key alone"
    }
}

private func hint(_ expected: Int, _ found: Int) -> String {
    found == expected - 1
        ? "; a leading zero byte may have been cut off: rewrite the file with the program that made it"
        : "; bring the original"
}

/// Allocates, and says it in this module's words.
func locked(_ count: Int) throws(KeyFilesError) -> LockedBytes {
    do { return try LockedBytes(count: count) } catch { throw .memory(error) }
}
