import EVM
import Encodings
import Groups
import Signatures
import TestSupport
import Testing

/// The private key of hexadecimal digits with or without `0x`: published test keys, which never hold value.
func testKey(_ digits: String, _ curve: CurveName = .secp256k1) throws -> PrivateKey {
    let bytes = try hexBytes(digits)
    var key: PrivateKey?
    try bytes.withUnsafeBytes { key = try PrivateKey.decoding($0, as: curve) }
    guard let key = key.take() else { preconditionFailure("decoding gives a key or throws") }
    return key
}

/// The bytes of hexadecimal digits with or without `0x`.
func hexBytes(_ digits: String) throws -> [UInt8] {
    try Hex.decode(digits.hasPrefix("0x") ? String(digits.dropFirst(2)) : digits)
}

/// The first account of ganache's well-known mnemonic, 0x90F8…c9C1.
let ganacheKey = "4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"

/// What an act throws, where it throws an `EVMError`.
func evmError<Result: ~Copyable>(_ act: () throws(EVMError) -> Result) -> EVMError? {
    do {
        _ = try act()
        return nil
    } catch { return error }
}
