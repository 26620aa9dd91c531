import Digests

/// T: which slots of every holder are opened, ascending, and which stay hidden.
///
/// It comes out of a hash over everything that was committed to before, all holders at once.
package struct SlotSubset: Hashable, Sendable {
    /// v numbers of slots, ascending.
    package let opened: [Int]
    /// The other N − v, ascending.
    package let hidden: [Int]

    /// N.
    package var slotCount: Int { opened.count + hidden.count }

    /// The bytes of SHA-256(domain, commitment, counter), counter 0, 1 …, each one below N a slot if it is none yet: uniform
    /// among all subsets.
    /// - Parameter commitment: com, 32 bytes.
    package init(_ commitment: [UInt8], _ parameters: ProofParameters) {
        var isOpened = [Bool](repeating: false, count: parameters.slotCount)
        var left = parameters.openedCount, counter: UInt32 = 0
        while left > 0 {
            for byte in SlotSubset.block(commitment, counter) where left > 0 {
                guard byte < parameters.slotCount, !isOpened[Int(byte)] else { continue }
                isOpened[Int(byte)] = true
                left -= 1
            }
            counter += 1
        }
        opened = isOpened.indices.filter { isOpened[$0] }.map { $0 + 1 }
        hidden = isOpened.indices.filter { !isOpened[$0] }.map { $0 + 1 }
    }

    private static func block(_ commitment: [UInt8], _ counter: UInt32) -> [UInt8] {
        var encoding = FieldEncoding()
        encoding.append(field: "holdfast-own-keys-subset/1")
        encoding.append(field: commitment)
        encoding.append(counter)
        return SHA256.hash(encoding.bytes)
    }

    /// All slots in order, from those that are opened and those that are not.
    package func merging<Slot>(opened openedSlots: [Slot], hidden hiddenSlots: [Slot]) -> [Slot] {
        let numbered = Array(zip(opened, openedSlots)) + Array(zip(hidden, hiddenSlots))
        return numbered.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
