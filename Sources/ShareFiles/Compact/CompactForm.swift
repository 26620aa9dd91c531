import Encodings
import Groups

/// The binary forms of public files that a ledger's transaction carries (holdfast-own-keys(5), "Compact forms"): four bytes
/// that name the kind and its version, then one encoding of each value.
public enum CompactForm: String, CaseIterable, Sendable {
    case dealing = "HFD"
    case submission = "HFS"
    case acknowledgement = "HFA"

    /// The version of all three.
    static let version: UInt8 = 1

    /// The first four bytes.
    package var start: [UInt8] { Array(rawValue.utf8) + [Self.version] }

    /// Whether bytes begin like this form, in this version or in one of the next: those may be told as such.
    func isBegun(_ bytes: UnsafeRawBufferPointer) -> Bool { Self.begun(bytes) == self }

    /// The form that bytes begin like. Where none does, that alone is released of the bytes, which may be those of a key.
    static func begun(_ bytes: UnsafeRawBufferPointer) -> CompactForm? {
        guard bytes.begins(withAnyOf: starts) else { return nil }
        return allCases.first { bytes.starts(with: $0.rawValue.utf8) }
    }

    private static let starts = allCases.flatMap { form in
        (version...version + 7).map { Array(form.rawValue.utf8) + [$0] }
    }

    /// What is read after the first four bytes.
    /// - Throws: `ShareFilesError.compactForm(.otherKind)`, `.unknownVersion`.
    func content(of bytes: UnsafeRawBufferPointer) throws(ShareFilesError) -> CompactReader {
        guard bytes.count >= 4, bytes.starts(with: rawValue.utf8) else { throw .compactForm(.otherKind(self)) }
        guard bytes[3] == Self.version else { throw .unknownVersion("\(rawValue) \(bytes[3])") }
        return CompactReader(UnsafeRawBufferPointer(rebasing: bytes[4...]))
    }

    var noun: String {
        switch self {
        case .dealing: "a dealing"
        case .submission: "a submission"
        case .acknowledgement: "an acknowledgement"
        }
    }
}

/// What can be wrong with a binary form beside what can be wrong with the text that says the same.
public enum CompactFault: Equatable, Sendable, CustomStringConvertible {
    case otherKind(CompactForm)
    /// It ends before its part of that name is whole.
    case ended(in: String)
    /// So many bytes follow its end.
    case trailingBytes(Int)
    case suite(UInt8)
    case keyKind(UInt8)
    case group(UInt8)
    /// An index of no holder.
    case holder(Int)
    /// What should be a sealed file is none; the reason is that of its reader.
    case sealed(String)

    public var description: String {
        switch self {
        case .otherKind(let form): "the bytes do not begin as those of \(form.noun) do"
        case .ended(let part): "it ends in its \(part)"
        case .trailingBytes(1): "one byte follows its end"
        case .trailingBytes(let count): "\(count) bytes follow its end"
        case .suite(let found): "its suite is \(found), and there are 1 and 2"
        case .keyKind(let found): "its kind of key is \(found), and there are 1 and 2"
        case .group(let found): "its group is \(found), and there are 1, 2 and 3"
        case .holder(let found): "its holder is \(found), and holders are numbered from 1 to 65535"
        case .sealed(let reason): "what is sealed in it is refused: \(reason)"
        }
    }
}

/// Reads a binary form from its start to its end; nothing in it is secret.
struct CompactReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var rest: [UInt8] { Array(bytes[position...]) }

    /// The next bytes.
    /// - Parameter part: What they belong to, for messages.
    mutating func octets(_ count: Int, _ part: String) throws(ShareFilesError) -> [UInt8] {
        guard bytes.count - position >= count else { throw .compactForm(.ended(in: part)) }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    /// A number of so many bytes, the highest first; 4 at most.
    mutating func number(bytes count: Int, _ part: String) throws(ShareFilesError) -> Int {
        try octets(count, part).reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func group(_ part: String) throws(ShareFilesError) -> CurveName {
        let number = try octets(1, part)[0]
        guard let group = CurveName(lineNumber: number) else { throw .compactForm(.group(number)) }
        return group
    }

    /// A point that is not decoded.
    mutating func point(in group: CurveName, _ part: String) throws(ShareFilesError) -> OwnKeyPart.Point {
        OwnKeyPart.Point(group: group, encoded: try octets(group.group.elementByteCount, part))
    }

    func end() throws(ShareFilesError) {
        guard position == bytes.count else { throw .compactForm(.trailingBytes(bytes.count - position)) }
    }
}

/// Numbers of two and four bytes, the highest first.
func bigEndian(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)] }
func bigEndian(_ number: UInt32) -> [UInt8] {
    bigEndian(UInt16(number >> 16)) + bigEndian(UInt16(truncatingIfNeeded: number))
}
