import Encodings
package import SecretSharing
package import Secrets

/// What shows that the dealer of the dealing in it masked something else than a holder's share (holdfast-own-keys(5),
/// "The evidence"). Secret: whoever has it opens what was masked.
package struct EvidenceFile: ~Copyable, Sendable {
    package let dealing: DealingFile
    package let holder: HolderIndex
    /// The id of the request that it answered, 32 bytes; nil where the holder made it as evidence.
    package let request: [UInt8]?
    /// I ‖ c ‖ z.
    package let answer: LockedBytes

    static let titleStart: StaticString = "holdfast-evidence/"
    private static let none = "none"
    private static let proofCount = 64
    /// The longest canonical form of a point, in hexadecimal digits.
    private static let mostDigits = 66
    private static let outline = FieldText.Outline(
        title: "holdfast-evidence/1", titleStart: titleStart,
        fields: ["dealing", "holder", "request", "common", "proof"], secretField: "common",
        marks: (ShareText.dealingBegin, ShareText.dealingEnd), mostBytes: DealingFile.mostBytes + 65536)

    package init(dealing: DealingFile, holder: HolderIndex, request: [UInt8]?, answer: consuming LockedBytes) {
        precondition(answer.count > Self.proofCount, "a point, and its proof of a challenge and a response")
        self.dealing = dealing
        self.holder = holder
        self.request = request
        self.answer = answer
    }

    /// Reads evidence; whether it convicts anyone, the proof in it tells.
    /// - Throws: `ShareFilesError`, one case for each thing that can be wrong.
    package init(parsing bytes: UnsafeRawBufferPointer) throws(ShareFilesError) {
        let text = try FieldText(bytes, Self.outline, includesMarks: false)
        let stated = try text.octets("dealing")
        guard let number = Int(text["holder"]), String(number) == text["holder"], let holder = try? HolderIndex(number)
        else { throw .fieldValue(name: "holder", expected: "an index from 1 to 65535") }
        let request = text["request"] == Self.none ? nil : try text.octets("request")
        guard let proof = DealingFile.octets(text["proof"]), proof.count == Self.proofCount else {
            throw .fieldValue(name: "proof", expected: "128 lower-case hexadecimal digits")
        }
        let element = try Self.point(bytes[text.secret])
        let dealing = try DealingFile(parsing: UnsafeRawBufferPointer(rebasing: bytes[text.block]))
        guard stated == dealing.id.bytes else {
            throw .fieldValue(name: "dealing", expected: "the id of the dealing in it")
        }
        guard dealing.holder(holder) != nil else {
            throw .fieldValue(name: "holder", expected: "a holder of the dealing in it")
        }
        self.init(
            dealing: dealing, holder: holder, request: request,
            answer: try mappingMemory { () throws(SecretsError) in try joined(element, proof) })
    }

    /// I, which is decoded where its group is known.
    private static func point(_ digits: Slice<UnsafeRawBufferPointer>) throws(ShareFilesError) -> LockedBytes {
        guard !digits.isEmpty, digits.count <= mostDigits, digits.count % 2 == 0 else { throw wrongPoint }
        do { return try lockedHex(digits) } catch {
            if case .memory = error { throw error }
            throw wrongPoint
        }
    }

    private static let wrongPoint = ShareFilesError.fieldValue(
        name: "common", expected: "a point in lower-case hexadecimal digits")

    /// The text, ended by a line feed.
    package borrowing func text() throws(SecretsError) -> LockedBytes {
        let name = dealing.holder(holder)?.name ?? ""
        let before = Array(
            """
            holdfast-evidence/1
            # Evidence that the dealer of dealing \(dealing.id.shortForm) cheated holder \(holder.value) (\(name)).
            # SECRET: whoever has it opens what was dealt to this holder. Keep it on this machine, seal it for the one
            # who is to judge it, and never publish it.
            # To judge it:  holdfast check --evidence FILE
            dealing: \(dealing.id)
            holder: \(holder.value)
            request: \(request.map { Hex.encode($0) } ?? Self.none)
            common: 
            """.utf8)
        let point = answer.count - Self.proofCount
        let proof = answer.withUnsafeBytes { Hex.encode(Array($0[point...])) }
        let after =
            Array("\nproof: \(proof)\n\(ShareText.dealingBegin)\n".utf8) + dealing.text()
            + Array("\(ShareText.dealingEnd)\n".utf8)
        let digits = before.count..<before.count + 2 * point
        var text = try LockedBytes(count: digits.upperBound + after.count)
        text.withUnsafeMutableBytes { text in
            text.copyBytes(from: before)
            _ = answer.withUnsafeBytes {
                Hex.encode(
                    UnsafeRawBufferPointer(rebasing: $0[..<point]),
                    into: UnsafeMutableRawBufferPointer(rebasing: text[digits]))
            }
            UnsafeMutableRawBufferPointer(rebasing: text[digits.upperBound...]).copyBytes(from: after)
        }
        return text
    }
}

/// Secret bytes with public ones behind them.
private func joined(_ element: borrowing LockedBytes, _ proof: [UInt8]) throws(SecretsError) -> LockedBytes {
    var bytes = try LockedBytes(count: element.count + proof.count)
    bytes.withUnsafeMutableBytes { bytes in
        element.withUnsafeBytes { bytes.copyMemory(from: $0) }
        UnsafeMutableRawBufferPointer(rebasing: bytes[element.count...]).copyBytes(from: proof)
    }
    return bytes
}
