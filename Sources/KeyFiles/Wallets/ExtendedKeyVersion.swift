/// What the first four bytes of an extended key say (BIP-32, "Serialization format"; SLIP-132, "Registered HD version
/// bytes"): its network, and for which kind of address its wallet uses it.
package enum ExtendedKeyVersion: String, CaseIterable, Hashable, Sendable {
    case xprv, tprv
    /// BIP-49: P2WPKH in P2SH.
    case yprv, uprv
    /// BIP-84: P2WPKH.
    case zprv, vprv
    /// P2WSH of several keys, in P2SH.
    case multisigYprv = "Yprv"
    case multisigUprv = "Uprv"
    /// P2WSH of several keys.
    case multisigZprv = "Zprv"
    case multisigVprv = "Vprv"

    package enum Script: Sendable {
        /// Not told: of any kind.
        case any
        case p2shP2WPKH, p2wpkh, multisig
    }

    /// The four bytes as a number, big-endian.
    package var bytes: UInt32 {
        switch self {
        case .xprv: 0x0488_ADE4
        case .tprv: 0x0435_8394
        case .yprv: 0x049D_7878
        case .uprv: 0x044A_4E28
        case .zprv: 0x04B2_430C
        case .vprv: 0x045F_18BC
        case .multisigYprv: 0x0295_B005
        case .multisigUprv: 0x0242_85B5
        case .multisigZprv: 0x02AA_7A99
        case .multisigVprv: 0x0257_5048
        }
    }

    /// Those of the public keys beside them: `xpub`, `tpub` and so on.
    package var publicBytes: UInt32 {
        switch self {
        case .xprv: 0x0488_B21E
        case .tprv: 0x0435_87CF
        case .yprv: 0x049D_7CB2
        case .uprv: 0x044A_5262
        case .zprv: 0x04B2_4746
        case .vprv: 0x045F_1CF6
        case .multisigYprv: 0x0295_B43F
        case .multisigUprv: 0x0242_89EF
        case .multisigZprv: 0x02AA_7ED3
        case .multisigVprv: 0x0257_5483
        }
    }

    /// The letters that its public keys begin with.
    package var publicName: String { rawValue.prefix(1) + "pub" }

    package var network: BitcoinForm.Network {
        switch self {
        case .xprv, .yprv, .zprv, .multisigYprv, .multisigZprv: .main
        case .tprv, .uprv, .vprv, .multisigUprv, .multisigVprv: .test
        }
    }

    package var script: Script {
        switch self {
        case .xprv, .tprv: .any
        case .yprv, .uprv: .p2shP2WPKH
        case .zprv, .vprv: .p2wpkh
        case .multisigYprv, .multisigUprv, .multisigZprv, .multisigVprv: .multisig
        }
    }

    /// Where its letters are told.
    package var source: String { script == .any ? "BIP-32" : "SLIP-132" }
}
