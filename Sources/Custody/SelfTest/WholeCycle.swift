import Encodings
import Groups
import KeyFiles
import SecretSharing
import Secrets
import ShareFiles
import Signatures

/// A fresh key of one group on its whole way: split, checked, a forged share found out, rebuilt, and signed with.
struct WholeCycle: Sendable {
    let group: CurveName

    static let trials = CurveName.allCases.flatMap { group in
        [
            Trial(name: "\(group.rawValue): split, check, forge, rebuild, sign") { try WholeCycle(group: group).run() },
            Trial(name: "\(group.rawValue): a dealing to nodes' own keys") {
                try WholeCycle(group: group).runOwnKeys()
            },
        ]
    }

    private func run() throws -> String? {
        let key = try generateKey(group: group, format: .usual(for: group))
        let file = key.file, publicKey = key.facts.publicKey
        let dealt = try split(
            key, SplitPlan(threshold: 2, holderNames: ["A", "B", "C"], label: "self-test", created: WholeCycle.date))
        var shares: [SecretFile] = []
        for position in 0..<3 {
            try dealt.withShareFile(at: position) { bytes in
                shares.append(SecretFile(name: "share \(position + 1)", bytes: try LockedBytes(copying: bytes)))
            }
        }
        let expected = CheckOptions(expected: [try Expectation(publicKey)])
        let statuses = try check(shares, expected).report.shares.map(\.status)
        guard statuses == [.valid, .valid, .valid] else { return "good shares were checked as \(statuses)" }

        let withForged = try check([try forged(shares[0]), shares[1], shares[2]], expected)
        let found = withForged.report.shares.map(\.status)
        guard found == [.invalid, .valid, .valid] else { return "with one forged share, they were checked as \(found)" }
        let rebuilt = try rebuild(withForged)
        guard rebuilt.file.bytes.matches(file.bytes) else {
            return "the rebuilt key file is not the one that was split"
        }
        return try signatureFault(Signer(rebuilding: try check([shares[0], shares[2]], expected)), publicKey)
    }

    /// The same share with one added to its value, in a file that is whole.
    private func forged(_ share: SecretFile) throws -> SecretFile {
        let read = try ShareFile(parsing: share.bytes)
        guard let dealing = read.dealing else { throw ShareFilesError.submissionContent }
        let line = try read.takeLine()
        func altered<G: Group>(_: G.Type) throws -> LockedBytes {
            var value = try line.share(in: G.self).value.copy()
            value.add(try one(in: G.self))
            return try ShareFileWriter(dealing).write(try ShareLine(holder: line.holder, value: value, of: dealing.id))
        }
        return SecretFile(name: share.name, bytes: try altered(group.group))
    }

    private func one<G: Group>(in group: G.Type) throws -> SecretScalar<G> {
        var bytes = [UInt8](repeating: 0, count: 32)
        bytes[G.scalarByteOrder == .bigEndian ? 31 : 0] = 1
        let copy = try lockedCopy(of: bytes)
        return try copy.withUnsafeBytes { try SecretScalar<G>(canonical: $0) }
    }

    /// Signs, which verifies too, and verifies once more under the public key as it was before the split.
    private func signatureFault(_ signer: borrowing Signer, _ publicKey: String) throws -> String? {
        let key = try VerifyingKey(curve: group, encoded: try Hex.decode(publicKey))
        let message = [UInt8](repeating: 0x5A, count: 32)
        switch group {
        case .secp256k1, .p256:
            try ECDSA.verify(try signer.key.signECDSA(digest: message), digest: message, by: key, lowS: .required)
        case .ed25519:
            try EdDSA.verify(try signer.key.signEdDSA(message: message), message: message, by: key)
        }
        return nil
    }

    /// Holders of all groups, each with a node's key: two of them open their shares and rebuild the key.
    private func runOwnKeys() throws -> String? {
        var nodes: [SecretFile] = [], holders: [SplitPlan.Holder] = []
        for curve in CurveName.allCases {
            let node = try generateKey(group: curve, format: .usual(for: curve))
            nodes.append(node.file)
            let publicKey = try NodePublicKey("\(curve.rawValue):\(node.facts.publicKey)")
            holders.append(SplitPlan.Holder(name: curve.rawValue, nodeKey: publicKey))
        }
        let key = try generateKey(group: group, format: .usual(for: group))
        let file = key.file
        let dealt = try split(
            key, SplitPlan(threshold: 2, holders: holders, label: "self-test", created: WholeCycle.date))
        let dealing = SecretFile(
            name: "dealing", bytes: try lockedCopy(of: dealt.dealingFile))
        var options = CheckOptions()
        for node in nodes.dropFirst() { try options.identities.add(node, passphrase: nil) }
        let collection = try check([dealing], options)
        let statuses = collection.report.shares.map(\.status)
        guard statuses == [.valid, .valid] else { return "two holders' own shares were checked as \(statuses)" }
        return try rebuild(collection).file.bytes.matches(file.bytes)
            ? nil : "the rebuilt key file is not the one that was split"
    }

    /// Public, and of no consequence.
    private static let date = "2026-01-01T00:00:00Z"
}
