import Custody
import Encodings

/// What `holdfast-print` is told to draw: a line that names the version, then names and values, each behind its length in
/// four bytes. The share comes first, so that it lies in the page that the helper can lock in any case; all else is public.
struct PrintJob: ~Copyable {
    /// Locked, since the share is in it.
    let bytes: LockedBytes

    private static let title = Array("holdfast-print-job/1\n".utf8)
    /// More codes are not drawn: a stack of paper that nobody would scan.
    private static let mostParts = 48
    /// More names than a sheet has room for are not sent.
    private static let mostNames = 60

    /// - Throws: `SecretsError`.
    init(
        _ sheet: Sheet, form: SheetForm, size: SheetSize, isDiscreet: Bool, printed: String
    ) throws {
        var facts = Self.facts(sheet, isDiscreet: isDiscreet)
        facts += [
            ("form", form.rawValue), ("size", size.rawValue), ("discreet", isDiscreet ? "yes" : "no"),
            ("printed", printed), ("line-form", "holdfast-share(5)"),
        ]
        let open = facts.flatMap { Self.field(Array($0.0.utf8)) + Self.field(Array($0.1.utf8)) }
        switch sheet.content {
        case .share(_, let rows):
            let count = rows.bytes.count
            let head = Self.title + Self.field(Array("rows".utf8)) + Self.length(count)
            var bytes = try LockedBytes(count: head.count + count + open.count)
            bytes.withUnsafeMutableBytes { bytes in
                bytes.copyBytes(from: head)
                rows.bytes.withUnsafeBytes {
                    UnsafeMutableRawBufferPointer(rebasing: bytes[head.count...]).copyMemory(from: $0)
                }
                UnsafeMutableRawBufferPointer(rebasing: bytes[(head.count + count)...]).copyBytes(from: open)
            }
            self.bytes = bytes
        case .sealed, .dealing:
            let whole = Self.title + open
            var bytes = try LockedBytes(count: whole.count)
            bytes.withUnsafeMutableBytes { $0.copyBytes(from: whole) }
            self.bytes = bytes
        }
    }

    private static func facts(_ sheet: Sheet, isDiscreet: Bool) -> [(String, String)] {
        let dealing = sheet.dealing
        var facts = [
            ("dealing", dealing.shortForm), ("fingerprint", dealing.fingerprint), ("created", dealing.created),
            ("group", dealing.group.rawValue), ("threshold", String(dealing.threshold)),
            ("holders", String(dealing.holders.count)), ("key", dealing.kind.rawValue), ("format", dealing.format),
            ("part-count", String(sheet.parts.count)),
        ]
        switch sheet.content {
        case .share(let holder, _):
            facts += [("kind", "share"), ("index", String(holder.index))]
            if !isDiscreet { facts.append(("holder", holder.name)) }
        case .sealed(let armor, let withPassphrase):
            facts += [
                ("kind", "sealed"), ("opener", withPassphrase ? "passphrase" : "key"),
                ("sealed", armor.split(whereSeparator: \.isNewline).joined(separator: "\n")),
            ]
        case .dealing:
            facts.append(("kind", "dealing"))
        }
        // What is left out is not even sent.
        if isDiscreet { return facts }
        facts += [
            ("label", dealing.label),
            ("addresses", dealing.addresses.map { "\($0.kind.title)\t\($0.text)" }.joined(separator: "\n")),
            (
                "holder-names",
                dealing.holders.prefix(mostNames).map { "\($0.index)\t\($0.name)" }.joined(separator: "\n")
            ),
        ]
        if sheet.parts.count <= mostParts { facts.append(("parts", sheet.parts.joined(separator: "\n"))) }
        return facts
    }

    private static func field(_ bytes: [UInt8]) -> [UInt8] { length(bytes.count) + bytes }

    private static func length(_ count: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }
}
