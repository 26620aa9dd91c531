import Groups
import SecretSharing
import Secrets
import ShareFiles
import TestSupport

/// A fresh dealing with its share files, as a split would write them.
struct DealtFiles {
    let dealing: DealingFile
    /// The scalar, 32 bytes in the group's order.
    let scalar: [UInt8]
    let original: [UInt8]
    /// The share files, in the order of the holders.
    let files: [[UInt8]]
    /// The lines, 89 letters each.
    let lines: [String]

    static func of(
        _ curve: CurveName, threshold: Int = 3, holders: Int = 5, label: String = "validator-7",
        kind: DealingFile.KeyKind = .nodeKey, original: [UInt8] = Array("the key file, byte for byte\n".utf8)
    ) throws -> DealtFiles {
        try make(curve.group, threshold, holders, label, kind, original)
    }

    private static func make<G: Group>(
        _ group: G.Type, _ threshold: Int, _ holderCount: Int, _ label: String, _ kind: DealingFile.KeyKind,
        _ original: [UInt8]
    ) throws -> DealtFiles {
        let key = try SecretScalar<G>.random()
        let indices = try HolderIndex.first(holderCount)
        let dealt = try Dealing(of: key, threshold: threshold, holders: indices)
        let format = kind == .nodeKey ? "raw" : "file"
        let addresses = kind == .nodeKey ? [DealingFile.Address(name: "some-ledger", value: "abc")] : []
        let dealing = try UnprovenDealing(
            label: label, created: "2026-11-22T10:02:33Z", epoch: 0, group: G.curve, threshold: threshold,
            holders: indices.map { DealingFile.Holder(index: $0, name: "holder-\($0)") },
            commitments: dealt.commitment.elements.map(\.encoded),
            key: DealingFile.Key(kind: kind, format: format, addresses: addresses),
            original: .sealing(LockedBytes(copying: original), under: key, kind: kind, format: format)
        ).proven(by: key)
        let shares = dealt.takeShares()
        let writer = ShareFileWriter(dealing)
        var files: [[UInt8]] = []
        var lines: [String] = []
        for position in 0..<shares.count {
            let value = try shares.withLimbs(at: position) { try SecretScalar<G>(copyingLimbs: $0) }
            let line = try ShareLine(holder: shares.holders[position], value: value, of: dealing.id)
            lines.append(try line.letters())
            files.append(try writer.write(line).array)
        }
        return DealtFiles(
            dealing: dealing, scalar: try key.encoded().array, original: original, files: files, lines: lines)
    }

    /// The same share file with other letters in place of the line.
    func file(_ holder: Int, withLine line: String) -> [UInt8] {
        Array(String(decoding: files[holder], as: UTF8.self).replacing(lines[holder], with: line).utf8)
    }
}

/// What a share file says: its line and its dealing.
struct ShareMeaning: Equatable {
    let line: String
    let dealing: DealingID?

    init(_ file: [UInt8]) throws {
        let share = try ShareFile(parsing: LockedBytes(copying: file))
        dealing = share.dealing?.id
        line = try share.takeLine().letters()
    }
}
