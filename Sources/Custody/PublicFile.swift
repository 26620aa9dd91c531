import Encodings

/// A file in which nothing is secret: a transaction, a message, a certificate.
public struct PublicFile: Hashable, Sendable {
    /// As the person knows it.
    public let name: String
    public let bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = printable(name, most: 4096)
        self.bytes = bytes
    }

    /// - Throws: `Refusal` with code `secret-instead` where a key or a share is in it.
    public init(_ file: SecretFile) throws(Refusal) {
        self.init(name: file.name, bytes: try file.publicBytes())
    }

    /// The signature of a message. Sixty-four bytes of one look like a key; nothing of them is shown, so nothing is refused.
    public init(signature file: SecretFile) {
        self.init(name: file.name, bytes: file.bytes.withUnsafeBytes { Array($0) })
    }

    /// Each line that is not empty as a file of its own, named by its number.
    public var lines: [PublicFile] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().compactMap { number, line in
            let content = line.last == 0x0D ? line.dropLast() : line
            return content.isEmpty ? nil : PublicFile(name: "\(name), line \(number + 1)", bytes: Array(content))
        }
    }
}
