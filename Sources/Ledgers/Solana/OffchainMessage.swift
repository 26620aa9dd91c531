import Digests
import Encodings

/// A text to be signed that can never be a transaction, in Solana's own envelope.
///
/// Version 0 of *Off-Chain Message Signing* (Anza, docs/src/proposals/off-chain-message-signing.md; solana-offchain-message): a signing domain that
/// no message begins with, since its first byte would be version 127; a version; a header of one of two layouts; the text.
package struct OffchainMessage: Hashable, Sendable {
    package enum Layout: Hashable, Sendable {
        /// Format and length, as solana-offchain-message has it before 3.0 and `solana sign-offchain-message` with it.
        case short
        /// The specification's: the domain of the application, format, signers, length.
        case full(applicationDomain: [UInt8], signers: [Address])
    }

    /// What the text may hold, and how long the whole may be.
    package enum Format: UInt8, Hashable, Sendable {
        /// Bytes 0x20 … 0x7E, and the whole fits a packet, so that hardware wallets can show it.
        case restrictedASCII
        /// UTF-8, and the whole fits a packet.
        case limitedUTF8
        /// UTF-8, and the whole has no more bytes than 16 bits count.
        case extendedUTF8
    }

    package let layout: Layout
    package let format: Format
    package let text: [UInt8]
    /// The bytes that are signed.
    package let bytes: [UInt8]

    /// FF and `solana offchain`.
    static let signingDomain: [UInt8] = [0xff] + Array("solana offchain".utf8)

    /// `PACKET_DATA_SIZE`, and the largest number of 16 bits.
    static let largestInPacket = 1232
    package static let largest = 65_535

    /// Takes a text as it is, every blank and newline of it, and chooses the smallest format that holds it.
    /// - Throws: `SolanaError.messageEmpty`, `.messageNotText`, `.messageTooLong`.
    package init(text: [UInt8], layout: Layout = .short) throws(SolanaError) {
        let head = OffchainMessage.head(of: layout)
        guard !text.isEmpty else { throw .messageEmpty }
        guard String(validating: text, as: UTF8.self) != nil else { throw .messageNotText }
        let count = head.count + 3 + text.count
        guard count <= OffchainMessage.largest else {
            throw .messageTooLong(limit: OffchainMessage.largest, found: count)
        }
        self.layout = layout
        self.text = text
        format = OffchainMessage.format(of: text, whole: count)
        let length = [UInt8(truncatingIfNeeded: text.count), UInt8(text.count >> 8)]
        switch layout {
        case .short: bytes = head + [format.rawValue] + length + text
        case .full(_, let signers):
            let split = OffchainMessage.signingDomain.count + 1 + 32
            bytes =
                head[..<split] + [format.rawValue, UInt8(signers.count)] + signers.flatMap(\.bytes) + length + text
        }
    }

    /// What stands before the text, less the format and the length: 17 bytes, or 50 and 32 for each signer.
    private static func head(of layout: Layout) -> [UInt8] {
        switch layout {
        case .short: signingDomain + [0]
        case .full(let domain, let signers):
            signingDomain + [0] + domain + [UInt8(signers.count)] + signers.flatMap(\.bytes)
        }
    }

    private static func format(of text: [UInt8], whole count: Int) -> Format {
        guard count <= largestInPacket else { return .extendedUTF8 }
        return text.allSatisfy { (0x20...0x7e).contains($0) } ? .restrictedASCII : .limitedUTF8
    }

    /// SHA-256 of the bytes that are signed, in base58, by which messages are compared.
    package var hash: String { Base58.encode(SHA256.hash(bytes)) }

    package static func isMarked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: signingDomain) }
}

extension OffchainMessage {
    /// Reads the bytes that are signed, in either layout, to the last.
    /// - Throws: `SolanaError`, with the place.
    package init(parsing bytes: [UInt8]) throws(SolanaError) {
        guard bytes.count <= OffchainMessage.largest else {
            throw .messageTooLong(limit: OffchainMessage.largest, found: bytes.count)
        }
        guard OffchainMessage.isMarked(bytes) else { throw .notATransaction }
        var reader = WireReader(bytes, from: OffchainMessage.signingDomain.count)
        let version = Int(try reader.byte("version"))
        guard version == 0 else { throw .messageVersion(version) }
        let short = OffchainMessage.attempt(bytes, reader, OffchainMessage.readShort)
        let full = OffchainMessage.attempt(bytes, reader, OffchainMessage.readFull)
        switch (short, full) {
        case (.success, .success):
            throw .ambiguous("an off-chain message of the short layout", "one of the full layout")
        case (.success(let message), .failure), (.failure, .success(let message)): self = message
        case (.failure(let fault), .failure(.cutOff)): throw fault
        // The length of the short layout is wrong, and the full one got further: its fault tells more.
        case (.failure(.messageLength), .failure(let fault)): throw fault
        case (.failure(let fault), .failure): throw fault
        }
    }

    private static func attempt(
        _ bytes: [UInt8], _ reader: WireReader,
        _ read: (inout WireReader, [UInt8]) throws(SolanaError) -> OffchainMessage
    ) -> Result<OffchainMessage, SolanaError> {
        var reader = reader
        do throws(SolanaError) { return .success(try read(&reader, bytes)) } catch { return .failure(error) }
    }

    private static func readShort(_ reader: inout WireReader, _ bytes: [UInt8]) throws(SolanaError) -> OffchainMessage {
        let format = Int(try reader.byte("format"))
        return try finish(&reader, bytes, format: format, layout: .short)
    }

    private static func readFull(_ reader: inout WireReader, _ bytes: [UInt8]) throws(SolanaError) -> OffchainMessage {
        let domain = try reader.bytes(32, "application domain")
        let format = Int(try reader.byte("format"))
        var signers: [Address] = []
        for place in 0..<Int(try reader.byte("number of signers")) {
            signers.append(try reader.address("signer \(place)"))
        }
        guard !signers.isEmpty, Set(signers).count == signers.count else { throw .messageSigners }
        return try finish(&reader, bytes, format: format, layout: .full(applicationDomain: domain, signers: signers))
    }

    private static func finish(
        _ reader: inout WireReader, _ bytes: [UInt8], format: Int, layout: Layout
    ) throws(SolanaError) -> OffchainMessage {
        let length = try reader.bytes(2, "length of the text")
        let count = Int(length[0]) | Int(length[1]) << 8
        guard count == reader.remaining else { throw .messageLength(needed: count, found: reader.remaining) }
        guard (0...2).contains(format) else { throw .messageFormat(format) }
        let message = try OffchainMessage(text: try reader.bytes(count, "text"), layout: layout)
        // One text has one format, so that it has one encoding and one hash.
        guard Int(message.format.rawValue) == format else {
            throw .messageOfOtherFormat(stated: format, needed: Int(message.format.rawValue))
        }
        return message
    }
}
