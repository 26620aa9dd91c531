import Certificates
import Encodings
import Groups
import Signatures
import TestSupport
import Testing

@Suite struct CertificateTests {
    /// Written by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -sha256`; its key is gone.
    static let root = """
        -----BEGIN CERTIFICATE-----
        MIIBvDCCAWKgAwIBAgIFAQIDBAUwCgYIKoZIzj0EAwIwOjELMAkGA1UEBhMCRkkx
        ETAPBgNVBAoMCEhvbGRmYXN0MRgwFgYDVQQDDA9UZXN0IFJvb3QsIEluYy4wIBcN
        MjYxMTI1MDYwMjAwWhgPMjEyNjExMDEwNjAyMDBaMDoxCzAJBgNVBAYTAkZJMREw
        DwYDVQQKDAhIb2xkZmFzdDEYMBYGA1UEAwwPVGVzdCBSb290LCBJbmMuMFkwEwYH
        KoZIzj0CAQYIKoZIzj0DAQcDQgAEN0Lh+BeWTAHQSsXVVHYssnK9r9h9+Y4q+pgW
        2+4r/5cphhJLPRVrIfMeqgDpOFY1SMG8RDuk1IxvQSpXY1cejKNTMFEwHQYDVR0O
        BBYEFJupTwvEKWQ4ucoz6I+jPM6n5FRQMB8GA1UdIwQYMBaAFJupTwvEKWQ4ucoz
        6I+jPM6n5FRQMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgaZ5l
        FFLw9Ooz6DD07YGMtC5ooQCsTgO3bnHsnwjeFw0CIQDaE8UUU1v9IqiNhUxQodss
        g7gVyG6tJXRFxoV8y1iPQg==
        -----END CERTIFICATE-----
        """
    /// Signed by `root`'s key: an intermediate authority, and a leaf under it.
    static let intermediate = """
        -----BEGIN CERTIFICATE-----
        MIIBoDCCAUWgAwIBAgIBAjAKBggqhkjOPQQDAjA6MQswCQYDVQQGEwJGSTERMA8G
        A1UECgwISG9sZGZhc3QxGDAWBgNVBAMMD1Rlc3QgUm9vdCwgSW5jLjAgFw0yNjEx
        MjUwNjAyMDBaGA8yMTI2MTEwMTA2MDIwMFowETEPMA0GA1UEAwwGTWlkZGxlMFkw
        EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/5SaU0ZKaZ+Kcq7nobDDVotx12DBFpZ9
        o4W2RiGa7GqIBGTE4n0QxNezj1xg62KnPh8YIq+0bEs5+O2YkkL8H6NjMGEwDwYD
        VR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwHQYDVR0OBBYEFOQ3y7oyUcqf
        fmx+0Sogg00qGtA2MB8GA1UdIwQYMBaAFJupTwvEKWQ4ucoz6I+jPM6n5FRQMAoG
        CCqGSM49BAMCA0kAMEYCIQCuQioI07f5Ef+CF5uvbk+4cP1yyiXVIHOtHdWbtKhY
        dQIhANfhISTPdHHToco41sMocMORvdtd1MFrRkBKU33cUllm
        -----END CERTIFICATE-----
        """
    static let leaf = """
        -----BEGIN CERTIFICATE-----
        MIIBYDCCAQegAwIBAgIBAzAKBggqhkjOPQQDAjARMQ8wDQYDVQQDDAZNaWRkbGUw
        IBcNMjYxMTI1MDYwMjAwWhgPMjEyNjExMDEwNjAyMDBaMA8xDTALBgNVBAMMBExl
        YWYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQuaJVLjgRpgEZFClRg+iNijXir
        B3CR0UuBbVW7SimPmuzC6nuhS+SPqjzUNpfVg6IVKHGDYeEYNjnurUeZbB4mo1Aw
        TjAMBgNVHRMBAf8EAjAAMB0GA1UdDgQWBBQ0eIMNilMSBtKmN2PjpEslDrDseTAf
        BgNVHSMEGDAWgBTkN8u6MlHKn35sftEqIINNKhrQNjAKBggqhkjOPQQDAgNHADBE
        AiATFOKEAhkLf9cgNQKiXSUs299rhE70okYzzJYu+rFIngIgJstzsIskwFH1271j
        KwsJ4OujTr7p/roB5xM5cySpNDo=
        -----END CERTIFICATE-----
        """
    static let ed25519 = """
        -----BEGIN CERTIFICATE-----
        MIIBMDCB46ADAgECAhQNKi4G5QAPghMyfiEKk6yCQpaG6jAFBgMrZXAwDTELMAkG
        A1UEAwwCRWQwIBcNMjYxMTI1MDYwMjAwWhgPMjEyNjExMDEwNjAyMDBaMA0xCzAJ
        BgNVBAMMAkVkMCowBQYDK2VwAyEAe+jk+i2DmztB/PlT9vkUUrAxKPnKeM+KZI3T
        2rWjeCajUzBRMB0GA1UdDgQWBBQGRSE1JF+xFCbTIZ8LSryfdDYPrTAfBgNVHSME
        GDAWgBQGRSE1JF+xFCbTIZ8LSryfdDYPrTAPBgNVHRMBAf8EBTADAQH/MAUGAytl
        cANBABeq8RF3SYQFL6xd1EV6uZ0FBUt3hu3NtUYbHrJW/TKDvzyofy3LB0twuQaU
        3kl3nYRCGEcrqUWeAzKT94EW0A8=
        -----END CERTIFICATE-----
        """
    static let rsa = """
        -----BEGIN CERTIFICATE-----
        MIIC/zCCAeegAwIBAgIUP37YWOnGdOyYVkiX1cSzEtIMxUswDQYJKoZIhvcNAQEL
        BQAwDjEMMAoGA1UEAwwDUlNBMCAXDTI2MTEyNTA2MDIwMFoYDzIxMjYxMTAxMDYw
        MjAwWjAOMQwwCgYDVQQDDANSU0EwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEK
        AoIBAQC78uLF05F44QgH1ng1VBwknH+wnkOdy2F+rPCpuohUr8GveDyj/WrR9pY1
        M3yY0ey9NbBYA1oTl2tL1fD/kH3ZsZPjFer/qdmaloKkDkXlLJMLz3O7Z9iEggys
        X3yHXaTQ6l2Fcwuesca5Fxn4evhVjHqvmvhbJVtBBvsHurwFiUNQA05VUfPZOfpI
        FeJK5vl1YBMIUDn4QxQ5gqYRwsoYGYr0D/Cf1XE//6LIRVCJiaEIveZv+J7dNiG7
        OEIdrPy8h1irj9FSkHkK5UDjwWkf3+RFddXodQXwJjjCHsgNnO1+H7RQAr0B8azU
        N4N/uU6IEapLLqNcshBPKeMeUuuxAgMBAAGjUzBRMB0GA1UdDgQWBBTdbnhyVek4
        xFiQuB9C4qyNeP0zLjAfBgNVHSMEGDAWgBTdbnhyVek4xFiQuB9C4qyNeP0zLjAP
        BgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQAOjqyQBsvtqISPF7H/
        kOkcrLvLkYQnhRGKtEs61em6r9ujiDaNdSqyl2hVMsgylx6C5oTUkAOXHH3JWfsO
        /RtBU0PblJ2KvkNqNQC49aLo9XlR/Rkz52/eESMfDeZ8dCHdB3SdxNAM4Mnqs4FT
        /QqzPoWb4Ba4eBrdikm5vg5uJpXqvAA0kqTIBZdZ2URvZ6PU9qjYTMQXbITKzH4L
        VYAtmxDxN8udHvH9fp8TmxU6zPVB+8rzYj+NIWqCshnItfDnlM+uLClZzV8KGPMP
        NB7dUVHtjhKIYsyRUUw2GGOmW+Hnc8ilynhzwDqHV579+cYcg8HfOJtqlIJRt5aL
        16bi
        -----END CERTIFICATE-----
        """
    static let stranger = """
        -----BEGIN CERTIFICATE-----
        MIIBfDCCASOgAwIBAgIUanzLUmcAxCqRr4BnJmHuNjvkomIwCgYIKoZIzj0EAwIw
        EzERMA8GA1UEAwwIZXZpbBtbMkowIBcNMjYxMTI1MDYwMjAwWhgPMjEyNjExMDEw
        NjAyMDBaMBMxETAPBgNVBAMMCGV2aWwbWzJKMFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAEERdQZ1gVHP44qNFIW3L3PtUKL3hIz7AaCcRSi6UxYqRn4kRMIMbu/rXK
        gcpH7W/NQcq16bfssn8LZNn24SdqvqNTMFEwHQYDVR0OBBYEFLyON6hQ4Ux0IP0f
        jqb18Eos1RFQMB8GA1UdIwQYMBaAFLyON6hQ4Ux0IP0fjqb18Eos1RFQMA8GA1Ud
        EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgJ4ANB+cxTQyx7atae4ZNyss5
        bIyL6Vk7X+YweQm/0fkCIG315WEqH7zxn+E5qniFnLRDav0WPSy/Vt6tEltlYH3i
        -----END CERTIFICATE-----
        """

    private func read(_ pem: String) throws -> Certificate { try Certificate(Array(pem.utf8)) }

    @Test func fieldsAreWhatOpenSSLShows() throws {
        let root = try read(Self.root)
        #expect(root.subject == "CN=Test Root\\, Inc.,O=Holdfast,C=FI")
        #expect(root.issuer == root.subject)
        #expect(root.isSelfIssued)
        #expect(root.serialNumber == "0102030405")
        #expect(root.notAfter - root.notBefore == 36_500 * 86_400)
        #expect(root.verifyingKey?.curve == .p256)
        #expect(root.subjectKeyIdentifier?.count == 20)
        #expect(try read(Self.leaf).issuer == "CN=Middle")
        #expect(try read(Self.ed25519).verifyingKey?.curve == .ed25519)
        #expect(try read(Self.rsa).publicKey == .other("RSA"))
    }

    @Test func controlCharactersAreWrittenOut() throws {
        #expect(try read(Self.stranger).subject == "CN=evil\\u{1b}[2J")
    }

    @Test func derAndPEMAreTheSame() throws {
        let root = try read(Self.root)
        #expect(try Certificate(root.der) == root)
        #expect(throws: CertificatesError.encoding(.der(.trailingBytes(1), offset: root.der.count))) {
            try Certificate(root.der + [0])
        }
        #expect(throws: CertificatesError.count(found: 2)) { try read(Self.root + "\n" + Self.leaf) }
        #expect(throws: CertificatesError.count(found: 0)) { try read("") }
    }

    @Test func chainsLeadToRootsOnly() throws {
        let root = try read(Self.root)
        let middle = try read(Self.intermediate)
        let leaf = try read(Self.leaf)
        let stranger = try read(Self.stranger)
        try CertificateTrust([root, middle]).require(leaf)
        try CertificateTrust([root]).require(middle)
        #expect(throws: CertificatesError.self) { try CertificateTrust([root]).require(leaf) }
        #expect(throws: CertificatesError.self) { try CertificateTrust([stranger, middle]).require(leaf) }
        #expect(throws: CertificatesError.self) { try CertificateTrust([root, leaf]).require(stranger) }
        #expect(throws: CertificatesError.noRoots) { try CertificateTrust([middle]) }
    }

    @Test func anAlteredCertificateHasNoChain() throws {
        let root = try read(Self.root)
        let middle = try read(Self.intermediate)
        var der = middle.der
        der[der.count - 1] ^= 1
        // The signature's last byte: the form stays as it is.
        let altered = try Certificate(der: der)
        #expect(throws: CertificatesError.self) { try CertificateTrust([root]).require(altered) }
    }

    @Test(arguments: Seed.fresh(64))
    func mutatedCertificatesNeverCrash(_ seed: Seed) throws {
        var random = seed.generator
        let trust = try CertificateTrust([read(Self.root)])
        for original in [try read(Self.leaf), try read(Self.rsa), try read(Self.ed25519)] {
            for _ in 0..<16 {
                guard let read = try? Certificate(random.mutated(original.der)) else { continue }
                try? trust.require(read)
            }
            _ = try? Certificate(random.mutated(Array(PEM.encode(label: "CERTIFICATE", original.der).utf8)))
        }
    }
}
