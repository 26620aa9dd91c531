import Encodings
import Foundation
import Groups
import KeyFiles
import Secrets
import Signatures
import TestSupport
import Testing

/// Public test bytes in locked memory.
func locked(_ bytes: [UInt8]) throws -> LockedBytes {
    var copy = try LockedBytes(count: bytes.count)
    copy.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return copy
}

func plain(_ bytes: borrowing LockedBytes) -> [UInt8] {
    bytes.withUnsafeBytes { Array($0) }
}

/// Reads a test file.
func read(_ file: [UInt8], _ group: CurveName? = nil, passphrase: String? = nil) throws -> KeyFile {
    let bytes = try locked(file)
    let secret: LockedBytes? = if let passphrase { try locked(Array(passphrase.utf8)) } else { nil }
    return try KeyFile.read(bytes, group: group, passphrase: secret)
}

func read(_ text: String, _ group: CurveName? = nil, passphrase: String? = nil) throws -> KeyFile {
    try read(Array(text.utf8), group, passphrase: passphrase)
}

/// What a file is refused with; `nil` where it is read.
func refusal(_ file: [UInt8], _ group: CurveName? = nil, passphrase: String? = nil) -> KeyFilesError? {
    do {
        _ = try read(file, group, passphrase: passphrase)
        return nil
    } catch { return error as? KeyFilesError }
}

func refusal(_ text: String, _ group: CurveName? = nil, passphrase: String? = nil) -> KeyFilesError? {
    refusal(Array(text.utf8), group, passphrase: passphrase)
}

func key(_ bytes: [UInt8], _ curve: CurveName) throws -> PrivateKey {
    let copy = try locked(bytes)
    return try copy.withUnsafeBytes { try PrivateKey.decoding($0, as: curve) }
}

/// A key of public test bytes, written in a form.
func written(_ key: borrowing PrivateKey, _ format: KeyFormat, passphrase: String? = nil) throws -> [UInt8] {
    guard let passphrase else { return plain(try KeyFile.write(key, as: format)) }
    let secret = try locked(Array(passphrase.utf8))
    return plain(try KeyFile.write(key, as: format, passphrase: secret))
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Ganache's first account, and RFC 8032's first seed: keys that everyone knows.
let ganache = "4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"
let seedOfRFC8032 = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
let keyOfRFC8032 = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

/// The order of a group, big-endian, plus a small number: both orders here end in a byte that takes it without a carry.
func order(_ curve: CurveName, plus offset: Int = 0) -> [UInt8] {
    var bytes = (curve == .p256 ? P256.scalars.order : Secp256k1.scalars.order).bytes(.bigEndian)
    bytes[31] = UInt8(Int(bytes[31]) + offset)
    return bytes
}

/// Every form that is written without a passphrase, with every group it can carry.
let plainForms: [(KeyFormat, CurveName)] = KeyFormat.allCases.filter { !$0.isEncrypted && $0.isWritten }
    .flatMap { format in format.curves.map { (format, $0) } }

extension [String: Any] {
    func text(_ name: String) throws -> String { try #require(self[name] as? String) }
}
