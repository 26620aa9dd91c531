import Encodings
package import Groups
package import SecretSharing
package import Secrets

/// A share as one line of 89 letters (holdfast-share(5), "The line"): who holds it, of which dealing, and the secret
/// f(i), in locked memory.
///
/// The line is not checked against any dealing yet; `share(in:)` gives what `SecretSharing` checks.
package struct ShareLine: ~Copyable, Sendable {
    package let group: CurveName
    package let holder: HolderIndex
    /// The first 80 bits of the dealing's id.
    package let dealingTag: [UInt8]
    /// The payload, 45 bytes: one of version and group, two of the index, ten of the id, 32 of the scalar.
    private let payload: LockedBytes

    /// Letters of a line.
    package static let letterCount = 89
    /// What every line begins with.
    package static let prefix: [UInt8] = Array("hfs1".utf8)

    /// Whether the letter, in either case, is the one of the prefix at this place, from 1. That is released.
    static func isPrefixLetter(_ letter: UInt8, at place: Int) -> Bool {
        let wanted = prefix[place - 1]
        let other = wanted >= UInt8(ascii: "a") ? wanted & ~0x20 : wanted
        return letter == wanted || letter == other
    }
    /// Letters of payload and checksum.
    static let valueCount = letterCount - prefix.count
    private static let headByteCount = 3 + DealingID.tagByteCount
    private static let payloadByteCount = headByteCount + 32
    private static let version: UInt8 = 1

    /// The line of a share that was just dealt.
    package init<G: Group>(
        holder: HolderIndex, value: borrowing SecretScalar<G>, of dealing: DealingID
    ) throws(SecretsError) {
        var payload = try LockedBytes(count: Self.payloadByteCount)
        let head = [Self.version << 3 | G.curve.lineNumber, UInt8(holder.value >> 8), UInt8(holder.value & 0xff)]
        payload.withUnsafeMutableBytes { payload in
            payload.copyBytes(from: head + dealing.tag)
            value.encode(into: UnsafeMutableRawBufferPointer(rebasing: payload[Self.headByteCount...]))
        }
        group = G.curve
        self.holder = holder
        dealingTag = dealing.tag
        self.payload = payload
    }

    /// Reads a line as somebody typed it: either case but not both, blanks and hyphens anywhere.
    /// - Throws: `ShareFilesError`, one case for each thing that can be wrong, the first of them met.
    package init(parsing text: UnsafeRawBufferPointer) throws(ShareFilesError) {
        try self.init(ShareLineLetters([text]))
    }

    init(_ letters: consuming ShareLineLetters) throws(ShareFilesError) {
        try letters.requireLegible()
        try self.init(letters.takeValues())
    }

    /// Reads what follows the prefix, the value of one letter (0 … 31) a byte.
    init(_ values: consuming LockedBytes) throws(ShareFilesError) {
        var payload = values
        let isRight = payload.withUnsafeBytes { ShareLineChecksum.isRight($0) }
        guard isRight else { throw .checksum }
        let head = payload.withUnsafeMutableBytes { bytes in
            Self.pack(bytes)
            // All but the scalar is on every message about this share.
            let head = UnsafeRawBufferPointer(rebasing: bytes[..<Self.headByteCount])
            MemoryChecker.markPublic(head)
            return Array(head)
        }
        payload.truncate(to: Self.payloadByteCount)
        wipeStack()
        guard head[0] >> 3 == Self.version else { throw .lineVersion(Int(head[0] >> 3)) }
        guard let group = CurveName(lineNumber: head[0] & 7) else { throw .lineGroup(Int(head[0] & 7)) }
        guard let holder = try? HolderIndex(Int(head[1]) << 8 | Int(head[2])) else { throw .lineIndexZero }
        let isBelow = payload.withUnsafeBytes {
            isBelowOrder(UnsafeRawBufferPointer(rebasing: $0[Self.headByteCount...]), group.group)
        }
        guard isBelow else { throw .lineScalar(group) }
        self.group = group
        self.holder = holder
        self.dealingTag = Array(head[3...])
        self.payload = payload
    }

    /// Writes the 89 letters, in lower case and without blanks.
    /// - Parameter text: Exactly `letterCount` bytes.
    package borrowing func write(into text: UnsafeMutableRawBufferPointer) throws(SecretsError) {
        precondition(text.count == Self.letterCount, "a line has 89 letters")
        var values = try LockedBytes(count: Self.valueCount)
        values.withUnsafeMutableBytes { values in
            payload.withUnsafeBytes { Self.unpack($0, into: values) }
            ShareLineChecksum.complete(values)
            ShareLineLetters.write(UnsafeRawBufferPointer(values), into: text)
        }
        // The line leaves for a file, whose reader looks for line ends in it and marks its letters again.
        MemoryChecker.markPublic(UnsafeRawBufferPointer(text))
        wipeStack()
    }

    /// The share, to be checked against the commitments of its dealing.
    /// - Throws: `ShareFilesError.lineOfOtherGroup`.
    package borrowing func share<G: Group>(in group: G.Type) throws(ShareFilesError) -> Share<G> {
        guard self.group == G.curve else { throw .lineOfOtherGroup(expected: G.curve, found: self.group) }
        do {
            let value = try payload.withUnsafeBytes { (bytes) throws(GroupsError) in
                try SecretScalar<G>(canonical: UnsafeRawBufferPointer(rebasing: bytes[Self.headByteCount...]))
            }
            return Share(holder: holder, value: value)
        } catch {
            if case .memory(let facts) = error { throw .memory(facts) }
            throw .lineScalar(G.curve)
        }
    }

    /// Whether the line names this dealing. Its 80 bits guard against mix-ups; they prove nothing.
    package func names(_ dealing: DealingID) -> Bool { dealingTag == dealing.tag }

    /// Eight values become five bytes, the first value highest, in place: what is written was read before.
    private static func pack(_ bytes: UnsafeMutableRawBufferPointer) {
        for block in 0..<payloadByteCount / 5 {
            var window: UInt64 = 0
            for k in 0..<8 { window = window << 5 | UInt64(bytes[8 * block + k] & 31) }
            for k in 0..<5 { bytes[5 * block + k] = UInt8(truncatingIfNeeded: window >> UInt64(32 - 8 * k)) }
        }
    }

    private static func unpack(_ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableRawBufferPointer) {
        for block in 0..<bytes.count / 5 {
            var window: UInt64 = 0
            for k in 0..<5 { window = window << 8 | UInt64(bytes[5 * block + k]) }
            for k in 0..<8 { values[8 * block + k] = UInt8(truncatingIfNeeded: window >> UInt64(35 - 5 * k)) & 31 }
        }
    }
}

extension CurveName {
    /// The three bits that name the group in a line.
    var lineNumber: UInt8 {
        switch self {
        case .secp256k1: 1
        case .p256: 2
        case .ed25519: 3
        }
    }

    init?(lineNumber: UInt8) {
        guard let group = CurveName.allCases.first(where: { $0.lineNumber == lineNumber }) else { return nil }
        self = group
    }
}

/// Whether 32 bytes in the group's order are below the group order; the verdict is released.
private func isBelowOrder<G: Group>(_ bytes: UnsafeRawBufferPointer, _ group: G.Type) -> Bool {
    (try? SecretScalar<G>(canonical: bytes)) != nil
}
