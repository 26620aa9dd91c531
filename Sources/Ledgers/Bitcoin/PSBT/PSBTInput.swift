import Transactions

/// One input of a PSBT: its map, and what was read from it.
package struct PSBTInput: Hashable, Sendable {
    package let number: Int
    package internal(set) var map: PSBTMap
    /// What is spent.
    package let outpoint: Outpoint
    package let sequence: UInt32
    /// What this input needs of the locktime; nothing in version 0.
    let locktime: Locktime
    /// `PSBT_IN_NON_WITNESS_UTXO`, whatever its id.
    let previousTransaction: Transaction?
    /// Its id, which takes time to compute.
    let previousTransactionID: TransactionID?
    let witnessUTXO: Output?

    /// Reads the map of one input.
    /// - Parameter skeleton: The transaction of version 0; `nil` in version 2.
    init(
        reading reader: inout ByteReader, number: Int, version: Int, _ skeleton: Transaction?, _ keys: KnownKeys
    ) throws(PSBTError) {
        let name = PSBTMapName.input(number)
        let map = try PSBTMap(reading: &reader, map: name)
        try map.checkForms(of: name, version: version, keys)
        self.number = number
        self.map = map
        if let input = skeleton?.inputs[number] {
            outpoint = input.outpoint
            sequence = input.sequence
            locktime = Locktime(height: nil, time: nil)
        } else {
            // `checkForms` saw that both are there and have their lengths.
            guard let id = map.value(Key.previousTransactionID), let index = map.value(Key.outputIndex)?.littleEndian32
            else { throw .missingField(name.place(map.endOffset, "PSBT_IN_PREVIOUS_TXID")) }
            outpoint = Outpoint(TransactionID(digest: id), index)
            sequence = map.value(Key.sequence)?.littleEndian32 ?? .max
            locktime = Locktime(
                height: map.value(Key.requiredHeight)?.littleEndian32, time: map.value(Key.requiredTime)?.littleEndian32
            )
        }
        previousTransaction = try PSBTInput.previousTransaction(map, name)
        previousTransactionID = previousTransaction?.id
        witnessUTXO = try map.first(Key.witnessUTXO).map { (entry) throws(PSBTError) in
            let place = name.place(entry.valueOffset, "PSBT_IN_WITNESS_UTXO")
            return try PSBT.reading(entry.value, at: place) { reader throws(BitcoinError) in
                Output(value: try reader.uint64("the amount"), script: Script(try reader.prefixed("the script")))
            }
        }
        _ = try PSBTInput.witness(map, name)
    }

    private static func previousTransaction(_ map: PSBTMap, _ name: PSBTMapName) throws(PSBTError) -> Transaction? {
        guard let entry = map.first(Key.previousTransaction) else { return nil }
        let place = name.place(entry.valueOffset, "PSBT_IN_NON_WITNESS_UTXO")
        do { return try Transaction(parsing: entry.value) } catch { throw .content(place, error) }
    }

    /// The stack of `PSBT_IN_FINAL_SCRIPTWITNESS`; `nil` where the field is absent.
    private static func witness(_ map: PSBTMap, _ name: PSBTMapName) throws(PSBTError) -> [[UInt8]]? {
        try map.first(Key.finalWitness).map { (entry) throws(PSBTError) in
            let place = name.place(entry.valueOffset, "PSBT_IN_FINAL_SCRIPTWITNESS")
            return try PSBT.reading(entry.value, at: place) { reader throws(BitcoinError) in
                var items: [[UInt8]] = []
                for number in 0..<(try reader.count("the number of items", bytesEach: 1)) {
                    items.append(try reader.prefixed("item \(number)"))
                }
                return items
            }
        }
    }

    // MARK: Fields

    var redeemScript: Script? { map.value(Key.redeemScript).map(Script.init) }
    var witnessScript: Script? { map.value(Key.witnessScript).map(Script.init) }
    var finalScriptSig: [UInt8]? { map.value(Key.finalScriptSig) }
    var finalWitness: [[UInt8]]? { (try? PSBTInput.witness(map, .input(number))) ?? nil }
    package var isFinal: Bool { map.first(Key.finalScriptSig) != nil || map.first(Key.finalWitness) != nil }
    var internalKey: [UInt8]? { map.value(Key.internalKey) }
    var merkleRoot: [UInt8]? { map.value(Key.merkleRoot) }
    var taprootKeySignature: [UInt8]? { map.value(Key.taprootKeySignature) }

    /// `PSBT_IN_SIGHASH_TYPE`; `nil` where the signer chooses.
    var sighashType: SighashType? { map.value(Key.sighashType).map { SighashType(value: $0.littleEndian32) } }

    /// Keys with their signatures, in the order of the map.
    var partialSignatures: [(key: [UInt8], signature: [UInt8])] {
        map.all(Key.partialSignature).map { ($0.keyData, $0.value) }
    }

    /// Signatures for leaves: the key's x, the leaf's hash, and the signature.
    var leafSignatures: [(key: [UInt8], leafHash: [UInt8], signature: [UInt8])] {
        map.all(Key.leafSignature).map { (Array($0.keyData[..<32]), Array($0.keyData[32...]), $0.value) }
    }

    /// `PSBT_IN_TAP_LEAF_SCRIPT`: leaves, each with what shows that it is in the tree.
    var leaves: [TaprootLeaf] {
        map.all(Key.leafScript).compactMap { TaprootLeaf(controlBlock: $0.keyData, scriptAndVersion: $0.value) }
    }

    /// Type numbers: BIP-174, "Appendix C".
    enum Key {
        static let previousTransaction: UInt64 = 0x00
        static let witnessUTXO: UInt64 = 0x01
        static let partialSignature: UInt64 = 0x02
        static let sighashType: UInt64 = 0x03
        static let redeemScript: UInt64 = 0x04
        static let witnessScript: UInt64 = 0x05
        static let derivation: UInt64 = 0x06
        static let finalScriptSig: UInt64 = 0x07
        static let finalWitness: UInt64 = 0x08
        static let proofOfReserves: UInt64 = 0x09
        static let previousTransactionID: UInt64 = 0x0E
        static let outputIndex: UInt64 = 0x0F
        static let sequence: UInt64 = 0x10
        static let requiredTime: UInt64 = 0x11
        static let requiredHeight: UInt64 = 0x12
        static let taprootKeySignature: UInt64 = 0x13
        static let leafSignature: UInt64 = 0x14
        static let leafScript: UInt64 = 0x15
        static let internalKey: UInt64 = 0x17
        static let merkleRoot: UInt64 = 0x18
        static let proprietary: UInt64 = 0xFC
    }
}
