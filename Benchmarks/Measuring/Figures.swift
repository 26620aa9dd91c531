/// Fills a text up with blanks behind it.
package func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// Fills a text up with blanks before it.
package func rightAligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

/// With so many digits after the point.
/// - Parameter number: Not negative, and far below 2⁶³.
package func decimal(_ number: Double, digits: Int) -> String {
    var unit = 1
    for _ in 0..<digits { unit *= 10 }
    let scaled = Int((number * Double(unit)).rounded())
    guard digits > 0 else { return String(scaled) }
    let rest = String(scaled % unit)
    return "\(scaled / unit)." + String(repeating: "0", count: digits - rest.count) + rest
}

/// With as many digits as a measurement is worth: three or four that count, more than that only before the point.
package func figure(_ number: Double) -> String {
    switch number {
    case ..<1: decimal(number, digits: 3)
    case ..<10: decimal(number, digits: 2)
    case ..<1000: decimal(number, digits: 1)
    default: decimal(number, digits: 0)
    }
}
