import Encodings
import Foundation
import Groups
import SecretSharing
import Secrets
import TestSupport

/// The outside vectors of schema `feldman-v1`, read for one group.
struct FeldmanVectors {
    struct Share: Decodable {
        let index: Int
        let value: String
        let publicShare: String?
    }

    struct Rebuild: Decodable {
        let indices: [Int]
        let lagrangeAtZero: [String]
    }

    struct Case: Decodable {
        let id: String
        let threshold: Int
        let secret: String
        let publicKey: String
        let coefficients: [String]
        let commitments: [String]
        let shares: [Share]
        let reconstruct: [Rebuild]

        /// The same without shares whose index does not fit into 16 bits.
        var withinIndexRange: Case {
            Case(
                id: id, threshold: threshold, secret: secret, publicKey: publicKey, coefficients: coefficients,
                commitments: commitments, shares: shares.filter { $0.index <= 65535 },
                reconstruct: reconstruct.filter { $0.indices.allSatisfy { $0 <= 65535 } })
        }
    }

    struct Input: Decodable {
        let threshold: Int?
        let shareCount: Int?
        let commitments: [String]?
        let share: Share?
        let shares: [Share]?
        let expectedPublicKey: String?
        let secret: String?
    }

    struct Check: Decodable {
        let id: String
        let op: String
        let expect: String
        let reason: String?
        let secret: String?
        let badIndices: [Int]?
        let input: Input
    }

    struct File: Decodable {
        let group: String
        let cases: [Case]
        let checks: [Check]
    }

    static let names = [
        "feldman-secp256k1", "feldman-p256", "feldman-ed25519", "rfc9591-secp256k1", "rfc9591-p256", "rfc9591-ed25519",
    ]

    /// nil, said aloud, where the outside vectors are absent.
    static func load(_ name: String) throws -> File? {
        guard let bytes = OutsideVectors.bytes("feldman/\(name).json") else { return nil }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(File.self, from: Data(bytes))
    }
}

/// A scalar from hex, through the strict decoder.
func scalar<G: Group>(_ hex: String, in group: G.Type) throws -> SecretScalar<G> {
    let bytes = try Hex.decode(hex)
    var copy = try LockedBytes(count: bytes.count)
    copy.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return try copy.withUnsafeBytes { try SecretScalar<G>(canonical: $0) }
}

/// A table of shares from index and hex.
func shareTable<G: Group>(_ shares: [FeldmanVectors.Share], in group: G.Type) throws -> ShareTable<G> {
    var table = try ShareTable<G>(capacity: shares.count)
    for share in shares {
        let value = try scalar(share.value, in: G.self)
        table.append(holder: try HolderIndex(share.index), value: value)
    }
    return table
}
