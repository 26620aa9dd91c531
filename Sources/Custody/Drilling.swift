/// What a drill came to: the key was rebuilt, proven and let go again, or why not.
public struct DrillOutcome: Sendable {
    /// Who took part, who was refused, who is missing.
    public let report: CheckReport
    /// The indices of the shares that gave the key; empty where it was not rebuilt.
    public let used: [Int]
    /// What was read in the opened original; nil where it was not, and for a file that was only wrapped.
    public let facts: KeyFacts?
    /// What the person has to know about the original, a sentence each.
    public let warnings: [String]
    /// Why it failed; nil where it passed.
    public let refusal: Refusal?

    public var hasPassed: Bool { refusal == nil }

    /// How many of the good shares may be lost, should the missing ones be lost too; nil without a decided dealing.
    public var spare: Int? { report.need.map { max(0, report.have - $0) } }

    /// The holders whose shares are good, by index.
    public var tookPart: [HolderFacts] {
        let good = Set(report.shares.filter { $0.status == .valid }.compactMap(\.index))
        return report.dealing?.holders.filter { good.contains($0.index) } ?? []
    }
}

/// Practises the day on which the key is needed: everything that `rebuild` does, and nothing of the key comes out.
///
/// The key is rebuilt in locked memory and compared with commitment 0, the original is opened and read as the file of
/// that key; both are overwritten before this returns.
/// - Parameter passphrase: Asked when the original is encrypted: only an opened file proves that it can be opened.
/// - Returns: Also of a drill that failed: why is in it, with the refusals of `rebuild`.
public func drill(
    _ collection: borrowing CheckedCollection, passphrase: PassphraseSource? = nil
) -> DrillOutcome {
    do throws(Refusal) {
        let rebuilt = try rebuild(collection, passphrase: passphrase)
        return DrillOutcome(
            report: collection.report, used: rebuilt.used, facts: rebuilt.facts, warnings: rebuilt.warnings,
            refusal: nil)
    } catch {
        return DrillOutcome(report: collection.report, used: [], facts: nil, warnings: [], refusal: error)
    }
}
