package import SwiftProtobuf

/// The wire form of protocol buffers, as far as messages that are signed need it beside the generated code.
package enum Wire {
    /// What is wrong with the bytes of a message; whoever reads it knows where it stands.
    package enum Fault: Error {
        /// No message of the kind that must stand there.
        case form
        /// Something stands in it that a reader may overlook: an unknown field, a field twice, another order.
        case notCanonical
    }

    /// The deepest message that is read here has five levels in one piece of bytes; more is refused before it is followed.
    static let mostLevels = 8

    /// Reads a message, and demands that it is written in the one way of ADR-027 of the Cosmos SDK, in which the tools of
    /// Fabric write theirs too: no unknown field, no field twice, no default value written out, the fields in order,
    /// numbers in their shortest form.
    ///
    /// A node that finds a singular field twice takes the last, hashes all, and may keep fields that it does not know: what
    /// is shown could be less than what is signed. So a message must be the bytes that writing it again gives.
    package static func read<M: Message>(_ type: M.Type, _ bytes: [UInt8]) throws(Fault) -> M {
        var options = BinaryDecodingOptions()
        options.messageDepthLimit = mostLevels
        // Else they would be kept, and be written again like all else.
        options.discardUnknownFields = true
        guard let message = try? M(serializedBytes: bytes, options: options) else { throw .form }
        guard let again: [UInt8] = try? message.serializedBytes(), again == bytes else { throw .notCanonical }
        return message
    }

    /// A field of bytes, text or a message; nothing where it is empty.
    package static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        precondition((1...15).contains(number), "the tag has one byte")
        // Wire type 2: a length follows.
        return content.isEmpty ? [] : [number << 3 | 2] + varint(UInt64(content.count)) + content
    }

    /// A number; nothing where it is zero.
    package static func field(_ number: UInt8, _ value: UInt64) -> [UInt8] {
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
}
