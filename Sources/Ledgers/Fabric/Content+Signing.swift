import Encodings
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
        // A stranger has the message and the certificate in it.
        guard let back = try? Content(parsing: message), back.signedBytes == signedBytes, back.signature == made,
            back.body == body, back.creator.status(of: made, over: back.signedBytes) == .valid
        else { throw FabricError.signedDiffers }
        let result = terms.form == .network ? message : made
        return SignedContent(
            ledger: .fabric, kind: kind.rawValue, signer: creator.name, hash: transactionID,
            text: Base64.encode(result), file: result, summary: summary(signer: signer, under: terms),
            members: JSONObject([
                ("signature", .string(Base64.encode(made))), ("publicKey", .string(Hex.encode(signer.encoded))),
            ]))
    }
}
