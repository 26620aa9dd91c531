/// JSON that may hold secrets: the whole text is checked, and what comes out is where each value stands.
///
/// Structure is known from then on: brackets, names, how many letters a string has and how many digits a number. The
/// letters of a string and the digits of a number are not looked at but in constant time, and not copied. The rules are
/// those of `JSON`.
package struct JSONScanner: Sendable {
    package enum Kind: Equatable, Sendable {
        case null
        case bool(Bool)
        case number
        case string(hasEscapes: Bool)
        case array
        case object
    }

    /// One value of the text.
    package struct Item: Equatable, Sendable {
        package let kind: Kind
        /// Where it stands in the buffer; a string without its quotes, an array or object with its brackets.
        package let range: Range<Int>
        /// Its place in the scanner's table.
        fileprivate let index: Int
    }

    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: Item
    }

    /// All values in the order of the text, each before those inside of it.
    private let nodes: [JSONGrammar.Node]

    /// Reads a text of JSON.
    /// - Throws: `EncodingsError.json` with line and column.
    package init(_ bytes: UnsafeRawBufferPointer) throws(EncodingsError) {
        var grammar = JSONGrammar(bytes)
        try grammar.readText()
        nodes = grammar.nodes
    }

    private init(_ nodes: [JSONGrammar.Node]) {
        self.nodes = nodes
    }

    /// Reads values that stand one after the other, as `cat` puts files together.
    /// - Returns: One scanner a value, at least one; all places are those of the one buffer.
    /// - Throws: `EncodingsError.json` with line and column.
    package static func sequence(_ bytes: UnsafeRawBufferPointer) throws(EncodingsError) -> [JSONScanner] {
        var grammar = JSONGrammar(bytes)
        var scanners: [JSONScanner] = []
        repeat {
            try grammar.readNext()
            scanners.append(JSONScanner(grammar.nodes))
        } while !grammar.isAtEnd
        return scanners
    }

    /// The one value that the text is.
    package var root: Item { item(0) }

    /// The members of an object in order; none where this is no object.
    package func members(of object: Item) -> [Member] {
        guard object.kind == .object else { return [] }
        return children(of: object).map { Member(name: nodes[$0].name, value: item($0)) }
    }

    /// The elements of an array in order; none where this is no array.
    package func elements(of array: Item) -> [Item] {
        guard array.kind == .array else { return [] }
        return children(of: array).map(item)
    }

    /// The member of an object; `nil` where this is none, or has no such member.
    package func member(_ name: String, of object: Item) -> Item? {
        guard object.kind == .object else { return nil }
        return children(of: object).first { nodes[$0].name.utf8.elementsEqual(name.utf8) }.map(item)
    }

    private func item(_ index: Int) -> Item {
        Item(kind: nodes[index].kind, range: nodes[index].range, index: index)
    }

    private func children(of parent: Item) -> [Int] {
        var indices: [Int] = []
        var index = parent.index + 1
        while index < nodes[parent.index].next {
            indices.append(index)
            index = nodes[index].next
        }
        return indices
    }

    // MARK: Content

    /// Writes a string's UTF-8 with its escapes resolved; where escapes stand is released, and how long each is.
    /// - Parameter output: Room for `item.range.count` bytes; may begin where the string begins.
    /// - Returns: How many bytes were written.
    package func unescape(
        _ item: Item, from bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        guard case .string = item.kind else { preconditionFailure("only a string has escapes") }
        return JSONGrammar.unescape(item.range, from: bytes, into: output)
    }

    /// A *public* string; the caller has seen that this is one.
    package func publicString(_ item: Item, in bytes: UnsafeRawBufferPointer) -> String {
        guard case .string(let hasEscapes) = item.kind else { preconditionFailure("the value is a string") }
        return JSONGrammar.publicString(item.range, hasEscapes: hasEscapes, in: bytes)
    }

    /// Writes an array of numbers 0 … 255 as bytes, each in constant time; how many digits each has is known.
    /// - Parameter output: Room for one byte an element.
    /// - Returns: How many bytes were written.
    /// - Throws: `EncodingsError.json(.noByte)` where the value is no array, or an element no such number.
    package func decodeOctets(
        of array: Item, from bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingsError) -> Int {
        guard array.kind == .array else { throw JSONGrammar.error(.noByte, at: start(of: array), in: bytes) }
        let elements = elements(of: array)
        precondition(output.count >= elements.count, "a byte for each element needs room")
        for (position, element) in elements.enumerated() {
            guard element.kind == .number, element.range.count <= 3 else {
                throw JSONGrammar.error(.noByte, at: start(of: element), in: bytes)
            }
            var value: UInt64 = 0
            var isLegal = ~UInt64(0)
            for place in element.range {
                // A number of three letters may still be "-12" or "1e9".
                isLegal &= maskIfWithin(bytes.letter(place), 0x30, 0x39)
                value = 10 &* value &+ (bytes.letter(place) &- 0x30)
            }
            isLegal &= maskIfWithin(value, 0, 255)
            guard released(isLegal & 1) == 1 else {
                throw JSONGrammar.error(.noByte, at: start(of: element), in: bytes)
            }
            output.store(value, at: position)
        }
        return elements.count
    }

    /// Where a value begins, a string with its quote.
    private func start(of item: Item) -> Int {
        if case .string = item.kind { item.range.lowerBound - 1 } else { item.range.lowerBound }
    }
}
