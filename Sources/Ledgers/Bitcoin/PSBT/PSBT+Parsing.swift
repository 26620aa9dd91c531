import Transactions

extension PSBT {
    /// Reads a value that is made of parts, to its last byte.
    /// - Throws: `PSBTError.content`.
    static func reading<Value>(
        _ value: [UInt8], at place: @autoclosure () -> Place, _ body: (inout ByteReader) throws(BitcoinError) -> Value
    ) throws(PSBTError) -> Value {
        do {
            var reader = ByteReader(value)
            let result = try body(&reader)
            try reader.requireEnd(of: "the end of the value")
            return result
        } catch {
            throw .content(place(), error)
        }
    }

    /// `PSBT_GLOBAL_VERSION`: "If omitted, the version number is 0."
    /// - Throws: `PSBTError.valueForm`, `.unknownVersion`.
    static func version(of global: PSBTMap) throws(PSBTError) -> Int {
        guard let entry = global.first(Global.version) else { return 0 }
        guard entry.value.count == 4 else {
            throw .valueForm(PSBTMapName.global.place(entry.valueOffset, "PSBT_GLOBAL_VERSION"), needed: "4 bytes")
        }
        switch entry.value.littleEndian32 {
        case 0: return 0
        case 2: return 2
        case let other: throw .unknownVersion(other)
        }
    }

    /// The transaction of version 0: the old form only, without scripts. Its map was checked to have one.
    /// - Throws: `PSBTError.content`, `.scriptInUnsigned`.
    static func unsigned(of global: PSBTMap) throws(PSBTError) -> Transaction? {
        guard let entry = global.first(Global.unsignedTransaction) else { return nil }
        let place = PSBTMapName.global.place(entry.valueOffset, "PSBT_GLOBAL_UNSIGNED_TX")
        guard entry.value.count <= Transaction.largestSize else {
            throw .content(place, .tooLong(limit: Transaction.largestSize, found: entry.value.count))
        }
        let transaction = try reading(entry.value, at: place) { reader throws(BitcoinError) in
            try Transaction(reading: &reader, witness: .refused)
        }
        if let input = transaction.inputs.firstIndex(where: { !$0.scriptSig.isEmpty }) {
            throw .scriptInUnsigned(place, input: input)
        }
        return transaction
    }

    /// How many inputs and outputs version 2 announces; the maps that must follow are what limits them.
    static func counts(of global: PSBTMap) throws(PSBTError) -> (Int, Int) {
        func count(_ type: UInt64, _ name: String) throws(PSBTError) -> Int {
            guard let entry = global.first(type) else { throw .missingField(.byte(0, field: name)) }
            let place = PSBTMapName.global.place(entry.valueOffset, name)
            let number = try reading(entry.value, at: place) { reader throws(BitcoinError) in
                try reader.compactSize("the number")
            }
            // A map takes a byte at least.
            guard number <= UInt64(largestSize) else { throw .content(place, .countTooLarge(place, found: number)) }
            return Int(number)
        }
        return (
            try count(Global.inputCount, "PSBT_GLOBAL_INPUT_COUNT"),
            try count(Global.outputCount, "PSBT_GLOBAL_OUTPUT_COUNT")
        )
    }

    /// The transaction of version 2, from the fields of all maps, which were checked to be there: BIP-370.
    /// - Throws: `PSBTError.locktimesConflict`.
    static func composed(
        of global: PSBTMap, _ inputs: [PSBTInput], _ outputs: [PSBTMap]
    ) throws(PSBTError) -> Transaction {
        let fallback = global.value(Global.fallbackLocktime)?.littleEndian32 ?? 0
        let locktime = try Locktime.determined(by: inputs.map(\.locktime), fallback: fallback)
        return Transaction(
            version: global.value(Global.transactionVersion)?.littleEndian32 ?? 0,
            inputs: inputs.map { Transaction.Input(outpoint: $0.outpoint, sequence: $0.sequence) },
            outputs: outputs.map { map in
                Output(
                    value: map.value(Out.amount)?.littleEndian64 ?? 0, script: Script(map.value(Out.script) ?? []))
            }, locktime: locktime)
    }

    /// Type numbers: BIP-174, "Appendix C".
    enum Global {
        static let unsignedTransaction: UInt64 = 0x00
        static let extendedKey: UInt64 = 0x01
        static let transactionVersion: UInt64 = 0x02
        static let fallbackLocktime: UInt64 = 0x03
        static let inputCount: UInt64 = 0x04
        static let outputCount: UInt64 = 0x05
        static let modifiable: UInt64 = 0x06
        static let version: UInt64 = 0xFB
    }

    enum Out {
        static let redeemScript: UInt64 = 0x00
        static let witnessScript: UInt64 = 0x01
        static let derivation: UInt64 = 0x02
        static let amount: UInt64 = 0x03
        static let script: UInt64 = 0x04
        static let internalKey: UInt64 = 0x05
        static let scriptTree: UInt64 = 0x06
        static let taprootDerivation: UInt64 = 0x07
    }
}
