/// The letters of strings, which may be secret: only what decides about the structure is released.
extension JSONGrammar {
    /// What a byte of a string does there.
    enum Role: UInt64 {
        case plain, quote, backslash, control, beyondASCII
    }

    static func role(of letter: UInt64) -> Role {
        let role =
            Role.quote.rawValue & maskIfEqual(letter, 0x22) | Role.backslash.rawValue & maskIfEqual(letter, 0x5C)
            | Role.control.rawValue & maskIfWithin(letter, 0, 0x1F)
            | Role.beyondASCII.rawValue & maskIfWithin(letter, 0x80, 0xFF)
        // The ranges have no letter in common, so that one mask is set, or none for a plain letter.
        guard let role = Role(rawValue: released(role)) else { preconditionFailure("every letter has one role") }
        return role
    }

    /// What the letter after a backslash stands for; `nil` for `u` and for what is no escape. That it is one is released.
    static func escape(_ letter: UInt64) -> UInt64? {
        let simple: [(letter: UInt64, meaning: UInt64)] = [
            (0x22, 0x22), (0x5C, 0x5C), (0x2F, 0x2F), (0x62, 0x08), (0x66, 0x0C), (0x6E, 0x0A), (0x72, 0x0D),
            (0x74, 0x09),
        ]
        var meaning: UInt64 = 0
        var isLegal: UInt64 = 0
        for entry in simple {
            let same = maskIfEqual(letter, entry.letter)
            meaning |= entry.meaning & same
            isLegal |= same
        }
        return released(isLegal & 1) == 1 ? meaning : nil
    }

    /// What a UTF-16 unit does: how many bytes of UTF-8 it takes, or which half of a pair it is.
    enum UnitRole: UInt64 {
        case oneByte, twoBytes, threeBytes, highSurrogate, lowSurrogate
    }

    /// The UTF-16 unit that four hexadecimal digits give; `nil` where they are none. Its role is released.
    static func unit(at position: Int, in bytes: UnsafeRawBufferPointer) -> (value: UInt64, role: UnitRole)? {
        guard position + 4 <= bytes.count else { return nil }
        var value: UInt64 = 0
        var isLegal = ~UInt64(0)
        for place in position..<position + 4 {
            let digit = Hex.value(of: bytes.letter(place))
            value = value &<< 4 | digit.value
            isLegal &= digit.isLegal
        }
        guard released(isLegal & 1) == 1 else { return nil }
        let role =
            UnitRole.twoBytes.rawValue & maskIfWithin(value, 0x80, 0x7FF)
            | UnitRole.threeBytes.rawValue & (maskIfWithin(value, 0x800, 0xD7FF) | maskIfWithin(value, 0xE000, 0xFFFF))
            | UnitRole.highSurrogate.rawValue & maskIfWithin(value, 0xD800, 0xDBFF)
            | UnitRole.lowSurrogate.rawValue & maskIfWithin(value, 0xDC00, 0xDFFF)
        guard let role = UnitRole(rawValue: released(role)) else { preconditionFailure("every unit has one role") }
        return (value, role)
    }

    /// Writes a string that was found good with its escapes resolved. An escape is never shorter than what it means, so
    /// that writing never overtakes reading.
    /// - Returns: How many bytes were written.
    static func unescape(
        _ range: Range<Int>, from bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        precondition(output.count >= range.count, "the string needs room")
        var position = range.lowerBound
        var written = 0
        func write(_ value: UInt64) {
            output.store(value, at: written)
            written += 1
        }
        while position < range.upperBound {
            guard role(of: bytes.letter(position)) == .backslash else {
                write(bytes.letter(position))
                position += 1
                continue
            }
            if let meaning = escape(bytes.letter(position + 1)) {
                write(meaning)
                position += 2
                continue
            }
            guard let unit = unit(at: position + 2, in: bytes) else { preconditionFailure("the string was found good") }
            position += 6
            switch unit.role {
            case .oneByte: write(unit.value)
            case .twoBytes:
                write(0xC0 | unit.value &>> 6)
                write(0x80 | unit.value & 0x3F)
            case .threeBytes:
                write(0xE0 | unit.value &>> 12)
                write(0x80 | unit.value &>> 6 & 0x3F)
                write(0x80 | unit.value & 0x3F)
            case .highSurrogate, .lowSurrogate:
                guard let low = Self.unit(at: position + 2, in: bytes) else {
                    preconditionFailure("the string was found good")
                }
                position += 6
                // RFC 2781, section 2.2.
                let scalar = 0x10000 &+ ((unit.value & 0x3FF) &<< 10 | low.value & 0x3FF)
                write(0xF0 | scalar &>> 18)
                write(0x80 | scalar &>> 12 & 0x3F)
                write(0x80 | scalar &>> 6 & 0x3F)
                write(0x80 | scalar & 0x3F)
            }
        }
        return written
    }

    /// A *public* string that was found good.
    static func publicString(_ range: Range<Int>, hasEscapes: Bool, in bytes: UnsafeRawBufferPointer) -> String {
        guard hasEscapes else { return String(decoding: bytes.publicLetters(range), as: UTF8.self) }
        let letters = [UInt8](unsafeUninitializedCapacity: range.count) { output, count in
            count = unescape(range, from: bytes, into: UnsafeMutableRawBufferPointer(output))
        }
        return String(decoding: madePublic(letters), as: UTF8.self)
    }
}
