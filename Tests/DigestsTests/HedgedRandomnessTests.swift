import Digests
import Secrets
import Testing

/// Repeated randomness gives other numbers wherever anything else differs.
@Suite struct HedgedRandomnessTests {
    private func bytes(_ text: String) throws -> LockedBytes { try locked(Array(text.utf8)) }

    private func locked(_ content: [UInt8]) throws -> LockedBytes {
        var bytes = try LockedBytes(count: content.count)
        bytes.withUnsafeMutableBytes { $0.copyBytes(from: content) }
        return bytes
    }

    private func drawn(
        _ secret: String, _ content: String = "", fresh: UInt8 = 7, for use: String = "a", _ context: [UInt8] = []
    ) throws -> [UInt8] {
        let randomness = try HedgedRandomness(
            secret: try bytes(secret), content: try bytes(content),
            fresh: try locked([UInt8](repeating: fresh, count: HedgedRandomness.freshCount)))
        let drawn = try randomness.bytes(100, for: use, context)
        return drawn.withUnsafeBytes { Array($0) }
    }

    @Test func repeatsOnlyWhereEverythingIsTheSame() throws {
        #expect(try drawn("key") == drawn("key"))
        let all = [
            try drawn("key"), try drawn("kez"), try drawn("key", fresh: 8), try drawn("key", for: "b"),
            try drawn("key", "c"), try drawn("", "key"), try drawn("keyc"), try drawn("ke", "yc"),
            try drawn("key", for: "a", [0]), try drawn("key", for: "a", [0, 0]), try drawn("key", for: "ab"),
        ]
        #expect(Set(all.map { $0.prefix(16) }).count == all.count)
    }

    @Test func drawsFreshBytesOfItsOwn() throws {
        let content = try bytes("content")
        let first = try HedgedRandomness(content: content).publicBytes(32, for: "salt")
        let second = try HedgedRandomness(content: content).publicBytes(32, for: "salt")
        #expect(first != second)
    }
}
