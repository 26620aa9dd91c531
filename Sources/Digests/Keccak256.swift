/// Keccak-256 as Ethereum uses it: the Keccak submission of 2011 with its padding `01`, not SHA3-256 with `06`.
///
/// Rate 136 bytes, capacity 64, Keccak-f[1600] (The Keccak reference, version 3.0, section 1.2). There is no branch and no
/// index that depends on the input.
package enum Keccak256: HashFunction {
    package static let digestCount = 32
    static let rate = 136

    package static func hash(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        var stream = Stream()
        stream.update(bytes)
        stream.finalize(into: output)
    }

    /// Keccak-256 piece by piece.
    package struct Stream: HashStream, ~Copyable, Sendable {
        package static let digestCount = Keccak256.digestCount
        private let state = WipedState(Lanes(repeating: 0))
        /// How many bytes of the current block were taken; below `rate`.
        private var filled = 0

        package init() {}

        private var lanes: UnsafeMutablePointer<UInt64> {
            UnsafeMutableRawPointer(state.pointer).assumingMemoryBound(to: UInt64.self)
        }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            let lanes = self.lanes
            var position = 0
            while position < bytes.count {
                if filled % 8 == 0, bytes.count - position >= 8 {
                    let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                    lanes[filled / 8] ^= UInt64(littleEndian: word)
                    filled += 8
                    position += 8
                } else {
                    lanes[filled / 8] ^= UInt64(bytes[position]) &<< UInt64(8 * (filled % 8))
                    filled += 1
                    position += 1
                }
                if filled == Keccak256.rate {
                    Keccak256.permute(lanes)
                    filled = 0
                }
            }
        }

        package mutating func finish(into output: UnsafeMutableRawBufferPointer) {
            precondition(output.count == Self.digestCount, "the place for a digest has the digest's length")
            // pad10*1: a 1 bit after the message and another as the last bit of the block.
            lanes[filled / 8] ^= 0x01 &<< UInt64(8 * (filled % 8))
            lanes[Keccak256.rate / 8 - 1] ^= 0x80 &<< 56
            Keccak256.permute(lanes)
            for k in 0..<4 { output.storeBytes(of: lanes[k].littleEndian, toByteOffset: 8 * k, as: UInt64.self) }
            state.wipe()
        }
    }

    /// Lane (x, y) stands at 5y + x.
    typealias Lanes = InlineArray<25, UInt64>

    /// Keccak-f[1600].
    static func permute(_ a: UnsafeMutablePointer<UInt64>) {
        for round in 0..<24 {
            theta(a)
            rhoAndPi(a)
            chi(a)
            a[0] ^= roundConstants[round]
        }
    }

    /// Each lane takes the parities of the column to its left and of the turned one to its right.
    @inline(__always)
    private static func theta(_ a: UnsafeMutablePointer<UInt64>) {
        let c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20]
        let c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21]
        let c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22]
        let c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23]
        let c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24]
        let d0 = c4 ^ turned(c1, 1)
        let d1 = c0 ^ turned(c2, 1)
        let d2 = c1 ^ turned(c3, 1)
        let d3 = c2 ^ turned(c4, 1)
        let d4 = c3 ^ turned(c0, 1)
        for row in stride(from: 0, to: 25, by: 5) {
            a[row] ^= d0
            a[row + 1] ^= d1
            a[row + 2] ^= d2
            a[row + 3] ^= d3
            a[row + 4] ^= d4
        }
    }

    /// Turns every lane but the first and moves it to its new place: one cycle of 24 places.
    @inline(__always)
    private static func rhoAndPi(_ a: UnsafeMutablePointer<UInt64>) {
        let first = a[1]
        a[1] = turned(a[6], 44)
        a[6] = turned(a[9], 20)
        a[9] = turned(a[22], 61)
        a[22] = turned(a[14], 39)
        a[14] = turned(a[20], 18)
        a[20] = turned(a[2], 62)
        a[2] = turned(a[12], 43)
        a[12] = turned(a[13], 25)
        a[13] = turned(a[19], 8)
        a[19] = turned(a[23], 56)
        a[23] = turned(a[15], 41)
        a[15] = turned(a[4], 27)
        a[4] = turned(a[24], 14)
        a[24] = turned(a[21], 2)
        a[21] = turned(a[8], 55)
        a[8] = turned(a[16], 45)
        a[16] = turned(a[5], 36)
        a[5] = turned(a[3], 28)
        a[3] = turned(a[18], 21)
        a[18] = turned(a[17], 15)
        a[17] = turned(a[11], 10)
        a[11] = turned(a[7], 6)
        a[7] = turned(a[10], 3)
        a[10] = turned(first, 1)
    }

    /// The only step that is not linear: each lane with its two right neighbours.
    @inline(__always)
    private static func chi(_ a: UnsafeMutablePointer<UInt64>) {
        for row in stride(from: 0, to: 25, by: 5) {
            let (b0, b1, b2, b3, b4) = (a[row], a[row + 1], a[row + 2], a[row + 3], a[row + 4])
            a[row] = b0 ^ (~b1 & b2)
            a[row + 1] = b1 ^ (~b2 & b3)
            a[row + 2] = b2 ^ (~b3 & b4)
            a[row + 3] = b3 ^ (~b4 & b0)
            a[row + 4] = b4 ^ (~b0 & b1)
        }
    }

    @inline(__always)
    private static func turned(_ lane: UInt64, _ bits: UInt64) -> UInt64 {
        lane &<< bits | lane &>> (64 &- bits)
    }

    private static let roundConstants: InlineArray<24, UInt64> = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808A, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808B, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008A, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000A,
        0x0000_0000_8000_808B, 0x8000_0000_0000_008B, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800A, 0x8000_0000_8000_000A,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
}
