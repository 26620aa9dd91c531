/// Text from outside as a message may show it: what a terminal would obey or hide is written as `\u{…}`, what is long is cut.
///
/// Kept are ASCII from blank to tilde and letters and digits of all scripts, but those that cannot be seen, such as the
/// fillers of Hangul. Where a letter runs from right to left, the whole stands between FIRST STRONG ISOLATE and its end
/// (UAX #9), so that it turns nothing around it.
package func printable(_ text: String, most: Int = 60) -> String {
    // Most texts are short and plain: addresses, amounts, names.
    if text.utf8.count <= most, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    // What was shown once already keeps its isolate, and no second one.
    if text.unicodeScalars.first == "\u{2068}", text.unicodeScalars.last == "\u{2069}", text.unicodeScalars.count > 1 {
        return printable(String(text.unicodeScalars.dropFirst().dropLast()), most: most)
    }
    var shown = ""
    for (position, scalar) in text.unicodeScalars.enumerated() {
        guard position < most else {
            shown += "…"
            break
        }
        let isPlain = ("\u{20}"..."\u{7E}").contains(scalar)
        if isPlain || isVisibleLetter(scalar) {
            shown.unicodeScalars.append(scalar)
        } else {
            shown += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }
    return isolated(shown)
}

/// A text with letters that run from right to left between FIRST STRONG ISOLATE and its end (UAX #9), so that on a terminal
/// that turns them it turns nothing beside it; every other text as it is.
/// - Parameter text: One that holds no mark of direction itself: a name or label of a dealing, or what `printable` shows.
package func isolated(_ text: String) -> String {
    text.unicodeScalars.contains(where: runsFromRight) ? "\u{2068}\(text)\u{2069}" : text
}

/// A letter or digit beyond ASCII that leaves a trace where it is shown.
private func isVisibleLetter(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return scalar.value > 0xA0 && !properties.isDefaultIgnorableCodePoint
        && (properties.isAlphabetic || properties.numericType != nil)
}

/// Whether the scalar is in a block of a script that is written from right to left (UAX #9: classes R and AL).
private func runsFromRight(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    case _: false
    }
}
