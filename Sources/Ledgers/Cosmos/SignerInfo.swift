import Groups
import ProtocolBuffers
package import Signatures

/// Whose signature a transaction needs, and in which mode.
package struct SignerInfo: Hashable, Sendable {
    /// Where it stands, for errors.
    let path: String
    /// The key, where it is of a kind that is used here. A chain that knows it takes a transaction without it; signing one
    /// is refused, since nobody could see whose signature is asked for.
    package let key: VerifyingKey?
    /// The type of the key, where it is of another kind.
    package let otherKind: String?
    package let mode: SignMode
    package let sequence: UInt64

    init(_ info: Cosmos_SignerInfo, _ path: String) throws(CosmosError) {
        self.path = path
        sequence = info.sequence
        mode = SignMode(info)
        guard info.hasPublicKey else {
            (key, otherKind) = (nil, nil)
            return
        }
        guard info.publicKey.typeURL == SignerInfo.secp256k1 else {
            (key, otherKind) = (nil, info.publicKey.typeURL)
            return
        }
        let bytes = try Wire.read(Cosmos_PublicKey.self, Array(info.publicKey.value), "\(path).public_key").key
        guard bytes.count == 33, let key = try? VerifyingKey(curve: .secp256k1, encoded: Array(bytes)) else {
            throw .publicKeyForm("\(path).public_key.key")
        }
        (self.key, otherKind) = (key, nil)
    }

    static let secp256k1 = "/cosmos.crypto.secp256k1.PubKey"

    /// What people call a kind of key that is not used here.
    static func words(ofKind url: String) -> String {
        switch url {
        case "/cosmos.crypto.multisig.LegacyAminoPubKey": "multisig (\(url))"
        case "/cosmos.crypto.secp256r1.PubKey": "secp256r1 (\(url))"
        case "/cosmos.crypto.ed25519.PubKey": "Ed25519 (\(url))"
        case let url where url.hasSuffix("ethsecp256k1.PubKey"): "eth_secp256k1, signed over Keccak-256 (\(url))"
        case let url where url.contains("bls12381") || url.contains("bls12_381"): "BLS12-381 (\(url))"
        case let url where url.contains("sr25519"): "sr25519 (\(url))"
        default: url
        }
    }
}

/// The ways of signing that the SDK has. cosmos-sdk, proto/cosmos/tx/signing/v1beta1/signing.proto.
package enum SignMode: Hashable, Sendable {
    case direct
    case other(String)

    init(_ info: Cosmos_SignerInfo) {
        guard info.hasModeInfo, case .single(let single)? = info.modeInfo.sum else {
            self = .other(info.hasModeInfo ? "of several keys" : "that is not named")
            return
        }
        switch single.mode {
        case 1: self = .direct
        case 2: self = .other("TEXTUAL")
        case 3: self = .other("DIRECT_AUX")
        case 127: self = .other("LEGACY_AMINO_JSON")
        case 191: self = .other("EIP_191")
        default: self = .other("number \(single.mode)")
        }
    }

    var words: String {
        switch self {
        case .direct: "DIRECT"
        case .other(let name): name
        }
    }
}
