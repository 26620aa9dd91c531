extension Transaction {
    /// The gas that every node takes before it runs anything; with a lower limit no block takes the transaction.
    ///
    /// Yellow Paper, section 6.2, with EIP-2028 (data), EIP-2930 (access lists), EIP-3860 (code of new contracts)
    /// and EIP-7702 (PER_EMPTY_ACCOUNT_COST for each authorization).
    /// Chains may ask for more, not for less.
    package var intrinsicGas: UInt64 {
        let zeros = UInt64(data.count { $0 == 0 })
        let list = form.accessList
        let words = UInt64(data.count + 31) / 32
        return 21_000 + (to == nil ? 32_000 + 2 * words : 0) + 4 * zeros + 16 * (UInt64(data.count) - zeros)
            + 2_400 * UInt64(list.count) + 1_900 * list.reduce(0) { $0 + UInt64($1.storageKeys.count) }
            + 25_000 * UInt64(form.authorizations.count)
    }
}
