import Digests
import Encodings
import Groups
import Secrets
import Signatures

/// An extended private key as wallets write it (BIP-32, "Serialization format"): Base58Check of 78 bytes.
///
/// No branch and no address depends on a letter, on the key or on its chain code. Released are the number of letters, whether
/// the checksum is right, and of the 78 bytes the public ones: version, depth, the parent's fingerprint and the number of
/// the child, and which kind of key is said to follow.
package struct ExtendedKeyText: ~Copyable {
    package static let letterCount = 111
    private static let byteCount = 78
    private static let checksumCount = 4

    package let version: ExtendedKeyVersion
    package let key: ExtendedKey
    /// The number under which its parent has it; 0 of a master key.
    package let childNumber: UInt32

    /// - Parameter file: The letters; blanks and quotation marks around them are left aside.
    /// - Throws: `KeyFilesError.extendedKeyChecksum`, `.extendedKey` with the rule that is broken, `.onlyPublic` for an extended
    ///   public key, `.keyOutOfRange`, `.memory`.
    package init(parsing file: UnsafeRawBufferPointer) throws(KeyFilesError) { try self.init(KeyText(file)) }

    init(_ text: KeyText) throws(KeyFilesError) {
        var text = text
        text.trimQuotes()
        let letters = text.bytes
        guard letters.count == Self.letterCount else {
            throw .extendedKey(facts: "\(letters.count) letters stand there instead of \(Self.letterCount)")
        }
        var bytes = try locked(Self.byteCount + Self.checksumCount)
        do {
            try bytes.withUnsafeMutableBytes { (room) throws(EncodingsError) in
                try Base58.decode(letters, into: room)
            }
        } catch { throw .extendedKey(facts: error.description) }
        self = try bytes.withUnsafeBytes { (bytes) throws(KeyFilesError) in
            let payload = bytes.part(0..<Self.byteCount)
            try Self.requireChecksum(payload, bytes.part(payload.count..<bytes.count))
            return try Self.read(payload)
        }
    }

    private static func requireChecksum(
        _ payload: UnsafeRawBufferPointer, _ checksum: UnsafeRawBufferPointer
    ) throws(KeyFilesError) {
        var digest = try locked(DoubleSHA256.digestCount)
        digest.withUnsafeMutableBytes { DoubleSHA256.hash(payload, into: $0) }
        let isRight = digest.withUnsafeBytes { constantTimeMatches($0.part(0..<checksumCount), checksum) }
        guard isRight else { throw .extendedKeyChecksum }
    }

    private static func read(_ payload: UnsafeRawBufferPointer) throws(KeyFilesError) -> ExtendedKeyText {
        // Version, depth, fingerprint and number are the same in the extended public key.
        let head = payload.part(0..<13)
        MemoryChecker.markPublic(head)
        let bytes = head.loadUnaligned(as: UInt32.self).bigEndian
        let isPrivate = payload.part(45..<46).begins(with: [0])
        guard let version = ExtendedKeyVersion.allCases.first(where: { $0.bytes == bytes }) else {
            throw fault(version: bytes, isPrivate, payload.part(45..<byteCount))
        }
        guard isPrivate else {
            throw .extendedKey(facts: "it says \(version.rawValue) and no private key follows")
        }
        let (depth, number) = (head[4], head.loadUnaligned(fromByteOffset: 9, as: UInt32.self).bigEndian)
        if depth == 0 {
            guard head[5..<9].allSatisfy({ $0 == 0 }) else {
                throw .extendedKey(facts: "a master key, of depth 0, names a parent")
            }
            guard number == 0 else { throw .extendedKey(facts: "a master key, of depth 0, has a number as a child") }
        }
        let key = try ExtendedKey(
            key: payload.part(46..<byteCount), chainCode: payload.part(13..<45), depth: depth)
        return ExtendedKeyText(version, key, childNumber: number)
    }

    private init(_ version: ExtendedKeyVersion, _ key: consuming ExtendedKey, childNumber: UInt32) {
        self.version = version
        self.key = key
        self.childNumber = childNumber
    }

    /// What is wrong with a key whose version is that of no private key.
    private static func fault(
        version bytes: UInt32, _ isPrivate: Bool, _ content: UnsafeRawBufferPointer
    ) -> KeyFilesError {
        guard let version = ExtendedKeyVersion.allCases.first(where: { $0.publicBytes == bytes }) else {
            return .extendedKey(facts: "its version \(hexadecimal(bytes)) is that of no key of Bitcoin")
        }
        let name = version.publicName
        guard !isPrivate else {
            return .extendedKey(facts: "it says \(name), which is public, and a private key follows")
        }
        // By its own words nothing in it is secret.
        MemoryChecker.markPublic(content)
        guard (try? VerifyingKey(curve: .secp256k1, encoded: Array(content))) != nil else {
            return .extendedKey(facts: "it says \(name) and no public key of the curve follows")
        }
        return .onlyPublic(label: name)
    }

    private static func hexadecimal(_ number: UInt32) -> String {
        Hex.encode([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) })
    }
}
