import Transactions

/// One of the maps that a PSBT is made of: keys and values in the order in which they came, byte for byte.
///
/// BIP-174, "Specification": `<keylen> <keytype> <keydata> <valuelen> <value>`, ended by 0x00.
package struct PSBTMap: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// The type and the key data.
        package let key: [UInt8]
        package let value: [UInt8]
        /// The type alone.
        package let type: UInt64
        /// How many bytes of the key are its type.
        let typeCount: Int
        /// Where key and value stand in the PSBT that was read; 0 in an entry that was added.
        let keyOffset: Int
        let valueOffset: Int

        package var keyData: [UInt8] { Array(key[typeCount...]) }
    }

    package private(set) var entries: [Entry] = []
    /// Where the map ended in the PSBT that was read.
    private(set) var endOffset = 0

    /// Reads one map and its end.
    /// - Parameter map: Which map this is, for messages.
    /// - Throws: `PSBTError.transaction` for bytes that do not read, `.duplicateKey`.
    init(reading reader: inout ByteReader, map: PSBTMapName) throws(PSBTError) {
        var keys: Set<[UInt8]> = []
        while let entry = try PSBTMap.entry(&reader, map) {
            guard keys.insert(entry.key).inserted else {
                throw .duplicateKey(map.place(entry.keyOffset, map.fieldName(entry.type)))
            }
            entries.append(entry)
        }
        endOffset = reader.offset - 1
    }

    private static func entry(_ reader: inout ByteReader, _ map: PSBTMapName) throws(PSBTError) -> Entry? {
        do {
            let count = try reader.count("\(map), the length of a key", bytesEach: 1)
            if count == 0 { return nil }
            let keyOffset = reader.offset
            let key = try reader.bytes(count, "\(map), a key")
            var typeReader = ByteReader(key)
            let type = try typeReader.compactSize("\(map), the type in the key at byte \(keyOffset)")
            let length = try reader.count("\(map), the length of \(map.fieldName(type))", bytesEach: 1)
            let valueOffset = reader.offset
            let value = try reader.bytes(length, "\(map), \(map.fieldName(type))")
            return Entry(
                key: key, value: value, type: type, typeCount: typeReader.offset, keyOffset: keyOffset,
                valueOffset: valueOffset)
        } catch {
            throw .transaction(error)
        }
    }

    /// The value of a field that has no key data.
    package func value(_ type: UInt64) -> [UInt8]? { first(type)?.value }

    func first(_ type: UInt64) -> Entry? { entries.first { $0.type == type } }

    /// All entries of one type, in their order.
    package func all(_ type: UInt64) -> [Entry] { entries.filter { $0.type == type } }

    /// Sets a value: in the place of the one that has this key, else before the first entry with a greater key, so that
    /// a map in order stays in order and nothing else moves.
    mutating func set(_ type: UInt8, _ keyData: [UInt8] = [], to value: [UInt8]) {
        let key = [type] + keyData
        let entry = Entry(
            key: key, value: value, type: UInt64(type), typeCount: 1, keyOffset: 0, valueOffset: 0)
        if let place = entries.firstIndex(where: { $0.key == key }) {
            entries[place] = entry
        } else {
            let place = entries.firstIndex { key.lexicographicallyPrecedes($0.key) } ?? entries.endIndex
            entries.insert(entry, at: place)
        }
    }

    mutating func remove(where isGone: (Entry) -> Bool) { entries.removeAll(where: isGone) }

    func append(to bytes: inout [UInt8]) {
        for entry in entries {
            bytes.appendPrefixed(entry.key)
            bytes.appendPrefixed(entry.value)
        }
        bytes.append(0)
    }
}

/// Which map of a PSBT is meant.
package enum PSBTMapName: Hashable, Sendable, CustomStringConvertible {
    case global
    case input(Int)
    case output(Int)

    package var description: String {
        switch self {
        case .global: "global"
        case .input(let number): "input \(number)"
        case .output(let number): "output \(number)"
        }
    }

    /// The fields that BIPs give a meaning in this map.
    var fields: PSBTFieldTable {
        switch self {
        case .global: PSBTField.global
        case .input: PSBTField.input
        case .output: PSBTField.output
        }
    }

    /// The BIPs' name of a type.
    func fieldName(_ type: UInt64) -> String { fields[type]?.name ?? "the value of type 0x\(String(type, radix: 16))" }

    func place(_ offset: Int, _ field: String) -> Place { .byte(offset, field: "\(self), \(field)") }
}
