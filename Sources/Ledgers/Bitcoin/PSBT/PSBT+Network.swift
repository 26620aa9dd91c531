import Transactions

extension PSBT {
    /// The networks that the keys of a PSBT are said to be of; `nil` where nothing is said, or both kinds.
    ///
    /// A transaction does not tell its network, but the versions of extended keys do (BIP-32, "Serialization format"), and so
    /// does the second index of a path that BIP-44 describes: 0' for the main network, 1' for all others (SLIP-44).
    var networksOfKeys: [Network]? {
        var isMain: Set<Bool> = []
        for entry in global.all(Global.extendedKey) {
            switch Array(entry.keyData.prefix(4)) {
            case [0x04, 0x88, 0xB2, 0x1E]: isMain.insert(true)
            case [0x04, 0x35, 0x87, 0xCF]: isMain.insert(false)
            default: return nil
            }
        }
        for input in inputs { isMain.formUnion(input.map.coinTypes(PSBTInput.Key.derivation)) }
        for output in outputs { isMain.formUnion(output.coinTypes(Out.derivation)) }
        guard let only = isMain.first, isMain.count == 1 else { return nil }
        return only ? [.mainnet] : [.testnet, .signet, .regtest]
    }
}

extension PSBTMap {
    /// BIP-44, BIP-48, BIP-49, BIP-84 and BIP-86: purposes whose second index is the coin's.
    private static let purposes: Set<UInt32> = [44, 48, 49, 84, 86]
    private static let hardened: UInt32 = 1 << 31

    /// Whether the paths of a map's keys are of the main network, as far as they say so.
    fileprivate func coinTypes(_ derivation: UInt64) -> [Bool] {
        entries.lazy.filter { $0.type == derivation && $0.value.count >= 12 }.compactMap { entry in
            // A fingerprint, the purpose, the coin.
            let purpose = Array(entry.value[4..<8]).littleEndian32, coin = Array(entry.value[8..<12]).littleEndian32
            guard purpose & PSBTMap.hardened != 0, PSBTMap.purposes.contains(purpose & ~PSBTMap.hardened) else {
                return nil
            }
            switch coin {
            case PSBTMap.hardened: return true
            case PSBTMap.hardened | 1: return false
            default: return nil
            }
        }
    }
}
