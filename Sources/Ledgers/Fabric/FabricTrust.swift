import Certificates
import Transactions

/// The roots that were brought, and what they say about a certificate.
struct FabricTrust: Sendable {
    private let trust: CertificateTrust?

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

    /// The verdict on a signature, less where its certificate has no chain to a root.
    func judged(_ status: SignatureVerdict.Status, _ identity: Identity) -> SignatureVerdict.Status {
        guard let trust, status == .valid else { return status }
        do throws(CertificatesError) {
            try trust.require(identity.certificate)
            return .valid
        } catch {
            return .invalid(code: "untrusted", reason: "\(error)")
        }
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
