import Encodings
import Sealing
import Secrets
import Testing

/// The old encryption of PEM; that OpenSSL does the same is tried with key files.
@Suite struct LegacyPEMTests {
    @Test(arguments: [
        ("AES-128-CBC", 16), ("AES-192-CBC", 16), ("AES-256-CBC", 16), ("DES-EDE3-CBC", 8),
    ])
    func readsItsHeader(name: String, count: Int) throws {
        let vector = [UInt8](repeating: 0xAB, count: count)
        let scheme = try LegacyPEM(dekInfo: "\(name),\(Hex.encode(vector, uppercase: true))")
        #expect(scheme.cipher.rawValue == name)
        #expect(scheme.initializationVector == vector)
        #expect(scheme.dekInfo == "\(name),\(Hex.encode(vector, uppercase: true))")
        let passphrase = try locked(Array("p".utf8))
        let plain = Array("some text".utf8)
        let sealed = try plain.withUnsafeBytes { try scheme.encrypt($0, passphrase: passphrase) }
        #expect(sealed.count == 16)
        #expect(try decrypt(sealed, scheme, passphrase) == plain)
        #expect(throws: SealingError.noWholeBlocks(count: 15, blockCount: count)) {
            _ = try decrypt(sealed.dropLast(), scheme, passphrase)
        }
    }

    private func decrypt(
        _ sealed: [UInt8], _ scheme: LegacyPEM, _ passphrase: borrowing LockedBytes
    ) throws -> [UInt8] {
        let sealed = try locked(sealed)
        let opened = try sealed.withUnsafeBytes { (sealed) throws in
            try scheme.decrypt(sealed, passphrase: passphrase)
        }
        return revealed(opened)
    }

    @Test func refusesOtherHeaders() {
        #expect(throws: SealingError.unsupportedCipher("DES-CBC")) {
            _ = try LegacyPEM(dekInfo: "DES-CBC,0011223344556677")
        }
        #expect(throws: SealingError.unsupportedCipher("")) { _ = try LegacyPEM(dekInfo: "") }
        #expect(throws: SealingError.wrongVectorLength(found: 0, needed: 16)) {
            _ = try LegacyPEM(dekInfo: "AES-128-CBC")
        }
        #expect(throws: SealingError.wrongVectorLength(found: 8, needed: 16)) {
            _ = try LegacyPEM(dekInfo: "AES-128-CBC,0011223344556677")
        }
        #expect(throws: SealingError.parameters(.foreignLetter(.hex, position: 1))) {
            _ = try LegacyPEM(dekInfo: "AES-128-CBC,x0")
        }
    }
}
