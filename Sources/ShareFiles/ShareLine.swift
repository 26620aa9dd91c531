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
    /// 32 bytes in the group's order, below the group order.
    private let scalar: LockedBytes

    /// Letters of a line.
    package static let letterCount = 89
    /// What every line begins with.
    package static let prefix: [UInt8] = Array("hfs1".utf8)
    /// Letters of payload and checksum.
    static let valueCount = letterCount - prefix.count
    /// Bytes of the payload: one of version and group, two of the index, ten of the id, 32 of the scalar.
    private static let payloadByteCount = 3 + DealingID.tagByteCount + 32
    private static let version: UInt8 = 1

    /// The line of a share that was just dealt.
    package init<G: Group>(
        holder: HolderIndex, value: borrowing SecretScalar<G>, of dealing: DealingID
    ) throws(SecretsError) {
        group = G.curve
        self.holder = holder
        dealingTag = dealing.tag
        scalar = try value.encoded()
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
    init(_ values: borrowing LockedBytes) throws(ShareFilesError) {
        let isRight = values.withUnsafeBytes { ShareLineChecksum.isRight($0) }
        guard isRight else { throw .checksum }
        var payload = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: Self.payloadByteCount) }
        var scalar = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: 32) }
        var publicPart = [UInt8]()
        values.withUnsafeBytes { values in
            payload.withUnsafeMutableBytes { payload in
                Self.pack(values, into: payload)
                // All but the scalar is on every message about this share.
                let head = UnsafeRawBufferPointer(rebasing: payload[..<(payload.count - 32)])
                MemoryChecker.markPublic(head)
                publicPart = Array(head)
                scalar.withUnsafeMutableBytes {
                    $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: payload[(payload.count - 32)...]))
                }
            }
        }
        wipeStack()
        guard publicPart[0] >> 3 == Self.version else { throw .lineVersion(Int(publicPart[0] >> 3)) }
        guard let group = CurveName(lineNumber: publicPart[0] & 7) else { throw .lineGroup(Int(publicPart[0] & 7)) }
        let index = Int(publicPart[1]) << 8 | Int(publicPart[2])
        guard let holder = try? HolderIndex(index) else { throw .lineIndexZero }
        guard scalar.withUnsafeBytes({ isBelowOrder($0, group.group) }) else { throw .lineScalar(group) }
        self.group = group
        self.holder = holder
        self.dealingTag = Array(publicPart[3...])
        self.scalar = scalar
    }

    /// Writes the 89 letters, in lower case and without blanks.
    /// - Parameter text: Exactly `letterCount` bytes.
    package borrowing func write(into text: UnsafeMutableRawBufferPointer) throws(SecretsError) {
        precondition(text.count == Self.letterCount, "a line has 89 letters")
        var payload = try LockedBytes(count: Self.payloadByteCount)
        var values = try LockedBytes(count: Self.valueCount)
        payload.withUnsafeMutableBytes { payload in
            payload[0] = Self.version << 3 | group.lineNumber
            payload[1] = UInt8(holder.value >> 8)
            payload[2] = UInt8(holder.value & 0xff)
            UnsafeMutableRawBufferPointer(rebasing: payload[3..<13]).copyBytes(from: dealingTag)
            scalar.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: payload[13...]).copyMemory(from: $0) }
            values.withUnsafeMutableBytes { values in
                Self.unpack(UnsafeRawBufferPointer(payload), into: values)
                ShareLineChecksum.complete(values)
                ShareLineLetters.write(UnsafeRawBufferPointer(values), into: text)
            }
        }
        wipeStack()
    }

    /// The share, to be checked against the commitments of its dealing.
    /// - Throws: `ShareFilesError.lineOfOtherGroup`.
    package consuming func share<G: Group>(in group: G.Type) throws(ShareFilesError) -> Share<G> {
        guard self.group == G.curve else { throw .lineOfOtherGroup(expected: G.curve, found: self.group) }
        do {
            let value = try scalar.withUnsafeBytes { (bytes) throws(GroupsError) in
                try SecretScalar<G>(canonical: bytes)
            }
            return Share(holder: holder, value: value)
        } catch {
            if case .memory(let facts) = error { throw .memory(facts) }
            throw .lineScalar(G.curve)
        }
    }

    /// Whether the line names this dealing. Its 80 bits guard against mix-ups; they prove nothing.
    package func names(_ dealing: DealingID) -> Bool { dealingTag == dealing.tag }

    /// Eight letters are five bytes, the first letter highest.
    private static func pack(_ values: UnsafeRawBufferPointer, into bytes: UnsafeMutableRawBufferPointer) {
        for block in 0..<bytes.count / 5 {
            var window: UInt64 = 0
            for k in 0..<8 { window = window << 5 | UInt64(values[8 * block + k] & 31) }
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
    fileprivate var lineNumber: UInt8 {
        switch self {
        case .secp256k1: 1
        case .p256: 2
        case .ed25519: 3
        }
    }

    fileprivate init?(lineNumber: UInt8) {
        guard let group = CurveName.allCases.first(where: { $0.lineNumber == lineNumber }) else { return nil }
        self = group
    }
}

/// Whether 32 bytes in the group's order are below the group order; the verdict is released.
private func isBelowOrder<G: Group>(_ bytes: UnsafeRawBufferPointer, _ group: G.Type) -> Bool {
    (try? SecretScalar<G>(canonical: bytes)) != nil
}
