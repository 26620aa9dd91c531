/// Text from outside as a message may show it: what a terminal would obey or hide is written as `\u{…}`, what is long is cut.
///
/// Kept are ASCII from blank to tilde and letters and digits of all scripts.
package func printable(_ text: String, most: Int = 60) -> String {
    // Most texts are short and plain: addresses, amounts, names.
    if text.utf8.count <= most, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    var shown = ""
    for (position, scalar) in text.unicodeScalars.enumerated() {
        guard position < most else { return shown + "…" }
        let isPlain = ("\u{20}"..."\u{7E}").contains(scalar)
        if isPlain || scalar.value > 0xA0 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil) {
            shown.unicodeScalars.append(scalar)
        } else {
            shown += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }
    return shown
}
