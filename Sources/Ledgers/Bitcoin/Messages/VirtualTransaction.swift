import Digests

/// The two transactions of BIP-322 ("Full"), neither of which can be sent: one that a message and an address make, and one
/// that spends it.
package enum VirtualTransaction {
    /// hash_BIP0322-signed-message of the message as it is.
    package static func hash(of message: [UInt8]) -> [UInt8] { TaggedHash.hash(tag: "BIP0322-signed-message", message) }

    /// `to_spend`: its one output has the address' script, its one input spends nothing and shows the message's hash.
    package static func toSpend(_ message: [UInt8], script: Script) -> Transaction {
        let nothing = Outpoint(TransactionID(digest: [UInt8](repeating: 0, count: 32)), .max)
        let input = Transaction.Input(
            outpoint: nothing, scriptSig: [0x00] + Script.push(hash(of: message)), sequence: 0)
        return Transaction(
            version: 0, inputs: [input], outputs: [Output(amount: .zero, script: script)], locktime: 0)
    }

    /// `to_sign` as signers make it: version, sequence and locktime 0, which say no more than that the message is signed.
    package static func toSign(
        _ spent: Transaction, scriptSig: [UInt8] = [], witness: [[UInt8]] = []
    ) -> Transaction {
        let input = Transaction.Input(
            outpoint: Outpoint(spent.id, 0), scriptSig: scriptSig, sequence: 0, witness: witness)
        return Transaction(version: 0, inputs: [input], outputs: [output], locktime: 0)
    }

    /// The one output: nothing, to nobody.
    package static let output = Output(amount: .zero, script: Script([0x6A]))
}
