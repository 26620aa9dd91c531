import Digests

/// A Bitcoin transaction as the network knows it.
package struct Transaction: Hashable, Sendable {
    /// What spends one output.
    package struct Input: Hashable, Sendable {
        package var outpoint: Outpoint
        /// Empty in native segwit.
        package var scriptSig: [UInt8]
        package var sequence: UInt32
        /// The witness stack, the bottom first; empty where there is none.
        package var witness: [[UInt8]]

        package init(
            outpoint: Outpoint, scriptSig: [UInt8] = [], sequence: UInt32 = .max, witness: [[UInt8]] = []
        ) {
            self.outpoint = outpoint
            self.scriptSig = scriptSig
            self.sequence = sequence
            self.witness = witness
        }
    }

    package var version: UInt32
    package var inputs: [Input]
    package var outputs: [Output]
    /// A block below 500,000,000, a Unix time from there on.
    package var locktime: UInt32

    package init(version: UInt32, inputs: [Input], outputs: [Output], locktime: UInt32) {
        self.version = version
        self.inputs = inputs
        self.outputs = outputs
        self.locktime = locktime
    }

    package var hasWitness: Bool { inputs.contains { !$0.witness.isEmpty } }

    /// The transaction's name, which signatures in witnesses do not change.
    package var id: TransactionID { TransactionID(digest: DoubleSHA256.hash(serialized(withWitness: false))) }

    /// BIP-141's `wtxid`.
    package var witnessID: TransactionID { TransactionID(digest: DoubleSHA256.hash(serialized(withWitness: true))) }

    /// Four units a byte, one a byte of witness (BIP-141, "Transaction size calculations").
    package var weight: Int {
        let stripped = strippedSize
        return 4 * stripped + (hasWitness ? 2 + witnessSize : 0)
    }

    /// A quarter of the weight, rounded up: what fees are paid for.
    package var virtualSize: Int { (weight + 3) / 4 }

    /// The wire form.
    /// - Parameter withWitness: `true` for what is sent (BIP-144; the old form where no input has a witness), `false` for
    ///   what the transaction's id is the hash of.
    package func serialized(withWitness: Bool) -> [UInt8] {
        let withWitness = withWitness && hasWitness
        var bytes: [UInt8] = []
        bytes.reserveCapacity(strippedSize + (withWitness ? 2 + witnessSize : 0))
        bytes.appendLittleEndian(version)
        if withWitness { bytes += [Transaction.marker, Transaction.flag] }
        bytes.appendCompactSize(inputs.count)
        for input in inputs {
            bytes.append(outpoint: input.outpoint)
            bytes.appendPrefixed(input.scriptSig)
            bytes.appendLittleEndian(input.sequence)
        }
        bytes.appendCompactSize(outputs.count)
        for output in outputs { output.append(to: &bytes) }
        if withWitness {
            for input in inputs {
                bytes.appendCompactSize(input.witness.count)
                for item in input.witness { bytes.appendPrefixed(item) }
            }
        }
        bytes.appendLittleEndian(locktime)
        return bytes
    }

    /// BIP-144: a count of inputs that cannot be one, and then which form this is.
    static let marker: UInt8 = 0
    static let flag: UInt8 = 1

    private var strippedSize: Int {
        let ins = inputs.reduce(0) { $0 + 40 + prefixedCount($1.scriptSig) }
        let outs = outputs.reduce(0) { $0 + 8 + prefixedCount($1.script.bytes) }
        return 8 + compactSizeCount(inputs.count) + ins + compactSizeCount(outputs.count) + outs
    }

    private var witnessSize: Int {
        inputs.reduce(0) { size, input in
            input.witness.reduce(size + compactSizeCount(input.witness.count)) { $0 + prefixedCount($1) }
        }
    }

    private func prefixedCount(_ bytes: [UInt8]) -> Int { compactSizeCount(bytes.count) + bytes.count }
}

extension [UInt8] {
    mutating func append(outpoint: Outpoint) {
        append(contentsOf: outpoint.transaction.bytes)
        appendLittleEndian(outpoint.index)
    }
}
