/// What can be wrong with encoded text or bytes. No case holds anything of the content beyond names that are public.
@nonexhaustive
package enum EncodingsError: Error, Equatable, CustomStringConvertible {
    /// A letter that the encoding does not have. The first position is 1.
    case foreignLetter(TextEncoding, position: Int)
    /// A count of letters that no content gives.
    case impossibleLength(TextEncoding, letters: Int)
    case tooLong(TextEncoding, letters: Int, most: Int)
    case wrongChecksum(TextEncoding)
    /// Padding bits are not zero, or padding signs stand where none belong: another text means the same bytes.
    case notCanonical(TextEncoding)
    case bech32(Bech32Fault)
    /// Lines and columns start at 1; a column is a character.
    case json(JSONFault, line: Int, column: Int)
    /// The offset is from the start of the buffer.
    case der(DERFault, offset: Int)
    /// Lines start at 1.
    case pem(PEMFault, line: Int)

    package var description: String {
        switch self {
        case .foreignLetter(let encoding, let position):
            "character \(position) is no \(encoding) letter; compare the text with its source"
        case .impossibleLength(let encoding, let letters):
            "\(letters) letters are no complete \(encoding) text; some are missing or too many"
        case .tooLong(let encoding, let letters, let most):
            "the \(encoding) text has \(letters) letters and at most \(most) are read; this is something else"
        case .wrongChecksum(let encoding):
            "the checksum of the \(encoding) text is wrong; a letter was mistyped or left out"
        case .notCanonical(let encoding):
            "the \(encoding) text has stray bits or padding at its end; it was cut or altered"
        case .bech32(let fault):
            "\(fault); compare the text with its source"
        case .json(let fault, let line, let column):
            "JSON, line \(line), column \(column): \(fault)"
        case .der(let fault, let offset):
            "DER, byte \(offset): \(fault); the file is damaged or of another kind"
        case .pem(let fault, let line):
            "PEM, line \(line): \(fault)"
        }
    }
}

/// The encodings of bytes as letters.
package enum TextEncoding: String, Sendable, CustomStringConvertible {
    case hex, base64, base58, base32, bech32

    package var description: String { rawValue }
}

/// What can be wrong with a Bech32 text, or with an address in it.
package enum Bech32Fault: Equatable, Sendable, CustomStringConvertible {
    case mixedCase
    case noSeparator
    case emptyPrefix
    case unknownPrefix(String)
    case noWitnessVersion
    case unknownWitnessVersion(Int)
    /// BIP-141: 2 … 40 bytes, and 20 or 32 under version 0.
    case wrongProgramLength(version: Int, count: Int)
    /// BIP-350: version 0 has a Bech32 checksum, all others have Bech32m.
    case checksumOfOtherVariant(version: Int)

    package var description: String {
        switch self {
        case .mixedCase: "the bech32 text mixes upper and lower case"
        case .noSeparator: "the bech32 text has no separator '1' before its last six letters"
        case .emptyPrefix: "the bech32 text has nothing before its separator '1'"
        case .unknownPrefix(let prefix): "no network known here has addresses that begin with '\(prefix)1'"
        case .noWitnessVersion: "the address has no witness version"
        case .unknownWitnessVersion(let version): "witness version \(version) is not one of 0 to 16"
        case .wrongProgramLength(let version, let count):
            "a witness program of \(count) bytes is not possible under version \(version)"
        case .checksumOfOtherVariant(let version):
            "an address of witness version \(version) ends with the checksum of the other bech32 variant"
        }
    }
}
