package import Encodings

/// What can be wrong with a certificate, or with the chain from it to a root.
@nonexhaustive
package enum CertificatesError: Error, Equatable, CustomStringConvertible {
    /// More bytes than any certificate has.
    case tooLong(limit: Int, found: Int)
    /// The bytes are no certificate in DER, or the text around it is no PEM.
    case encoding(EncodingsError)
    /// The DER is well formed, and this field is not what RFC 5280 has there.
    case field(String)
    /// A PEM text must hold exactly one certificate.
    case count(found: Int)
    /// A block of PEM that is no certificate.
    case otherBlock(label: String)
    /// The text in which trusted certificates were brought has none, or more than are read.
    case noRoots
    case tooManyRoots(limit: Int, found: Int)
    /// libcrypto's words for why no chain leads to a root.
    case untrusted(reason: String)
    /// libcrypto does not take the certificate at all.
    case refusedByLibrary

    package var description: String {
        switch self {
        case .tooLong(let limit, let found):
            "a certificate has at most \(limit) bytes here and this has \(found); bring the certificate alone"
        case .encoding(let fault): fault.description
        case .field(let name):
            "the certificate's \(name) is not what RFC 5280 has there; bring the file of the certificate itself"
        case .count(let found):
            "one certificate must stand here and \(found) do; bring the one that belongs to the key"
        case .otherBlock(let label): "the PEM block '\(printable(label))' is no certificate; bring the certificate"
        case .noRoots:
            "no certificate that signed itself was brought, so there is nothing to trust; bring the root's certificate"
        case .tooManyRoots(let limit, let found):
            "\(found) certificates were brought to be trusted and at most \(limit) are read; bring those that matter"
        case .untrusted(let reason):
            "no chain leads from the certificate to a trusted root (\(reason)); bring the root of its organization"
        case .refusedByLibrary: "libcrypto does not read the certificate; bring the file of the certificate itself"
        }
    }
}
