import CLibcrypto

/// Certificates that a person trusts, and the question whether another one comes from them.
///
/// Those that name themselves as issuer are roots; the others may stand between a root and a certificate. What libcrypto
/// checks are signatures, names, basic constraints, key usage and unknown critical extensions. Dates are left out, as
/// Fabric does when it looks for a chain (msp/mspimplsetup.go asks for a moment within each certificate's own validity)
/// and looks at the expiry of a creator apart; so whoever shows a certificate compares its dates. Revocation lists are not
/// read: whether a certificate was taken back is not known here.
package struct CertificateTrust: Hashable, Sendable {
    package let roots: [Certificate]
    package let intermediates: [Certificate]

    /// Each organization has one or two; this is for large consortia.
    package static let mostCertificates = 256

    /// - Throws: `CertificatesError.noRoots`, `.tooManyRoots`.
    package init(_ certificates: [Certificate]) throws(CertificatesError) {
        guard certificates.count <= CertificateTrust.mostCertificates else {
            throw .tooManyRoots(limit: CertificateTrust.mostCertificates, found: certificates.count)
        }
        roots = certificates.filter(\.isSelfIssued)
        intermediates = certificates.filter { !$0.isSelfIssued }
        guard !roots.isEmpty else { throw .noRoots }
    }

    /// Looks for a chain from the certificate to a root.
    /// - Throws: `CertificatesError.untrusted`, `.refusedByLibrary`.
    package func require(_ certificate: Certificate) throws(CertificatesError) {
        do throws(CertificatesError) {
            return try require(certificate, among: roots)
        } catch {
            // Of roots with one name, as after a change of the authority's key, libcrypto tries the first only.
            for root in roots where roots.count(where: { $0.subject == root.subject }) > 1 {
                if (try? require(certificate, among: [root])) != nil { return }
            }
            throw error
        }
    }

    private func require(_ certificate: Certificate, among roots: [Certificate]) throws(CertificatesError) {
        defer { ERR_clear_error() }
        let target = try LibraryCertificate(certificate)
        guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new(), let between = OPENSSL_sk_new_null()
        else {
            outOfMemory()
        }
        var kept: [LibraryCertificate] = []
        defer {
            X509_STORE_CTX_free(context)
            X509_STORE_free(store)
            // The stack only; what it points to is freed by `kept`, which outlives it.
            OPENSSL_sk_free(between)
            withExtendedLifetime((kept, target)) {}
        }
        for root in roots {
            // The store takes a reference of its own.
            let owner = try LibraryCertificate(root)
            let isAdded = withExtendedLifetime(owner) { X509_STORE_add_cert(store, owner.pointer) == 1 }
            guard isAdded else { throw .refusedByLibrary }
        }
        for certificate in intermediates {
            kept.append(try LibraryCertificate(certificate))
            guard OPENSSL_sk_push(between, UnsafeRawPointer(kept[kept.count - 1].pointer)) > 0 else { outOfMemory() }
        }
        guard X509_STORE_CTX_init(context, store, target.pointer, between) == 1 else {
            throw .refusedByLibrary
        }
        X509_STORE_CTX_set_flags(context, UInt(X509_V_FLAG_NO_CHECK_TIME))
        guard X509_verify_cert(context) == 1 else {
            let code = X509_STORE_CTX_get_error(context)
            let words = X509_verify_cert_error_string(Int(code)).map { String(cString: $0) }
            throw .untrusted(reason: words ?? "error \(code)")
        }
    }

    private func outOfMemory() -> Never { preconditionFailure("libcrypto has memory for a chain of certificates") }
}

/// A certificate on libcrypto's heap, owned by one reference.
private final class LibraryCertificate {
    let pointer: OpaquePointer

    init(_ certificate: Certificate) throws(CertificatesError) {
        let made = certificate.der.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return d2i_X509(nil, &start, bytes.count)
        }
        ERR_clear_error()
        guard let made else { throw .refusedByLibrary }
        pointer = made
    }

    deinit { X509_free(pointer) }
}
