import ProtocolBuffers
import SwiftProtobuf

extension Wire {
    /// - Parameter path: Where the message stands, for the error: `body.messages[0]`.
    /// - Throws: `CosmosError.protobuf`, `.notCanonical`.
    static func read<M: Message>(_ type: M.Type, _ bytes: [UInt8], _ path: String) throws(CosmosError) -> M {
        do throws(Wire.Fault) { return try read(type, bytes) } catch {
            switch error {
            case .form: throw .protobuf(path)
            case .notCanonical: throw .notCanonical(path)
            }
        }
    }
}
