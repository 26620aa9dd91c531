import SwiftProtobuf

/// What the wire form of protocol buffers needs beside the generated messages.
enum Wire {
    /// The deepest message here has four levels in one piece of bytes.
    static let mostLevels = 8

    /// Reads a message, and demands that it is written in the one way of ADR-027: no unknown field, no field twice, no
    /// default value written out, the fields in order, numbers in their shortest form.
    ///
    /// A node reads what is signed with the fields that it knows: what is shown here must be all of it.
    /// - Parameter path: Where the message stands, for the error: `body.messages[0]`.
    /// - Throws: `CosmosError.protobuf`, `.notCanonical`.
    static func read<M: Message>(_ type: M.Type, _ bytes: [UInt8], _ path: String) throws(CosmosError) -> M {
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
        // Wire type 2: a length follows.
        return content.isEmpty ? [] : [number << 3 | 2] + varint(UInt64(content.count)) + content
    }

    /// A number; nothing where it is zero.
    static func field(_ number: UInt8, _ value: UInt64) -> [UInt8] {
        precondition((1...15).contains(number), "the tag has one byte")
        return value == 0 ? [] : [number << 3] + varint(value)
    }

    /// In base 128, the least significant digit first.
    private static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var digits: [UInt8] = []
        while rest >= 0x80 {
            digits.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return digits + [UInt8(rest)]
    }

    /// What stands behind a length of its own that reaches to the end; `nil` where it is not that.
    static func behindLength(_ bytes: [UInt8]) -> [UInt8]? {
        for count in 1...3 where bytes.count > count && varint(UInt64(bytes.count - count)) == Array(bytes[..<count]) {
            return Array(bytes[count...])
        }
        return nil
    }
}
