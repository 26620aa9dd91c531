import Transactions

extension Transaction {
    /// Whether BIP-144's form is read beside the old one.
    package enum WitnessForm: Sendable {
        case allowed
        /// The old form only, in which no inputs are a count of 0 and not a marker: BIP-174, `PSBT_GLOBAL_UNSIGNED_TX`.
        case refused
    }

    /// The most bytes that are read: nothing heavier fits into a block (Bitcoin Core, `consensus/consensus.h`,
    /// `MAX_BLOCK_WEIGHT`, of which a byte takes at least one).
    package static let largestSize = 4_000_000

    /// Reads a transaction, from the first byte to the last.
    /// - Throws: `BitcoinError.tooLong`, `.cutOff`, `.compactSizeNotMinimal`, `.countTooLarge`, `.witnessFlag`,
    ///   `.witnessWithoutItems`, `.trailingBytes`.
    package init(parsing bytes: [UInt8]) throws(BitcoinError) {
        guard bytes.count <= Transaction.largestSize else {
            throw .tooLong(limit: Transaction.largestSize, found: bytes.count)
        }
        var reader = ByteReader(bytes)
        try self.init(reading: &reader)
        try reader.requireEnd(of: "the end of the transaction")
    }

    /// Reads a transaction that other bytes may follow.
    /// - Throws: As `init(parsing:)`, without `.tooLong` and `.trailingBytes`.
    package init(reading reader: inout ByteReader, witness: WitnessForm = .allowed) throws(BitcoinError) {
        version = try reader.uint32("the version")
        let start = reader.offset
        var count = try Transaction.inputCount(&reader)
        var hasMarker = false
        if count == Int(Transaction.marker), case .allowed = witness {
            // Of the marker's meanings, the flag decides; Bitcoin Core, `UnserializeTransaction`, reads a flag of 0 as no
            // outputs, and a transaction of neither has no use.
            let flag = try reader.uint8("the witness flag")
            guard flag == Transaction.flag else { throw .witnessFlag(.byte(start + 1, field: "the witness flag")) }
            hasMarker = true
            count = try Transaction.inputCount(&reader)
        }
        var inputs: [Input] = []
        inputs.reserveCapacity(count)
        for position in 0..<count { inputs.append(try Input(reading: &reader, position)) }
        outputs = try Transaction.outputs(&reader)
        if hasMarker {
            for position in inputs.indices { inputs[position].witness = try Transaction.witness(&reader, position) }
            // "If all txins are not witness program, … the transaction must be serialized in the old format" (BIP-144).
            guard inputs.contains(where: { !$0.witness.isEmpty }) else {
                throw .witnessWithoutItems(.byte(reader.offset, field: "the witness"))
            }
        }
        self.inputs = inputs
        locktime = try reader.uint32("the locktime")
    }

    /// An outpoint, an empty script with its length, a sequence.
    private static func inputCount(_ reader: inout ByteReader) throws(BitcoinError) -> Int {
        try reader.count("the number of inputs", bytesEach: 41)
    }

    private static func outputs(_ reader: inout ByteReader) throws(BitcoinError) -> [Output] {
        // A value and an empty script with its length.
        let count = try reader.count("the number of outputs", bytesEach: 9)
        var outputs: [Output] = []
        outputs.reserveCapacity(count)
        for position in 0..<count {
            let value = try reader.uint64("output \(position), the amount")
            let script = try reader.prefixed("output \(position), the script")
            outputs.append(Output(value: value, script: Script(script)))
        }
        return outputs
    }

    private static func witness(_ reader: inout ByteReader, _ position: Int) throws(BitcoinError) -> [[UInt8]] {
        let count = try reader.count("input \(position), the number of witness items", bytesEach: 1)
        var items: [[UInt8]] = []
        items.reserveCapacity(count)
        for item in 0..<count { items.append(try reader.prefixed("input \(position), witness item \(item)")) }
        return items
    }
}

extension Transaction.Input {
    fileprivate init(reading reader: inout ByteReader, _ position: Int) throws(BitcoinError) {
        let digest = try reader.bytes(32, "input \(position), the transaction id")
        let index = try reader.uint32("input \(position), the output's index")
        let script = try reader.prefixed("input \(position), the script")
        let sequence = try reader.uint32("input \(position), the sequence")
        self.init(
            outpoint: Outpoint(TransactionID(digest: digest), index), scriptSig: script, sequence: sequence)
    }
}
