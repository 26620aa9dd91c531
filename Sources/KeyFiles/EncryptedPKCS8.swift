import Secrets

enum EncryptedPKCS8 {
    static func read(
        _ der: UnsafeRawBufferPointer, _ format: KeyFormat, _ notes: [KeyFileNote],
        _ passphrase: borrowing LockedBytes?
    ) throws(KeyFilesError) -> KeyFile { throw .encryption(format, facts: "encrypted PKCS#8 is not built yet") }
    static func write(
        _ plain: borrowing LockedBytes, _ format: KeyFormat, _ passphrase: borrowing LockedBytes
    ) throws(KeyFilesError) -> [UInt8] {
        throw .encryption(format, facts: "encrypted PKCS#8 is not built yet")
    }
}
