import CSystem

/// Marks for valgrind's memcheck, which then reports every branch and address that depends on a secret.
///
/// Outside of memcheck they cost a few instructions that do nothing. Secrets are marked where they are decoded or
/// drawn; what a computation may release (a public key, a signature, one verdict) is marked public where it leaves.
package enum MemoryChecker {
    /// From here on these bytes are secret.
    package static func markSecret(_ bytes: UnsafeRawBufferPointer) {
        holdfast_mark_secret(bytes.baseAddress, bytes.count)
    }

    /// These bytes may be known. Each use says why in a comment.
    package static func markPublic(_ bytes: UnsafeRawBufferPointer) {
        holdfast_mark_public(bytes.baseAddress, bytes.count)
    }

    /// The value, released: a verdict, or a word of a public result.
    package static func released(_ value: UInt64) -> UInt64 {
        var copy = value
        Swift.withUnsafeBytes(of: &copy) { markPublic($0) }
        return copy
    }
}
