package import Groups
package import SecretSharing
package import Secrets

/// What shows that a dealer masked something else than a holder's share: I with a proof of it, beside the dealing
/// (holdfast-own-keys(5), "The evidence").
extension ProvenMaskedDealing {
    /// The holder's own evidence, which is bound to the dealing and answers no request. In constant time as to the key.
    ///
    /// Whoever sees it opens what is masked: the share itself, if the dealer only added something that can be guessed.
    /// - Parameter fresh: 32 random bytes, given by tests only.
    /// - Throws: `OwnKeysError.evidenceUnfounded` where the share is good, so that none is made that only gives it away;
    ///   `.nodeKeyOfAnotherHolder`, `.memory`.
    package func evidence<H: Group>(
        with secret: borrowing HolderSecret<H>, fresh: consuming LockedBytes? = nil
    ) throws(OwnKeysError) -> HolderAnswer<H> {
        let fresh = try randomness(fresh)
        do throws(OwnKeysError) {
            _ = try openShare(with: secret)
        } catch {
            guard case .dealerCheated = error else { throw error }
            return try HolderAnswer(self, secret, nil, fresh)
        }
        throw .evidenceUnfounded(secret.holder)
    }

    /// Verifies evidence, in variable time; it returns where the dealer cheated this holder.
    /// - Parameters:
    ///   - bytes: I ‖ c ‖ z.
    ///   - request: The id of the request that it answered; nil where the holder made it as evidence.
    /// - Throws: `OwnKeysError.evidenceUnauthentic` for what this holder did not make, `.evidenceUnfounded` where it opens the
    ///   very share: nobody is convicted by either. `.noSuchHolder`, `.memory`.
    package func requireCheated(
        _ bytes: UnsafeRawBufferPointer, of holder: HolderIndex, request: [UInt8]?
    ) throws(OwnKeysError) {
        do throws(OwnKeysError) {
            _ = try proven(bytes, of: holder, request: request)
        } catch {
            switch error {
            case .dealerCheated: return
            case .answerUnauthentic(let holder, let reason): throw .evidenceUnauthentic(holder, reason)
            default: throw error
            }
        }
        throw .evidenceUnfounded(holder)
    }
}
