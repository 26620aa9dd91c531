import Bitcoin
import Digests
import Encodings
import Signatures
import TestSupport

/// Makes PSBTs field by field, good and bad ones.
struct PSBTMaker {
    struct Field {
        var key: [UInt8]
        var value: [UInt8]

        init(_ type: UInt8, _ value: [UInt8]) { self.init(type, [], value) }

        init(_ type: UInt8, _ data: [UInt8], _ value: [UInt8]) {
            key = [type] + data
            self.value = value
        }
    }

    struct Coin {
        var outpoint: Outpoint
        var sequence: UInt32 = 0xFFFF_FFFD
        var fields: [Field]
    }

    var version = 0
    var coins: [Coin] = []
    var outputs: [(output: Output, fields: [Field])] = []
    var globalFields: [Field] = []
    var locktime: UInt32 = 0

    /// What an input tells of the output that it spends.
    enum Proof { case transaction, claim, both, nothing }

    /// Spends one output of a transaction that is made for it.
    mutating func spend(_ script: Script, _ amount: UInt64, _ proof: Proof = .transaction, _ more: [Field] = []) {
        let output = Output(value: amount, script: script)
        let previous = PSBTMaker.previous(output, number: coins.count)
        var fields: [Field] = []
        if proof == .transaction || proof == .both {
            fields.append(Field(0x00, previous.serialized(withWitness: true)))
        }
        if proof == .claim || proof == .both { fields.append(Field(0x01, output.serialized)) }
        coins.append(Coin(outpoint: Outpoint(previous.id, 1), fields: fields + more))
    }

    /// A transaction with the output in its second place.
    static func previous(_ output: Output, number: Int) -> Bitcoin.Transaction {
        let other = Output(value: 5000, script: .p2wpkh(hash: [UInt8](repeating: 7, count: 20)))
        guard let source = try? TransactionID(bytes: [UInt8](repeating: UInt8(number & 0xFF), count: 31) + [1]) else {
            preconditionFailure("32 bytes are an id")
        }
        return Bitcoin.Transaction(
            version: 2, inputs: [.init(outpoint: Outpoint(source, UInt32(number)))], outputs: [other, output],
            locktime: 0)
    }

    mutating func pay(_ script: Script, _ amount: UInt64, _ fields: [Field] = []) {
        outputs.append((Output(value: amount, script: script), fields))
    }

    var transaction: Bitcoin.Transaction {
        Bitcoin.Transaction(
            version: 2, inputs: coins.map { .init(outpoint: $0.outpoint, sequence: $0.sequence) },
            outputs: outputs.map(\.output), locktime: locktime)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = [0x70, 0x73, 0x62, 0x74, 0xFF]
        append(
            version == 0 ? [Field(0x00, transaction.serialized(withWitness: false))] + globalFields : globalOfVersion2,
            &bytes)
        for coin in coins {
            var fields = coin.fields
            if version == 2 {
                fields.append(Field(0x0E, coin.outpoint.transaction.bytes))
                fields.append(Field(0x0F, littleEndian(coin.outpoint.index)))
                fields.append(Field(0x10, littleEndian(coin.sequence)))
            }
            append(fields, &bytes)
        }
        for (output, fields) in outputs {
            var amount: [UInt8] = []
            amount.appendLittleEndian(output.value)
            let needed = version == 2 ? [Field(0x03, amount), Field(0x04, output.script.bytes)] : []
            append(fields + needed, &bytes)
        }
        return bytes
    }

    var psbt: PSBT { get throws { try PSBT(parsing: bytes) } }

    private var globalOfVersion2: [Field] {
        [
            Field(0x02, littleEndian(2)), Field(0x03, littleEndian(locktime)), Field(0x04, [UInt8(coins.count)]),
            Field(0x05, [UInt8(outputs.count)]),
        ] + globalFields + [Field(0xFB, littleEndian(2))]
    }

    private func littleEndian(_ number: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(number)
        return bytes
    }

    private func append(_ fields: [Field], _ bytes: inout [UInt8]) {
        for field in fields {
            bytes.appendPrefixed(field.key)
            bytes.appendPrefixed(field.value)
        }
        bytes.append(0)
    }
}

/// Two keys of tests: ours, and another one's. They never hold value.
enum Keys {
    static let other = "7da64ed9e057d48f45781d032c77bbcef610e35b8ad09aa84aacdfacfda7abfb"
    static let third = "020241f292056f99e800a6fb9e57080e1f42111681f15dc5eda44cb71cea0131"

    static func publicKey(_ digits: String) throws -> VerifyingKey { try testKey(digits).verifyingKey() }
    static func compressed(_ digits: String) throws -> [UInt8] { try publicKey(digits).encoded }
    static func xOnly(_ digits: String) throws -> [UInt8] { Array(try compressed(digits).dropFirst()) }
    static func hash(_ digits: String) throws -> [UInt8] { Hash160.hash(try compressed(digits)) }

    /// Our own outputs.
    static func ownWitness() throws -> Script { .p2wpkh(hash: try hash(ganacheKey)) }
    static func otherWitness() throws -> Script { .p2wpkh(hash: try hash(other)) }

    static func multisig(_ threshold: Int, _ keys: [String]) throws -> Script {
        Multisig(threshold: threshold, keys: try keys.map(compressed)).script
    }
}
