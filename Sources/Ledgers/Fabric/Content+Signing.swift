import Encodings
import ProtocolBuffers
package import Signatures
package import Transactions

extension Content {
    /// Gives the signature: base64 of DER (or of 64 bytes for Ed25519), in a file those bytes; or for the network the
    /// message with its signature filled in, base64 and in a file its bytes.
    package func signed(by key: borrowing SigningKey, under terms: Terms) throws -> SignedContent {
        guard signature.isEmpty else { throw FabricError.alreadySigned }
        let signer = key.verifyingKey
        let made: [UInt8]
        if let refusal = refusals(signer: signer, under: terms).first { throw refusal }
        do { made = try FabricSignature.make(over: signedBytes, by: key) } catch { throw FabricError.signing(error) }

        let message = wrapper.complete(signedBytes, made)
        guard isSigned(message, with: made) else { throw FabricError.signedDiffers }
        let result = terms.form == .network ? message : made
        return SignedContent(
            ledger: .fabric, kind: kind.rawValue, signer: creator.name, hash: transactionID,
            text: Base64.encode(result), file: result, summary: summary(signer: signer, under: terms),
            members: JSONObject([
                ("signature", .string(Base64.encode(made))), ("publicKey", .string(Hex.encode(signer.encoded))),
            ]))
    }

    /// Reads a message that was just made as a stranger does, who has the certificate in it. What is signed was read to its
    /// last byte before, so that its outermost form is enough; a gateway's message is read anew.
    private func isSigned(_ message: [UInt8], with made: [UInt8]) -> Bool {
        let isAround: Bool
        if wrapper == .none {
            let back = try? Wire.read(Fabric_SignedRequest.self, message, "")
            isAround = back.map { [UInt8]($0.request) == signedBytes && [UInt8]($0.signature) == made } ?? false
        } else {
            let back = try? Content(parsing: message)
            isAround = back.map { $0.signedBytes == signedBytes && $0.signature == made && $0.body == body } ?? false
        }
        return isAround && creator.status(of: made, over: signedBytes) == .valid
    }
}
