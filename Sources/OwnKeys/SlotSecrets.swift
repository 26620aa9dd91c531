import Groups
package import Secrets

/// For some slots of one holder, what their opening consists of: the value h(i) as 32 bytes in the shared group's order and
/// the seed σ, 16 bytes, side by side as in the proof, in one locked allocation.
package struct SlotSecrets: ~Copyable {
    package static let seedCount = 16
    /// Bytes of an opened slot.
    package static let entryCount = 32 + seedCount

    private var storage: LockedBytes
    package let count: Int

    /// - Parameter count: How many slots; all zero.
    package init(count: Int) throws(SecretsError) {
        storage = try LockedBytes(count: SlotSecrets.entryCount * count)
        self.count = count
    }

    /// Opened slots, which are public.
    /// - Parameter bytes: 48 for each.
    package init(opened bytes: [UInt8]) throws(SecretsError) {
        var storage = try LockedBytes(count: bytes.count)
        storage.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
        self.storage = storage
        count = bytes.count / SlotSecrets.entryCount
    }

    package borrowing func withValue<R: ~Copyable>(at place: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        withEntry(place) { body(UnsafeRawBufferPointer(rebasing: $0[..<32])) }
    }

    package borrowing func withSeed<R: ~Copyable>(at place: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        withEntry(place) { body(UnsafeRawBufferPointer(rebasing: $0[32...])) }
    }

    /// Writes the value and the seed of one slot.
    package mutating func fill(
        _ place: Int, value: (UnsafeMutableRawBufferPointer) -> Void, seed: UnsafeRawBufferPointer
    ) {
        precondition(place < count && seed.count == SlotSecrets.seedCount, "a slot and its seed")
        storage.withUnsafeMutableBytes { bytes in
            let start = SlotSecrets.entryCount * place
            value(UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + 32]))
            UnsafeMutableRawBufferPointer(rebasing: bytes[start + 32..<start + SlotSecrets.entryCount])
                .copyMemory(from: seed)
        }
    }

    /// The bytes of a slot that the challenge opens.
    package borrowing func release(_ place: Int) -> [UInt8] {
        let bytes = withEntry(place) { Array($0) }
        // v values of a polynomial of degree v are opened, and all of them together say nothing about its value at zero, the
        // share; a seed opens the one slot that it was drawn for.
        bytes.withUnsafeBytes { MemoryChecker.markPublic($0) }
        return bytes
    }

    private borrowing func withEntry<R: ~Copyable>(_ place: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        precondition(place < count, "one of the slots")
        return storage.withUnsafeBytes { bytes in
            let start = SlotSecrets.entryCount * place
            return body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + SlotSecrets.entryCount]))
        }
    }
}
