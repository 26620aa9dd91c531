import Certificates
import Testing

@Suite struct RolloverTests {
    /// Two roots of one name without key identifiers, and a leaf of the second; written by the Python package cryptography,
    /// their keys are gone.
    static let (earlier, later, leaf) = (
        """
        -----BEGIN CERTIFICATE-----
        MIIBTzCB96ADAgECAhQsvCDxm4bPeFxjLJVrSrtP4cnz8jAKBggqhkjOPQQDAjAe
        MRwwGgYDVQQDDBNjYS5yb2xsb3Zlci5leGFtcGxlMB4XDTI2MDEwMTAwMDAwMFoX
        DTQ2MDEwMTAwMDAwMFowHjEcMBoGA1UEAwwTY2Eucm9sbG92ZXIuZXhhbXBsZTBZ
        MBMGByqGSM49AgEGCCqGSM49AwEHA0IABHM1GzMvIUmAygBtX5ieEifYvTIyH6C4
        r9xCXJ0Qbe8/VIIFMEEL1uI3WVhsm/rkutbtXUm/pkVxNa7VfNRjlxKjEzARMA8G
        A1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgas3ktY2OFcIsj8rBB1Pt
        itQYqDLexwXbNSMzWbfq8ZMCIFG6MvWSk/rhhU7N5MgYL5p2x9ru7nAV8NccUZE1
        uz9E
        -----END CERTIFICATE-----
        """,
        """
        -----BEGIN CERTIFICATE-----
        MIIBUTCB96ADAgECAhRqylKbBawi5+5rboGBWp0WxqJCCzAKBggqhkjOPQQDAjAe
        MRwwGgYDVQQDDBNjYS5yb2xsb3Zlci5leGFtcGxlMB4XDTI2MDEwMTAwMDAwMFoX
        DTQ2MDEwMTAwMDAwMFowHjEcMBoGA1UEAwwTY2Eucm9sbG92ZXIuZXhhbXBsZTBZ
        MBMGByqGSM49AgEGCCqGSM49AwEHA0IABAzoYPXaB84G6pxu/VYlDbPx8TXjQTfe
        jPyBb0SFMTI4CSybY/iH6mQnd6xZ/89wi7yWiUTG/YkugEeCNd4HCYujEzARMA8G
        A1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAP6ygU0/FBfonPxIEqVw
        z4OhL8hLPB7uE6Q/O8rL0RLzAiEAxrv75v3H/089Goo7HyqYIpZlf7dwhaRxX5w+
        wUYV/d0=
        -----END CERTIFICATE-----
        """,
        """
        -----BEGIN CERTIFICATE-----
        MIIBQTCB6aADAgECAhQgps3t7ztDYjht6JtsuvNX9OBbATAKBggqhkjOPQQDAjAe
        MRwwGgYDVQQDDBNjYS5yb2xsb3Zlci5leGFtcGxlMB4XDTI2MDEwMTAwMDAwMFoX
        DTQ2MDEwMTAwMDAwMFowEzERMA8GA1UEAwwIb3BlcmF0b3IwWTATBgcqhkjOPQIB
        BggqhkjOPQMBBwNCAASkF3n0FokO9zNL/CoPRWcntYBxI7JRYM8orxsBwIE0lM8v
        hz7hckf1wuVptko4ejaXj9FGR6cvJF9LyZX8Tk3/oxAwDjAMBgNVHRMBAf8EAjAA
        MAoGCCqGSM49BAMCA0cAMEQCIFOx92TMZCdT5Z1pMrBFSu8H5FvLx6HtnY8+YBQH
        D2NdAiAxGp6HQss1nyNogeTZ6MVcxwyV1adZxV8JJBesR453Sg==
        -----END CERTIFICATE-----
        """
    )

    @Test func rootsOfOneNameAreAllTried() throws {
        let (earlier, later, leaf) = (try read(Self.earlier), try read(Self.later), try read(Self.leaf))
        try CertificateTrust([later]).require(leaf)
        try CertificateTrust([earlier, later]).require(leaf)
        try CertificateTrust([later, earlier]).require(leaf)
        #expect(throws: CertificatesError.self) { try CertificateTrust([earlier]).require(leaf) }
        #expect(throws: CertificatesError.self) { try CertificateTrust([earlier, earlier]).require(leaf) }
    }

    private func read(_ pem: String) throws -> Certificate { try Certificate(Array(pem.utf8)) }
}
