import Encodings

/// What a key file had around the key that did no harm and was left aside. It is said, since another program may mind.
@nonexhaustive
package enum KeyFileNote: Hashable, Sendable, CustomStringConvertible {
    /// A UTF-8 byte order mark at the start.
    case byteOrderMark
    /// Lines end with CR LF.
    case carriageReturns
    /// Blanks or empty lines around the key.
    case blanks
    /// Quotation marks around the key.
    case quotes
    /// An `EC PARAMETERS` block before the key, which names the same group.
    case parametersBlock
    /// Another PEM block that holds no private key, such as a certificate.
    case otherBlock(label: String)
    /// PKCS#8 attributes, which say nothing about the key itself.
    case attributes
    /// A field beside the key that other programs know.
    case otherField(name: String)
    /// Zero bytes at the start of the key that the file's writer had left out; its address confirms them.
    case leadingZeros(count: Int)
    /// The file gives the scalar of an Ed25519 key, from which there is no way back to the seed.
    case seedGone

    package var description: String {
        switch self {
        case .byteOrderMark: "a byte order mark before the key was left aside"
        case .carriageReturns: "the lines end with CR LF"
        case .blanks: "blanks or empty lines around the key were left aside"
        case .quotes: "quotation marks around the key were left aside"
        case .parametersBlock: "the EC PARAMETERS block before the key was left aside; it names the same group"
        case .otherBlock(let label): "the block '\(label)' beside the key was left aside"
        case .otherField(let name): "the field '\(printable(name))' beside the key was left aside"
        case .leadingZeros(let count):
            "\(count) zero \(count == 1 ? "byte" : "bytes") at the start of the key had been left out; the address confirms it"
        case .seedGone:
            "only the scalar of this key is left: it signs, and no key file of another form can be written without its seed"
        case .attributes: "the key's PKCS#8 attributes were left aside"
        }
    }
}
