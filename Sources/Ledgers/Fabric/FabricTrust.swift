import Certificates
import Transactions

/// The roots that were brought, and what they say about a certificate.
///
/// One for each run: it remembers what it found, since a block has the same few certificates in all its transactions.
final class FabricTrust {
    private let trust: CertificateTrust?
    /// By a certificate's bytes; an empty text where a root vouches for it.
    private var faults: [[UInt8]: String] = [:]

    /// - Throws: `FabricError.authorities`.
    init(_ terms: Terms) throws(FabricError) {
        let files = terms.files(.certificateAuthority)
        var certificates: [Certificate] = []
        for file in files {
            do { certificates += try Certificate.all(in: file.bytes) } catch {
                throw .authorities(file: file.name, error)
            }
        }
        guard let first = files.first else {
            trust = nil
            return
        }
        do { trust = try CertificateTrust(certificates) } catch { throw .authorities(file: first.name, error) }
    }

    var isAsked: Bool { trust != nil }

    /// Why no root vouches for an identity; `nil` where one does, or where none was brought.
    func fault(of identity: Identity) -> String? {
        guard let trust else { return nil }
        let certificate = identity.certificate
        let fault = faults[certificate.der] ?? FabricTrust.fault(of: certificate, trust)
        faults[certificate.der] = fault
        return fault.isEmpty ? nil : fault
    }

    private static func fault(of certificate: Certificate, _ trust: CertificateTrust) -> String {
        do throws(CertificatesError) {
            try trust.require(certificate)
            return ""
        } catch { return "\(error)" }
    }

    /// The verdict on a signature, less where its certificate has no chain to a root.
    func judged(_ status: SignatureVerdict.Status, _ identity: Identity) -> SignatureVerdict.Status {
        guard status == .valid, let reason = fault(of: identity) else { return status }
        return .invalid(code: "untrusted", reason: reason)
    }

    /// What must be known about verdicts that rest on certificates.
    var note: String {
        guard isAsked else { return "no certificate was traced to a root, so that whose the keys are is not proven" }
        return """
            certificates lead to the roots that were brought, whichever organization they name; their dates and \
            revocation lists were not looked at
            """
    }
}
