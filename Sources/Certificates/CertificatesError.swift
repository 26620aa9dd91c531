/// What can be wrong with a certificate.
@nonexhaustive
package enum CertificatesError: Error, Equatable, CustomStringConvertible {
    /// The bytes are no certificate in DER.
    case malformed

    package var description: String { "these bytes are no X.509 certificate; bring the file of the certificate itself" }
}
