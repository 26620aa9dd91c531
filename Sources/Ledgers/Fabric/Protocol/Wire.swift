import Encodings
import SwiftProtobuf

/// What the wire form of protocol buffers needs beside the generated messages.
enum Wire {
    /// The deepest message here has five levels in one piece of bytes; more is refused before it is followed.
    static let mostLevels = 8

    /// Reads a message, and demands that it is written in the one way in which Fabric's own tools write it.
    ///
    /// A peer that finds a singular field twice takes the last, hashes all, and keeps fields that it does not know: what is
    /// shown here could be less than what is signed. So a message must be the bytes that writing it again gives: no
    /// unknown field, no field twice, no default value written out, the fields in order, numbers in their shortest form.
    /// - Parameter path: Where the message stands, for the error: `envelope.payload.header`.
    /// - Throws: `FabricError.protobuf`, `.notCanonical`.
    static func read<M: Message>(_ type: M.Type, _ bytes: [UInt8], _ path: String) throws(FabricError) -> M {
        var options = BinaryDecodingOptions()
        options.messageDepthLimit = mostLevels
        // Else they would be kept, and be written again like all else.
        options.discardUnknownFields = true
        guard let message = try? M(serializedBytes: bytes, options: options) else { throw .protobuf(path) }
        guard let again: [UInt8] = try? message.serializedBytes(), again == bytes else { throw .notCanonical(path) }
        return message
    }

    /// A field of bytes, text or a message; nothing where it is empty.
    static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        precondition((1...15).contains(number), "the tag has one byte")
        guard !content.isEmpty else { return [] }
        // Wire type 2: a length follows.
        return [number << 3 | 2] + length(content.count) + content
    }

    /// A length in base 128, the least significant digit first.
    static func length(_ count: Int) -> [UInt8] {
        var rest = count
        var digits: [UInt8] = []
        while rest >= 0x80 {
            digits.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return digits + [UInt8(rest)]
    }

    /// Messages one after the other, each behind its length, as `writeDelimitedTo` writes them; `nil` where it is not that.
    static func delimited(_ bytes: [UInt8], most: Int) -> [[UInt8]]? {
        var parts: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            var count = 0
            var shift = 0
            var digit: UInt8
            repeat {
                guard position < bytes.count, shift <= 28 else { return nil }
                digit = bytes[position]
                count |= Int(digit & 0x7F) << shift
                shift += 7
                position += 1
            } while digit >= 0x80
            guard count > 0, count <= bytes.count - position, parts.count < most else { return nil }
            parts.append(Array(bytes[position..<position + count]))
            position += count
        }
        return parts.isEmpty ? nil : parts
    }
}
