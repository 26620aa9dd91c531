import Digests
import Encodings
import Groups
import Secrets

/// Bitcoin's wallet import format (Bitcoin Core, `key_io.cpp`, `DecodeSecret`): Base58Check of a version byte, the key, and
/// 01 where the key's addresses are those of the compressed public key.
///
/// The test networks (testnet, signet, regtest) share one version byte.
enum WIF {
    private static let checksumCount = 4
    private static let compressed: UInt8 = 1

    static func read(_ text: KeyText, _ format: KeyFormat) throws(KeyFilesError) -> KeyFile {
        let form = form(of: format)
        var text = text
        text.trimQuotes()
        var bytes = try locked(payloadCount(form) + checksumCount)
        do {
            try bytes.withUnsafeMutableBytes { (room) throws(EncodingsError) in
                try Base58.decode(text.bytes, into: room)
            }
        } catch { throw .malformed(format, facts: error.description) }
        return try bytes.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            let payload = bytes.part(0..<payloadCount(form))
            try requireChecksum(payload, bytes.part(payload.count..<bytes.count), format)
            guard payload.begins(with: [version(form)]) else {
                throw .malformed(format, facts: "its first byte is that of no private key")
            }
            // "01" behind the key is the only thing that may stand there.
            guard !form.isCompressed || payload.ends(with: [compressed]) else {
                throw .malformed(format, facts: "the byte behind the key is not 01")
            }
            return try KeyFile(format, bytes: payload.part(1..<33), .secp256k1, text.notes)
        }
    }

    /// - Throws: `KeyFilesError.wrongChecksum`.
    private static func requireChecksum(
        _ payload: UnsafeRawBufferPointer, _ checksum: UnsafeRawBufferPointer, _ format: KeyFormat
    ) throws(KeyFilesError) {
        let digest = try self.digest(of: payload)
        let isRight = digest.withUnsafeBytes { constantTimeMatches($0.part(0..<checksumCount), checksum) }
        guard isRight else { throw .wrongChecksum(format) }
    }

    private static func digest(of payload: UnsafeRawBufferPointer) throws(KeyFilesError) -> LockedBytes {
        var digest = try locked(DoubleSHA256.digestCount)
        digest.withUnsafeMutableBytes { DoubleSHA256.hash(payload, into: $0) }
        return digest
    }

    private static func form(of format: KeyFormat) -> BitcoinForm {
        guard let form = format.bitcoinForm else { preconditionFailure("a form of WIF says which") }
        return form
    }

    private static func payloadCount(_ form: BitcoinForm) -> Int { form.isCompressed ? 34 : 33 }

    private static func version(_ form: BitcoinForm) -> UInt8 {
        switch form.network {
        case .main: 0x80
        case .test: 0xEF
        }
    }

    /// One line, as `bitcoin-cli dumpprivkey` prints it.
    static func write(_ key: borrowing LockedBytes, _ format: KeyFormat) throws(KeyFilesError) -> LockedBytes {
        let form = form(of: format)
        var payload = try locked(payloadCount(form))
        payload.withUnsafeMutableBytes { payload in
            payload[0] = version(form)
            key.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: payload[1..<33]).copyMemory(from: $0) }
            if form.isCompressed { payload[33] = compressed }
        }
        let digest = try payload.withUnsafeBytes { (payload) throws(KeyFilesError) in try self.digest(of: payload) }
        var writer = try SecretWriter(capacity: payload.count + checksumCount)
        payload.withUnsafeBytes { writer.append($0) }
        digest.withUnsafeBytes { writer.append($0.part(0..<checksumCount)) }
        return try base58Line(writer.finish())
    }
}

/// Base58 letters of a key and a newline.
func base58Line(_ bytes: consuming LockedBytes) throws(KeyFilesError) -> LockedBytes {
    let letters = Base58.encodedCapacity(bytes.count)
    var scratch = try locked(bytes.count)
    var writer = try SecretWriter(capacity: letters + 1)
    bytes.withUnsafeBytes { bytes in
        scratch.withUnsafeMutableBytes { scratch in
            writer.write { Base58.encode(bytes, scratch: scratch, into: $0.part(letters)) }
        }
    }
    writer.append("\n")
    return writer.finish()
}
