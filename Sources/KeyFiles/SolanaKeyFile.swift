import Encodings
import Groups
import Secrets
import Signatures

/// Solana's `id.json`: seed ‖ public key as a JSON array of 64 numbers from 0 to 255.
enum SolanaKeyFile {
    static func read(_ text: KeyText) throws(KeyFilesError) -> KeyFile {
        let bytes = text.bytes
        let scanner: JSONScanner
        do { scanner = try JSONScanner(bytes) } catch { throw .malformed(.solana, facts: error.description) }
        let count = scanner.elements(of: scanner.root).count
        guard count == 64 else { throw .keyLength(.solana, expected: 64, found: count) }
        var pair = try locked(64)
        do {
            _ = try pair.withUnsafeMutableBytes { (room) throws(EncodingsError) in
                try scanner.decodeOctets(of: scanner.root, from: bytes, into: room)
            }
        } catch { throw .malformed(.solana, facts: error.description) }
        return try pair.withUnsafeBytes { (pair) throws(KeyFilesError) in
            let file = try KeyFile(.solana, bytes: pair.part(0..<32), .ed25519, text.notes)
            try file.requireOwn(pair.part(32..<64))
            return file
        }
    }

    /// As `solana-keygen` writes it: no blanks, no newline.
    static func write(
        _ key: borrowing LockedBytes, _ verifyingKey: VerifyingKey
    ) throws(KeyFilesError) -> LockedBytes {
        var cells = try locked(cellCount)
        cells.withUnsafeMutableBytes { cells in
            key.withUnsafeBytes { seed in
                for index in 0..<64 {
                    let number = index < 32 ? seed[index] : verifyingKey.encoded[index - 32]
                    fill(UnsafeMutableRawBufferPointer(rebasing: cells[4 * index..<4 * index + 4]), number)
                }
            }
            cells[cellCount - 1] = 0  // no comma after the last
        }
        var digits = try locked(cellCount)
        let count = digits.withUnsafeMutableBytes { room in cells.withUnsafeBytes { compact($0, into: room) } }
        digits.truncate(to: count)
        var writer = try SecretWriter(capacity: count + 2)
        writer.append("[")
        digits.withUnsafeBytes { writer.append($0) }
        writer.append("]")
        return writer.finish()
    }

    private static let cellCount = 4 * 64

    /// Three digits and a comma, with 0 in place of a leading zero digit, without a branch on the number.
    private static func fill(_ cell: UnsafeMutableRawBufferPointer, _ number: UInt8) {
        let value = UInt32(number)
        let hundreds = (value &* 41) &>> 12  // value / 100 for value < 256: 41/4096 is a little more than 1/100
        let rest = value &- 100 &* hundreds
        let tens = (rest &* 103) &>> 10  // rest / 10 for rest < 100
        let ones = rest &- 10 &* tens
        // All ones where the number has that digit.
        let hasHundreds = (0 &- hundreds) &>> 31
        let hasTens = (0 &- (hundreds | tens)) &>> 31
        cell[0] = UInt8(truncatingIfNeeded: (hundreds | 0x30) & (0 &- hasHundreds))
        cell[1] = UInt8(truncatingIfNeeded: (tens | 0x30) & (0 &- hasTens))
        cell[2] = UInt8(truncatingIfNeeded: ones | 0x30)
        cell[3] = UInt8(ascii: ",")
    }

    /// Moves all cells that are not 0 to the front, in their order, looking at every cell for every place: where a number
    /// ends would otherwise show in the addresses.
    /// - Returns: How many there are, which the length of the file shows.
    private static func compact(_ cells: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int {
        for place in room.indices {
            var rank: UInt64 = 0
            var chosen: UInt64 = 0
            for cell in cells {
                let isFilled = 1 ^ isZeroBit(UInt64(cell))
                let fits = maskFromBit(isFilled & isZeroBit(rank ^ UInt64(truncatingIfNeeded: place)))
                chosen |= UInt64(cell) & fits
                rank &+= isFilled
            }
            room[place] = UInt8(truncatingIfNeeded: chosen)
        }
        var count: UInt64 = 0
        for cell in cells { count &+= 1 ^ isZeroBit(UInt64(cell)) }
        return Int(MemoryChecker.released(count))
    }
}
