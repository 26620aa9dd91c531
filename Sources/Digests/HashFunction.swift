import CSodium

/// A hash function with a digest of fixed length.
package protocol HashFunction {
    /// Bytes of a digest.
    static var digestCount: Int { get }

    /// Hashes bytes that may be secret; nothing of them stays behind on the heap.
    /// - Parameter output: Exactly `digestCount` bytes; may overlap the input.
    static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer)
}

extension HashFunction {
    /// The digest of *public* bytes, `digestCount` long.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestCount)
        bytes.withUnsafeBytes { input in digest.withUnsafeMutableBytes { hash(input, into: $0) } }
        return digest
    }
}

/// A hash or an authentication code computed piece by piece; what it keeps is overwritten when it ends.
package protocol HashStream: ~Copyable {
    /// Bytes of the result.
    static var digestCount: Int { get }

    /// Takes the next piece; where pieces begin and end makes no difference.
    mutating func update(_ bytes: UnsafeRawBufferPointer)

    /// Writes the result; what the stream kept is overwritten. Called once, by `finalize`.
    /// - Parameter output: Exactly `digestCount` bytes.
    mutating func finish(into output: UnsafeMutableRawBufferPointer)
}

extension HashStream where Self: ~Copyable {
    /// Takes the next piece of *public* bytes.
    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Ends the stream with a result that may be secret.
    /// - Parameter output: Exactly `digestCount` bytes.
    package consuming func finalize(into output: UnsafeMutableRawBufferPointer) {
        finish(into: output)
    }

    /// Ends the stream with a *public* result, `digestCount` bytes.
    package consuming func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.digestCount)
        digest.withUnsafeMutableBytes { finish(into: $0) }
        return digest
    }
}

/// A plain C value at one place in memory, overwritten when its owner goes.
///
/// Moving a struct leaves its old bytes behind; this one stays where it is and only the pointer moves.
struct WipedState<State: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    // `@unchecked`: one owner, and nobody else has the pointer.
    let pointer: UnsafeMutablePointer<State>

    init(_ initial: State) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: initial)
    }

    func wipe() {
        sodium_memzero(pointer, MemoryLayout<State>.size)
    }

    deinit {
        wipe()
        pointer.deallocate()
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes for a C function that wants `unsigned char *`, never null: the headers forbid it even where the length
    /// is 0, and then the functions called here don't read.
    var octets: UnsafePointer<UInt8> {
        baseAddress?.assumingMemoryBound(to: UInt8.self) ?? UnsafePointer(bitPattern: 1)!
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The place for a digest of `count` bytes.
    func place(forDigestOf count: Int) -> UnsafeMutablePointer<UInt8> {
        precondition(self.count == count, "the place for a digest has the digest's length")
        return baseAddress!.assumingMemoryBound(to: UInt8.self)
    }
}
