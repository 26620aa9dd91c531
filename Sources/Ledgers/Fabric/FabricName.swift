/// Names of channels and chaincodes, in the letters that Fabric has for them.
///
/// More than a matter of looks: a `Proposal` with an `extension` is the same bytes as a request for a chaincode's events
/// whose channel is the proposal's header and whose chaincode is its call. A name that cannot hold a message keeps them apart.
enum FabricName {
    /// common/configtx/validator.go, `MaxLength`.
    private static let mostLetters = 249

    /// Channels: `[a-z][a-z0-9.-]*`, on old networks also capitals and `_` (common/configtx/validator.go). Chaincodes:
    /// letters and digits with single `-` and `_` between, and `_lifecycle` (core/chaincode/lifecycle/scc.go).
    /// - Throws: `FabricError.nameForm`.
    static func require(_ name: String, _ path: String) throws(FabricError) {
        let isName = (1...mostLetters).contains(name.utf8.count) && name.utf8.allSatisfy(isLetter)
        guard isName else { throw .nameForm(path, found: name) }
    }

    private static func isLetter(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
