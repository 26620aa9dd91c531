import Encodings
package import Groups
package import SecretSharing
package import Secrets

/// What is sealed of an answer with a masked share: the point that unmasks it, and the proof that it was made with the
/// holder's key (holdfast-own-keys(5), "The answer to a request").
package struct OwnAnswer: ~Copyable {
    package let holder: HolderIndex
    /// I in canonical form. Whoever has it has the share.
    package let element: LockedBytes
    /// c, then z: 64 bytes.
    package let proof: [UInt8]

    private static let title = "holdfast-own-submission/1\n"
    private static let proofCount = 64

    package init(holder: HolderIndex, element: consuming LockedBytes, proof: [UInt8]) {
        precondition(proof.count == Self.proofCount, "a proof has a challenge and a response")
        self.holder = holder
        self.element = element
        self.proof = proof
    }

    private static func head(for request: RequestFile) -> String { "\(title)\(request.id)\n" }

    /// Whether an opened submission is such an answer, by its first line.
    package static func isContent(_ content: borrowing LockedBytes) -> Bool {
        content.withUnsafeBytes { $0.begins(with: Array(title.utf8)) }
    }

    /// Five lines, each ended by a line feed.
    package borrowing func content(for request: RequestFile) throws(SecretsError) -> LockedBytes {
        let before = Array((Self.head(for: request) + "\(holder.value)\n").utf8)
        let after = Array("\n\(Hex.encode(proof))\n".utf8)
        let digits = before.count..<before.count + 2 * element.count
        var content = try LockedBytes(count: digits.upperBound + after.count)
        content.withUnsafeMutableBytes { content in
            content.copyBytes(from: before)
            _ = element.withUnsafeBytes {
                Hex.encode($0, into: UnsafeMutableRawBufferPointer(rebasing: content[digits]))
            }
            UnsafeMutableRawBufferPointer(rebasing: content[digits.upperBound...]).copyBytes(from: after)
        }
        return content
    }

    /// Reads an opened submission.
    /// - Parameter group: In which the holder of an index has their key; nil for an index that the dealing does not have.
    /// - Throws: `ShareFilesError.submissionOfOtherRequest`, `.submissionContent`, `.lineOfNoHolder`, `.memory`.
    package init(
        parsing content: borrowing LockedBytes, for request: RequestFile, group: (HolderIndex) -> CurveName?
    ) throws(ShareFilesError) {
        let head = Array(Self.head(for: request).utf8)
        self = try content.withUnsafeBytes { (content) throws(ShareFilesError) in
            guard content.begins(with: head) else { throw .submissionOfOtherRequest(expected: request.id) }
            // The index is public, and so is where its line ends.
            let digits = content[head.count...].prefix(6).prefix { $0 != 0x0A }
            guard let holder = HolderIndex(digits: digits) else { throw .submissionContent }
            guard let group = group(holder) else { throw .lineOfNoHolder(holder) }
            let count = group.group.elementByteCount
            let start = digits.endIndex + 1
            let proofStart = start + 2 * count + 1
            let proofEnd = proofStart + 2 * Self.proofCount
            guard content.count == proofEnd + 1, content[proofStart - 1] == 0x0A, content[proofEnd] == 0x0A,
                let proofText = String(bytes: content[proofStart..<proofEnd]), let proof = try? Hex.decode(proofText),
                Hex.encode(proof) == proofText
            else { throw .submissionContent }
            let element = try lockedHex(content[start..<start + 2 * count])
            return OwnAnswer(holder: holder, element: element, proof: proof)
        }
    }
}

extension String {
    /// A text of plain ASCII letters that are public.
    fileprivate init?(bytes: Slice<UnsafeRawBufferPointer>) {
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        self = String(decoding: bytes, as: UTF8.self)
    }
}
