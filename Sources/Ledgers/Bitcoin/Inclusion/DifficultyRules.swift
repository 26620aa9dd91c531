import Groups

/// How targets may change from block to block.
package enum DifficultyRules: Sendable {
    /// Every 2,016 blocks, by how long those took.
    case everyPeriod
    /// Never.
    case constant
    /// A block that comes twenty minutes after the one before may have the lowest difficulty, so that a change says little
    /// without the whole chain: left to the reader, who is told so.
    case notJudged

    /// Blocks that share one target (Bitcoin Core, `consensus/params.h`, `DifficultyAdjustmentInterval`).
    static let period = 2016
    /// Two weeks, in seconds.
    static let expectedSeconds: UInt64 = 14 * 24 * 60 * 60

    /// The target after a period that took so long (Bitcoin Core, `CalculateNextWorkRequired`): at most four times and at
    /// least a quarter of the last one, and never above the network's limit.
    package static func next(
        after last: BlockTarget, seconds: Int64, limit: BlockTarget
    ) -> CompactTarget {
        let shortest = Int64(expectedSeconds / 4), longest = Int64(expectedSeconds * 4)
        let clamped = UInt64(min(max(seconds, shortest), longest))
        return CompactTarget(of: min(last.scaled(by: clamped, over: expectedSeconds), limit).number)
    }
}

// Bitcoin Core, `kernel/chainparams.cpp`.
extension Network {
    /// The highest target that a block may have (`powLimit`).
    package var lowestDifficulty: BlockTarget {
        switch self {
        case .mainnet, .testnet: BlockTarget(unchecked: Limbs(.max, .max, .max, 0xFFFF_FFFF))
        case .signet: BlockTarget(unchecked: Limbs(0, 0, 0, 0x0000_0377_AE00_0000))
        case .regtest: BlockTarget(unchecked: Limbs(.max, .max, .max, .max >> 1))
        }
    }

    /// `fPowAllowMinDifficultyBlocks` and `fPowNoRetargeting`.
    var difficultyRules: DifficultyRules {
        switch self {
        case .mainnet, .signet: .everyPeriod
        case .testnet: .notJudged
        case .regtest: .constant
        }
    }

    /// The hash of block 0, in the letters that people know. Testnet is the third one.
    var genesis: String {
        switch self {
        case .mainnet: "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
        case .testnet: "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943"
        case .signet: "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6"
        case .regtest: "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"
        }
    }
}
