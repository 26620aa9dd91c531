import Encodings
package import Transactions

/// What was brought about the outputs that a transaction spends.
package struct PreviousOutputs: Sendable {
    /// How far the amount and the script are known.
    package enum Source: Hashable, Sendable {
        /// From the transaction that made it, whose id is the one that is spent.
        case transaction
        /// Somebody said so; a signature that covers the amount still proves it.
        case stated
    }

    package struct Known: Hashable, Sendable {
        package let output: Output
        package let source: Source
    }

    private var stated: [Outpoint: Output] = [:]
    private var transactions: [TransactionID: [Output]] = [:]
    /// What each file is about, in the order in which they came.
    private var names: [(name: String, transaction: TransactionID)] = []

    /// - Throws: `BitcoinError.beside` with the name of the file and what is wrong with it, `.previousOutputsDisagree`.
    package init(_ terms: Terms) throws(BitcoinError) {
        for file in terms.files(.previousTransaction) {
            do throws(BitcoinError) {
                let transaction = try Transaction(file: file.bytes)
                let id = transaction.id
                transactions[id] = transaction.outputs
                names.append((file.name, id))
            } catch { throw .beside(name: file.name, error) }
        }
        for file in terms.files(.previousOutput) {
            let (outpoint, output): (Outpoint, Output)
            do throws(BitcoinError) { (outpoint, output) = try PreviousOutputs.read(file.bytes) } catch {
                throw .beside(name: file.name, error)
            }
            let other = stated.updateValue(output, forKey: outpoint) ?? self[outpoint]?.output
            guard other == nil || other == output else { throw .previousOutputsDisagree(outpoint) }
            names.append((file.name, outpoint.transaction))
        }
    }

    /// Whether nothing was brought.
    package var isEmpty: Bool { names.isEmpty }

    /// What is known of an output; what its transaction says goes before what was stated.
    package subscript(_ outpoint: Outpoint) -> Known? {
        if let outputs = transactions[outpoint.transaction], let index = Int(exactly: outpoint.index),
            outputs.indices.contains(index)
        {
            return Known(output: outputs[index], source: .transaction)
        }
        return stated[outpoint].map { Known(output: $0, source: .stated) }
    }

    /// How many outputs a transaction has, where it was brought.
    package func count(of transaction: TransactionID) -> Int? { transactions[transaction]?.count }

    /// Files that are about transactions of which nothing is spent: perhaps the wrong ones.
    func notesOnUnused(by transaction: Transaction) -> [String] {
        if isEmpty { return [] }
        let spent = Set(transaction.inputs.map(\.outpoint.transaction))
        return names.filter { !spent.contains($0.transaction) }.map { file in
            "\(printable(file.name)) is about \(file.transaction), of which nothing is spent here"
        }
    }

    /// `TXID:INDEX:SATOSHI:SCRIPT`, the script in hexadecimal digits, empty for an empty one.
    private static func read(_ bytes: [UInt8]) throws(BitcoinError) -> (Outpoint, Output) {
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last?.isWhitespace ?? false { text.removeLast() }
        // By bytes, which takes a tenth of the time of characters; a colon is never part of a longer one.
        let parts = text.utf8.split(separator: 0x3A, omittingEmptySubsequences: false).map { String(Substring($0)) }
        guard parts.count == 4, let index = number(parts[1], UInt32.self), let value = number(parts[2], UInt64.self),
            let script = try? Hex.decode(parts[3])
        else { throw .previousOutputForm(text) }
        let amount = try Satoshi(value)
        return (Outpoint(try TransactionID(parts[0]), index), Output(amount: amount, script: Script(script)))
    }

    /// A number of digits alone: neither sign nor blank.
    private static func number<Number: FixedWidthInteger>(_ text: String, _ type: Number.Type) -> Number? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Number(text) : nil
    }
}
