/// Where an element of DER lies; offsets count from the start of the whole buffer.
package struct DERElement: Equatable, Sendable {
    package let tag: DER.Tag
    package let content: Range<Int>
    /// Tag, length and content.
    package let whole: Range<Int>
}

/// What can be wrong with DER.
package enum DERFault: Equatable, Sendable, CustomStringConvertible {
    case ended
    case unexpectedTag(found: DER.Tag, expected: DER.Tag)
    case longTag
    case indefiniteLength
    case lengthNotMinimal
    case lengthTooLarge
    case contentBeyondEnd
    case trailingBytes(Int)
    case emptyInteger
    case integerNotMinimal
    case negativeInteger
    case integerTooLarge
    case invalidBoolean
    case nullWithContent
    case invalidObjectIdentifier
    case bitStringNotOfWholeBytes

    package var description: String {
        switch self {
        case .ended: "the data end where another element must stand"
        case .unexpectedTag(let found, let expected): "found \(found) where \(expected) must stand"
        case .longTag: "a tag number above 30, which nothing here has"
        case .indefiniteLength: "a length without end, which DER forbids"
        case .lengthNotMinimal: "a length that is not in its shortest form"
        case .lengthTooLarge: "a length of more than 4 GiB"
        case .contentBeyondEnd: "the content is longer than what is there"
        case .trailingBytes(let count): "\(count) bytes too many"
        case .emptyInteger: "an INTEGER without content"
        case .integerNotMinimal: "an INTEGER that is not in its shortest form"
        case .negativeInteger: "a negative INTEGER where none can stand"
        case .integerTooLarge: "an INTEGER larger than any that can stand here"
        case .invalidBoolean: "a BOOLEAN that is neither 00 nor FF"
        case .nullWithContent: "a NULL with content"
        case .invalidObjectIdentifier: "an OBJECT IDENTIFIER that is not in its shortest form, or empty"
        case .bitStringNotOfWholeBytes: "a BIT STRING that is not of whole bytes"
        }
    }
}

/// Reads DER in place: gives offsets, copies nothing, accepts one encoding of each value only.
///
/// Looked at in variable time, and released, are tags, lengths, numbers, booleans, names of objects and how many bits of
/// a BIT STRING are unused: they say what kind of value stands where, and are alike for all keys of a kind. The content of
/// strings, where secrets stand, is not looked at. The buffer must outlive the reader.
package struct DERReader {
    private let bytes: UnsafeRawBufferPointer
    /// The offset of what comes next, from the start of the buffer.
    package private(set) var position: Int
    private let limit: Int

    /// Reads a whole buffer.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.init(bytes, within: 0..<bytes.count)
    }

    /// Reads a part of a buffer, such as an element's content.
    package init(_ bytes: UnsafeRawBufferPointer, within range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a part of the buffer")
        self.bytes = bytes
        position = range.lowerBound
        limit = range.upperBound
    }

    /// Whether nothing is left.
    package var isAtEnd: Bool { position == limit }

    /// The tag of what comes next; `nil` at the end.
    package func peek() -> DER.Tag? {
        isAtEnd ? nil : DER.Tag(octet: structure(position))
    }

    /// Nothing is left.
    /// - Throws: `EncodingsError.der(.trailingBytes)`.
    package func end() throws(EncodingsError) {
        guard isAtEnd else { throw fault(.trailingBytes(limit - position)) }
    }

    /// The next element, whatever it is.
    package mutating func next() throws(EncodingsError) -> DERElement {
        let start = position
        guard let tag = peek() else { throw fault(.ended) }
        guard tag.octet & 0x1F != 0x1F else { throw fault(.longTag) }
        position += 1
        let count = try length()
        guard count <= limit - position else { throw fault(.contentBeyondEnd, at: start) }
        let content = position..<position + count
        position = content.upperBound
        return DERElement(tag: tag, content: content, whole: start..<position)
    }

    /// The next element, which has this tag.
    package mutating func next(_ tag: DER.Tag) throws(EncodingsError) -> DERElement {
        guard let found = peek() else { throw fault(.ended) }
        guard found == tag else { throw fault(.unexpectedTag(found: found, expected: tag)) }
        return try next()
    }

    /// The next element if it has this tag, else nothing is read.
    package mutating func nextIfPresent(_ tag: DER.Tag) throws(EncodingsError) -> DERElement? {
        peek() == tag ? try next() : nil
    }

    /// A reader of the next element's content; the caller asks it for its `end()`.
    package mutating func enter(_ tag: DER.Tag) throws(EncodingsError) -> DERReader {
        DERReader(bytes, within: try next(tag).content)
    }

    /// A reader of the next element's content if it has this tag, else nothing is read.
    package mutating func enterIfPresent(_ tag: DER.Tag) throws(EncodingsError) -> DERReader? {
        peek() == tag ? try enter(tag) : nil
    }

    /// An OCTET STRING's content.
    package mutating func octetString() throws(EncodingsError) -> Range<Int> {
        try next(.octetString).content
    }

    /// A BIT STRING's bits, in whole bytes.
    package mutating func bitString() throws(EncodingsError) -> Range<Int> {
        let content = try next(.bitString).content
        // The first octet counts the unused bits of the last.
        guard let first = content.first, structure(first) == 0 else {
            throw fault(.bitStringNotOfWholeBytes, at: content.lowerBound)
        }
        return first + 1..<content.upperBound
    }

    /// An INTEGER's content, two's complement.
    package mutating func integer() throws(EncodingsError) -> Range<Int> {
        let content = try next(.integer).content
        guard let first = content.first else { throw fault(.emptyInteger, at: content.lowerBound) }
        // X.690, section 8.3.2: the first nine bits are not all alike.
        if content.count > 1,
            structure(first) == 0 && structure(first + 1) < 0x80
                || structure(first) == 0xFF && structure(first + 1) >= 0x80
        {
            throw fault(.integerNotMinimal, at: first)
        }
        return content
    }

    /// The digits of an INTEGER of 0 or more, big-endian, without the zero octet before a top bit; 0 has no digits.
    package mutating func unsignedInteger() throws(EncodingsError) -> Range<Int> {
        let content = try integer()
        guard structure(content.lowerBound) < 0x80 else { throw fault(.negativeInteger, at: content.lowerBound) }
        return structure(content.lowerBound) == 0 ? content.dropFirst() : content
    }

    /// An INTEGER from 0 to 2⁶⁴ − 1.
    package mutating func smallInteger() throws(EncodingsError) -> UInt64 {
        let digits = try unsignedInteger()
        guard digits.count <= 8 else { throw fault(.integerTooLarge, at: digits.lowerBound) }
        return digits.reduce(0) { $0 << 8 | UInt64(structure($1)) }
    }

    /// A BOOLEAN: 00 or FF.
    package mutating func boolean() throws(EncodingsError) -> Bool {
        let content = try next(.boolean).content
        // X.690, section 11.1: TRUE has all eight bits set.
        guard content.count == 1, [0, 0xFF].contains(structure(content.lowerBound)) else {
            throw fault(.invalidBoolean, at: content.lowerBound)
        }
        return structure(content.lowerBound) == 0xFF
    }

    /// A NULL, which has no content.
    package mutating func null() throws(EncodingsError) {
        let content = try next(.null).content
        guard content.isEmpty else { throw fault(.nullWithContent, at: content.lowerBound) }
    }

    /// An OBJECT IDENTIFIER in its shortest form.
    package mutating func objectIdentifier() throws(EncodingsError) -> ObjectIdentifier {
        let content = try next(.objectIdentifier).content
        // An arc ends with a clear top bit and does not begin with a digit of zero (X.690, section 8.19.2).
        var arcBegins = true
        for place in content {
            if arcBegins && structure(place) == 0x80 { throw fault(.invalidObjectIdentifier, at: place) }
            arcBegins = structure(place) < 0x80
        }
        guard !content.isEmpty, arcBegins else { throw fault(.invalidObjectIdentifier, at: content.lowerBound) }
        return ObjectIdentifier(content: bytes.publicLetters(content))
    }

    /// A definite length in its shortest form.
    private mutating func length() throws(EncodingsError) -> Int {
        let start = position
        guard !isAtEnd else { throw fault(.ended) }
        let first = structure(position)
        position += 1
        guard first >= 0x80 else { return Int(first) }
        guard first != 0x80 else { throw fault(.indefiniteLength, at: start) }
        let digits = Int(first & 0x7F)
        guard digits <= 4 else { throw fault(.lengthTooLarge, at: start) }
        guard digits <= limit - position else { throw fault(.ended) }
        let value = (position..<position + digits).reduce(0) { $0 << 8 | Int(structure($1)) }
        guard structure(position) != 0, value >= 0x80 else { throw fault(.lengthNotMinimal, at: start) }
        position += digits
        return value
    }

    /// An octet that is no content of a string.
    private func structure(_ place: Int) -> UInt8 { UInt8(released(bytes.letter(place))) }

    private func fault(_ fault: DERFault, at offset: Int? = nil) -> EncodingsError {
        .der(fault, offset: offset ?? position)
    }
}
