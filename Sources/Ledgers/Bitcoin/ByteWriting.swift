extension [UInt8] {
    package mutating func appendLittleEndian(_ number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// A number in its shortest form: see `ByteReader.compactSize`.
    package mutating func appendCompactSize(_ number: some BinaryInteger) {
        switch UInt64(number) {
        case let short where short < 0xFD: append(UInt8(short))
        case let number where number <= 0xFFFF:
            append(0xFD)
            appendLittleEndian(UInt16(number))
        case let number where number <= 0xFFFF_FFFF:
            append(0xFE)
            appendLittleEndian(UInt32(number))
        case let number:
            append(0xFF)
            appendLittleEndian(number)
        }
    }

    /// Bytes with their number before them.
    package mutating func appendPrefixed(_ bytes: [UInt8]) {
        appendCompactSize(bytes.count)
        append(contentsOf: bytes)
    }
}

/// How many bytes `appendCompactSize` writes.
func compactSizeCount(_ number: Int) -> Int {
    switch number {
    case ..<0xFD: 1
    case ...0xFFFF: 3
    case ...0xFFFF_FFFF: 5
    default: 9
    }
}
