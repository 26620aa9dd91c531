import Digests
import Groups
import Signatures
import Transactions

/// The key that signs, in all the forms in which scripts name it.
struct OwnKey: Hashable, Sendable {
    let key: VerifyingKey
    /// 33 bytes.
    let compressed: [UInt8]
    /// 65 bytes.
    let uncompressed: [UInt8]
    /// 32 bytes: x alone.
    let xOnly: [UInt8]
    /// HASH160 of the compressed form.
    private let keyHash: [UInt8]

    /// The output key of the key alone, without a script tree (BIP-86); `nil` where it was not asked for.
    let taprootOutput: [UInt8]?

    /// - Parameters:
    ///   - withTaproot: Whether any script in question is taproot: its output key takes as long as a signature.
    ///   - keys: What was computed before.
    /// - Throws: `PSBTError.key` for a key of another group.
    init(_ key: VerifyingKey, withTaproot: Bool, _ keys: KnownKeys) throws(PSBTError) {
        do throws(TransactionsError) {
            try requireCurve(.secp256k1, key.curve, on: .bitcoin)
            uncompressed = try key.uncompressed(of: .secp256k1, on: .bitcoin)
        } catch { throw .key(error) }
        self.key = key
        compressed = key.encoded
        xOnly = Array(key.encoded.dropFirst())
        keyHash = Hash160.hash(compressed)
        taprootOutput = withTaproot ? try? keys.taprootOutput(internalKey: xOnly, merkleRoot: nil) : nil
    }

    /// The form of a script that this key alone spends; `nil` for every other script.
    func nameOfOwn(_ script: Script) -> String? {
        switch script.template {
        case .p2pk(let key): isKey(key) ? "p2pk" : nil
        case .p2pkh(let hash): hash == keyHash ? "p2pkh" : isHash(hash, of: uncompressed) ? "p2pkh, uncompressed" : nil
        case .p2wpkh(let hash): hash == keyHash ? "p2wpkh" : nil
        case .p2sh(let hash): isHash(hash, of: Script.p2wpkh(hash: keyHash).bytes) ? "p2sh p2wpkh" : nil
        case .p2tr(let outputKey): outputKey == taprootOutput ? "p2tr" : nil
        case .p2wsh, .multisig, .singleKeyLeaf, .opReturn, .futureWitness, .other: nil
        }
    }

    private func isHash(_ hash: [UInt8], of bytes: [UInt8]) -> Bool { Hash160.hash(bytes) == hash }

    /// The form of this key, 33 or 65 bytes, that has a HASH160.
    fileprivate func named(byHash hash: [UInt8]) -> [UInt8]? {
        hash == keyHash ? compressed : isHash(hash, of: uncompressed) ? uncompressed : nil
    }

    /// Whether bytes are this key, compressed or not.
    func isKey(_ bytes: [UInt8]) -> Bool { bytes == compressed || bytes == uncompressed }
}

/// What a key does with an input.
enum InputPlan: Hashable, Sendable {
    case sign(SigningTask)
    /// A good signature of this key is already there.
    case kept
    case unsigned(reason: String)

    var signs: Bool { if case .sign = self { true } else { false } }
}

/// What is to be signed at an input.
enum SigningTask: Hashable, Sendable {
    /// With ECDSA, for the key as the script names it.
    case ecdsa(key: [UInt8])
    /// The key path of taproot; `isOutputKey` where the key is the output key itself, else it is the internal key.
    case taprootKey(isOutputKey: Bool, merkleRoot: [UInt8]?)
    /// Leaves of the script tree.
    case leaves([TaprootLeaf])
}

extension Spending {
    /// What this key signs to spend the output.
    /// - Returns: A reason where it signs nothing.
    func task(for own: OwnKey) -> Result<SigningTask, NotOurs> {
        if let taproot { return taproot.task(for: own) }
        let named: [UInt8]? =
            switch template {
            case .p2pk(let key): own.isKey(key) ? key : nil
            case .p2pkh(let hash): own.named(byHash: hash)
            case .multisig(let multisig): multisig.keys.first(where: own.isKey)
            case .p2sh, .p2wpkh, .p2wsh, .p2tr, .singleKeyLeaf, .opReturn, .futureWitness, .other: nil
            }
        switch template {
        case .p2pk, .p2pkh, .multisig: break
        default: return .failure(NotOurs("its script has a form that is not signed here"))
        }
        guard let named else { return .failure(NotOurs("it is spent by \(others) of others")) }
        // BIP-143, "Restrictions on public key type": other keys make the output unspendable for most nodes.
        guard era == .legacy || named.count == 33 else {
            return .failure(NotOurs("segwit takes no uncompressed key"))
        }
        return .success(.ecdsa(key: named))
    }

    private var others: String { if case .multisig = template { "keys" } else { "a key" } }
}

extension TaprootSpending {
    /// The key path where it is possible, since it tells least; else the leaves that name the key.
    fileprivate func task(for own: OwnKey) -> Result<SigningTask, NotOurs> {
        if outputKey == own.xOnly { return .success(.taprootKey(isOutputKey: true, merkleRoot: nil)) }
        if isCommitted {
            if internalKey == own.xOnly { return .success(.taprootKey(isOutputKey: false, merkleRoot: merkleRoot)) }
        } else if internalKey == nil {
            // Where the PSBT tells no internal key, the output itself tells whether it is this one.
            let output =
                merkleRoot == nil
                ? own.taprootOutput : (try? Taproot.outputKey(internalKey: own.xOnly, merkleRoot: merkleRoot))?.x
            if output == outputKey { return .success(.taprootKey(isOutputKey: false, merkleRoot: merkleRoot)) }
        }
        let named = leaves.filter { $0.signers?.keys.contains(own.xOnly) ?? false }
        if !named.isEmpty { return .success(.leaves(named)) }
        return .failure(
            NotOurs(
                leaves.isEmpty
                    ? "it is spent by a key of others, and no leaf script is given"
                    : "it is spent by a key of others, and no leaf script is one that this key signs"))
    }
}

/// Why a key does not sign an input.
struct NotOurs: Error, Hashable, Sendable {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
