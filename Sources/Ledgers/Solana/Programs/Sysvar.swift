/// Accounts in which the cluster tells its own state, which many instructions pass along (solana-sdk-ids, `sysvar`).
enum Sysvar {
    static let clock = WellKnown.address("SysvarC1ock11111111111111111111111111111111")
    static let rent = WellKnown.address("SysvarRent111111111111111111111111111111111")
    static let recentBlockhashes = WellKnown.address("SysvarRecentB1ockHashes11111111111111111111")
    static let stakeHistory = WellKnown.address("SysvarStakeHistory1111111111111111111111111")
    static let instructions = WellKnown.address("Sysvar1nstructions1111111111111111111111111")
    /// No sysvar, but passed beside them: once the parameters of staking, now read by nobody.
    static let stakeConfig = WellKnown.address("StakeConfig11111111111111111111111111111111")
}
