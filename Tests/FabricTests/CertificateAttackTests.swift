import Certificates
import Encodings
import Fabric
import Groups
import Signatures
import Testing

/// Somebody hands over a certificate that no root stands for.
@Suite struct CertificateAttackTests {
    private static let keyUsage = ObjectIdentifier("2.5.29.15")
    private static let nameConstraints = ObjectIdentifier("2.5.29.30")

    /// Whether a chain leads from a member's certificate over the one in the middle to the root.
    private func leads(
        from leaf: [UInt8], over middle: [UInt8]? = nil, to root: [UInt8]
    ) throws -> Bool {
        let all = try ([root] + (middle.map { [$0] } ?? [])).map { try Certificate(der: $0) }
        return (try? CertificateTrust(all).require(Certificate(der: leaf))) != nil
    }

    @Test func whoIsNoAuthorityVouchesForNobody() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try PrivateKey.random(.p256)
        let other = try PrivateKey.random(.p256)
        let leaf = try Member.der(subject: "user", issuer: "ca", of: user.verifyingKey(), by: ca)
        let root = try Member.der(subject: "ca", issuer: "ca", of: ca.verifyingKey(), by: ca, isAuthority: true)
        #expect(try leads(from: leaf, to: root))
        // A certificate that signed itself and is none of an authority.
        let plain = try Member.der(subject: "ca", issuer: "ca", of: ca.verifyingKey(), by: ca)
        #expect(try !leads(from: leaf, to: plain))
        // A member who gives out certificates.
        let forged = try Member.der(subject: "eve", issuer: "user", of: other.verifyingKey(), by: user)
        #expect(try !leads(from: forged, over: leaf, to: root))
        // Another root of the same name.
        let twin = try Member.der(subject: "ca", issuer: "ca", of: other.verifyingKey(), by: other, isAuthority: true)
        #expect(try !leads(from: leaf, to: twin))
    }

    @Test func aRootThatMayNotSignCertificatesVouchesForNobody() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try PrivateKey.random(.p256)
        let leaf = try Member.der(subject: "user", issuer: "ca", of: user.verifyingKey(), by: ca)
        // Bits: digitalSignature 0, keyCertSign 5.
        for (bits, isGood) in [([0x07, 0x80] as [UInt8], false), ([0x02, 0x04], true)] {
            let usage = Member.critical(Self.keyUsage, DER.element(.bitString, content: bits))
            let root = try Member.der(
                subject: "ca", issuer: "ca", of: ca.verifyingKey(), by: ca, isAuthority: true, extensions: [usage])
            #expect(try leads(from: leaf, to: root) == isGood)
        }
    }

    @Test func constraintsOnNamesHold() throws {
        let ca = try PrivateKey.random(.p256)
        let middle = try PrivateKey.random(.p256)
        let user = try PrivateKey.random(.p256)
        func name(_ text: String) -> [UInt8] {
            DER.sequence(
                DER.element(
                    .set,
                    content: DER.sequence(
                        DER.objectIdentifier(ObjectIdentifier("2.5.4.3")),
                        DER.element(DER.Tag(octet: 0x0C), content: Array(text.utf8)))))
        }
        // permittedSubtrees [0] { GeneralSubtree { directoryName [4] } }
        func permitting(_ text: String) -> [UInt8] {
            let subtree = DER.sequence(DER.element(.context(4, constructed: true), content: name(text)))
            return Member.critical(
                Self.nameConstraints, DER.sequence(DER.element(.context(0, constructed: true), content: subtree)))
        }
        let root = try Member.der(subject: "ca", issuer: "ca", of: ca.verifyingKey(), by: ca, isAuthority: true)
        let leaf = try Member.der(subject: "user", issuer: "middle", of: user.verifyingKey(), by: middle)
        for (permitted, isGood) in [("user", true), ("other", false)] {
            let between = try Member.der(
                subject: "middle", issuer: "ca", of: middle.verifyingKey(), by: ca, isAuthority: true,
                extensions: [permitting(permitted)])
            #expect(try leads(from: leaf, over: between, to: root) == isGood)
        }
    }

    @Test func anUnknownExtensionThatMustBeUnderstoodEndsTheChain() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try PrivateKey.random(.p256)
        let root = try Member.der(subject: "ca", issuer: "ca", of: ca.verifyingKey(), by: ca, isAuthority: true)
        let leaf = try Member.der(
            subject: "user", issuer: "ca", of: user.verifyingKey(), by: ca,
            extensions: [Member.critical(ObjectIdentifier("1.2.3.4"), [0x05, 0x00])])
        #expect(try !leads(from: leaf, to: root))
    }

    @Test func twoNamesForOneSignatureEndTheChain() throws {
        let ca = try PrivateKey.random(.p256)
        let user = try PrivateKey.random(.p256)
        let root = try Member.der(subject: "ca", issuer: "ca", of: ca.verifyingKey(), by: ca, isAuthority: true)
        // ecdsa-with-SHA384 outside, ecdsa-with-SHA256 in what is signed.
        let leaf = try Member.der(
            subject: "user", issuer: "ca", of: user.verifyingKey(), by: ca,
            outerAlgorithm: ObjectIdentifier("1.2.840.10045.4.3.3"))
        #expect(try !leads(from: leaf, to: root))
    }

    @Test(arguments: [
        "230230000000Z", "230431000000Z", "230229000000Z", "231301000000Z", "230101240000Z", "2301010000Z",
    ])
    func daysThatAreInNoCalendarAreRefused(_ day: String) throws {
        let ca = try PrivateKey.random(.p256)
        let der = try Member.der(subject: "a", issuer: "ca", of: ca.verifyingKey(), by: ca, to: day)
        #expect(throws: CertificatesError.field("validity")) { try Certificate(der: der) }
    }

    @Test func aLeapDayIsADay() throws {
        let ca = try PrivateKey.random(.p256)
        let der = try Member.der(subject: "a", issuer: "ca", of: ca.verifyingKey(), by: ca, to: "240229000000Z")
        #expect(try Certificate(der: der).notAfter == 1_709_164_800)
    }

    /// Names that are alike as far as they are shown are two.
    @Test func aLongNameIsNotItsBeginning() throws {
        let ca = try PrivateKey.random(.p256)
        let long = String(repeating: "a", count: 250)
        let der = try Member.der(subject: long + "1", issuer: long + "2", of: ca.verifyingKey(), by: ca)
        let certificate = try Certificate(der: der)
        #expect(certificate.subject == certificate.issuer && !certificate.isSelfIssued)
    }
}
