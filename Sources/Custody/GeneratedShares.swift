public import Groups
public import KeyFiles

/// Makes a fresh key and splits it at once, so that no file of it ever is.
///
/// The key is drawn, put into the form that a node reads, shared and proven in locked memory, and is overwritten before
/// this returns. What `rebuild` gives back is what `generateKey` would have written: for Ed25519 it has the seed.
/// ```swift
/// let plan = try SplitPlan(
///     threshold: 2, holderNames: ["Aino", "Bram", "Eli"], label: "validator-7", created: "2026-11-22T10:02:33Z")
/// let dealt = try generateShares(group: .ed25519, format: .pkcs8PEM, plan)
/// print(dealt.facts.publicKey, dealt.facts.fingerprint)
/// ```
/// - Parameters:
///   - format: That of the file that the shares give; one that can carry the group.
///   - progress: Called at the start of each step.
///   - passphrase: For an encrypted format. It is in no share.
///   - sharePassphrase: Asked for the passphrase of each share that the plan seals with one.
/// - Throws: `Refusal`, as `generateKey` and `split`.
public func generateShares(
    group: CurveName, format: KeyFormat, _ plan: SplitPlan, progress: (Progress) -> Void = { _ in },
    passphrase: PassphraseSource? = nil, sharePassphrase: PassphraseSource? = nil
) throws(Refusal) -> DealtShares {
    let key = try generateKey(group: group, format: format, passphrase: passphrase)
    return try split(key, plan, progress: progress, sharePassphrase: sharePassphrase)
}
