import Encodings
package import Groups
package import Signatures

/// The private key of hexadecimal digits with or without `0x`: published test keys, which never hold value.
package func testKey(_ digits: String, _ curve: CurveName = .secp256k1) throws -> PrivateKey {
    let bytes = try hexBytes(digits)
    var key: PrivateKey?
    try bytes.withUnsafeBytes { key = try PrivateKey.decoding($0, as: curve) }
    guard let key = key.take() else { preconditionFailure("decoding gives a key or throws") }
    return key
}

/// The bytes of hexadecimal digits with or without `0x`.
package func hexBytes(_ digits: String) throws -> [UInt8] {
    try Hex.decode(digits.hasPrefix("0x") ? String(digits.dropFirst(2)) : digits)
}

/// The first account of ganache's well-known mnemonic, 0x90F8…c9C1.
package let ganacheKey = "4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"
