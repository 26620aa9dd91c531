import Encodings
package import SecretSharing

/// A holder's word to everyone that the share dealt to their key opened and is good (holdfast-own-keys(5), "The
/// acknowledgement"). Whether the holder made it, the proof tells.
package struct AcknowledgementFile: Hashable, Sendable {
    /// The id of the dealing, 32 bytes.
    package let dealing: [UInt8]
    package let holder: HolderIndex
    /// c, then z: 64 bytes.
    package let proof: [UInt8]

    static let titleStart: StaticString = "holdfast-acknowledgement/"
    private static let outline = FieldText.Outline(
        title: "holdfast-acknowledgement/1", titleStart: titleStart, fields: ["dealing", "holder", "proof"], marks: nil,
        mostBytes: 65536)

    package init(dealing: DealingID, holder: HolderIndex, proof: [UInt8]) {
        precondition(proof.count == 64, "a proof has a challenge and a response")
        self.dealing = dealing.bytes
        self.holder = holder
        self.proof = proof
    }

    /// Reads the text or the binary form.
    /// - Throws: `ShareFilesError`, one case for each thing that can be wrong.
    package init(parsing bytes: UnsafeRawBufferPointer) throws(ShareFilesError) {
        if CompactForm.acknowledgement.isBegun(bytes) {
            try self.init(parsingBinary: bytes)
            return
        }
        let text = try FieldText(bytes, Self.outline, includesMarks: false)
        let dealing = try text.octets("dealing")
        guard let number = Int(text["holder"]), String(number) == text["holder"], let holder = try? HolderIndex(number)
        else { throw .fieldValue(name: "holder", expected: "an index from 1 to 65535") }
        guard let proof = DealingFile.octets(text["proof"]), proof.count == 64 else {
            throw .fieldValue(name: "proof", expected: "128 lower-case hexadecimal digits")
        }
        self.init(dealing: DealingID(dealing), holder: holder, proof: proof)
    }

    /// The text, ended by a line feed.
    package func text(name: String) -> [UInt8] {
        Array(
            """
            holdfast-acknowledgement/1
            # Holder \(holder.value) (\(name)) says: my share of dealing \(DealingID(dealing).shortForm) opened and is good.
            # Anyone can check it:  holdfast check dealing.json FILE
            dealing: \(Hex.encode(dealing))
            holder: \(holder.value)
            proof: \(Hex.encode(proof))

            """.utf8)
    }
}
