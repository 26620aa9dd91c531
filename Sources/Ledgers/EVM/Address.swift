import Digests
import Encodings
import Groups
package import Signatures
package import Transactions

/// The address of an account of an EVM chain.
package struct Address: Hashable, Sendable {
    /// 20 bytes.
    package let bytes: [UInt8]

    /// - Parameter bytes: 20 bytes; `nil` comes back for another length.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 20 else { return nil }
        self.bytes = Array(bytes)
    }

    /// The account of a key: the last 20 bytes of Keccak-256(x ‖ y). Yellow Paper, section 4.1 and Appendix F.
    /// - Throws: `TransactionsError.keyOfOtherGroup`.
    package init(_ key: VerifyingKey) throws(TransactionsError) {
        let point = try key.uncompressed(of: .secp256k1, on: .evm).dropFirst()
        bytes = Array(Keccak256.hash(Array(point)).suffix(20))
    }

    /// Twenty zero bytes, which no known key controls.
    package static let zero = Address(unchecked: [UInt8](repeating: 0, count: 20))

    package var isZero: Bool { self == .zero }

    private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    /// `0x` and 40 hexadecimal digits, whose case is a checksum. EIP-55.
    ///
    /// A letter is upper case where the digit of Keccak-256 over the lower-case *text* is 8 or more.
    package var text: String {
        var letters: [UInt8] = [UInt8(ascii: "0"), UInt8(ascii: "x")]
        letters.reserveCapacity(42)
        for byte in bytes {
            letters.append(Address.digit(byte >> 4))
            letters.append(Address.digit(byte & 15))
        }
        let hash = Keccak256.hash(Array(letters[2...]))
        for place in 0..<40 where letters[place + 2] >= UInt8(ascii: "a") {
            let nibble = place % 2 == 0 ? hash[place / 2] >> 4 : hash[place / 2] & 15
            if nibble >= 8 { letters[place + 2] -= 0x20 }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// Reads `0x` and 40 hexadecimal digits. Where both cases occur they are a checksum and must fit (EIP-55); digits of
    /// one case carry none.
    /// - Parameter place: What the error names.
    /// - Throws: `EVMError.addressForm`, `.addressChecksum`.
    package init(_ text: String, at place: Place) throws(EVMError) {
        guard text.hasPrefix("0x"), text.utf8.count == 42, let bytes = try? Hex.decode(String(text.dropFirst(2))) else {
            throw .addressForm(place, found: printable(text))
        }
        self.bytes = bytes
        let digits = text.dropFirst(2)
        let hasBothCases = digits.contains { $0.isUppercase } && digits.contains { $0.isLowercase }
        guard !hasBothCases || text == self.text else {
            throw .addressChecksum(place, found: text, expected: self.text)
        }
    }

    /// The address of the contract that this account creates: the last 20 bytes of Keccak-256(RLP(account, nonce)).
    /// Yellow Paper, section 7, equation 88.
    package func created(nonce: UInt64) -> Address {
        let item = RLP.encode(.list([.bytes(bytes), .number(nonce)]))
        return Address(unchecked: Array(Keccak256.hash(item).suffix(20)))
    }
}
