import Encodings

/// What a file looks like, before anything of it is decoded.
///
/// The bytes may be a key's. Each question is about all letters at once and gives one verdict (`LetterClass`): whether all
/// are text, or all are hexadecimal digits, whether a public marker such as `-----BEGIN PRIVATE KEY-----` or `"priv_key"`
/// stands anywhere, how many blanks there are around the text. Only these verdicts steer branches, besides the length;
/// together they tell the form and nothing of the key. Of DER, which raw keys of 32 bytes are never taken for, the tags and
/// lengths at the start are looked at in variable time.
enum Recognition: Equatable {
    case format(KeyFormat)
    /// One word that was meant as hexadecimal digits, but is not 64 of them.
    case hexLike
    case foreign(ForeignKey)
    case onlyPublic(label: String)
    /// By its first letters, which its version and checksum may deny.
    case extendedPublicKey
    case utf16
    /// Not text, and about as long as a raw key, but not 32 bytes.
    case rawLike
    case nothing

    init(_ file: UnsafeRawBufferPointer) {
        if file.consists(of: .asciiText) {
            self = Recognition.text(file)
        } else if file.count == 32 {
            self = .format(.raw)
        } else {
            self = Recognition.notASCII(file)
        }
    }

    private static func notASCII(_ file: UnsafeRawBufferPointer) -> Recognition {
        let isText = file.consists(of: .text)
        if beginsLikeDER(file, isText: isText) { return der(file) }
        if file.begins(with: [0xff, 0xfe], [0xfe, 0xff]) { return .utf16 }
        if isText { return text(file) }
        return (16...64).contains(file.count) ? .rawLike : .nothing
    }

    /// A SEQUENCE that begins with an INTEGER, or a long or whole one that begins with a SEQUENCE: a "0" begins text, too.
    private static func beginsLikeDER(_ file: UnsafeRawBufferPointer, isText: Bool) -> Bool {
        guard file.count > 2, file.begins(with: [0x30]) else { return false }
        let length = file.part(1..<2)
        let content = file.part(2..<file.count)
        if !length.consists(of: .ascii) || content.begins(with: [0x02]) { return true }
        return !isText && content.count < 0x80 && length.begins(with: [UInt8(content.count)])
            && content.begins(with: [0x30])
    }

    /// By the first elements only: RFC 5958 begins with a number and a SEQUENCE, RFC 5915 with 1 and an OCTET STRING,
    /// PKCS#1 with two numbers, PKCS#12 with 3, EncryptedPrivateKeyInfo with a SEQUENCE and an OCTET STRING; public keys and
    /// certificates begin with a SEQUENCE too. What is broken counts as PKCS#8, whose reader then says where.
    private static func der(_ file: UnsafeRawBufferPointer) -> Recognition {
        guard let first = try? FirstElements(file) else { return .format(.pkcs8DER) }
        switch (first.version, first.next) {
        case (nil, .bitString): return .onlyPublic(label: "PUBLIC KEY")
        case (nil, .sequence): return .onlyPublic(label: "CERTIFICATE")
        case (nil, _): return .format(.encryptedPKCS8DER)
        case (3, .sequence): return .foreign(.pkcs12)
        case (_, .octetString): return .format(.sec1DER)
        case (_, .integer): return .foreign(first.numberCount < 8 ? .dsa : .rsa)
        default: return .format(.pkcs8DER)
        }
    }

    private struct FirstElements {
        var version: UInt64?
        var next: DER.Tag?
        /// How many INTEGERs follow one another at the start: 9 in an RSA key, 6 in a DSA key.
        var numberCount = 0

        init(_ file: UnsafeRawBufferPointer) throws(EncodingsError) {
            var outer = DERReader(file)
            var reader = try outer.enter(.sequence)
            guard reader.peek() == .integer else {
                _ = try reader.next(.sequence)
                next = reader.peek()
                return
            }
            version = try reader.smallInteger()
            next = reader.peek()
            numberCount = 1
            while reader.peek() == .integer {
                _ = try reader.next()
                numberCount += 1
            }
        }
    }

    private static func text(_ file: UnsafeRawBufferPointer) -> Recognition {
        var text = KeyText(file)
        if text.bytes.has("-----BEGIN ") { return pem(text.bytes) }
        if text.bytes.begins(with: [UInt8(ascii: "{")]) { return json(text.bytes) }
        // A key is an array of numbers; one of objects is a contract's ABI.
        if text.bytes.begins(with: [UInt8(ascii: "[")]) { return text.bytes.has("{") ? .nothing : .format(.solana) }
        text.trimQuotes()
        return word(text.bytes)
    }

    private static func pem(_ text: UnsafeRawBufferPointer) -> Recognition {
        if text.has("-----BEGIN EC PRIVATE KEY-----") {
            return text.has("Proc-Type: 4,ENCRYPTED") ? .format(.encryptedSEC1PEM) : .format(.sec1PEM)
        }
        if text.has("-----BEGIN PRIVATE KEY-----") { return .format(.pkcs8PEM) }
        if text.has("-----BEGIN ENCRYPTED PRIVATE KEY-----") { return .format(.encryptedPKCS8PEM) }
        if text.has("-----BEGIN RSA PRIVATE KEY-----") { return .foreign(.rsa) }
        if text.has("-----BEGIN DSA PRIVATE KEY-----") { return .foreign(.dsa) }
        if text.has("-----BEGIN OPENSSH PRIVATE KEY-----") {
            return .format(text.has(plainOpenSSH) ? .openSSH : .encryptedOpenSSH)
        }
        if text.has("-----BEGIN PGP PRIVATE KEY BLOCK-----") { return .foreign(.pgp) }
        for label in ["PUBLIC KEY", "CERTIFICATE", "EC PARAMETERS"] where text.has("-----BEGIN \(label)-----") {
            return .onlyPublic(label: label)
        }
        return .nothing
    }

    /// How the text of an OpenSSH key without a passphrase begins: 30 bytes of `openssh-key-v1` and the cipher and key derivation
    /// `none`, alike in all of them.
    private static let plainOpenSSH = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9u"

    private static func json(_ text: UnsafeRawBufferPointer) -> Recognition {
        if text.has("\"priv_key\"") {
            let isValidator = text.has("\"pub_key\"") || text.has("\"address\"")
            return .format(isValidator ? .cometBFTValidator : .cometBFTNode)
        }
        if text.has("\"privateShard\"") { return .format(.horcrux) }
        if text.has("\"kty\"") { return .foreign(.jsonWebKey) }
        if text.has("\"crypto\"") || text.has("\"Crypto\"") {
            return text.has("\"checksum\"") ? .foreign(.eip2335) : .format(.ethereumKeystore)
        }
        if text.has("\"encoded\""), text.has("\"encoding\"") {
            if text.has("\"sr25519\"") { return .foreign(.sr25519) }
            return text.has("\"ed25519\"") ? .format(.substrate) : .foreign(.substrateExport)
        }
        if text.has("\"seed_version\""), text.has("\"keystore\"") { return .foreign(.electrumWallet) }
        return .nothing
    }

    /// One word, or the words of a mnemonic.
    private static func word(_ text: UnsafeRawBufferPointer) -> Recognition {
        if text.has("PuTTY-User-Key-File") { return .foreign(.putty) }
        if text.has("AGE-SECRET-KEY-1") { return .foreign(.ageIdentity) }
        guard !text.isEmpty else { return .nothing }
        guard text.consists(of: .asciiText) else { return foreignWords(text) }
        if text.hasAny(.blank) { return words(text) }
        let hasPrefix = text.hasHexPrefix
        let digits = text.part((hasPrefix ? 2 : 0)..<text.count)
        let allHex = digits.consists(of: .hexDigit)
        if digits.count == 64 && allHex { return .format(.hex) }
        if let found = checksummed(text) { return found }
        let looksLikeHex = hasPrefix || digits.count == 64 || (allHex && digits.count >= 16)
        return looksLikeHex ? .hexLike : .nothing
    }

    /// By length and first letters; the check digits are not looked at, since nothing is decoded. The first letter of a WIF
    /// tells its network and whether the public key is compressed.
    private static func checksummed(_ word: UnsafeRawBufferPointer) -> Recognition? {
        if word.count == 56, word.consists(of: .base32), word.begins(with: letter("S")) { return .format(.stellar) }
        if let found = extendedKey(word) { return found }
        guard [51, 52, 58].contains(word.count) || (64...88).contains(word.count), word.consists(of: .base58)
        else {
            return nil
        }
        switch word.count {
        case 51 where word.begins(with: letter("5")): return .format(.wifUncompressed)
        case 51 where word.begins(with: letter("9")): return .format(.wifTestnetUncompressed)
        case 52 where word.begins(with: letter("K"), letter("L")): return .format(.wif)
        case 52 where word.begins(with: letter("c")): return .format(.wifTestnet)
        case 58 where word.begins(with: Array("6P".utf8)): return .foreign(.bip38)
        // Every zero byte at the start is a `1`, and makes the word a little shorter.
        case 86...88: return .format(.solanaBase58)
        case 64...85 where word.begins(with: Array("111".utf8)): return .format(.solanaBase58)
        default: return nil
        }
    }

    /// By its first letters, where others may be wrong or missing; else 111 letters of Base58, such as those of another coin.
    private static func extendedKey(_ word: UnsafeRawBufferPointer) -> Recognition? {
        guard (89...128).contains(word.count) else { return nil }
        let start = word.part(1..<4)
        if start.begins(with: Array("prv".utf8)) { return .foreign(.extendedPrivateKey) }
        guard word.count == ExtendedKeyText.letterCount, word.consists(of: .base58) else { return nil }
        return start.begins(with: Array("pub".utf8)) ? .extendedPublicKey : .foreign(.extendedPrivateKey)
    }

    private static func letter(_ letter: Unicode.Scalar) -> [UInt8] { [UInt8(ascii: letter)] }

    /// As many words as a mnemonic has, with the lengths of BIP-39's lists in ASCII, blanks or line ends between them; or
    /// such words, in capitals or not, of which most are in a list.
    private static func words(_ text: UnsafeRawBufferPointer) -> Recognition {
        let count = text.wordCount(of: .lowercase, letters: 3...9)
        return Mnemonic.wordCounts.contains(count) ? .foreign(.mnemonic) : foreignWords(text)
    }

    /// As many words as a mnemonic has, most of them of one of BIP-39's lists.
    private static func foreignWords(_ text: UnsafeRawBufferPointer) -> Recognition {
        // Without memory for a look it is nothing known.
        (try? Mnemonic.isLike(text)) == true ? .foreign(.mnemonic) : .nothing
    }
}

extension KeyFile {
    /// What a file, or an argument, looks like: cheap, and nothing secret is decoded.
    ///
    /// Released are its length and verdicts about all of its bytes together: whether they are text, blanks and a newline
    /// around a text, `0x` or quotation marks before it, whether all letters are of one alphabet, which public markers stand
    /// in it; and the first tags and lengths of DER. No branch and no address depends on a single byte of a key.
    /// - Returns: `nil` where it is no supported form; `read` then says what it is.
    package static func recognise(_ bytes: UnsafeRawBufferPointer) -> KeyFormat? {
        switch Recognition(bytes) {
        case .format(let format): format
        case .hexLike, .rawLike, .foreign, .onlyPublic, .extendedPublicKey, .utf16, .nothing: nil
        }
    }

    /// Whether this looks like a private key of any known kind, supported or not: what must never be an argument.
    package static func looksSecret(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch Recognition(bytes) {
        case .format(let format): format != .raw
        case .foreign: true
        case .hexLike, .rawLike, .onlyPublic, .extendedPublicKey, .utf16, .nothing: false
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether hexadecimal digits are introduced as such; whether the first digit of others is a 0 is not released.
    var hasHexPrefix: Bool { begins(with: Array("0x".utf8), Array("0X".utf8)) }
}
