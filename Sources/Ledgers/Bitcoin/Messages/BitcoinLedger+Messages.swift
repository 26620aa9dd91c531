package import Transactions

extension BitcoinLedger {
    /// Any bytes as a message for one of the key's addresses: see `MessageContent`.
    package static func readMessage(_ bytes: [UInt8], under terms: Terms) throws -> any Signable {
        try MessageContent(bytes, under: terms)
    }

    package static func readSignature(
        _ signature: [UInt8], ofMessage message: [UInt8], signer: String?, under terms: Terms
    ) throws -> any Verifiable {
        try SignedMessage(reading: signature, of: message, signer: signer, under: terms)
    }
}
