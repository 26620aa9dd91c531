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
    package var text: String { "0x" + Address.checksummed(Hex.encode(bytes)) }

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

    /// EIP-55: a letter is upper case where the digit of Keccak-256 over the lower-case *text* is 8 or more.
    private static func checksummed(_ digits: String) -> String {
        let hash = Keccak256.hash(Array(digits.utf8))
        let letters = digits.utf8.enumerated().map { (place, letter) -> UInt8 in
            let nibble = place % 2 == 0 ? hash[place / 2] >> 4 : hash[place / 2] & 15
            return letter >= 0x61 && nibble >= 8 ? letter - 0x20 : letter
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// The address of the contract that this account creates: the last 20 bytes of Keccak-256(RLP(account, nonce)).
    /// Yellow Paper, section 7, equation 88.
    package func created(nonce: UInt64) -> Address {
        let item = RLP.encode(.list([.bytes(bytes), .number(nonce)]))
        return Address(unchecked: Array(Keccak256.hash(item).suffix(20)))
    }
}
