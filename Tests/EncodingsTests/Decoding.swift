import Encodings

/// What a decoder of buffers writes, or why it refuses; the text is public test data.
func decoded(
    _ text: [UInt8], capacity: Int,
    _ decode: (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer) throws(EncodingsError) -> Int
) throws(EncodingsError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0xA5, count: capacity)
    let count = try text.withUnsafeBufferPointer { (text) throws(EncodingsError) in
        try bytes.withUnsafeMutableBufferPointer { (output) throws(EncodingsError) in
            try decode(UnsafeRawBufferPointer(text), UnsafeMutableRawBufferPointer(output))
        }
    }
    return Array(bytes[..<count])
}

/// The error that a body throws; `nil` where it throws none.
func refusal(_ body: () throws(EncodingsError) -> Void) -> EncodingsError? {
    do { try body() } catch { return error }
    return nil
}
