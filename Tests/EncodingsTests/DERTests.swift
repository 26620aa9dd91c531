import Encodings
import TestSupport
import Testing

@Suite struct DERTests {
    /// Reads with a body; the bytes are public test data.
    private func reading<R>(
        _ bytes: [UInt8], _ body: (inout DERReader) throws(EncodingsError) -> R
    ) throws(EncodingsError) -> R {
        try bytes.withUnsafeBufferPointer { (bytes) throws(EncodingsError) in
            var reader = DERReader(UnsafeRawBufferPointer(bytes))
            let result = try body(&reader)
            try reader.end()
            return result
        }
    }

    private func fault(_ hex: String, _ body: (inout DERReader) throws(EncodingsError) -> Void) throws -> DERFault? {
        let bytes = try Hex.decode(hex)
        do { try reading(bytes, body) } catch .der(let fault, _) { return fault }
        return nil
    }

    /// Examples of X.690 and of SEC 1: each identifier as published.
    @Test(arguments: [
        ("1.2.840.10045.2.1", "06072a8648ce3d0201"), ("1.3.132.0.10", "06052b8104000a"), ("2.999", "06028837"),
        ("1.2.840.113549.1.5.13", "06092a864886f70d01050d"), ("0.39", "060127"), ("2.5.4.3", "0603550403"),
    ])
    func objectIdentifiersHaveTheirOctets(dotted: String, hex: String) throws {
        let read = try reading(Hex.decode(hex)) { (reader) throws(EncodingsError) in try reader.objectIdentifier() }
        #expect(read.description == dotted)
        #expect(Hex.encode(DER.objectIdentifier(read)) == hex)
        #expect(ObjectIdentifier("1.2.840.10045.2.1").description == "1.2.840.10045.2.1")
    }

    @Test(
        arguments: [
            (0, "020100"), (1, "020101"), (127, "02017f"), (128, "02020080"), (256, "02020100"),
            (.max, "020900ffffffffffffffff"),
        ] as [(UInt64, String)])
    func integersAreMinimal(value: UInt64, hex: String) throws {
        #expect(Hex.encode(DER.integer(value)) == hex)
        let read = try reading(Hex.decode(hex)) { (reader) throws(EncodingsError) in try reader.smallInteger() }
        #expect(read == value)
        #expect(
            DER.integer(unsigned: [0, 0] + withUnsafeBytes(of: value.bigEndian) { Array($0) }) == DER.integer(value))
    }

    @Test(arguments: [0, 1, 127, 128, 129, 255, 256, 65535, 65536]) func lengthsAreMinimal(count: Int) throws {
        let content = [UInt8](repeating: 7, count: count)
        let encoded = DER.octetString(content)
        let headerCount = count < 128 ? 2 : count < 256 ? 3 : count < 65536 ? 4 : 5
        #expect(encoded.count == headerCount + count)
        let range = try reading(encoded) { (reader) throws(EncodingsError) in try reader.octetString() }
        #expect(Array(encoded[range]) == content)
    }

    @Test func everyRefusalHasItsReason() throws {
        let whole: (inout DERReader) throws(EncodingsError) -> Void = { (reader) throws(EncodingsError) in
            _ = try reader.next()
        }
        #expect(try fault("", whole) == .ended)
        #expect(try fault("04", whole) == .ended)
        #expect(try fault("1f0101", whole) == .longTag)
        #expect(try fault("30800000", whole) == .indefiniteLength)
        #expect(try fault("048101aa", whole) == .lengthNotMinimal)
        #expect(try fault("04820080" + String(repeating: "00", count: 128), whole) == .lengthNotMinimal)
        #expect(try fault("04850000000001aa", whole) == .lengthTooLarge)
        #expect(try fault("04ff", whole) == .lengthTooLarge)
        #expect(try fault("048201", whole) == .ended)
        #expect(try fault("0402aa", whole) == .contentBeyondEnd)
        #expect(try fault("0484ffffffffaa", whole) == .contentBeyondEnd)
        #expect(try fault("0401aabb", whole) == .trailingBytes(1))
        let integer: (inout DERReader) throws(EncodingsError) -> Void = { (reader) throws(EncodingsError) in
            _ = try reader.smallInteger()
        }
        #expect(try fault("0401aa", integer) == .unexpectedTag(found: .octetString, expected: .integer))
        #expect(try fault("0200", integer) == .emptyInteger)
        #expect(try fault("02020001", integer) == .integerNotMinimal)
        #expect(try fault("0202ff80", integer) == .integerNotMinimal)
        #expect(try fault("0201ff", integer) == .negativeInteger)
        #expect(try fault("0209010000000000000000", integer) == .integerTooLarge)
        #expect(try fault("010101", { (r) throws(EncodingsError) in _ = try r.boolean() }) == .invalidBoolean)
        #expect(try fault("0100", { (r) throws(EncodingsError) in _ = try r.boolean() }) == .invalidBoolean)
        #expect(try fault("050100", { (r) throws(EncodingsError) in try r.null() }) == .nullWithContent)
        for identifier in ["0600", "06022a80", "06032a8001"] {
            #expect(
                try fault(identifier, { (r) throws(EncodingsError) in _ = try r.objectIdentifier() })
                    == .invalidObjectIdentifier)
        }
        for bits in ["0300", "03020780", "030108"] {
            #expect(
                try fault(bits, { (r) throws(EncodingsError) in _ = try r.bitString() }) == .bitStringNotOfWholeBytes)
        }
    }

    @Test func optionalElementsAreLeftWhereTheyAreNot() throws {
        let encoded = DER.sequence(DER.boolean, DER.element(.context(1, constructed: true), content: DER.null))
        try reading(encoded) { (reader) throws(EncodingsError) in
            var inner = try reader.enter(.sequence)
            let truth = try inner.boolean()
            let isFirst = try inner.nextIfPresent(.context(0, constructed: true)) == nil
            var tagged = try inner.enterIfPresent(.context(1, constructed: true))
            try tagged?.null()
            try tagged?.end()
            try inner.end()
            #expect(truth && isFirst && tagged != nil)
        }
    }

    @Test func writesBackwardsWhatTheBuilderWrites() throws {
        let seed = Array(UInt8(0)..<32)
        let expected = DER.sequence(
            DER.integer(0), DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.3.101.112"))),
            DER.octetString(DER.octetString(seed)))
        var buffer = [UInt8](repeating: 0xEE, count: 100)
        let count = buffer.withUnsafeMutableBytes { buffer in
            var writer = DERWriter(into: buffer)
            seed.withUnsafeBytes { writer.prepend($0) }
            writer.prependHeader(.octetString, contentCount: 32)
            writer.prependHeader(.octetString, contentCount: writer.count)
            writer.prepend(DER.sequence(DER.objectIdentifier(ObjectIdentifier("1.3.101.112"))))
            writer.prepend(DER.integer(0))
            writer.prependHeader(.sequence, contentCount: writer.count)
            return writer.finish()
        }
        #expect(Array(buffer[..<count]) == expected)
        #expect(buffer[count...].allSatisfy { $0 == 0 })
    }

    /// Walks everything that can be entered.
    private static func walk(_ reader: DERReader, depth: Int) throws(EncodingsError) -> Int {
        var reader = reader
        var count = 0
        while let tag = reader.peek() {
            count += 1
            if tag.octet & 0x20 != 0, depth < 20 {
                count += try walk(try reader.enter(tag), depth: depth + 1)
            } else {
                switch tag {
                case .integer: _ = try reader.integer()
                case .objectIdentifier: _ = try reader.objectIdentifier().description
                case .bitString: _ = try reader.bitString()
                case .boolean: _ = try reader.boolean()
                default: _ = try reader.next()
                }
            }
        }
        return count
    }

    @Test(arguments: Seed.fresh(8)) func noBytesMakeTheReaderTrap(seed: Seed) {
        var generator = seed.generator
        let sample = DER.sequence(
            DER.integer(1), DER.boolean, DER.bitString([1, 2, 3]), DER.null,
            DER.sequence(
                DER.objectIdentifier(ObjectIdentifier("1.2.840.10045.3.1.7")),
                DER.octetString([UInt8](repeating: 1, count: 130))))
        for round in 0..<600 {
            let bytes = round % 3 == 0 ? generator.bytes(generator.int(0...40)) : generator.mutated(sample)
            bytes.withUnsafeBytes { _ = try? Self.walk(DERReader($0), depth: 0) }
        }
    }
}

extension DER {
    /// TRUE.
    fileprivate static let boolean: [UInt8] = [0x01, 0x01, 0xFF]
}
