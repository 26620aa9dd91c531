import Encodings
package import SecretSharing
package import Secrets

/// What is sealed of an answer to a blinded request (holdfast-own-keys(5), "Blinded rebuilding").
package struct BlindedContent: ~Copyable, Sendable {
    package let holder: HolderIndex
    /// u ‖ every R ‖ c ‖ z, whose lengths follow from the request.
    package let answer: LockedBytes

    private static let title = "holdfast-blinded-submission/1\n"
    /// A set of so many holders that no sealed file would carry an answer.
    private static let mostBytes = 32768

    package init(holder: HolderIndex, answer: consuming LockedBytes) {
        self.holder = holder
        self.answer = answer
    }

    /// Whether an opened submission is such an answer, by its first line.
    package static func isContent(_ content: borrowing LockedBytes) -> Bool {
        content.withUnsafeBytes { $0.begins(with: Array(title.utf8)) }
    }

    /// Four lines, each ended by a line feed.
    package borrowing func content(for request: RequestFile) throws(SecretsError) -> LockedBytes {
        let before = Array("\(Self.title)\(request.id)\n\(holder.value)\n".utf8)
        let digits = before.count..<before.count + 2 * answer.count
        var content = try LockedBytes(count: digits.upperBound + 1)
        content.withUnsafeMutableBytes { content in
            content.copyBytes(from: before)
            _ = answer.withUnsafeBytes {
                Hex.encode($0, into: UnsafeMutableRawBufferPointer(rebasing: content[digits]))
            }
            content[digits.upperBound] = 0x0A
        }
        return content
    }

    /// Reads an opened submission.
    /// - Throws: `ShareFilesError.submissionOfOtherRequest`, `.submissionContent`, `.memory`.
    package init(parsing content: borrowing LockedBytes, for request: RequestFile) throws(ShareFilesError) {
        let head = Array("\(Self.title)\(request.id)\n".utf8)
        self = try content.withUnsafeBytes { (content) throws(ShareFilesError) in
            guard content.begins(with: head) else { throw .submissionOfOtherRequest(expected: request.id) }
            // The index is public, and so is where its line ends.
            let number = content[head.count...].prefix(6).prefix { $0 != 0x0A }
            guard let holder = HolderIndex(digits: number) else { throw .submissionContent }
            let digits = content[min(number.endIndex + 1, content.count)...].dropLast()
            guard digits.count % 2 == 0, digits.count <= 2 * Self.mostBytes, content.ends(with: [0x0A]) else {
                throw .submissionContent
            }
            return BlindedContent(holder: holder, answer: try lockedHex(digits))
        }
    }
}

extension HolderIndex {
    /// Decimal digits, which are public, in the one way of writing them.
    init?(digits: Slice<UnsafeRawBufferPointer>) {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let text = String(decoding: digits, as: UTF8.self)
        guard let value = Int(text), String(value) == text, let index = try? HolderIndex(value) else { return nil }
        self = index
    }
}

/// The secret bytes that lower-case hexadecimal digits stand for.
func lockedHex(_ digits: Slice<UnsafeRawBufferPointer>) throws(ShareFilesError) -> LockedBytes {
    var bytes = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: digits.count / 2) }
    do {
        try bytes.withUnsafeMutableBytes { (room) throws(EncodingsError) in
            _ = try Hex.decode(UnsafeRawBufferPointer(rebasing: digits), into: room)
        }
    } catch { throw .submissionContent }
    // One way of writing it: lower case.
    let isLower = try mappingMemory { () throws(SecretsError) in
        let given = try LockedBytes(copying: UnsafeRawBufferPointer(rebasing: digits))
        var again = try LockedBytes(count: digits.count)
        again.withUnsafeMutableBytes { room in _ = bytes.withUnsafeBytes { Hex.encode($0, into: room) } }
        return again.matches(given)
    }
    guard isLower else { throw .submissionContent }
    return bytes
}
