import Bitcoin
import Encodings
import Signatures
import TestSupport
import Testing
import Transactions

/// Malware hands over bytes that two readers could read in two ways, or that take long to read.
@Suite struct FormAttackTests {
    private func maker(version: Int = 0) throws -> PSBTMaker {
        var maker = PSBTMaker()
        maker.version = version
        maker.spend(try Keys.ownWitness(), 1_000_000)
        maker.pay(try Keys.otherWitness(), 990_000)
        return maker
    }

    private func code(_ bytes: [UInt8]) -> String? {
        do {
            _ = try PSBT(parsing: bytes)
            return nil
        } catch { return error.code }
    }

    @Test(arguments: [0, 2])
    func everyKeyStandsOnce(version: Int) throws {
        let field = PSBTMaker.Field(0x01, Output(value: 1, script: try Keys.ownWitness()).serialized)
        var twice = try maker(version: version)
        twice.coins[0].fields += [field, field]
        #expect(code(twice.bytes) == "duplicate-key")
        // The same type, written longer than it has to be.
        var longer = try maker(version: version)
        var second = field
        second.key = [0xFD, 0x01, 0x00]
        longer.coins[0].fields += [field, second]
        #expect(code(longer.bytes) == "compact-size-not-minimal")
        var global = try maker(version: version)
        global.globalFields = [.init(0xFB, PSBTMaker.littleEndian(UInt32(version)))]
        #expect(code(global.bytes) == (version == 0 ? nil : "duplicate-key"))
        // Key data where there is none: a second value of the same field.
        var data = try maker(version: version)
        data.coins[0].fields += [field, .init(0x01, [1], field.value)]
        #expect(code(data.bytes) == "key-form")
    }

    @Test(arguments: [1, 3, 0x0200_0000, UInt32.max])
    func anUnknownVersionIsNotGuessed(version: UInt32) throws {
        var maker = try maker()
        maker.globalFields = [.init(0xFB, PSBTMaker.littleEndian(version))]
        #expect(code(maker.bytes) == "unknown-psbt-version")
    }

    @Test func unknownTypesEvenOrOddSurviveAndChangeNothing() throws {
        let plain = try maker()
        for type in [0x30, 0x31, 0xF0, 0xF1] as [UInt8] {
            var strange = plain
            strange.globalFields = [.init(type, [9], [1])]
            strange.coins[0].fields.append(.init(type, [1, 2], [3]))
            strange.outputs[0].fields.append(.init(type, []))
            #expect(try strange.codes() == [])
            let signed = try strange.signed()
            let made = try [signed, plain.signed()].map { $0.inputs[0].map.all(0x02).map(\.value) }
            #expect(made[0] == made[1] && made[0].count == 1)
            #expect(signed.inputs[0].map.all(UInt64(type)).map(\.value) == [[3]])
        }
        // A proprietary key has an identifier that is whole.
        for key in [[0xFC], [0xFC, 5, 1], [0xFC, 1, 7]] as [[UInt8]] {
            var broken = plain
            var field = PSBTMaker.Field(0xFC, [])
            field.key = key
            broken.coins[0].fields.append(field)
            #expect(code(broken.bytes) == "key-form")
        }
    }

    @Test func textIsReadInOneWayOnly() throws {
        let text = try maker().psbt.text
        func code(_ text: String) -> String? { self.code(Array(text.utf8)) }
        #expect(code(text) == nil && code("\u{FEFF} \(text)\r\n") == nil)
        let middle = text.index(text.startIndex, offsetBy: 40)
        for between in [" ", "\t", "\u{A0}", "=", "-", "_", "\u{0}", "\u{200B}"] {
            #expect(code(text[..<middle] + between + text[middle...]) == "base64")
        }
        for end in ["A", "AAAA", "=", "====", " x", "\n\(text)"] { #expect(code(text + end) != nil) }
        // Bits that belong to no byte.
        var padded = try maker()
        while padded.bytes.count % 3 != 1 {
            padded.globalFields = [.init(0x30, (padded.globalFields.first?.value ?? []) + [0])]
        }
        var letters = Array(try padded.psbt.text.utf8)
        #expect(self.code(letters) == nil)
        letters[letters.count - 3] += 1
        #expect(self.code(letters) == "base64")
    }

    @Test(arguments: [0, 2])
    func nothingIsLeftOver(version: Int) throws {
        let bytes = try maker(version: version).bytes
        for more in [[0], [0, 0], [1, 0x30, 0, 0], Array(bytes)] as [[UInt8]] {
            #expect(code(bytes + more) == "trailing-bytes")
        }
        for count in 0..<bytes.count { #expect(code(Array(bytes[..<count])) != nil) }
    }

    @Test func announcedNumbersReserveNothing() throws {
        // Sixteen bytes that speak of a hundred million inputs.
        for count in [0xFE, 0xFF] as [UInt8] {
            let number = [count] + [UInt8](repeating: 0xFF, count: count == 0xFE ? 4 : 8)
            var bytes: [UInt8] = [0x70, 0x73, 0x62, 0x74, 0xFF]
            for (key, value) in [
                (0x02, [2, 0, 0, 0]), (0x04, number), (0x05, number), (0xFB, [2, 0, 0, 0]),
            ] as [(UInt8, [UInt8])] {
                bytes.appendPrefixed([key])
                bytes.appendPrefixed(value)
            }
            bytes.append(0)
            let clock = ContinuousClock()
            let time = clock.measure { #expect(code(bytes) != nil) }
            #expect(time < .seconds(1))
        }
    }

    @Test func version2HasAllThatMakesUpTheTransaction() throws {
        // Without each of the fields that BIP-370 wants.
        let bytes = try maker(version: 2).bytes
        let needed: [[UInt8]] = [
            [1, 0x02, 4], [1, 0x04, 1], [1, 0x05, 1], [1, 0x0E, 32], [1, 0x0F, 4], [1, 0x03, 8], [1, 0x04, 22],
        ]
        for head in needed {
            let start = try #require(bytes.indices.first { bytes[$0...].starts(with: head) })
            let without = bytes[..<start] + bytes[(start + 3 + Int(head[2]))...]
            #expect(code(Array(without)) == "missing-field", "\(head)")
        }
    }

    @Test func locktimesOfTwoKindsAreNotMixed() throws {
        let height = PSBTMaker.Field(0x12, PSBTMaker.littleEndian(800_000))
        let time = PSBTMaker.Field(0x11, PSBTMaker.littleEndian(1_700_000_000))
        func locktime(_ fields: [[PSBTMaker.Field]], fallback: UInt32 = 0) throws -> UInt32 {
            var maker = PSBTMaker()
            maker.version = 2
            maker.locktime = fallback
            for more in fields { maker.spend(try Keys.ownWitness(), 1_000_000, .transaction, more) }
            maker.pay(try Keys.otherWitness(), 990_000)
            return try maker.psbt.transaction.locktime
        }
        #expect(throws: PSBTError.locktimesConflict) { try locktime([[height], [time]]) }
        #expect(throws: PSBTError.locktimesConflict) { try locktime([[height], [time], [height, time]]) }
        #expect(try locktime([[height], [height, time]], fallback: 900_000) == 800_000)
        #expect(try locktime([[time], [height, time], []]) == 1_700_000_000)
        #expect(try locktime([[height, time]]) == 800_000)
        // What the fallback says is shown, however late.
        #expect(try locktime([[], []], fallback: 499_999_999) == 499_999_999)
        var late = try maker(version: 2)
        late.locktime = 4_000_000_000
        #expect(try late.shown("locktime")[0].hasPrefix("not before 2096-10-02 07:06:40 UTC"))
        late.coins[0].sequence = .max
        #expect(try late.shown("locktime")[0].contains("without effect"))
        #expect(try late.shown("replaceable")[0].hasPrefix("not signalled"))
    }
}
