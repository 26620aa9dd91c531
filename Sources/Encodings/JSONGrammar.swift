/// The grammar of RFC 8259 over a buffer that may hold secrets; makes the table that `JSONScanner` shows.
struct JSONGrammar {
    /// One value.
    struct Node: Sendable {
        var kind: JSONScanner.Kind
        var range: Range<Int>
        /// The index after all values inside of this one.
        var next: Int
        /// Its name, if it is a member.
        var name: String
    }

    private let bytes: UnsafeRawBufferPointer
    private var position: Int
    private(set) var nodes: [Node] = []

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        position = byteOrderMarkCount(bytes)
    }

    /// The whole text.
    mutating func readText() throws(EncodingsError) {
        try readNext()
        guard isAtEnd else { throw error(.trailingText) }
    }

    /// One value, with the blanks around it. The table is then of this value alone.
    mutating func readNext() throws(EncodingsError) {
        nodes = []
        skipBlanks()
        try readValue(name: "", depth: 0)
        skipBlanks()
    }

    var isAtEnd: Bool { position == bytes.count }

    private mutating func readValue(name: String, depth: Int) throws(EncodingsError) {
        guard let first = peek() else { throw error(.ended) }
        guard nodes.count < JSON.mostValues else { throw error(.tooManyValues) }
        let index = nodes.count
        let start = position
        nodes.append(Node(kind: .null, range: start..<start, next: 0, name: name))
        var range: Range<Int>?
        let kind: JSONScanner.Kind
        switch first {
        case 0x7B:
            try readObject(depth: depth + 1)
            kind = .object
        case 0x5B:
            try readArray(depth: depth + 1)
            kind = .array
        case 0x22:
            let string = try readString()
            kind = .string(hasEscapes: string.hasEscapes)
            range = string.range
        case 0x2D, Self.anyDigit:
            try readNumber()
            kind = .number
        case 0x74: kind = try readLiteral("true", .bool(true))
        case 0x66: kind = try readLiteral("false", .bool(false))
        case 0x6E: kind = try readLiteral("null", .null)
        default: throw error(.valueExpected)
        }
        nodes[index].kind = kind
        nodes[index].range = range ?? start..<position
        nodes[index].next = nodes.count
    }

    private mutating func readObject(depth: Int) throws(EncodingsError) {
        guard depth <= JSON.mostDepth else { throw error(.tooDeep) }
        position += 1
        skipBlanks()
        if take(0x7D) { return }
        var names = DistinctNames()
        while true {
            guard let quote = peek() else { throw error(.ended) }
            guard quote == 0x22 else { throw error(.nameExpected) }
            let start = position
            let string = try readString()
            let name = Self.publicString(string.range, hasEscapes: string.hasEscapes, in: bytes)
            guard names.insert(name) else { throw error(.duplicateName(name), at: start) }
            skipBlanks()
            guard take(0x3A) else { throw error(position == bytes.count ? .ended : .colonExpected) }
            skipBlanks()
            try readValue(name: name, depth: depth)
            skipBlanks()
            if take(0x7D) { return }
            guard take(0x2C) else { throw error(position == bytes.count ? .ended : .commaOrEndExpected) }
            skipBlanks()
        }
    }

    private mutating func readArray(depth: Int) throws(EncodingsError) {
        guard depth <= JSON.mostDepth else { throw error(.tooDeep) }
        position += 1
        skipBlanks()
        if take(0x5D) { return }
        while true {
            try readValue(name: "", depth: depth)
            skipBlanks()
            if take(0x5D) { return }
            guard take(0x2C) else { throw error(position == bytes.count ? .ended : .commaOrEndExpected) }
            skipBlanks()
        }
    }

    private mutating func readLiteral(
        _ word: StaticString, _ kind: JSONScanner.Kind
    ) throws(EncodingsError) -> JSONScanner.Kind {
        let letters = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        for letter in letters {
            guard take(letter) else { throw error(position == bytes.count ? .ended : .malformedLiteral) }
        }
        return kind
    }

    /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
    private mutating func readNumber() throws(EncodingsError) {
        _ = take(0x2D)
        let start = position
        let count = try readDigits()
        // "01" is no number. Whether the first of several digits is a zero is released: in good text it never is.
        guard count == 1 || !bytes.shows(0x30, at: start) else { throw error(.malformedNumber, at: start) }
        if take(0x2E) { _ = try readDigits() }
        if take(0x65) || take(0x45) {
            _ = take(0x2B) || take(0x2D)
            _ = try readDigits()
        }
    }

    private mutating func readDigits() throws(EncodingsError) -> Int {
        let start = position
        while peek() == Self.anyDigit { position += 1 }
        guard position > start else { throw error(position == bytes.count ? .ended : .malformedNumber) }
        return position - start
    }

    // MARK: Single bytes

    /// What `peek` says of every digit.
    private static let anyDigit: UInt8 = 0x30

    /// The byte that comes next, where structure stands: released, but of a digit only that it is one.
    private func peek() -> UInt8? {
        guard position < bytes.count else { return nil }
        let letter = bytes.letter(position)
        let isDigit = maskIfWithin(letter, 0x30, 0x39)
        return UInt8(released(letter & ~isDigit | UInt64(Self.anyDigit) & isDigit))
    }

    /// Passes over this byte if it comes next.
    private mutating func take(_ letter: UInt8) -> Bool {
        guard peek() == letter else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let letter = peek(), letter == 0x20 || letter == 0x0A || letter == 0x0D || letter == 0x09 {
            position += 1
        }
    }

    // MARK: Strings

    /// A string; the opening quote comes next.
    private mutating func readString() throws(EncodingsError) -> (range: Range<Int>, hasEscapes: Bool) {
        let opening = position
        position += 1
        var hasEscapes = false
        while true {
            guard position < bytes.count else { throw error(.ended, at: opening) }
            switch Self.role(of: bytes.letter(position)) {
            case .plain: position += 1
            case .quote:
                position += 1
                return (opening + 1..<position - 1, hasEscapes)
            case .backslash:
                hasEscapes = true
                position += try escapeLength()
            case .control: throw error(.controlCharacter)
            case .beyondASCII: position += try sequenceLength()
            }
        }
    }

    /// Bytes of the escape that comes next, a surrogate pair counted as one.
    private func escapeLength() throws(EncodingsError) -> Int {
        guard position + 1 < bytes.count else { throw error(.ended) }
        guard Self.escape(bytes.letter(position + 1)) == nil else { return 2 }
        guard bytes.shows(0x75, at: position + 1) else { throw error(.malformedEscape) }
        switch Self.unit(at: position + 2, in: bytes)?.role {
        case nil: throw error(position + 6 > bytes.count ? .ended : .malformedEscape)
        case .lowSurrogate: throw error(.loneSurrogate)
        case .highSurrogate:
            guard position + 8 <= bytes.count, bytes.shows(0x5C, at: position + 6), bytes.shows(0x75, at: position + 7),
                Self.unit(at: position + 8, in: bytes)?.role == .lowSurrogate
            else { throw error(.loneSurrogate) }
            return 12
        case .oneByte, .twoBytes, .threeBytes: return 6
        }
    }

    /// Bytes of the UTF-8 sequence that comes next (Unicode 15, table 3-7). Such letters are in no encoding of a secret.
    private func sequenceLength() throws(EncodingsError) -> Int {
        func byte(_ offset: Int) -> UInt8 {
            position + offset < bytes.count ? UInt8(released(bytes.letter(position + offset))) : 0
        }
        let second: ClosedRange<UInt8>
        let count: Int
        switch byte(0) {
        case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
        case 0xE0: (count, second) = (3, 0xA0...0xBF)
        case 0xED: (count, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
        case 0xF0: (count, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
        case 0xF4: (count, second) = (4, 0x80...0x8F)
        default: throw error(.malformedUTF8)
        }
        guard second.contains(byte(1)), (2..<max(count, 2)).allSatisfy({ (0x80...0xBF).contains(byte($0)) }) else {
            throw error(.malformedUTF8)
        }
        return count
    }

    // MARK: Errors

    private func error(_ fault: JSONFault, at place: Int? = nil) -> EncodingsError {
        Self.error(fault, at: place ?? position, in: bytes)
    }

    /// The fault with its line and column, in characters, both from 1.
    static func error(_ fault: JSONFault, at place: Int, in bytes: UnsafeRawBufferPointer) -> EncodingsError {
        var line = 1
        var column = 1
        for position in byteOrderMarkCount(bytes)..<max(place, byteOrderMarkCount(bytes)) {
            if bytes.shows(0x0A, at: position) {
                line += 1
                column = 1
            } else if released(maskIfWithin(bytes.letter(position), 0x80, 0xBF) & 1) == 0 {
                column += 1
            }
        }
        return .json(fault, line: line, column: column)
    }
}
