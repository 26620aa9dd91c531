import Custody
import Groups
import Measuring

/// The dealings of a fleet, each a folder with `dealing.json` and the share files of all its holders.
///
/// The files lie in memory; their keys are of no value.
struct ManyDealings {
    static let count = 100

    private typealias Folder = [(name: String, bytes: [UInt8])]

    private let folders: [Folder]
    private let size: SharingSize

    /// - Throws: `Untrue` where a wrong share would not be seen.
    init(_ group: CurveName, _ size: SharingSize) throws {
        self.size = size
        // A hundred files of a hundred holders are more than a benchmark should keep in memory, and nobody looks whether two
        // folders are of the same dealing before both were checked.
        let different = size.holders > 10 ? 5 : ManyDealings.count
        let made = try (0..<different).map { try ManyDealings.folder(group, size, number: $0) }
        folders = (0..<ManyDealings.count).map { made[$0 % different] }
        try requireRefusal()
    }

    private static func folder(_ group: CurveName, _ size: SharingSize, number: Int) throws -> Folder {
        let plan = try SplitPlan(
            threshold: size.threshold, holderNames: (1...size.holders).map { "holder-\($0)" }, label: "node-\(number)",
            created: "2026-11-22T10:02:33Z")
        let dealt = try generateShares(group: group, format: .usual(for: group), plan)
        var folder: Folder = [("dealing.json", dealt.dealingFile)]
        for (position, name) in plan.holderNames.enumerated() {
            try dealt.withShareFile(at: position) { folder.append(("\(name).share", Array($0))) }
        }
        return folder
    }

    /// Checks everything, and throws where not every share is good.
    /// - Parameter threads: nil for all cores.
    func check(threads: Int?) throws {
        let report = try ManyDealings.check(folders, threads)
        for outcome in report.outcomes {
            let shares = try outcome.result.get().shares
            try require(shares.count == size.holders, "every share of a dealing is in its report")
            try require(shares.allSatisfy { $0.status == .valid }, "a share of the dealer is good")
        }
    }

    private static func check(_ folders: [Folder], _ threads: Int?) throws -> ManyReport {
        try checkMany(count: folders.count, threads: threads) { place in
            var files: [SecretFile] = [], unread: [Refusal] = []
            for (name, bytes) in folders[place] {
                do { files.append(try file(name, bytes)) } catch {
                    unread.append(Refusal(.inputOutput, code: "memory", "there is no memory for \(name)"))
                }
            }
            return DealingFiles("node-\(place)", files, unread: unread)
        }
    }

    private static func file(_ name: String, _ bytes: [UInt8]) throws -> SecretFile {
        var locked = try LockedBytes(count: bytes.count)
        locked.withUnsafeMutableBytes { $0.copyBytes(from: bytes) }
        return SecretFile(name: name, bytes: locked)
    }

    /// Looks whether the share of another dealing is seen, and where.
    private func requireRefusal() throws {
        let victim = 57
        var wrong = folders
        wrong[victim][1] = wrong[victim + 1][1]
        let report = try ManyDealings.check(wrong, nil)
        let faults = report.outcomes.indices.filter { report.outcomes[$0].fault != nil }
        try require(faults == [victim], "the share of another dealing is refused, and no other")
    }
}
