/// The bytes that a hexadecimal text names; for the constants and vectors of these tests.
func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal.utf8).map { UInt8(String(UnicodeScalar($0)), radix: 16) }
    precondition(digits.count % 2 == 0 && !digits.contains(nil), "hexadecimal text")
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0]! << 4 | digits[$0 + 1]! }
}
