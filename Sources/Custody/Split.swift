import Digests
import Groups
import OwnKeys
import SecretSharing
import ShareFiles
import Signatures

/// How a key is to be split.
public struct SplitPlan: Hashable, Sendable {
    /// Who is to hold a share.
    public struct Holder: Hashable, Sendable {
        public let name: String
        /// To whom the share is sealed before it leaves; nil for a share that whoever has the file can use.
        public let seal: Seal?
        /// The key of the holder's node that the share is dealt to; the dealing itself then carries the share.
        public let nodeKey: NodePublicKey?

        public init(name: String, seal: Seal? = nil) {
            self.name = name
            self.seal = seal
            nodeKey = nil
        }

        public init(name: String, nodeKey: NodePublicKey) {
            self.name = name
            self.nodeKey = nodeKey
            seal = nil
        }
    }

    /// t: how many shares rebuild the key, 2 … number of holders.
    public let threshold: Int
    /// In the order of their indices, which run from 1.
    public let holders: [Holder]
    /// The holders' names, in their order.
    public var holderNames: [String] { holders.map(\.name) }
    /// Whether the shares are dealt to the holders' own keys, and stand in the dealing.
    public var isToOwnKeys: Bool { holders.contains { $0.nodeKey != nil } }
    /// Whether everyone is to see that each holder can open a good share, by a proof beside the dealing.
    public let isPubliclyVerifiable: Bool
    /// What the dealer calls the key; may be empty.
    public let label: String
    /// UTC, such as `2026-11-22T10:02:33Z`. The library has no clock.
    public let created: String

    /// The longest file that a dealing carries, in bytes.
    public static let mostFileBytes = SealedOriginal.mostFileBytes

    /// - Throws: `Refusal`: `threshold-below-two`, `threshold-above-holder-count`, `too-many-holders`; `holders-mixed` where
    ///   some shares are dealt to own keys and others are not. Names, label and keys are looked at by `split`, which knows the
    ///   rules of the dealing.
    public init(
        threshold: Int, holders: [Holder], label: String, created: String, isPubliclyVerifiable: Bool = false
    ) throws(Refusal) {
        try SplitPlan.requirePolicy(threshold: threshold, holderCount: holders.count)
        if holders.contains(where: { $0.nodeKey != nil }), let other = holders.first(where: { $0.nodeKey == nil }) {
            throw Refusal(
                .unsafe, code: "holders-mixed",
                "the share of '\(other.name)' is not dealt to a node's key, and others are",
                advice: "give every holder a node's key, or none: the two make different dealings")
        }
        guard !isPubliclyVerifiable || holders.contains(where: { $0.nodeKey != nil }) else {
            throw Refusal(
                .unsafe, code: "own-keys", "only shares that are dealt to the keys of nodes can be publicly verifiable",
                advice: "give every holder a node's key")
        }
        self.isPubliclyVerifiable = isPubliclyVerifiable
        self.threshold = threshold
        self.holders = holders
        self.label = label
        self.created = created
    }

    /// A plan of shares that are not sealed.
    public init(threshold: Int, holderNames: [String], label: String, created: String) throws(Refusal) {
        try self.init(
            threshold: threshold, holders: holderNames.map { Holder(name: $0) }, label: label, created: created)
    }

    /// Whether so many of so many makes sense, before any name is made.
    public static func requirePolicy(threshold: Int, holderCount: Int) throws(Refusal) {
        try refusing { () throws in _ = try SharingPolicy(threshold: threshold, holderCount: holderCount) }
    }
}

/// How far a long act has come.
public struct Progress: Hashable, Sendable, CustomStringConvertible {
    /// The step, in a word or two: `dealing`, `checking every share`.
    public let step: String
    public var description: String { "\(step) …" }
}

/// Shares that were dealt, written, read back, checked and made to rebuild the key.
public struct DealtShares: ~Copyable, Sendable {
    public let facts: DealingFacts
    /// What was proven about them before anyone gets to see them.
    public let proof: RebuildProof
    /// The content of `dealing.json`; public.
    public let dealingFile: [UInt8]
    /// The content of `dealing.proof`, where the shares are publicly verifiable; public.
    public let sharesProof: [UInt8]?
    let writer: ShareFileWriter
    /// The share lines, one after the other, in the order of the holders.
    let lines: LockedBytes
    /// The whole files of shares that are sealed; nil for the others. In the order of the holders.
    let sealedFiles: [[UInt8]?]

    /// Lends the content of the share file of the holder at a position, in locked memory while it is not sealed.
    public borrowing func withShareFile(
        at position: Int, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        if let file = sealedFiles[position] { return try file.withUnsafeBytes(body) }
        let line = try line(at: position)
        let text = try refusing { () throws in try writer.write(line) }
        try text.withUnsafeBytes(body)
    }

    /// How many share files there are; none where the dealing carries the shares.
    public var shareFileCount: Int { facts.ownKeys == nil ? facts.holders.count : 0 }

    borrowing func line(at position: Int) throws(Refusal) -> ShareLine {
        try refusing { () throws in try shareLine(at: position, in: lines) }
    }
}

private func shareLine(at position: Int, in lines: borrowing LockedBytes) throws -> ShareLine {
    try lines.withUnsafeBytes { lines in
        let start = position * ShareLine.letterCount
        return try ShareLine(parsing: UnsafeRawBufferPointer(rebasing: lines[start..<start + ShareLine.letterCount]))
    }
}

/// Splits a key into shares that their holders can check alone.
///
/// Nothing is returned before every share was read back from its own line and checked against the commitments, sets of t
/// of them rebuilt the key (all sets when they are few), and the sealed original opened to the file, byte for byte.
/// ```swift
/// let plan = try SplitPlan(
///     threshold: 3, holderNames: ["Aino", "Bram", "Chiara", "Dev", "Eli"], label: "validator-7",
///     created: "2026-11-22T10:02:33Z")
/// let dealt = try split(key, plan)
/// for (position, name) in plan.holderNames.enumerated() {
///     try dealt.withShareFile(at: position) { bytes in try write(bytes, to: name + ".share") }
/// }
/// ```
/// - Parameters:
///   - progress: Called at the start of each step.
///   - sharePassphrase: Asked for the passphrase of each share that the plan seals with one.
/// - Throws: `Refusal`: `holder-name`, `holder-name-twice`, `label`, `created`, `original-length` for a file above 1 MiB,
///   `internal` where the fresh dealing fails its own proof.
public func split(
    _ key: borrowing NodeKey, _ plan: SplitPlan, progress: (Progress) -> Void = { _ in },
    sharePassphrase: PassphraseSource? = nil
) throws(Refusal) -> DealtShares {
    let original = Original(
        file: key.file, kind: .nodeKey, format: key.facts.format.rawValue, addresses: key.facts.addresses)
    switch key.privateKey {
    case .secp256k1(let scalar): return try deal(scalar, original, plan, sharePassphrase, progress)
    case .p256(let scalar): return try deal(scalar, original, plan, sharePassphrase, progress)
    case .ed25519Scalar(let scalar): return try deal(scalar, original, plan, sharePassphrase, progress)
    case .ed25519Seed(let seed):
        let scalar = try refusing { () throws in try seed.scalar() }
        return try deal(scalar, original, plan, sharePassphrase, progress)
    }
}

/// Splits a fresh random key that a file is sealed under, for a file that is no single key.
///
/// Shares can be checked as ever, against the wrapping key; that the file is in the dealing, and which, can be seen only by
/// rebuilding it. It was proven here, byte for byte.
/// - Throws: As `split(_:_:progress:)` for a key.
public func split(
    _ wrapped: WrappedFile, _ plan: SplitPlan, progress: (Progress) -> Void = { _ in },
    sharePassphrase: PassphraseSource? = nil
) throws(Refusal) -> DealtShares {
    // Ed25519 has the shortest commitments of the three groups; nobody signs with this key.
    // Two files must not get the same one, also where the system's randomness comes twice.
    let scalar = try refusing { () throws in
        try HedgedRandomness(content: wrapped.file.bytes).scalar(in: Ed25519.self, for: "wrapping key")
    }
    let original = Original(
        file: wrapped.file, kind: .wrapping, format: wrapped.facts.format.rawValue, addresses: wrapped.facts.addresses)
    return try deal(scalar, original, plan, sharePassphrase, progress)
}

/// What a dealing gives back, and says of it.
private struct Original {
    let file: SecretFile
    let kind: DealingFile.KeyKind
    let format: String
    let addresses: [LedgerAddress]
}

private func deal<G: Group>(
    _ scalar: borrowing SecretScalar<G>, _ original: Original, _ plan: SplitPlan, _ sharePassphrase: PassphraseSource?,
    _ progress: (Progress) -> Void
) throws(Refusal) -> DealtShares {
    progress(Progress(step: "dealing"))
    return try refusing { () throws in
        let holders = try HolderIndex.first(plan.holders.count)
        let fresh = try refusingPlan { try FreshDealing(of: scalar, plan, holders) }
        let sealed = try SealedOriginal.sealing(
            original.file.bytes, under: scalar, kind: original.kind, format: original.format)
        let dealing = try refusingPlan {
            let unproven = try UnprovenDealing(
                label: plan.label, created: plan.created, epoch: 0, group: G.curve, threshold: plan.threshold,
                holders: zip(holders, plan.holders).map {
                    DealingFile.Holder(index: $0, name: $1.name, recipient: $1.seal?.text)
                },
                commitments: fresh.dealing.commitment.elements.map(\.encoded),
                key: DealingFile.Key(
                    kind: original.kind, format: original.format,
                    addresses: original.addresses.map { DealingFile.Address(name: $0.kind.rawValue, value: $0.text) }
                        .sorted { $0.name < $1.name }),
                original: sealed, own: fresh.own
            )
            return try fresh.proven(unproven, by: scalar)
        }
        let lines = try writeLines(fresh.dealing.shares, of: dealing)
        // From here on only what was written counts.
        let text = dealing.text()
        let file = try text.withUnsafeBytes { try DealingFile(parsing: $0) }
        let known = try KnownDealing(file)
        let proof = try prove(lines, file, scalar, original.file, progress)
        let writer = ShareFileWriter(file)
        if fresh.sharesProof != nil { progress(Progress(step: "verifying the proof of the shares")) }
        try fresh.requireOwnShares(in: known)
        let sealedFiles = try seal(lines, as: plan, writer, file, sharePassphrase, progress)
        return DealtShares(
            facts: known.facts, proof: proof, dealingFile: text, sharesProof: fresh.sharesProof, writer: writer,
            lines: lines, sealedFiles: sealedFiles)
    }
}

/// The files of the shares that are sealed, each read back as its holder will read it.
private func seal(
    _ lines: borrowing LockedBytes, as plan: SplitPlan, _ writer: ShareFileWriter, _ dealing: DealingFile,
    _ sharePassphrase: PassphraseSource?, _ progress: (Progress) -> Void
) throws -> [[UInt8]?] {
    if plan.holders.contains(where: { $0.seal != nil }) { progress(Progress(step: "sealing the shares")) }
    var files: [[UInt8]?] = []
    for (position, holder) in plan.holders.enumerated() {
        guard let seal = holder.seal else {
            files.append(nil)
            continue
        }
        var secret: LockedBytes?
        if seal == .passphrase, let sharePassphrase { secret = try sharePassphrase("the share of \(holder.name)") }
        let line = try shareLine(at: position, in: lines)
        let armor = try sealed(try line.sealedContent(), seal, passphrase: secret)
        files.append(try writer.write(armor: armor, for: dealing.holders[position].index))
    }
    return files
}

/// A name or label that a dealing cannot carry is a wrong wish, not a damaged file.
private func refusingPlan<R: ~Copyable>(_ body: () throws -> R) throws -> R {
    do { return try body() } catch let error as ShareFilesError {
        throw Refusal(.unsafe, code: error.code, sentence: error.description)
    } catch let error as OwnKeysError {
        if case .memory = error { throw error }
        throw Refusal(.unsafe, code: error.code, sentence: error.description)
    }
}

private func writeLines<G: Group>(
    _ shares: borrowing ShareTable<G>, of dealing: DealingFile
) throws -> LockedBytes {
    var lines = try LockedBytes(count: shares.count * ShareLine.letterCount)
    for position in 0..<shares.count {
        let value = try shares.withLimbs(at: position) { try SecretScalar<G>(copyingLimbs: $0) }
        let line = try ShareLine(holder: shares.holders[position], value: value, of: dealing.id)
        try lines.withUnsafeMutableBytes { lines in
            let start = position * ShareLine.letterCount
            try line.write(
                into: UnsafeMutableRawBufferPointer(rebasing: lines[start..<start + ShareLine.letterCount]))
        }
    }
    return lines
}

/// The proof that a dealing gives of itself, from the very lines that its holders will get.
private func prove<G: Group>(
    _ lines: borrowing LockedBytes, _ dealing: DealingFile, _ scalar: borrowing SecretScalar<G>, _ file: SecretFile,
    _ progress: (Progress) -> Void
) throws -> RebuildProof {
    progress(Progress(step: "checking every share"))
    var table = try ShareTable<G>(capacity: dealing.holders.count)
    for position in dealing.holders.indices {
        let start = position * ShareLine.letterCount
        let share = try lines.withUnsafeBytes { (lines) throws in
            let line = UnsafeRawBufferPointer(rebasing: lines[start..<start + ShareLine.letterCount])
            return try ShareLine(parsing: line).share(in: G.self)
        }
        table.append(holder: share.holder, value: share.value)
    }
    let cores = Parallel.cores
    let verdict = try table.checked(
        against: try dealing.commitment(in: G.self, on: cores), binding: dealing.id.bytes, on: cores)
    guard verdict.bad.isEmpty else { throw SecretSharingError.dealingContradictsItself }
    progress(Progress(step: "rebuilding from sets of \(dealing.threshold)"))
    let proof = try verdict.good.proveRebuilding(of: scalar)
    let opened = try dealing.openOriginal(with: scalar)
    guard opened.matches(file.bytes) else { throw SecretSharingError.dealingContradictsItself }
    return proof
}
