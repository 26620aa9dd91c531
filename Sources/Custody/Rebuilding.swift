import Groups
import KeyFiles
import SecretSharing
import ShareFiles
import Signatures

/// A key file that was rebuilt from shares.
public struct RebuiltKeyFile: Sendable {
    public let file: SecretFile
    /// What anyone may know of the key; nil for a file that was only wrapped, which may be anything.
    public let facts: KeyFacts?
    /// Whether it is the original file, byte for byte.
    public let isOriginal: Bool
    /// What the person has to know about it, a sentence each.
    public let warnings: [String]
    /// What the original had and a new file of another form has not, a sentence each; empty for the original.
    public let losses: [String]
    /// The indices of the shares that were used.
    public let used: [Int]
}

/// Rebuilds the key from checked shares, and the key file with it.
///
/// The key is compared with commitment 0 before anything else is done with it. The sealed original is opened and must be
/// the file of that very key, else it is withheld.
/// ```swift
/// let rebuilt = try rebuild(try check(files))
/// try rebuilt.file.bytes.withUnsafeBytes { bytes in try write(bytes, to: "node.key") }
/// ```
/// - Parameters:
///   - format: Another form than the original's.
///   - passphrase: Asked when the original is encrypted, since only an opened file can be compared.
///   - newPassphrase: Asked for an encrypted `format`.
/// - Throws: `Refusal`: `not-enough-shares`, `dealings-differ`, `dealings-of-one-key`, `rebuilt-key-mismatch`,
///   `passphrase-missing`, `passphrase-wrong`; `original-sealed` and `original-padding` where the original does not open;
///   `original-other-key` where it is no file of the committed key in the stated form; `wrapping-key`, `passphrase-empty`,
///   `format-only-read`, `seed-not-known` and `format-cannot-carry` for a `format` in which the key cannot be written.
public func rebuild(
    _ collection: borrowing CheckedCollection, as format: KeyFormat? = nil, passphrase: PassphraseSource? = nil,
    newPassphrase: PassphraseSource? = nil
) throws(Refusal) -> RebuiltKeyFile {
    let dealing = try collection.requireEnough()
    let used = collection.usedIndices
    let scalar = try collection.rebuiltScalar()
    if let format {
        guard format.isWritten else { throw Refusal(KeyFilesError.onlyRead(format)) }
        guard dealing.facts.kind == .nodeKey else {
            throw Refusal(
                .unsafe, code: "wrapping-key",
                "the shares are of a key that only wraps a file, so no key can be written",
                advice: "rebuild the file as it was")
        }
        let key = try privateKey(scalar, dealing, passphrase)
        let written = try keyFile(of: key, as: format, named: "the new key file", passphrase: newPassphrase)
        let losses = KeyFormat(rawValue: dealing.facts.format)?.losses(as: format) ?? []
        return RebuiltKeyFile(
            file: written.file, facts: written.facts, isOriginal: false, warnings: [], losses: losses, used: used)
    }
    let original = try openOriginal(of: dealing, scalar)
    let file = SecretFile(name: "the original key file", bytes: original)
    switch dealing.facts.kind {
    case .wrapping:
        // Opened under the rebuilt key and bound to it: there is nothing else that it could be compared with.
        return RebuiltKeyFile(
            file: file, facts: nil, isOriginal: true, warnings: try dealing.contradictions(of: file), losses: [],
            used: used)
    case .nodeKey:
        let facts = try requireKey(of: dealing, in: file, passphrase).facts
        return RebuiltKeyFile(file: file, facts: facts, isOriginal: true, warnings: [], losses: [], used: used)
    }
}

extension Signer {
    /// The key rebuilt from shares, for one act of signing.
    ///
    /// Ed25519 signs with the seed of the opened original; where that cannot be opened, from the bare scalar with a hedged
    /// nonce, and `usesBareScalar` says so.
    /// - Throws: As `CheckedCollection.requireSigner()`; for an encrypted original of Ed25519 also `passphrase-missing` and
    ///   `passphrase-wrong`.
    public init(
        rebuilding collection: borrowing CheckedCollection, passphrase: PassphraseSource? = nil
    ) throws(Refusal) {
        _ = try collection.requireSigner()
        let dealing = try collection.requireEnough()
        let scalar = try collection.rebuiltScalar()
        switch consume scalar {
        case .secp256k1(let key):
            try self.init(.secp256k1(try refusing { () throws in try key.scalar.copy() }), dealing.key)
        case .p256(let key):
            try self.init(.p256(try refusing { () throws in try key.scalar.copy() }), dealing.key)
        case .ed25519(let key):
            try self.init(try ed25519Signer(key, dealing, passphrase), dealing.key)
        }
    }
}

extension CheckedCollection {
    /// Refuses early what `rebuild` would refuse: no decided dealing, or too few good shares of it.
    /// - Throws: `Refusal`: `dealings-differ`, `dealings-of-one-key`, `not-enough-shares`.
    public borrowing func requireRebuildable() throws(Refusal) {
        _ = try requireEnough()
    }

    /// The public key that signatures from these shares will be by.
    /// - Throws: As `requireRebuildable()`, and `wrapping-key` where commitment 0 is no node's key.
    public borrowing func requireSigner() throws(Refusal) -> VerifyingKey {
        let dealing = try requireEnough()
        guard dealing.facts.kind == .nodeKey else {
            throw Refusal(
                .unsafe, code: "wrapping-key", "the shares are of a key that only wraps a file, and it signs nothing",
                advice: "rebuild the file and use what is in it")
        }
        return dealing.key
    }

    /// Refuses to go on without a decided dealing and enough good shares of it.
    /// - Throws: `Refusal`: `dealings-differ`, `not-enough-shares`, or what is wrong with all the files there are.
    @discardableResult
    borrowing func requireEnough() throws(Refusal) -> KnownDealing {
        guard let dealing else { throw report.withoutDecision }
        guard report.have >= report.need ?? dealing.facts.threshold else { throw report.notEnough(dealing.facts) }
        return dealing
    }

    /// The indices of the t shares that interpolation takes.
    fileprivate var usedIndices: [Int] {
        let good = report.shares.filter { $0.status == .valid }.compactMap(\.index)
        return Array(good.prefix(report.need ?? 0))
    }

    fileprivate borrowing func rebuiltScalar() throws(Refusal) -> RebuiltScalar {
        switch shares {
        case .some(.secp256k1(let shares)):
            return .secp256k1(try refusing { () throws in try shares.rebuild() })
        case .some(.p256(let shares)):
            return .p256(try refusing { () throws in try shares.rebuild() })
        case .some(.ed25519(let shares)):
            return .ed25519(try refusing { () throws in try shares.rebuild() })
        case .none:
            throw report.withoutDecision
        }
    }
}

extension CheckReport {
    /// Why nothing can be rebuilt while no dealing is decided on.
    fileprivate var withoutDecision: Refusal {
        if camps.count > 1 {
            let names = camps.map { camp in
                "\(camp.dealing.shortForm) of \(camp.dealing.subject)"
                    + " (\(camp.files.joined(separator: ", ")))"
            }
            return Refusal(
                .answerIsNo, code: camps.areOfOneKey ? "dealings-of-one-key" : "dealings-differ",
                "the files are of \(camps.count) different dealings: \(names.joined(separator: "; "))",
                advice: "find out which one is right and say so; nothing here can tell")
        }
        if !shares.isEmpty, shares.allSatisfy({ $0.code == "request-missing" }) {
            return Refusal(
                .notEnoughShares, code: "request-missing", "the files answer a request, and none was given",
                advice: "say which one they answer")
        }
        return Refusal(
            .notEnoughShares, code: "not-enough-shares", "no share came with a dealing that can be read",
            advice: "bring whole share files, or the dealing.json of the split beside the lines")
    }

    fileprivate func notEnough(_ dealing: DealingFacts) -> Refusal {
        let names = missing.map(\.name)
        let shown = names.count <= 8 ? names.joined(separator: ", ") : "\(names.count) holders"
        let cheated = shares.filter { $0.code == "dealer-cheated" }.compactMap(\.holder)
        if !cheated.isEmpty {
            return Refusal(
                .notEnoughShares, code: "not-enough-shares",
                "\(have) of the \(need ?? dealing.threshold) shares that are needed are good, and the dealer cheated "
                    + cheated.joined(separator: ", "),
                advice: "keep their files as evidence, and bring more from other holders")
        }
        if let members, let contradiction = contradictions(among: members) { return contradiction }
        if let members {
            return Refusal(
                .notEnoughShares, code: "not-enough-shares",
                "\(have) of the \(members.count) answers that the blinded request needs are good, and it needs them all",
                advice: "wait for \(shown), or make a request without them")
        }
        return Refusal(
            .notEnoughShares, code: "not-enough-shares",
            "\(have) of the \(dealing.threshold) shares that are needed are good",
            advice: "bring \(dealing.threshold - have) more, from \(shown)")
    }
}

extension CheckReport {
    /// Why the answers to a blinded request give no key though they came: whom their own signatures convict, and which of them
    /// contradict each other.
    private func contradictions(among members: [HolderFacts]) -> Refusal? {
        let cheated = shares.filter { $0.code == "holder-cheated" }.compactMap(\.holder)
        let pairs = contradictingPairs
        guard !cheated.isEmpty || !pairs.isEmpty else { return nil }
        var found: [String] = []
        if !cheated.isEmpty { found.append("\(cheated.joined(separator: ", ")) signed a value that is not theirs") }
        if pairs.count == 1 { found.append("the answers of \(pairs[0]) contradict each other") }
        if pairs.count > 1 {
            found.append("of each of these pairs one answer contradicts the other: \(pairs.joined(separator: ", "))")
        }
        let apart =
            "make a request without one of \(pairs.count > 1 ? "each pair" : "them"), and another without the other"
        let advice =
            cheated.isEmpty
            ? apart
            : "make a request without \(cheated.joined(separator: ", "))\(pairs.isEmpty ? "" : ", and without one of each pair")"
        return Refusal(
            .notEnoughShares, code: "not-enough-shares",
            "the blinded request needs the good answers of all \(members.count) holders, but \(found.joined(separator: ", and "))",
            advice: advice)
    }
}

extension CheckReport {
    /// Each pair of holders whose answers contradict each other once, by name.
    private var contradictingPairs: [String] {
        var names: [Int: String] = [:]
        for holder in members ?? [] { names[holder.index] = holder.name }
        return shares.flatMap { share -> [String] in
            guard let one = share.index, share.status == .suspected else { return [] }
            return share.contradicts.filter { one < $0 }.compactMap { other in
                names[one].flatMap { first in names[other].map { "\(first) and \($0)" } }
            }
        }
    }
}

/// A rebuilt key of whatever group.
private enum RebuiltScalar: ~Copyable {
    case secp256k1(RebuiltKey<Secp256k1>)
    case p256(RebuiltKey<P256>)
    case ed25519(RebuiltKey<Ed25519>)
}

/// The seed of the opened original, or the bare scalar where the dealer sealed something else.
///
/// A passphrase that is missing or wrong is refused: it can be brought.
private func ed25519Signer(
    _ rebuilt: borrowing RebuiltKey<Ed25519>, _ dealing: KnownDealing, _ passphrase: PassphraseSource?
) throws(Refusal) -> PrivateKey {
    do throws(Refusal) {
        let bytes = try refusing { () throws in try dealing.whole().openOriginal(with: rebuilt.scalar) }
        let file = SecretFile(name: "the original key file", bytes: bytes)
        return try requireKey(of: dealing, in: file, passphrase).takePrivateKey()
    } catch {
        guard error.kind == .damaged || error.kind == .answerIsNo else { throw error }
        return .ed25519Scalar(try refusing { () throws in try rebuilt.scalar.copy() })
    }
}

/// The key that is written: for Ed25519 from the original, since its scalar alone is no seed.
private func privateKey(
    _ rebuilt: consuming RebuiltScalar, _ dealing: KnownDealing, _ passphrase: PassphraseSource?
) throws(Refusal) -> PrivateKey {
    switch consume rebuilt {
    case .secp256k1(let key):
        return .secp256k1(try refusing { () throws in try key.scalar.copy() })
    case .p256(let key):
        return .p256(try refusing { () throws in try key.scalar.copy() })
    case .ed25519(let key):
        let bytes = try refusing { () throws in try dealing.whole().openOriginal(with: key.scalar) }
        let file = SecretFile(name: "the original key file", bytes: bytes)
        return try requireKey(of: dealing, in: file, passphrase).takePrivateKey()
    }
}

private func openOriginal(of dealing: KnownDealing, _ rebuilt: borrowing RebuiltScalar) throws(Refusal) -> LockedBytes {
    switch rebuilt {
    case .secp256k1(let key): try refusing { () throws in try dealing.whole().openOriginal(with: key.scalar) }
    case .p256(let key): try refusing { () throws in try dealing.whole().openOriginal(with: key.scalar) }
    case .ed25519(let key): try refusing { () throws in try dealing.whole().openOriginal(with: key.scalar) }
    }
}

/// The original read as a key file: it must be of the stated format and hold the committed key, else it is withheld.
private func requireKey(
    of dealing: KnownDealing, in file: SecretFile, _ passphrase: PassphraseSource?
) throws(Refusal) -> NodeKey {
    let key: NodeKey
    let question = PassphraseQuestion(passphrase)
    do {
        key = try readKeyFile(
            file, group: dealing.group,
            passphrase: passphrase == nil ? nil : { (purpose) throws(Refusal) in try question.ask(purpose) })
    } catch {
        // A passphrase that cannot be had says nothing about the original.
        if let refusal = question.refusal { throw refusal }
        switch error.kind {
        case .cannotDecrypt, .declined, .inputOutput, .internalFault: throw error
        case .answerIsNo, .unsafe, .notEnoughShares, .damaged: throw dealing.withheld(error.message)
        }
    }
    guard key.facts.format.rawValue == dealing.facts.format else {
        throw dealing.withheld(
            "the sealed original is in the form \(key.facts.format.rawValue), not \(dealing.facts.format)")
    }
    guard key.verifyingKey == dealing.key else {
        throw dealing.withheld("the sealed original is the file of another key than commitment 0")
    }
    return key
}

extension KnownDealing {
    /// Where a wrapped wallet is another than the dealer said. It is handed out all the same: it is all there is.
    fileprivate func contradictions(of file: SecretFile) throws(Refusal) -> [String] {
        let isWallet = [WrappedFacts.Format.bip39, .bip32].contains { $0.rawValue == facts.format }
        guard isWallet || !facts.addresses.isEmpty else { return [] }
        let wallet: WrappedFile?
        do throws(Refusal) { wallet = try WrappedFile(wallet: file) } catch {
            return ["the dealing says that it wraps a wallet, and what came out is none: \(error.message)"]
        }
        guard let wallet else { return ["the dealing says that it wraps a wallet, and what came out is none"] }
        guard wallet.facts.format.rawValue == facts.format || !isWallet else {
            return [
                "the dealing says that it wraps \(facts.format), and what came out is \(wallet.facts.format.rawValue);"
                    + " ask the dealer why"
            ]
        }
        guard wallet.facts.addresses == facts.addresses else {
            return ["the addresses in the dealing are not those of the wallet that came out; ask the dealer why"]
        }
        return []
    }

    /// Why the original is not handed out.
    fileprivate func withheld(_ fact: String) -> Refusal {
        Refusal(
            .answerIsNo, code: "original-other-key", "\(fact), so it is withheld",
            advice: group == .ed25519
                ? "the dealer made it so; the shares still sign, but no key file can be written without the seed"
                : "the dealer made it so; write the key itself in a form of your choice instead")
    }
}

extension [Camp] {
    /// Whether they are several dealings of the same key, which no address can tell apart.
    fileprivate var areOfOneKey: Bool { Set(map(\.dealing.publicKey)).count == 1 }
}

/// A question for a passphrase, which remembers why it was not answered.
private final class PassphraseQuestion {
    private let source: PassphraseSource?
    private(set) var refusal: Refusal?

    init(_ source: PassphraseSource?) { self.source = source }

    func ask(_ purpose: String) throws(Refusal) -> LockedBytes {
        guard let source else { throw Refusal(KeyFilesError.passphraseMissing, about: purpose) }
        do {
            return try source(purpose)
        } catch {
            refusal = error
            throw error
        }
    }
}
