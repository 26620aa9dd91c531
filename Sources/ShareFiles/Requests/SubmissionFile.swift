import Encodings
package import Secrets

/// A holder's answer to a request: their share, sealed to the requester together with the id of that one request
/// (holdfast-request(5), "The submission").
package struct SubmissionFile: Sendable {
    /// Of which request it says that it is an answer to. What counts stands inside of the seal.
    package let request: [UInt8]
    /// Of which dealing it says that the share is.
    package let dealing: [UInt8]
    /// The armored age file.
    package let armor: [UInt8]

    /// The longest text, in bytes: with one recipient and a few lines it has some 700, with a blinded answer among 900 holders
    /// some 80,000.
    static let mostBytes = 131_072

    static let titleStart: StaticString = "holdfast-submission/"
    private static let outline = FieldText.Outline(
        title: "holdfast-submission/1", titleStart: titleStart, fields: ["request", "dealing"],
        marks: (ShareText.armorBegin, ShareText.armorEnd), mostBytes: mostBytes)

    /// Reads the text or the binary form.
    /// - Throws: `ShareFilesError`, one case for each thing that can be wrong.
    package init(parsing bytes: UnsafeRawBufferPointer) throws(ShareFilesError) {
        if CompactForm.submission.isBegun(bytes) {
            try self.init(parsingBinary: bytes)
            return
        }
        let text = try FieldText(bytes, Self.outline, includesMarks: true)
        self.init(
            request: try text.octets("request"), dealing: try text.octets("dealing"), armor: Array(bytes[text.block]))
    }

    init(request: [UInt8], dealing: [UInt8], armor: [UInt8]) {
        self.request = request
        self.dealing = dealing
        self.armor = armor
    }

    /// - Parameter armor: `content(of:for:)` sealed to the recipient of the request.
    package init(answering request: RequestFile, armor: [UInt8]) {
        self.init(request: request.id.bytes, dealing: request.dealing.id.bytes, armor: armor)
    }

    /// The text of the submission, ended by a line feed.
    package func text() -> [UInt8] {
        let head = """
            holdfast-submission/1
            # A share for request \(RequestID(request).shortForm), sealed to the one who asks.
            request: \(Hex.encode(request))
            dealing: \(Hex.encode(dealing))

            """
        return Array(head.utf8) + armor + (armor.last == 0x0A ? [] : [0x0A])
    }

    /// What is sealed: a first line, the id of the request, the share line, each ended by a line feed.
    package static func content(
        of line: borrowing ShareLine, for request: RequestFile
    ) throws(ShareFilesError) -> LockedBytes {
        let head = head(for: request)
        var content = try mappingMemory { () throws(SecretsError) in
            try LockedBytes(count: head.count + ShareLine.letterCount + 1)
        }
        try mappingMemory { () throws(SecretsError) in
            try content.withUnsafeMutableBytes { (content) throws(SecretsError) in
                content.copyBytes(from: head)
                let letters = head.count..<head.count + ShareLine.letterCount
                try line.write(into: UnsafeMutableRawBufferPointer(rebasing: content[letters]))
                content[content.count - 1] = 0x0A
            }
        }
        return content
    }

    private static func head(for request: RequestFile) -> [UInt8] {
        Array("holdfast-submission/1\n\(request.id)\n".utf8)
    }

    /// The share of an opened submission.
    /// - Throws: `ShareFilesError.submissionOfOtherRequest` where it was made for another request, `.submissionContent` where
    ///   it is not what a submission has inside; as `ShareLine.init(parsing:)` and `DealingFile.requireAgreement(with:)`.
    package static func line(
        in content: borrowing LockedBytes, for request: RequestFile
    ) throws(ShareFilesError) -> ShareLine {
        let head = head(for: request)
        return try content.withUnsafeBytes { (content) throws(ShareFilesError) in
            guard content.count == head.count + ShareLine.letterCount + 1, content.ends(with: [0x0A]) else {
                throw .submissionContent
            }
            guard content.begins(with: head) else {
                // Of another request, or something else: the first line tells.
                throw content.begins(with: Array("holdfast-submission/1\n".utf8))
                    ? .submissionOfOtherRequest(expected: request.id) : .submissionContent
            }
            let line = try ShareLine(
                parsing: UnsafeRawBufferPointer(rebasing: content[head.count..<content.count - 1]))
            try request.dealing.requireAgreement(with: line)
            return line
        }
    }
}
