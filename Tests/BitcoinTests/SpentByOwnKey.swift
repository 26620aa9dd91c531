import Bitcoin
import Digests
import Encodings
import Signatures
import TestSupport

/// A transaction that spends P2WPKH outputs of the ganache key, signed here.
struct SpentByOwnKey {
    let previous: Bitcoin.Transaction
    var transaction: Bitcoin.Transaction

    init(amounts: [UInt64], sending sent: UInt64, type: SighashType = .all) throws {
        let key = try testKey(ganacheKey)
        let owner = Script.p2wpkh(hash: Hash160.hash(try key.verifyingKey().encoded))
        previous = Bitcoin.Transaction(
            version: 2, inputs: [.init(outpoint: Outpoint(someID, 0))],
            outputs: amounts.map { Output(value: $0, script: owner) }, locktime: 0)
        let id = previous.id
        transaction = Bitcoin.Transaction(
            version: 2,
            inputs: amounts.indices.map { .init(outpoint: Outpoint(id, UInt32($0)), sequence: 0xFFFF_FFFD) },
            outputs: [Output(value: sent, script: owner)], locktime: 0)
        let hashes = SignatureHashes(transaction, spending: previous.outputs)
        for (position, amount) in amounts.enumerated() {
            let hash = hashes.witnessV0(
                input: position, scriptCode: Script.p2pkh(hash: Hash160.hash(try key.verifyingKey().encoded)).bytes,
                value: amount, type: type)
            let signature = ScriptSignature(try key.signECDSA(digest: hash), type)
            transaction.inputs[position].witness = [signature.bytes, try key.verifyingKey().encoded]
        }
    }
}
