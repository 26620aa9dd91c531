import Groups
import KeyFiles
import OwnKeys
import SecretSharing
import ShareFiles
import Signatures

/// The key of a node, and which holder of a dealing to own keys it is.
struct HolderKey: ~Copyable {
    let holder: HolderIndex
    let key: NodeKey

    consuming func takePrivateKey() -> PrivateKey { key.takePrivateKey() }

    /// Reads a key file as that of a holder. The dealing was proven before: a key is opened for no other.
    /// - Throws: `Refusal`: `identity-of-no-holder`; `passphrase-missing`, `passphrase-wrong`, or what is wrong with the file.
    init(_ identity: NodeKeyFile, in dealing: KnownDealing, passphrase: PassphraseSource?) throws(Refusal) {
        let file = identity.file, passphrase = identity.source(asking: passphrase)
        guard let own = dealing.ownPart else { preconditionFailure("a dealing to own keys") }
        let holders = Dictionary(zip(own.keys, dealing.indices)) { first, _ in first }
        // A bare key does not say its group: each in which a holder has a key is tried.
        let groups: [CurveName?] =
            switch file.recognisedKeyFormat {
            case .raw, .hex: CurveName.allCases.filter { group in own.keys.contains { $0.group == group } }
            default: [nil]
            }
        for group in groups {
            let key: NodeKey
            do throws(Refusal) {
                key = try readKeyFile(file, group: group, passphrase: passphrase)
            } catch {
                // A number that is no key of one group may well be one of another.
                if group != nil, error.code == "key-out-of-range" { continue }
                throw error
            }
            guard let holder = HolderKey.forms(of: key.verifyingKey).compactMap({ holders[$0] }).first else { continue }
            self.init(holder: holder, key: key)
            return
        }
        throw Refusal(
            .cannotDecrypt, code: "identity-of-no-holder",
            "\(file.name) is not the key of any node that dealing \(dealing.facts.shortForm) deals to",
            advice: "bring the key of a node that the dealing names; 'holdfast inspect' shows its public key")
    }

    private init(holder: HolderIndex, key: consuming NodeKey) {
        self.holder = holder
        self.key = key
    }

    /// The public key and, where a dealing may have the opposite point, that one: of a BIP-340 key only x is known.
    private static func forms(of key: VerifyingKey) -> [OwnKeyPart.Point] {
        let point = OwnKeyPart.Point(group: key.curve, encoded: key.encoded)
        switch key.curve {
        case .ed25519: return [point]
        case .secp256k1, .p256:
            return [point, OwnKeyPart.Point(group: key.curve, encoded: [key.encoded[0] ^ 1] + key.encoded[1...])]
        }
    }
}
