package import Certificates
import Encodings
import ProtocolBuffers
import Signatures
package import Transactions

/// Who signed: an organization and a certificate, as `msp.SerializedIdentity` has them.
package struct Identity: Hashable, Sendable {
    /// The serialized message, which is hashed and signed as it is.
    package let bytes: [UInt8]
    /// The organization's membership service provider: `Org1MSP`.
    package let mspID: String
    package let certificate: Certificate

    /// - Throws: `FabricError.missing`, `.certificate`, and as `Wire.read`. Identities without a certificate (idemix) are
    ///   none here.
    package init(_ bytes: [UInt8], _ path: String) throws(FabricError) {
        guard !bytes.isEmpty else { throw .missing(path) }
        let message = try Wire.read(Fabric_SerializedIdentity.self, bytes, path)
        guard !message.mspid.isEmpty else { throw .missing(path + ".mspid") }
        do { certificate = try Certificate([UInt8](message.idBytes)) } catch {
            throw .certificate(path + ".id_bytes", error)
        }
        self.bytes = bytes
        mspID = message.mspid
    }

    /// As a person knows them: `CN=peer0.org1.example.com,… of Org1MSP`.
    package var name: String { "\(certificate.subject) of \(mspID)" }

    /// Judges a signature by this identity: ECDSA over SHA-256, DER and low s (bccsp/sw/ecdsa.go, `verifyECDSA`), or
    /// Ed25519 over the message itself.
    package func status(of signature: [UInt8], over message: [UInt8]) -> SignatureVerdict.Status {
        guard !signature.isEmpty else {
            return .invalid(code: "no-signature", reason: "there is no signature; ask for the signed message")
        }
        // msp/mspimpl.go, `getCertificationChainForBCCSPIdentity`.
        guard !certificate.isAuthority else {
            return .invalid(code: "ca-identity", reason: FabricError.authorityIdentity(name).description)
        }
        switch certificate.publicKey {
        case .other(let kind):
            return .notJudged(
                code: "key-kind",
                reason: "signatures by a key of the kind \(kind) are not judged here; ask its organization")
        case .key(let key):
            do throws(SignaturesError) {
                try FabricSignature.verify(signature, over: message, by: key)
                return .valid
            } catch .signatureNotLowS {
                return .invalid(code: "high-s", reason: "\(SignaturesError.signatureNotLowS)")
            } catch {
                return .invalid(code: "signature-invalid", reason: "\(error)")
            }
        }
    }
}
