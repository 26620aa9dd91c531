package import Groups

extension ECDSASignature {
    /// Reads SEQUENCE { r INTEGER, s INTEGER } (SEC 1, section C.5) in its only DER form (X.690, sections 8.3.2, 10.1).
    /// - Throws: `SignaturesError.signatureNotDER` with the place, `.signatureOutOfRange`, `.otherGroup`.
    package init(_ curve: CurveName, der: [UInt8]) throws(SignaturesError) {
        var reader = SignatureReader(bytes: der)
        try reader.expect(0x30)
        // The longest signature has 2 · (2 + 33) = 70 bytes inside, so that no length takes a second byte.
        try reader.expect(der.count - 2)
        let r = try reader.integer(curve)
        let s = try reader.integer(curve)
        guard reader.offset == der.count else { throw .signatureNotDER(offset: reader.offset) }
        try self.init(curve, r: r, s: s)
    }

    /// SEQUENCE { r INTEGER, s INTEGER }, 8 … 72 bytes.
    package var der: [UInt8] {
        let content = [r, s].flatMap { number in
            var digits = Array(number.drop { $0 == 0 })
            if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
            return [0x02, UInt8(digits.count)] + digits
        }
        return [0x30, UInt8(content.count)] + content
    }
}

/// Reads one signature from front to back.
private struct SignatureReader {
    let bytes: [UInt8]
    var offset = 0

    mutating func next() throws(SignaturesError) -> UInt8 {
        guard offset < bytes.count else { throw .signatureNotDER(offset: offset) }
        offset += 1
        return bytes[offset - 1]
    }

    mutating func expect(_ value: Int) throws(SignaturesError) {
        guard Int(try next()) == value, value < 0x80 else { throw .signatureNotDER(offset: offset - 1) }
    }

    /// A positive INTEGER, in 32 bytes. Longer numbers are not below any order that is used here.
    mutating func integer(_ curve: CurveName) throws(SignaturesError) -> [UInt8] {
        let start = offset
        try expect(0x02)
        let count = Int(try next())
        guard count >= 1, count < 0x80, count <= bytes.count - offset else { throw .signatureNotDER(offset: start) }
        let digits = bytes[offset..<offset + count]
        offset += count
        // "the bits of the first octet and bit 8 of the second octet shall not all be ones [or] all be zero"
        let first = digits[digits.startIndex]
        let padded = count > 1 && first == 0 && digits[digits.startIndex + 1] < 0x80
        guard first < 0x80, !padded else { throw .signatureNotDER(offset: start) }
        let number = first == 0 ? digits.dropFirst() : digits
        guard number.count <= 32 else { throw .signatureOutOfRange(curve) }
        return [UInt8](repeating: 0, count: 32 - number.count) + number
    }
}
