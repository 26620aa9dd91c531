package import Groups
package import Signatures

/// Refuses a key of another group than the ledger's keys are of.
/// - Throws: `TransactionsError.keyOfOtherGroup`.
package func requireCurve(_ needed: CurveName, _ found: CurveName, on ledger: LedgerName) throws(TransactionsError) {
    guard needed == found else { throw .keyOfOtherGroup(ledger: ledger, needed: needed, found: found) }
}

extension VerifyingKey {
    /// 04 ‖ x ‖ y, 65 bytes, from which a ledger hashes its name for the key.
    /// - Parameter needed: The group of the ledger's keys: secp256k1 or P-256.
    /// - Throws: `TransactionsError.keyOfOtherGroup`.
    package func uncompressed(of needed: CurveName, on ledger: LedgerName) throws(TransactionsError) -> [UInt8] {
        try requireCurve(needed, curve, on: ledger)
        do { return try uncompressed() } catch {
            preconditionFailure("a key of \(needed.rawValue) has an uncompressed form: \(error)")
        }
    }
}
