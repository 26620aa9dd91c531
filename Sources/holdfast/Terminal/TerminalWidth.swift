/// How much room a text takes on a terminal: names are in every script, and columns are not letters.
extension String {
    /// Columns: 2 for wide letters of East Asia and pictures, none for marks that stand on another letter.
    var terminalWidth: Int { unicodeScalars.reduce(0) { $0 + $1.terminalWidth } }

    /// At most so many columns; where something is left out, `…` stands last.
    func cut(to width: Int) -> String {
        guard terminalWidth > width else { return self }
        guard width > 0 else { return "" }
        var kept = String.UnicodeScalarView()
        var used = 0
        for scalar in unicodeScalars {
            used += scalar.terminalWidth
            guard used < width else { break }
            kept.append(scalar)
        }
        return String(kept) + "…"
    }

    /// In lines of so many columns at most: broken at blanks, and a longer word inside.
    func broken(to width: Int) -> [String] {
        var lines: [String] = []
        for line in Report.wrapped(self, to: width) {
            var rest = line
            while rest.terminalWidth > width, width > 1 {
                let kept = String(rest.cut(to: width + 1).dropLast())
                guard !kept.isEmpty else { break }
                lines.append(kept)
                rest.removeFirst(kept.count)
            }
            lines.append(rest)
        }
        return lines
    }

    /// With blanks up to so many columns.
    func filled(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - terminalWidth)) }
}

extension Unicode.Scalar {
    /// After Unicode Standard Annex 11: wide and full-width letters take two columns.
    var terminalWidth: Int {
        if (0x20..<0x7F).contains(value) { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        return Unicode.Scalar.wide.contains { $0.contains(value) } ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
        0x1F900...0x1F9FF, 0x20000...0x3FFFD,
    ]
}
