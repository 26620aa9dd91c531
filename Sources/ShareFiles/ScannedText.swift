import Encodings
import Secrets

/// What a scanner makes of one or more sheets: share lines and parts of dealings, one code a line, and sealed shares, of
/// several lines each, in any order (holdfast-dealing(5), "ON PAPER"). Positions only, nothing secret.
package struct ScannedText {
    /// The share lines, each by itself.
    package let lines: [Range<Int>]
    /// The sealed shares: armored age files, from the first letter to the last.
    package let armors: [Range<Int>]
    /// The parts of each dealing, by the dealing.
    package let dealings: [[DealingPart]]

    /// What zbarimg writes before a code.
    private static let mark: StaticString = "QR-Code:"

    /// - Returns: `nil` for every other text: one with neither a part of a dealing, a sealed share nor zbarimg's mark, such
    ///   as a share file, a bare line, or the rows of a sheet.
    /// - Throws: `ShareFilesError.dealingPart`, `.dealingBlock` for a sealed share without an end, and `.notScanned` where
    ///   there is something else in a line.
    package init?(_ bytes: UnsafeRawBufferPointer) throws(ShareFilesError) {
        switch ShareFileKind.recognise(bytes) {
        case .bareLine, .scan: break
        case .share, .dealing, .compactDealing, .request, .submission, .acknowledgement, .evidence: return nil
        case nil: guard bytes.startsArmor else { return nil }
        }
        guard bytes.count <= ShareText.mostBytes else { return nil }
        var shares: [Range<Int>] = []
        var sealed: [Range<Int>] = []
        var parts: [String: [DealingPart]] = [:]
        var names: [String] = []
        var other: Int?
        var isMarked = false
        var walk = TextLines(bytes)
        while let line = walk.next() {
            var range = bytes.withoutBlanks(line.range)
            if bytes.starts(range, with: Self.mark) {
                isMarked = true
                range = range.dropFirst(Self.mark.utf8CodeUnitCount)
            }
            if bytes.isEmptyOrComment(range) { continue }
            if bytes.starts(range, with: DealingPart.start) {
                let part = try DealingPart(parsing: Array(bytes[range]))
                if parts[part.name] == nil { names.append(part.name) }
                parts[part.name, default: []].append(part)
            } else if bytes.holds(range, ShareText.armorBegin) {
                var end: Int?
                while end == nil, let line = walk.next() {
                    let range = bytes.withoutBlanks(line.range)
                    if bytes.holds(range, ShareText.armorEnd) { end = range.upperBound }
                }
                guard let end else { throw .dealingBlock(.withoutEnd(line: line.number)) }
                sealed.append(range.lowerBound..<end)
            } else if bytes.startsLine(range) {
                shares.append(range)
            } else {
                other = other ?? line.number
            }
        }
        guard !parts.isEmpty || !sealed.isEmpty || isMarked else { return nil }
        if let other {
            throw .notScanned(line: other)
        }
        lines = shares
        armors = sealed
        dealings = names.map { parts[$0] ?? [] }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the first line that is not empty begins an armored age file.
    fileprivate var startsArmor: Bool {
        var lines = TextLines(self)
        while let line = lines.next() {
            let range = withoutBlanks(line.range)
            if !range.isEmpty { return holds(range, ShareText.armorBegin) }
        }
        return false
    }
}
