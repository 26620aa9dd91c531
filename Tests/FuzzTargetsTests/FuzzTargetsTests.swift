import Foundation
import FuzzTargets
import TestSupport
import Testing

/// What libFuzzer found or begins with, and every vector of every format, given to every reader.
@Suite struct FuzzTargetsTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test(arguments: FuzzTarget.all.map(\.name))
    func itsOwnCorpusIsReadOrRefused(_ name: String) throws {
        let folder = Self.package.appendingPathComponent("Vectors/fuzz/\(name)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            try expectNoFault(try #require(FuzzTarget.named(name)), Array(try Data(contentsOf: file)), file)
        }
    }

    /// A file of one format is, to the readers of all others, a file like any other.
    @Test(arguments: FuzzTarget.all.map(\.name))
    func everyVectorOfEveryFormatIsReadOrRefused(_ name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        for (file, bytes) in Self.vectors { try expectNoFault(target, bytes, file) }
        #expect(Self.vectors.count > 300)
    }

    private func expectNoFault(_ target: FuzzTarget, _ bytes: [UInt8], _ file: URL) throws {
        let fault = bytes.withUnsafeBytes { target.fault(with: $0) }
        #expect(fault == nil, "\(target.name), \(file.path)")
    }

    /// Every file of ours, and the outside ones where they are.
    private static let vectors: [(URL, [UInt8])] = {
        var found: [(URL, [UInt8])] = []
        for folder in [package.appendingPathComponent("Vectors"), OutsideVectors.folder].map({
            $0.resolvingSymlinksInPath()
        }) {
            let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
            while let file = walk?.nextObject() as? URL {
                guard (try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true,
                    let data = try? Data(contentsOf: file), data.count <= 1 << 18
                else { continue }
                found.append((file, Array(data)))
            }
        }
        return found
    }()
}
