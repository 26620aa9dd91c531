import Encodings
import TestSupport
import Testing

@Suite struct WireFieldsTests {
    /// A number, a text, 8 and 4 bytes, an empty text, field 16.
    private static let message: [UInt8] =
        [0x08, 0x96, 0x01, 0x12, 2, 0x68, 0x69] + [0x19] + [UInt8](repeating: 7, count: 8)
        + [0x25, 1, 2, 3, 4, 0x2A, 0, 0x80, 0x01, 5]

    @Test func takesFieldsOfEveryKind() {
        #expect(WireFields.fill(Self.message) && WireFields.fill([UInt8]()))
        #expect(WireFields.fillFirst([UInt8(Self.message.count)] + Self.message))
        #expect(WireFields.fillFirst([UInt8(Self.message.count)] + Self.message + [0xFF]))
    }

    @Test func refusesWhatEndsEarly() {
        // Everywhere but between two fields.
        let whole: Set<Int> = [0, 3, 7, 16, 21, 23, Self.message.count]
        for end in 0...Self.message.count {
            #expect(WireFields.fill(Array(Self.message[..<end])) == whole.contains(end), "\(end)")
            if end < Self.message.count {
                #expect(!WireFields.fillFirst([UInt8(Self.message.count)] + Self.message[..<end]))
            }
        }
    }

    @Test(
        arguments: [
            [0x00, 1], [0x02, 0], [0x0B], [0x0C], [0x0E], [0x0F],
            [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
            [0x08] + [UInt8](repeating: 0xFF, count: 11),
        ] as [[UInt8]])
    func refusesWhatIsNoField(bytes: [UInt8]) {
        #expect(!WireFields.fill(bytes))
    }

    @Test(arguments: Seed.fresh(64)) func endsOnAnyBytes(seed: Seed) {
        var generator = seed.generator
        let bytes = generator.bytes(generator.int(0...40))
        _ = WireFields.fill(bytes)
        _ = WireFields.fillFirst(bytes)
    }
}
