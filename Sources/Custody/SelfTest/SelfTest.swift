import Encodings
import Secrets

/// One thing whose right outcome is known beforehand, tried on this machine.
public struct SelfTestOutcome: Hashable, Sendable {
    /// What was tried, in the field's words: `HKDF-SHA-256 (RFC 5869)`.
    public let name: String
    /// What is not as it must be; nil where all is.
    public let fault: String?

    public var isGood: Bool { fault == nil }
}

/// Tries the primitives on published examples, that wrong signatures are refused, and the whole way of a fresh key through
/// shares, rebuilding and signing, for each group.
///
/// A program that was damaged, or built by a compiler that makes mistakes, is found out before a key is trusted to it. Nothing
/// is read or written, and the keys are worth nothing. Takes a fraction of a second.
public func selfTest() -> [SelfTestOutcome] {
    (KnownAnswer.all.map(\.trial) + WrongSignature.trials + [Trial.randomSource, .lockedMemory] + WholeCycle.trials)
        .map { $0.outcome }
}

/// Something to try.
package struct Trial: Sendable {
    let name: String
    /// - Returns: What is wrong; nil where nothing is.
    let body: @Sendable () throws -> String?

    package var outcome: SelfTestOutcome {
        do {
            return SelfTestOutcome(name: name, fault: try body())
        } catch {
            return SelfTestOutcome(name: name, fault: Refusal(error).message)
        }
    }
}

extension Trial {
    /// Two draws of 32 bytes are the same once in 2²⁵⁶ machines that work.
    static let randomSource = Trial(name: "random numbers of the system") {
        let first = try LockedBytes(randomCount: 32), second = try LockedBytes(randomCount: 32)
        return first.matches(second) ? "two draws of 32 bytes are the same" : nil
    }

    /// Whether memory can be locked is told by a warning, as in every command; here only that it holds what was put there.
    static let lockedMemory = Trial(name: "memory for secrets") {
        let pattern = (0..<4096).map { UInt8(truncatingIfNeeded: 7 &* $0) }
        let bytes = try lockedCopy(of: pattern)
        let same = bytes.withUnsafeBytes { $0.elementsEqual(pattern) }
        return same ? nil : "bytes are not what was put there"
    }
}

/// Public bytes, where a secret is expected.
func lockedCopy(of bytes: [UInt8]) throws(SecretsError) -> LockedBytes {
    var copy = try LockedBytes(count: bytes.count)
    copy.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
    return copy
}
