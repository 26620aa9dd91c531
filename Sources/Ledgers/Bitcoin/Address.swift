import Digests
import Encodings
import Groups
package import Signatures
package import Transactions

/// Which Bitcoin network an address is for, by the names that files and the command use.
package enum Network: String, CaseIterable, Hashable, Sendable {
    case mainnet, testnet, signet, regtest

    /// The human-readable part of segwit addresses: BIP-173, "Segwit address format"; signet's is testnet's (BIP-325).
    package var segwitPrefix: String {
        switch self {
        case .mainnet: "bc"
        case .testnet, .signet: "tb"
        case .regtest: "bcrt"
        }
    }
}

/// A native segwit address of one key.
package struct Address: Hashable, Sendable {
    package let network: Network
    /// 0 for P2WPKH, 1 for P2TR.
    package let witnessVersion: Int
    /// 20 bytes for P2WPKH, 32 for P2TR.
    package let program: [UInt8]
    /// The form that people know: `bc1q…` in bech32 or `bc1p…` in bech32m, in lower case.
    package let text: String

    /// Pay to the hash of a public key. BIP-141, "P2WPKH"; the address: BIP-173.
    /// - Throws: `TransactionsError.keyOfOtherGroup`.
    package static func p2wpkh(_ key: VerifyingKey, on network: Network) throws(TransactionsError) -> Address {
        try requireCurve(.secp256k1, key.curve, on: .bitcoin)
        return Address(network, version: 0, program: Hash160.hash(key.encoded))
    }

    /// Pay to a taproot output with the key as its internal key and no script. BIP-86, "Address derivation".
    /// - Throws: `TransactionsError.keyOfOtherGroup`, `.keyWithoutTaprootOutput`.
    package static func p2tr(_ key: VerifyingKey, on network: Network) throws(TransactionsError) -> Address {
        try requireCurve(.secp256k1, key.curve, on: .bitcoin)
        return Address(network, version: 1, program: try taprootOutputKey(internalKey: Array(key.encoded.dropFirst())))
    }

    /// The x-coordinate of P + H(x(P))·G, where P is the point with the even y. BIP-341, "Constructing and spending
    /// Taproot outputs".
    /// - Parameter internalKey: 32 bytes, the x-coordinate of a point of the curve.
    /// - Throws: `TransactionsError.keyWithoutTaprootOutput`.
    package static func taprootOutputKey(internalKey: [UInt8]) throws(TransactionsError) -> [UInt8] {
        do {
            let point = try Secp256k1.element(evenYWithX: internalKey)
            return try Secp256k1.taprootKey(of: point, tweakedBy: TaggedHash.hash(tag: "TapTweak", internalKey)).x
        } catch {
            // A tweak that is not below the group order, an x-coordinate of no point, or an output that is neutral.
            throw .keyWithoutTaprootOutput
        }
    }

    private init(_ network: Network, version: Int, program: [UInt8]) {
        self.network = network
        self.witnessVersion = version
        self.program = program
        do {
            text = try SegwitAddress(prefix: network.segwitPrefix, version: version, program: program).text
        } catch {
            preconditionFailure("programs of 20 and 32 bytes have an address: \(error)")
        }
    }
}
