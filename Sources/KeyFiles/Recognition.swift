import Encodings
import Secrets

/// What a file looks like, before anything of it is decoded.
enum Recognition: Equatable {
    case format(KeyFormat)
    /// One word that was meant as hexadecimal digits, but is not 64 of them.
    case hexLike
    case foreign(ForeignKey)
    case onlyPublic(label: String)
    case utf16
    /// Not text, and about as long as a raw key, but not 32 bytes.
    case rawLike
    case nothing

    init(_ file: UnsafeRawBufferPointer) {
        let isASCIIText = file.consists(of: [0x09...0x0d, 0x20...0x7e])
        if isASCIIText {
            self = Recognition.text(file)
        } else if file.count == 32 {
            self = .format(.raw)
        } else {
            self = Recognition.otherThanASCII(file)
        }
    }

    private static func otherThanASCII(_ file: UnsafeRawBufferPointer) -> Recognition {
        let isText = file.consists(of: [0x09...0x0d, 0x20...0x7e, 0x80...0xff])
        if beginsLikeDER(file, isText: isText) { return der(file) }
        if file.starts(with: [0xff, 0xfe]) || file.starts(with: [0xfe, 0xff]) { return .utf16 }
        if isText { return text(file) }
        return (16...64).contains(file.count) ? .rawLike : .nothing
    }

    /// A SEQUENCE that begins with an INTEGER, or a long or whole one that begins with a SEQUENCE: a "0" begins text, too.
    private static func beginsLikeDER(_ file: UnsafeRawBufferPointer, isText: Bool) -> Bool {
        guard file.count > 2, file[0] == 0x30 else { return false }
        let isWhole = Int(file[1]) == file.count - 2
        return file[1] >= 0x80 || file[2] == 0x02 || (file[2] == 0x30 && isWhole && !isText)
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
        if text.bytes.begins("{") { return json(text.bytes) }
        if text.bytes.begins("[") { return .format(.solana) }
        text.trimQuotes()
        return word(text.bytes)
    }

    private static func pem(_ text: UnsafeRawBufferPointer) -> Recognition {
        if text.has("-----BEGIN EC PRIVATE KEY-----") {
            return text.has("Proc-Type: 4,ENCRYPTED") ? .foreign(.encryptedLegacyPEM) : .format(.sec1PEM)
        }
        if text.has("-----BEGIN PRIVATE KEY-----") { return .format(.pkcs8PEM) }
        if text.has("-----BEGIN ENCRYPTED PRIVATE KEY-----") { return .format(.encryptedPKCS8PEM) }
        if text.has("-----BEGIN RSA PRIVATE KEY-----") { return .foreign(.rsa) }
        if text.has("-----BEGIN DSA PRIVATE KEY-----") { return .foreign(.dsa) }
        if text.has("-----BEGIN OPENSSH PRIVATE KEY-----") { return .foreign(.openSSH) }
        if text.has("-----BEGIN PGP PRIVATE KEY BLOCK-----") { return .foreign(.pgp) }
        for label in ["PUBLIC KEY", "CERTIFICATE", "EC PARAMETERS"] where text.has("-----BEGIN \(label)-----") {
            return .onlyPublic(label: label)
        }
        return .nothing
    }

    private static func json(_ text: UnsafeRawBufferPointer) -> Recognition {
        if text.has("\"priv_key\"") {
            let isValidator = text.has("\"pub_key\"") || text.has("\"address\"")
            return .format(isValidator ? .cometBFTValidator : .cometBFTNode)
        }
        if text.has("\"privateShard\"") { return .foreign(.horcruxShard) }
        if text.has("\"kty\"") { return .foreign(.jsonWebKey) }
        if text.has("\"crypto\"") || text.has("\"Crypto\"") {
            return .foreign(text.has("\"checksum\"") ? .eip2335 : .ethereumKeystore)
        }
        return .nothing
    }

    /// One word, or the words of a mnemonic.
    private static func word(_ text: UnsafeRawBufferPointer) -> Recognition {
        // Digits of a key first: everything below looks at single letters.
        let hasPrefix = text.beginsLikeHex
        let digits = text.part((hasPrefix ? 2 : 0)..<text.count)
        let allHex = digits.consists(of: [0x30...0x39, 0x41...0x46, 0x61...0x66])
        if digits.count == 64 && allHex { return .format(.hex) }
        if text.has("PuTTY-User-Key-File") { return .foreign(.putty) }
        if text.has("AGE-SECRET-KEY-1") { return .foreign(.ageIdentity) }
        guard !text.isEmpty, text.consists(of: [0x00...0x7f]) else { return .nothing }
        if text.contains(where: KeyText.isBlank) { return words(text) }
        if let foreign = checksummed(text) { return .foreign(foreign) }
        let looksLikeHex = hasPrefix || digits.count == 64 || (allHex && digits.count >= 16)
        return looksLikeHex ? .hexLike : .nothing
    }

    /// By length and first letters; the check digits are not looked at, since nothing is decoded.
    private static func checksummed(_ word: UnsafeRawBufferPointer) -> ForeignKey? {
        let first = word[0]
        let isBase58 = word.allSatisfy { $0.isLetterOrDigit && !"0OIl".utf8.contains($0) }
        let isBase32 = word.allSatisfy { (0x41...0x5a).contains($0) || (0x32...0x37).contains($0) }
        switch word.count {
        case 51 where isBase58 && "59".utf8.contains(first): return .walletImportFormat
        case 52 where isBase58 && "KLc".utf8.contains(first): return .walletImportFormat
        case 56 where isBase32 && first == UInt8(ascii: "S"): return .stellar
        case 111 where isBase58 && word.part(1..<4).elementsEqual("prv".utf8): return .extendedPrivateKey
        case 86...88 where isBase58: return .solanaBase58
        default: return nil
        }
    }

    /// 12, 15, 18, 21 or 24 lower-case words, one blank or line end between them.
    private static func words(_ text: UnsafeRawBufferPointer) -> Recognition {
        let words = text.split(whereSeparator: KeyText.isBlank)
        let lengths = 3...8  // of the English list of BIP-39
        let looksLikeOne =
            [12, 15, 18, 21, 24].contains(words.count)
            && words.allSatisfy { lengths.contains($0.count) && $0.allSatisfy { (0x61...0x7a).contains($0) } }
        return looksLikeOne ? .foreign(.mnemonic) : .nothing
    }
}

extension KeyFile {
    /// What a file, or an argument, looks like: cheap, and nothing secret is decoded.
    /// - Returns: `nil` where it is no supported form; `read` then says what it is.
    package static func recognise(_ bytes: UnsafeRawBufferPointer) -> KeyFormat? {
        switch Recognition(bytes) {
        case .format(let format): format
        case .hexLike, .rawLike, .foreign, .onlyPublic, .utf16, .nothing: nil
        }
    }

    /// Whether this looks like a private key of any known kind, supported or not: what must never be an argument.
    package static func looksSecret(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch Recognition(bytes) {
        case .format(let format): format != .raw
        case .foreign: true
        case .hexLike, .rawLike, .onlyPublic, .utf16, .nothing: false
        }
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5a).contains(self) || (0x61...0x7a).contains(self)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether an ASCII text occurs in it.
    fileprivate func has(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard count >= wanted.count else { return false }
        return (0...count - wanted.count).contains { start in
            self[start].released(is: wanted[0]) && part(start..<start + wanted.count).elementsEqual(wanted)
        }
    }
}
