/// A field to which a BIP gives a meaning: which key data and which value it must have.
///
/// The registry of types stands in BIP-174, "Appendix C: Type numbers"; the forms stand in the BIP that is named. Types
/// that are not listed here survive as they are.
struct PSBTField: Sendable {
    let name: String
    let version: VersionRule
    let key: KeyForm
    let value: ValueForm

    /// In which versions of the format a field stands: the tables of BIP-174 and BIP-370.
    enum VersionRule: Hashable, Sendable {
        case both
        /// Needed in version 0, forbidden in version 2.
        case version0
        /// Forbidden in version 0.
        case version2(isNeeded: Bool)
    }

    /// What stands in a key after its type.
    enum KeyForm: Hashable, Sendable {
        case none
        case bytes(Int)
        /// 33 or 65 bytes that name a point.
        case publicKey
        /// 33 bytes that name a point.
        case compressedKey
        /// A control block: 33 bytes and a multiple of 32.
        case controlBlock
        /// BIP-373: a participant's key, the aggregate key, and the hash of a leaf where one is signed for.
        case participant
        /// BIP-174, "Proprietary Use Type": an identifier with its length, a subtype, and anything.
        case proprietary
    }

    enum ValueForm: Hashable, Sendable {
        case anything
        case bytes(Int)
        case notEmpty
        case compactSize
        case unsignedTransaction, transaction, output
        /// 64 bytes, or 65 with a sighash type.
        case schnorrSignature
        /// Where a key comes from: a fingerprint and indices of four bytes each.
        case derivation
        /// The hashes of the leaves that a key is in, and where it comes from.
        case taprootDerivation
        /// A script with its leaf version behind it.
        case leafScript
        /// Depth, leaf version and script of each leaf.
        case scriptTree
        /// Compressed keys, one or more.
        case participants
        /// BIP-370: below 500,000,000 and not 0, or from there on.
        case height, time
        case witness
    }
}

extension PSBTField {
    static let global = PSBTFieldTable([
        0x00: .init("PSBT_GLOBAL_UNSIGNED_TX", .version0, .none, .unsignedTransaction),
        0x01: .init("PSBT_GLOBAL_XPUB", .both, .bytes(78), .derivation),
        0x02: .init("PSBT_GLOBAL_TX_VERSION", .version2(isNeeded: true), .none, .bytes(4)),
        0x03: .init("PSBT_GLOBAL_FALLBACK_LOCKTIME", .version2(isNeeded: false), .none, .bytes(4)),
        0x04: .init("PSBT_GLOBAL_INPUT_COUNT", .version2(isNeeded: true), .none, .compactSize),
        0x05: .init("PSBT_GLOBAL_OUTPUT_COUNT", .version2(isNeeded: true), .none, .compactSize),
        0x06: .init("PSBT_GLOBAL_TX_MODIFIABLE", .version2(isNeeded: false), .none, .bytes(1)),
        0xFB: .init("PSBT_GLOBAL_VERSION", .both, .none, .bytes(4)),
        0xFC: .init("PSBT_GLOBAL_PROPRIETARY", .both, .proprietary, .anything),
    ])

    static let input = PSBTFieldTable([
        0x00: .init("PSBT_IN_NON_WITNESS_UTXO", .both, .none, .transaction),
        0x01: .init("PSBT_IN_WITNESS_UTXO", .both, .none, .output),
        // A signature that is not in form is a bad signature, which `verify` names; it does not spoil the whole PSBT.
        0x02: .init("PSBT_IN_PARTIAL_SIG", .both, .publicKey, .notEmpty),
        0x03: .init("PSBT_IN_SIGHASH_TYPE", .both, .none, .bytes(4)),
        0x04: .init("PSBT_IN_REDEEM_SCRIPT", .both, .none, .anything),
        0x05: .init("PSBT_IN_WITNESS_SCRIPT", .both, .none, .anything),
        0x06: .init("PSBT_IN_BIP32_DERIVATION", .both, .publicKey, .derivation),
        0x07: .init("PSBT_IN_FINAL_SCRIPTSIG", .both, .none, .anything),
        0x08: .init("PSBT_IN_FINAL_SCRIPTWITNESS", .both, .none, .witness),
        0x09: .init("PSBT_IN_POR_COMMITMENT", .both, .none, .anything),
        0x0A: .init("PSBT_IN_RIPEMD160", .both, .bytes(20), .anything),
        0x0B: .init("PSBT_IN_SHA256", .both, .bytes(32), .anything),
        0x0C: .init("PSBT_IN_HASH160", .both, .bytes(20), .anything),
        0x0D: .init("PSBT_IN_HASH256", .both, .bytes(32), .anything),
        0x0E: .init("PSBT_IN_PREVIOUS_TXID", .version2(isNeeded: true), .none, .bytes(32)),
        0x0F: .init("PSBT_IN_OUTPUT_INDEX", .version2(isNeeded: true), .none, .bytes(4)),
        0x10: .init("PSBT_IN_SEQUENCE", .version2(isNeeded: false), .none, .bytes(4)),
        0x11: .init("PSBT_IN_REQUIRED_TIME_LOCKTIME", .version2(isNeeded: false), .none, .time),
        0x12: .init("PSBT_IN_REQUIRED_HEIGHT_LOCKTIME", .version2(isNeeded: false), .none, .height),
        0x13: .init("PSBT_IN_TAP_KEY_SIG", .both, .none, .schnorrSignature),
        0x14: .init("PSBT_IN_TAP_SCRIPT_SIG", .both, .bytes(64), .schnorrSignature),
        0x15: .init("PSBT_IN_TAP_LEAF_SCRIPT", .both, .controlBlock, .leafScript),
        0x16: .init("PSBT_IN_TAP_BIP32_DERIVATION", .both, .bytes(32), .taprootDerivation),
        0x17: .init("PSBT_IN_TAP_INTERNAL_KEY", .both, .none, .bytes(32)),
        0x18: .init("PSBT_IN_TAP_MERKLE_ROOT", .both, .none, .bytes(32)),
        0x1A: .init("PSBT_IN_MUSIG2_PARTICIPANT_PUBKEYS", .both, .compressedKey, .participants),
        0x1B: .init("PSBT_IN_MUSIG2_PUB_NONCE", .both, .participant, .bytes(66)),
        0x1C: .init("PSBT_IN_MUSIG2_PARTIAL_SIG", .both, .participant, .bytes(32)),
        0xFC: .init("PSBT_IN_PROPRIETARY", .both, .proprietary, .anything),
    ])

    static let output = PSBTFieldTable([
        0x00: .init("PSBT_OUT_REDEEM_SCRIPT", .both, .none, .anything),
        0x01: .init("PSBT_OUT_WITNESS_SCRIPT", .both, .none, .anything),
        0x02: .init("PSBT_OUT_BIP32_DERIVATION", .both, .publicKey, .derivation),
        0x03: .init("PSBT_OUT_AMOUNT", .version2(isNeeded: true), .none, .bytes(8)),
        0x04: .init("PSBT_OUT_SCRIPT", .version2(isNeeded: true), .none, .anything),
        0x05: .init("PSBT_OUT_TAP_INTERNAL_KEY", .both, .none, .bytes(32)),
        0x06: .init("PSBT_OUT_TAP_TREE", .both, .none, .scriptTree),
        0x07: .init("PSBT_OUT_TAP_BIP32_DERIVATION", .both, .bytes(32), .taprootDerivation),
        0x08: .init("PSBT_OUT_MUSIG2_PARTICIPANT_PUBKEYS", .both, .compressedKey, .participants),
        0xFC: .init("PSBT_OUT_PROPRIETARY", .both, .proprietary, .anything),
    ])

    private init(_ name: String, _ version: VersionRule, _ key: KeyForm, _ value: ValueForm) {
        self.name = name
        self.version = version
        self.key = key
        self.value = value
    }
}

/// The fields of one kind of map by their types, all of which are below 256.
struct PSBTFieldTable: Sendable {
    private let fields: [PSBTField?]
    /// The types that a map has to have, by version, in order: the same PSBT always gives the same message.
    private let needed: [[(type: UInt64, field: PSBTField)]]

    fileprivate init(_ byType: [UInt64: PSBTField]) {
        fields = (0..<256).map { byType[$0] }
        needed = [0, 2].map { version in
            byType.sorted { $0.key < $1.key }.filter { $0.value.isNeeded(in: version) }.map { ($0.key, $0.value) }
        }
    }

    subscript(_ type: UInt64) -> PSBTField? { type < 256 ? fields[Int(type)] : nil }

    /// - Parameter version: 0 or 2.
    func needed(in version: Int) -> [(type: UInt64, field: PSBTField)] { needed[version == 0 ? 0 : 1] }
}

extension PSBTField {
    fileprivate func isNeeded(in version: Int) -> Bool {
        switch self.version {
        case .both: false
        case .version0: version == 0
        case .version2(let isNeeded): isNeeded && version == 2
        }
    }
}
