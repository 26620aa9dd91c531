import CSystem

/// CRC-16 with the polynomial 0x1021 and the start 0, as XMODEM has it: the checksum of Stellar's texts (SEP-23).
package enum CRC16 {
    /// The checksum of bytes that may be secret: bit by bit, without a table.
    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var crc: UInt64 = 0
        for position in bytes.indices {
            crc ^= bytes.letter(position) &<< 8
            for _ in 0..<8 {
                let isSet = holdfast_barrier(0 &- (crc &>> 15 & 1))
                crc = (crc &<< 1 ^ 0x1021 & isSet) & 0xFFFF
            }
        }
        return crc
    }

    /// Writes the checksum as Stellar's texts end with it, the low byte first.
    /// - Parameter output: Two bytes.
    package static func write(_ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        precondition(output.count == 2, "the checksum has two bytes")
        let crc = checksum(bytes)
        output.store(crc & 0xFF, at: 0)
        output.store(crc &>> 8, at: 1)
    }
}
