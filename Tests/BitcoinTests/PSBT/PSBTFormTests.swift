import Bitcoin
import Encodings
import TestSupport
import Testing
import Transactions

@Suite struct PSBTFormTests {
    private func maker(version: Int = 0) throws -> PSBTMaker {
        var maker = PSBTMaker()
        maker.version = version
        maker.spend(try Keys.ownWitness(), 50_000_000)
        maker.spend(try Keys.otherWitness(), 1_000_000)
        maker.pay(try Keys.otherWitness(), 40_000_000)
        return maker
    }

    /// The error of reading, with the place in its sentence.
    private func fault(_ bytes: [UInt8]) -> (code: String, text: String) {
        do throws(PSBTError) {
            _ = try PSBT(parsing: bytes)
            return ("", "")
        } catch { return (error.code, error.description) }
    }

    @Test func takesTextAsToolsWrapIt() throws {
        let binary = try maker().bytes
        let text = try PSBT(parsing: binary).text
        var wrapped = ""
        for (position, letter) in text.enumerated() {
            if position > 0, position % 64 == 0 { wrapped += "\r\n" }
            wrapped.append(letter)
        }
        for form in [text, text + "\n", "\n  " + text + " \r\n", wrapped + "\n", "\u{FEFF}" + text] {
            #expect(PSBT.isMarked(Array(form.utf8)))
            let psbt = try PSBT(parsing: Array(form.utf8))
            #expect(psbt.form == .base64 && psbt.serialized == binary)
        }
        #expect(fault(Array((text.prefix(40) + " " + text.dropFirst(40)).utf8)).code == "base64")
        #expect(fault(Array(text.dropLast().utf8)).code == "base64")
        #expect(fault(Array(Base64.encode(binary + [0]).utf8)).code == "trailing-bytes")
        #expect(fault([]).code == "not-a-psbt" && fault(Array("hello".utf8)).code == "not-a-psbt")
        #expect(fault(Array("cHNidHAA".utf8)).code == "not-a-psbt")
    }

    @Test(arguments: [0, 2])
    func everyCutIsRefusedWithItsPlace(version: Int) throws {
        let bytes = try maker(version: version).bytes
        for end in 5..<bytes.count {
            let (code, text) = fault(Array(bytes[..<end]))
            #expect(["cut-off", "count-too-large"].contains(code), "\(end): \(code)")
            #expect(text.contains("(byte "), "\(text)")
        }
        #expect(fault(bytes + [0]).code == "trailing-bytes")
    }

    @Test func namesTheMapTheFieldAndTheByte() throws {
        var doubled = try maker()
        doubled.coins[1].fields.append(doubled.coins[1].fields[0])
        let (code, text) = fault(doubled.bytes)
        #expect(code == "duplicate-key" && text.hasPrefix("input 1, PSBT_IN_NON_WITNESS_UTXO (byte "))

        var output = try maker()
        output.outputs[0].fields = [.init(0x05, [1, 2, 3])]
        let place = output.bytes.count - 4
        #expect(
            fault(output.bytes).text.hasPrefix("output 0, PSBT_OUT_TAP_INTERNAL_KEY (byte \(place)) is not 32 bytes"))

        var global = try maker()
        global.globalFields = [.init(0xFB, [3, 0, 0, 0])]
        #expect(fault(global.bytes).code == "unknown-psbt-version")
        global.globalFields = [.init(0xFB, [1])]
        #expect(fault(global.bytes).text.hasPrefix("global, PSBT_GLOBAL_VERSION (byte "))
    }

    @Test func version2HasNoTransactionAndVersion0NoFieldsOfIt() throws {
        var two = try maker(version: 2)
        two.globalFields = [.init(0x00, two.transaction.serialized(withWitness: false))]
        #expect(fault(two.bytes).code == "field-of-other-version")
        #expect(fault(two.bytes).text.hasPrefix("global, PSBT_GLOBAL_UNSIGNED_TX (byte "))
        for type in [0x02, 0x03, 0x04, 0x05, 0x06] as [UInt8] {
            var zero = try maker()
            zero.globalFields = [.init(type, [1, 0, 0, 0])]
            #expect(fault(zero.bytes).code == "field-of-other-version")
        }
        for type in [0x0E, 0x0F, 0x10, 0x11, 0x12] as [UInt8] {
            var zero = try maker()
            zero.coins[1].fields.append(.init(type, [1, 0, 0, 0]))
            #expect(fault(zero.bytes).text.hasPrefix("input 1, PSBT_IN_"))
            #expect(fault(zero.bytes).code == "field-of-other-version")
        }
        var empty: [UInt8] = [0x70, 0x73, 0x62, 0x74, 0xFF, 0x00]
        #expect(fault(empty).code == "missing-field")
        empty.insert(contentsOf: [0x01, 0xFB, 0x04, 2, 0, 0, 0], at: 5)
        #expect(fault(empty).text == "global, PSBT_GLOBAL_TX_VERSION (byte 12) is missing; make the PSBT again")
    }

    @Test func everyKnownFieldHasToHaveItsForm() throws {
        let key = try Keys.compressed(ganacheKey)
        let noPoint = [2] + [UInt8](repeating: 0xFF, count: 32)
        let inputs: [(PSBTMaker.Field, String)] = [
            (.init(0x00, [9], []), "key-form"), (.init(0x01, [1, 2]), "cut-off"),
            (.init(0x01, [UInt8](repeating: 0, count: 10)), "trailing-bytes"),
            (.init(0x02, Array(key.dropLast()), [1]), "key-form"), (.init(0x02, noPoint, [1]), "key-form"),
            (.init(0x02, key, []), "value-form"), (.init(0x03, [1]), "value-form"),
            (.init(0x03, [1], [1, 0, 0, 0]), "key-form"),
            (.init(0x04, [1], []), "key-form"), (.init(0x05, [1], []), "key-form"),
            (.init(0x06, key, [1, 2, 3]), "value-form"), (.init(0x06, key, [1, 2, 3, 4, 5]), "value-form"),
            (.init(0x06, noPoint, [1, 2, 3, 4]), "key-form"), (.init(0x08, [1]), "count-too-large"),
            (.init(0x08, [2, 0]), "count-too-large"), (.init(0x08, [0, 0]), "trailing-bytes"),
            (.init(0x0A, [1], []), "key-form"), (.init(0x0B, [UInt8](repeating: 1, count: 20), []), "key-form"),
            (.init(0x13, [UInt8](repeating: 1, count: 63)), "value-form"),
            (.init(0x14, [UInt8](repeating: 1, count: 63), [UInt8](repeating: 1, count: 64)), "key-form"),
            (.init(0x15, [UInt8](repeating: 1, count: 34), [0xC0]), "key-form"),
            (.init(0x15, [UInt8](repeating: 1, count: 33), []), "value-form"),
            (.init(0x16, [UInt8](repeating: 1, count: 32), [1]), "count-too-large"),
            (.init(0x16, [UInt8](repeating: 1, count: 32), [0, 1, 2, 3]), "value-form"),
            (.init(0x17, [1]), "value-form"), (.init(0x18, [1]), "value-form"),
            (.init(0x1A, key, key + [1]), "value-form"), (.init(0x1A, key, noPoint), "value-form"),
            (.init(0x1B, key + key + [1], [UInt8](repeating: 1, count: 66)), "key-form"),
            (.init(0x1B, key + key, [UInt8](repeating: 1, count: 65)), "value-form"),
            (.init(0x1C, key + key, [UInt8](repeating: 1, count: 33)), "value-form"),
            (.init(0xFC, [5, 1], []), "key-form"),
        ]
        for (field, expected) in inputs {
            var bad = try maker()
            bad.coins[1].fields = [field]
            let (code, text) = fault(bad.bytes)
            #expect(code == expected, "\(field)")
            #expect(text.contains("input 1, PSBT_IN_"), "\(text)")
        }
        let outputs: [(PSBTMaker.Field, String)] = [
            (.init(0x00, [1], []), "key-form"), (.init(0x01, [1], []), "key-form"),
            (.init(0x02, noPoint, [1, 2, 3, 4]), "key-form"), (.init(0x06, []), "value-form"),
            (.init(0x06, [1, 0xC0, 0]), "value-form"), (.init(0x06, [0, 0xC1, 0]), "value-form"),
            (.init(0x06, [0, 0xC0, 0, 0, 0xC0, 0]), "value-form"), (.init(0x06, [129, 0xC0, 0]), "value-form"),
            (.init(0x06, [2, 0xC0, 0, 1, 0xC0, 0]), "value-form"), (.init(0x06, [0, 0xC0, 2, 0]), "count-too-large"),
            (.init(0x07, [1], [0, 1, 2, 3, 4]), "key-form"), (.init(0x08, key, []), "value-form"),
        ]
        for (field, expected) in outputs {
            var bad = try maker()
            bad.outputs[0].fields = [field]
            #expect(fault(bad.bytes).code == expected, "\(field)")
            #expect(fault(bad.bytes).text.contains("output 0, PSBT_OUT_"))
        }
    }

    @Test func theUnsignedTransactionHasNoScripts() throws {
        let good = try maker()
        var transaction = good.transaction
        transaction.inputs[1].scriptSig = [0x51]
        for scripted in [transaction.serialized(withWitness: false)] {
            var bytes: [UInt8] = [0x70, 0x73, 0x62, 0x74, 0xFF, 0x01, 0x00]
            bytes.appendPrefixed(scripted)
            bytes += [0, 0, 0, 0]
            #expect(fault(bytes).code == "script-in-unsigned-transaction")
            #expect(fault(bytes).text.contains("input 1"))
        }
    }

    @Test func theLocktimeOfVersion2IsDeterminedByItsInputs() throws {
        func locktime(_ needs: [[(UInt8, UInt32)]]) throws -> UInt32 {
            var maker = try maker(version: 2)
            maker.locktime = 77
            for (position, need) in needs.enumerated() {
                for (type, number) in need {
                    var value: [UInt8] = []
                    value.appendLittleEndian(number)
                    maker.coins[position].fields.append(.init(type, value))
                }
            }
            return try maker.psbt.transaction.locktime
        }
        #expect(try locktime([[], []]) == 77)
        #expect(try locktime([[(0x12, 10_000)], []]) == 10_000)
        #expect(
            try locktime([[(0x12, 10_000), (0x11, 1_700_000_000)], [(0x12, 20_000), (0x11, 1_600_000_000)]]) == 20_000)
        #expect(try locktime([[(0x11, 1_700_000_000)], [(0x12, 20_000), (0x11, 1_600_000_000)]]) == 1_700_000_000)
        #expect(throws: PSBTError.locktimesConflict) { try locktime([[(0x11, 1_700_000_000)], [(0x12, 20_000)]]) }
        for (type, number) in [(0x12, 0), (0x12, 500_000_000), (0x11, 499_999_999)] as [(UInt8, UInt32)] {
            #expect(throws: PSBTError.self) { try locktime([[(type, number)], []]) }
        }
    }

    @Test func refusesMoreBytesThanAreRead() {
        #expect(fault([UInt8](repeating: 0x70, count: PSBT.largestSize + 1)).code == "too-long")
    }
}
