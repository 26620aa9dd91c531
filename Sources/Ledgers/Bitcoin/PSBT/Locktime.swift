/// What a PSBT of version 2 needs of the locktime.
struct Locktime: Hashable, Sendable {
    /// Below this, a locktime is a height (Bitcoin Core, `script/script.h`, `LOCKTIME_THRESHOLD`).
    static let firstTime: UInt32 = 500_000_000

    /// What one input needs; `nil` where it needs nothing of that kind.
    let height: UInt32?
    let time: UInt32?

    /// BIP-370, "Determining Lock Time": the greatest height where all inputs that need something take a height, else the
    /// greatest time where all of them take one.
    /// - Parameter fallback: `PSBT_GLOBAL_FALLBACK_LOCKTIME`; 0 where it is absent.
    /// - Throws: `PSBTError.locktimesConflict`.
    static func determined(by inputs: [Locktime], fallback: UInt32) throws(PSBTError) -> UInt32 {
        let demanding = inputs.filter { $0.height != nil || $0.time != nil }
        let heights = demanding.compactMap(\.height)
        let times = demanding.compactMap(\.time)
        if demanding.isEmpty { return fallback }
        // "If a PSBT has both … then the height-based lock time must be chosen."
        if heights.count == demanding.count, let greatest = heights.max() { return greatest }
        if times.count == demanding.count, let greatest = times.max() { return greatest }
        throw .locktimesConflict
    }
}
