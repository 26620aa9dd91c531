import Bitcoin
import Digests
import Encodings
import Measuring
import Signatures
import Transactions

/// What the Bitcoin ledger signs: a PSBT for each form of script, and a message.
func bitcoinKinds() throws -> [Kind] {
    let keys = try [1, 2, 3].map { try Key(UInt8($0)) }
    let hash = Hash160.hash(keys[0].verifyingKey.encoded)
    let ecdsa = Bare.ecdsa(), schnorr = Bare.schnorr()
    let witness = Script.p2wpkh(hash: hash)
    let multisig = Multisig(threshold: 2, keys: keys.map(\.verifyingKey.encoded)).script
    let taproot = try Address.p2tr(keys[0].verifyingKey, on: .mainnet).script
    let internalKey = Array(keys[0].verifyingKey.encoded.dropFirst())
    return [
        try kind("Bitcoin P2PKH", try psbt(.p2pkh(hash: hash)), by: keys[0], ecdsa),
        try kind("Bitcoin P2WPKH", try psbt(witness), by: keys[0], ecdsa),
        try kind(
            "Bitcoin P2WPKH, 100 inputs", try psbt(witness, inputs: 100), by: keys[0],
            ecdsa.times(signing: 100, verifying: 100)),
        try kind(
            "Bitcoin P2WSH, 2nd of 2-of-3", try psbt(.p2wsh(of: multisig), fields: [(0x05, multisig.bytes)]),
            by: keys[0], after: [keys[2]], ecdsa.times(signing: 1, verifying: 2, judged: 1)),
        try kind(
            "Bitcoin P2TR, key path", try psbt(taproot, fields: [(0x17, internalKey)]), by: keys[0], schnorr),
        try rawTransaction(witness, by: keys[0], ecdsa),
        try Kind(
            message: "Bitcoin BIP-322, P2WPKH", BitcoinLedger.self, Array("Hello, Bob!".utf8), by: keys[0], ecdsa,
            readBack: readBack),
        try Kind(
            message: "Bitcoin BIP-322, P2TR", BitcoinLedger.self, Array("Hello, Bob!".utf8), by: keys[0],
            Bare.schnorr(addressed: true), terms: Terms(addressForm: "p2tr"), readBack: readBack),
    ]
}

/// A PSBT, whose result is read back with the keys known that signing knows by then.
private func kind(
    _ name: String, _ unsigned: [UInt8], by key: Key, after before: [Key] = [], _ bare: Bare
) throws -> Kind {
    try Kind(name, BitcoinLedger.self, unsigned, by: key, after: before, bare) { unsigned, signed in
        let psbt = try PSBT(parsing: unsigned)
        let known = try psbt.keysKnown(whenSignedBy: key.verifyingKey)
        return { keep(try PSBT(readingBack: signed, madeOf: psbt, known)) }
    }
}

/// The letters of a message's signature are read back before it is verified.
private func readBack(_ signature: String) -> () throws -> Void {
    { keep(try MessageSignature(reading: Array(signature.utf8))) }
}

/// A transaction as nodes relay it, with the output that it spends told beside it.
private func rawTransaction(_ script: Script, by key: Key, _ bare: Bare) throws -> Kind {
    let signed = try PSBT(parsing: try psbt(script)).signed(by: key.key, under: Terms(form: .network)).text
    let transaction = try Transaction(file: Array(signed.utf8))
    let outpoint = transaction.inputs[0].outpoint
    let told = "\(outpoint.transaction.text):\(outpoint.index):1000000:\(Hex.encode(script.bytes))"
    let beside = SideFile(.previousOutput, name: "the output", bytes: Array(told.utf8))
    return try Kind(
        signed: "Bitcoin, raw with its prevout", BitcoinLedger.self, Array(signed.utf8), bare,
        terms: Terms(besides: [beside]))
}

/// A PSBT of version 0 that spends outputs of one script, each with its whole transaction, and pays somebody else.
private func psbt(
    _ script: Script, inputs: Int = 1, fields: [(type: UInt8, value: [UInt8])] = []
) throws -> [UInt8] {
    let source = try TransactionID(bytes: [UInt8](repeating: 7, count: 32))
    let previous = (0..<inputs).map { number in
        Transaction(
            version: 2, inputs: [.init(outpoint: Outpoint(source, UInt32(number)))],
            outputs: [Output(value: 1_000_000, script: script)], locktime: 0)
    }
    let receiver = Script.p2wpkh(hash: [UInt8](repeating: 9, count: 20))
    let transaction = Transaction(
        version: 2, inputs: previous.map { .init(outpoint: Outpoint($0.id, 0)) },
        outputs: [Output(value: UInt64(inputs) * 990_000, script: receiver)], locktime: 0)

    // BIP-174, "Specification": the magic bytes, and maps of key and value, each ended by a zero.
    var bytes: [UInt8] = [0x70, 0x73, 0x62, 0x74, 0xFF]
    func append(_ type: UInt8, _ value: [UInt8]) {
        bytes.appendPrefixed([type])
        bytes.appendPrefixed(value)
    }
    append(0x00, transaction.serialized(withWitness: false))
    bytes.append(0)
    for spent in previous {
        append(0x00, spent.serialized(withWitness: true))
        for (type, value) in fields { append(type, value) }
        bytes.append(0)
    }
    bytes.append(0)
    return bytes
}
