import Encodings
import Groups
import Sealing
import SecretSharing
import Secrets
import Signatures

/// The same acts as somebody in a hurry would write them, each with one leak. Memcheck has to report every one.
var leakyTwins: [Case] {
    [
        ("leaky-scalar-arithmetic", leakyReduction),
        ("leaky-polynomial", leakyPolynomial),
        ("leaky-polynomial-blocks", leakyBlocks),
        ("leaky-sum-of-products", leakySum),
        ("leaky-commitment", leakyCommitment),
        ("leaky-check", leakyComparison),
        ("leaky-rebuild", leakyRebuild),
        ("leaky-dealer-proof", leakyDealerProof),
        ("leaky-sign", leakySign),
        ("leaky-sign-schnorr", leakySchnorr),
        ("leaky-decode", leakyDecode),
        ("leaky-key-file-hex", leakyKeyFile),
        ("leaky-age-identity", leakyIdentity),
        ("leaky-bcrypt-pbkdf", bcryptItself),
        ("leaky-key-file-base58", leakyBase58),
        ("leaky-wallet", leakyWords),
        ("leaky-nearest-words", leakySpelling),
    ] + leakyOwnKeyTwins
}

/// Subtracts the order where the number is not below it: a branch on the number.
private func leakyReduction() throws {
    let a = try secretScalar(1, P256.self)
    let isLarge = a.withLimbs { $0[3] > P256.scalars.order.l3 / 2 }
    if isLarge { print("large") }
}

/// Leaves out the product with a coefficient that is even.
private func leakyPolynomial() throws {
    let a = try secretScalar(2, Secp256k1.self)
    var sum = try SecretScalar<Secp256k1>()
    if a.withLimbs({ $0[0] & 1 == 0 }) { sum.add(a) }
    keep(sum.withLimbs { $0 })
}

/// Takes the order off a block's sum only where that overflowed.
private func leakyBlocks() throws {
    let a = try secretScalar(2, Secp256k1.self)
    let (sum, overflows) = a.withLimbs { $0[3].addingReportingOverflow($0[2] &* 65535) }
    if overflows { keep(sum &- Secp256k1.scalars.order.l3) } else { print("below") }
}

/// Leaves out the products with shares of zero.
private func leakySum() throws {
    var sum = try secretScalar(2, P256.self)
    let share = try secretScalar(3, P256.self)
    if share.withLimbs({ P256.scalars.isZeroBit($0) }) == 0 { sum.add(share) }
    keep(sum.withLimbs { $0 })
}

/// Double and add, with the addition only where the bit is set.
private func leakyCommitment() throws {
    let a = try secretScalar(3, Ed25519.self)
    var point = Ed25519.identity
    for bit in (0..<8).reversed() {
        point = Ed25519.sumVariableTime(point, point)
        if a.withLimbs({ $0[0] >> UInt64(bit) & 1 == 1 }) { point = Ed25519.sumVariableTime(point, Ed25519.generator) }
    }
    keep(point)
}

/// Compares byte by byte and stops at the first difference.
private func leakyComparison() throws {
    let one = try secretScalar(4, P256.self).encoded(), other = try secretScalar(5, P256.self).encoded()
    for place in 0..<32 where one.withUnsafeBytes({ $0[place] }) != other.withUnsafeBytes({ $0[place] }) {
        print("differs")
        return
    }
}

/// Looks a power up in a table, by a share.
private func leakyRebuild() throws {
    let share = try secretScalar(6, Secp256k1.self)
    let table = (0..<16).map { UInt64($0 * $0) }
    keep(share.withLimbs { table[Int($0[0] & 15)] })
}

/// Looks whether k + c·x reaches the order before it subtracts: a branch on both secrets.
private func leakyDealerProof() throws {
    let key = try secretScalar(8, Ed25519.self)
    var response = try SecretScalar<Ed25519>.random()
    var product = try key.copy()
    product.multiply(by: PublicScalar(12345))
    let (sum, carry) = response.withLimbs { nonce in product.withLimbs { nonce[3].addingReportingOverflow($0[3]) } }
    if carry || sum > Ed25519.scalars.order.l3 { response.subtract(product) }
    keep(response.withLimbs { $0 })
}

/// Skips leading zeros of the key.
private func leakySign() throws {
    let key = try secretScalar(7, P256.self).encoded()
    var length = 32
    while length > 0, key.withUnsafeBytes({ $0[32 - length] }) == 0 { length -= 1 }
    print(length)
}

/// Takes the nonce again where the secret that signs is the negative one of two, told by the number and not by the point.
private func leakySchnorr() throws {
    var key = try secretScalar(7, Secp256k1.self)
    let isHigh = key.withLimbs { $0[3] > Secp256k1.scalars.order.l3 / 2 }
    if isHigh { key.negate() }
    keep(try SigningKey(.secp256k1(key)).signSchnorr(message: [UInt8](0..<32)))
}

/// Tells digits from letters by a comparison.
private func leakyDecode() throws {
    var text = try LockedBytes(count: 1)
    text.withUnsafeMutableBytes { $0[0] = UInt8(ascii: "b") }
    text.withUnsafeBytes { MemoryChecker.markSecret($0) }
    let value = text.withUnsafeBytes { $0[0] <= UInt8(ascii: "9") ? $0[0] - 48 : $0[0] - 87 }
    if value > 9 { print("a letter") }
}

/// Finds out whether a key file has digits only, letter by letter until one is none.
private func leakyKeyFile() throws {
    let file = try keyFile(hexKey, secret: 0..<hexKey.utf8.count)
    let isHex = file.withUnsafeBytes { file in
        file.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0) }
    }
    if isHex { print("a key in hexadecimal digits") }
}

/// Looks the letters of an identity up in a table.
private func leakyIdentity() throws {
    let text = try secretIdentity()
    var table = [UInt8](repeating: 255, count: 256)
    for (value, letter) in Bech32.alphabet.enumerated() { table[Int(letter) - 0x20] = UInt8(value) }
    keep(text.withUnsafeBytes { $0.dropFirst(16).reduce(0) { $0 + Int(table[Int($1)]) } })
}

/// No twin, but the function: Blowfish reads its boxes at places that depend on the passphrase, as `BcryptPBKDF` says.
private func bcryptItself() throws {
    let passphrase = try keyFile("correct horse", secret: 0..<13)
    var key = try LockedBytes(count: 48)
    try passphrase.withUnsafeBytes { passphrase in
        try key.withUnsafeMutableBytes {
            try BcryptPBKDF.derive(passphrase: passphrase, salt: [1, 2, 3, 4], rounds: 1, into: $0)
        }
    }
}

/// Looks the values of letters up in a table, as the reader of public Base58 does.
private func leakyBase58() throws {
    let word = "KyskgcRvyZAZksBmd9xWsRb4MQsy1sdkywNU3vUTQSMpk2P8Bzsy"
    let file = try keyFile(word, secret: 0..<word.utf8.count)
    keep(try Base58.decode(file.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }))
}

/// Finds where words end by looking for the blanks between them.
private func leakyWords() throws {
    let words = String(repeating: "abandon ", count: 11) + "about"
    let file = try keyFile(words, secret: 0..<words.utf8.count)
    let lengths = file.withUnsafeBytes { $0.split(separator: UInt8(ascii: " ")).map(\.count) }
    if lengths.contains(7) { print("a word of seven letters") }
}

/// Skips words of the list whose first letter is another.
private func leakySpelling() throws {
    let file = try keyFile("abuot", secret: 0..<5)
    let near = file.withUnsafeBytes { file in ["about", "zoo"].filter { $0.utf8.first == file[0] } }
    keep(near.count)
}
