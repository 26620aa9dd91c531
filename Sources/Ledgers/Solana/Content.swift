import Transactions

/// What a file holds, and in which form.
package enum Content: Hashable, Sendable {
    /// - Parameter isBare: Whether the file held the message alone, without places for signatures.
    case transaction(Transaction, isBare: Bool)
    case offchain(OffchainMessage)

    /// Reads a file to its last byte, in whichever form it is.
    /// - Throws: `SolanaError`, with the place of the fault.
    package static func parse(_ file: [UInt8]) throws(SolanaError) -> (content: Content, form: Form) {
        var found: [(Content, Form)] = []
        var faults: [(plausible: Bool, fault: SolanaError)] = []
        for reading in try Form.readings(of: file) {
            do throws(SolanaError) {
                found.append((try Content(reading.bytes), reading.form))
            } catch .ambiguous(let first, let second) {
                throw .ambiguous(first, second)
            } catch {
                faults.append((isPlausible(reading.bytes), error))
            }
        }
        guard found.count <= 1 else { throw .ambiguous(found[0].1.rawValue, found[1].1.rawValue) }
        if let one = found.first { return one }
        throw faults.first(where: \.plausible)?.fault ?? .notATransaction
    }

    private init(_ bytes: [UInt8]) throws(SolanaError) {
        guard !OffchainMessage.isMarked(bytes) else {
            self = .offchain(try OffchainMessage(parsing: bytes))
            return
        }
        let wire = Content.attempt { () throws(SolanaError) in try Transaction(parsing: bytes) }
        let bare = Content.attempt { () throws(SolanaError) in try Message(parsing: bytes) }
        switch (wire, bare) {
        // Whoever chooses the signatures of others can make a transaction that is a message too. What is signed would be
        // what is shown, but nobody could tell which was meant.
        case (.success, .success): throw .ambiguous("a transaction", "a message without signatures")
        case (.success(let transaction), .failure): self = .transaction(transaction, isBare: false)
        case (.failure, .success(let message)): self = .transaction(Transaction(unsigned: message), isBare: true)
        case (.failure(let wireFault), .failure(let bareFault)):
            throw Content.beginsAsMessage(bytes) ? bareFault : wireFault
        }
    }

    private static func attempt<Value>(
        _ read: () throws(SolanaError) -> Value
    ) -> Result<Value, SolanaError> {
        do throws(SolanaError) { return .success(try read()) } catch { return .failure(error) }
    }

    /// For choosing which of several faults to name: the bytes begin as a message does, with a header that fits its accounts.
    private static func beginsAsMessage(_ bytes: [UInt8]) -> Bool {
        let start = bytes.first.map { $0 & 0x80 != 0 } ?? false ? 1 : 0
        guard bytes.count > start + 3 else { return false }
        let head = bytes[start..<start + 4].map(Int.init)
        return head[0] > 0 && head[1] < head[0] && head[0] + head[2] <= head[3]
    }

    /// The bytes begin as a transaction does: a number of signatures, and where these end a header that asks for as many.
    private static func beginsAsTransaction(_ bytes: [UInt8]) -> Bool {
        guard let count = bytes.first, (1...19).contains(count) else { return false }
        let end = 1 + 64 * Int(count)
        guard bytes.count > end + 1 else { return false }
        return bytes[end] == count || bytes[end] & 0x80 != 0 && bytes[end + 1] == count
    }

    static func isPlausible(_ bytes: [UInt8]) -> Bool {
        OffchainMessage.isMarked(bytes) || beginsAsTransaction(bytes) || bytes.count >= 64 && beginsAsMessage(bytes)
    }
}
