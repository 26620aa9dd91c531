import Encodings
import Secrets

/// Takes fields out of JSON that lies in locked memory.
struct JSONFields {
    private let bytes: UnsafeRawBufferPointer
    private let scanner: JSONScanner
    private let format: KeyFormat
    private let items: [(name: String, value: JSONScanner.Item)]

    /// The fields of the object that a text is.
    /// - Throws: `KeyFilesError.malformed`.
    init(_ bytes: UnsafeRawBufferPointer, _ format: KeyFormat) throws(KeyFilesError) {
        let scanner: JSONScanner
        do { scanner = try JSONScanner(bytes) } catch { throw .malformed(format, facts: error.description) }
        try self.init(bytes, scanner, scanner.root, format)
    }

    init(
        _ bytes: UnsafeRawBufferPointer, _ scanner: JSONScanner, _ item: JSONScanner.Item, _ format: KeyFormat
    ) throws(KeyFilesError) {
        guard case .object = item.kind else { throw .malformed(format, facts: "an object is expected") }
        self.bytes = bytes
        self.scanner = scanner
        self.format = format
        items = scanner.members(of: item).map { ($0.name, $0.value) }
    }

    var names: [String] { items.map(\.name) }

    /// Refuses fields that the form does not have.
    func requireNone(but allowed: [String]) throws(KeyFilesError) {
        if let other = names.first(where: { !allowed.contains($0) }) { throw .unknownField(format, name: other) }
    }

    func has(_ name: String) -> Bool { names.contains(name) }

    private func item(_ name: String) throws(KeyFilesError) -> JSONScanner.Item {
        guard let item = items.first(where: { $0.name == name })?.value else { throw .missingField(format, name: name) }
        return item
    }

    /// The fields of an object in a field.
    func object(_ name: String) throws(KeyFilesError) -> JSONFields {
        try JSONFields(bytes, scanner, try item(name), format)
    }

    private func string(_ name: String) throws(KeyFilesError) -> JSONScanner.Item {
        let item = try item(name)
        guard case .string = item.kind else { throw .malformed(format, facts: "the field '\(name)' is no text") }
        return item
    }

    /// A field of public text.
    func text(_ name: String) throws(KeyFilesError) -> String {
        scanner.publicString(try string(name), in: bytes)
    }

    /// A field of public texts in an array.
    func texts(_ name: String) throws(KeyFilesError) -> [String] {
        let item = try item(name)
        guard case .array = item.kind else { throw .malformed(format, facts: "the field '\(name)' is no list") }
        var texts: [String] = []
        for element in scanner.elements(of: item) {
            guard case .string = element.kind else {
                throw .malformed(format, facts: "the field '\(name)' is no list of texts")
            }
            texts.append(scanner.publicString(element, in: bytes))
        }
        return texts
    }

    /// A field of a public whole number, 0 … 2⁶⁴ − 1.
    func number(_ name: String) throws(KeyFilesError) -> UInt64 {
        let item = try item(name)
        guard case .number = item.kind, let number = UInt64(publicText(item)) else {
            throw .malformed(format, facts: "the field '\(name)' is no whole number")
        }
        return number
    }

    /// A field of public bytes in hexadecimal digits, with or without `0x`.
    func hex(_ name: String) throws(KeyFilesError) -> [UInt8] {
        let text = try text(name)
        do { return try Hex.decode(text.hasPrefix("0x") ? String(text.dropFirst(2)) : text) } catch {
            throw .malformed(format, facts: "the field '\(name)': \(error.description)")
        }
    }

    /// A field of secret bytes in Base64.
    /// - Throws: `KeyFilesError.keyLength` where there are more or fewer than `count`.
    func base64(_ name: String, count: Int) throws(KeyFilesError) -> LockedBytes {
        let item = try string(name)
        // Escapes such as \/ are another way of writing the same letters.
        var letters = try locked(item.range.count)
        var decoded = try locked(Base64.decodedCapacity(item.range.count))
        do {
            let letterCount = letters.withUnsafeMutableBytes { scanner.unescape(item, from: bytes, into: $0) }
            letters.truncate(to: letterCount)
            let decodedCount = try letters.withUnsafeBytes { (ascii) throws(EncodingsError) in
                try decoded.withUnsafeMutableBytes { (room) throws(EncodingsError) in
                    try Base64.decode(ascii, padding: .required, into: room)
                }
            }
            decoded.truncate(to: decodedCount)
        } catch { throw .malformed(format, facts: error.description) }
        guard decoded.count == count else { throw .keyLength(format, expected: count, found: decoded.count) }
        return decoded
    }

    /// A copy of letters that are public.
    private func publicText(_ item: JSONScanner.Item) -> String {
        let letters = Array(bytes.part(item.range))
        letters.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return String(decoding: letters, as: UTF8.self)
    }
}
