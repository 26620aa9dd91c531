/// A signature that was just made and that nobody has verified yet.
///
/// A fault of the machine while signing can put the key into the signature (Boneh, DeMillo and Lipton, EUROCRYPT 1997).
/// Whoever takes it out verifies what it became part of, before any of that leaves.
package struct Unverified<Signature: Sendable>: Sendable {
    package let signature: Signature

    init(_ signature: Signature) { self.signature = signature }
}
