/// A Bitcoin address of a witness program (BIP-173, BIP-350).
package struct SegwitAddress: Hashable, Sendable {
    /// `bc` on the main network, `tb` on test networks and signet, `bcrt` on regtest.
    package let prefix: String
    /// 0 … 16.
    package let version: Int
    /// 2 … 40 bytes; 20 or 32 under version 0.
    package let program: [UInt8]

    /// The prefixes of Bitcoin's networks.
    package static let knownPrefixes = ["bc", "tb", "bcrt"]

    /// - Throws: `EncodingsError.bech32` (`unknownWitnessVersion`, `wrongProgramLength`).
    package init(prefix: String, version: Int, program: [UInt8]) throws(EncodingsError) {
        guard (0...16).contains(version) else { throw .bech32(.unknownWitnessVersion(version)) }
        // BIP-141: "a data push between 2 and 40 bytes"; version 0 is P2WPKH or P2WSH.
        guard (2...40).contains(program.count), version != 0 || program.count == 20 || program.count == 32 else {
            throw .bech32(.wrongProgramLength(version: version, count: program.count))
        }
        self.prefix = prefix
        self.version = version
        self.program = program
    }

    /// Reads an address, all upper or all lower case.
    /// - Throws: Everything that `Bech32.decode` throws, and the reasons of `Bech32Fault`.
    package init(_ text: String, prefixes: [String] = knownPrefixes) throws(EncodingsError) {
        let decoded = try Bech32.decode(text)
        guard prefixes.contains(decoded.prefix) else { throw .bech32(.unknownPrefix(decoded.prefix)) }
        guard let version = decoded.values.first else { throw .bech32(.noWitnessVersion) }
        let program = try Bech32.bytes(of: Array(decoded.values.dropFirst()))
        try self.init(prefix: decoded.prefix, version: Int(version), program: program)
        guard decoded.variant == variant else { throw .bech32(.checksumOfOtherVariant(version: Int(version))) }
    }

    /// The address in lower case.
    package var text: String {
        Bech32.encode(prefix: prefix, values: [UInt8(version)] + Bech32.values(of: program), variant)
    }

    /// BIP-350: "version 0 … Bech32 … versions 1 to 16 … Bech32m".
    private var variant: Bech32.Variant { version == 0 ? .bech32 : .bech32m }
}
