import Digests
import Foundation
import Groups
import Secrets
import Signatures
import TestSupport
import Testing

/// Bytes of hexadecimal digits in a test's own text or in a vector.
func bytes(_ digits: String) -> [UInt8] {
    var result: [UInt8] = []
    var high: UInt8?
    for letter in digits {
        guard let value = letter.hexDigitValue else { preconditionFailure("\(letter) is a hexadecimal digit") }
        if let first = high {
            result.append(first << 4 | UInt8(value))
            high = nil
        } else {
            high = UInt8(value)
        }
    }
    return result
}

func digits(_ bytes: [UInt8]) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
}

/// A key of public test bytes.
func key(_ bytes: [UInt8], _ curve: CurveName) throws -> PrivateKey {
    let copy = try locked(bytes)
    return try copy.withUnsafeBytes { try PrivateKey.decoding($0, as: curve) }
}

/// Public test bytes in locked memory.
func locked(_ bytes: [UInt8]) throws -> LockedBytes {
    var copy = try LockedBytes(count: bytes.count)
    copy.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return copy
}

/// The scalar that a seed stands for, as a key of its own.
func scalarKey(ofSeed bytes: [UInt8]) throws -> PrivateKey {
    let copy = try locked(bytes)
    let seed = try copy.withUnsafeBytes { try Ed25519Seed($0) }
    return .ed25519Scalar(try seed.scalar())
}

/// The rows of a vector file: a JSON array, or the array under a name.
func rows(_ path: String, _ name: String? = nil) throws -> [[String: Any]] {
    guard let json = try OutsideVectors.json(path) else { return [] }
    let list = name == nil ? json as? [[String: Any]] : (json as? [String: Any])?[name!] as? [[String: Any]]
    return try #require(list)
}

extension [String: Any] {
    func text(_ name: String) throws -> String { try #require(self[name] as? String) }
    func hex(_ name: String) throws -> [UInt8] { bytes(try text(name)) }
}

/// The order of a group, big-endian, plus a small number.
func order(_ curve: CurveName, plus offset: Int = 0) -> [UInt8] {
    var bytes =
        switch curve {
        case .secp256k1: Secp256k1.scalars.order.bytes(.bigEndian)
        case .p256: P256.scalars.order.bytes(.bigEndian)
        case .ed25519: Ed25519.scalars.order.bytes(.bigEndian)
        }
    // All three orders end in a byte that takes the offsets of these tests without a carry.
    bytes[31] = UInt8(Int(bytes[31]) + offset)
    return bytes
}

let ecdsaCurves: [CurveName] = [.secp256k1, .p256]
