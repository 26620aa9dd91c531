import Glibc
import Secrets
import Testing

@Suite struct LockedBytesTests {
    @Test func isZeroAtFirstAndKeepsWhatIsWritten() throws {
        var bytes = try LockedBytes(count: 100)
        let sumBefore = bytes.withUnsafeBytes { $0.reduce(0) { $0 + Int($1) } }
        #expect(sumBefore == 0)
        bytes.withUnsafeMutableBytes { $0.copyBytes(from: (0..<100).map { UInt8($0) }) }
        let sumAfter = bytes.withUnsafeBytes { $0.reduce(0) { $0 + Int($1) } }
        #expect(sumAfter == 4950)
    }

    @Test func matchesOnlyTheSameBytes() throws {
        let one = try LockedBytes(randomCount: 32)
        let copy = try one.copy()
        let same = one.matches(copy)
        #expect(same)
        for place in 0..<32 {
            for bit in 0..<8 {
                var other = try one.copy()
                other.withUnsafeMutableBytes { $0[place] ^= 1 << UInt8(bit) }
                let equal = one.matches(other)
                #expect(!equal)
            }
        }
        var shorter = try one.copy()
        shorter.truncate(to: 31)
        let equal = one.matches(shorter)
        #expect(!equal)
    }

    @Test func truncatingWipesTheRest() throws {
        var bytes = try LockedBytes(randomCount: 64)
        let address = bytes.withUnsafeBytes { $0.baseAddress! }
        bytes.truncate(to: 10)
        #expect(bytes.count == 10)
        #expect(bytes.capacity == 64)
        let rest = UnsafeRawBufferPointer(start: address + 10, count: 54)
        let allZero = rest.allSatisfy { $0 == 0 }
        #expect(allZero)
        withExtendedLifetime(bytes) {}
    }

    /// Places of small secrets are used again: every one is empty when it is handed out, and belongs to one owner.
    @Test(arguments: [0, 1, 32, 64, 65, 256, 257, 1024, 1025])
    func placesAreEmptyAndApart(_ count: Int) throws {
        for round in 0..<3 {
            var addresses: [UInt] = []
            func fill(_ left: Int) throws {
                guard left > 0 else { return }
                var bytes = try LockedBytes(count: count)
                bytes.withUnsafeMutableBytes { buffer in
                    #expect(buffer.count == count && buffer.allSatisfy { $0 == 0 }, "round \(round)")
                    buffer.copyBytes(from: [UInt8](repeating: UInt8(left), count: count))
                    addresses.append(UInt(bitPattern: buffer.baseAddress))
                }
                try fill(left - 1)
                let isKept = bytes.withUnsafeBytes { $0.allSatisfy { $0 == UInt8(left) } }
                #expect(isKept)
            }
            try fill(100)
            let sorted = addresses.sorted()
            #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $1 - $0 >= max(count, 1) })
        }
    }

    @Test func emptyIsAllowed() throws {
        let empty = try LockedBytes(count: 0)
        let other = try LockedBytes(copying: UnsafeRawBufferPointer(start: nil, count: 0))
        let same = empty.matches(other)
        #expect(same && empty.count == 0)
    }

    @Test func randomBytesDiffer() throws {
        let one = try LockedBytes(randomCount: 32), other = try LockedBytes(randomCount: 32)
        let same = one.matches(other)
        #expect(!same)
        #expect(SecureRandom.publicBytes(32) != SecureRandom.publicBytes(32))
    }

    @Test func constantTimeComparisonSeesEveryByte() {
        let one: [UInt8] = Array(0..<50)
        for place in one.indices {
            var other = one
            other[place] &+= 1
            let same = one.withUnsafeBytes { a in other.withUnsafeBytes { constantTimeMatches(a, $0) } }
            #expect(!same)
        }
        let same = one.withUnsafeBytes { constantTimeMatches($0, $0) }
        #expect(same)
        let shorter = one.withUnsafeBytes { constantTimeMatches($0, UnsafeRawBufferPointer(rebasing: $0.dropLast())) }
        #expect(!shorter)
    }

    /// Small secrets share pages: none overlaps another, each is zero at first, and what was freed is zero for the next.
    @Test func smallSecretsKeepToThemselves() throws {
        for count in [
            0, 1, 16, 31, 32, 47, 48, 49, 112, 113, 240, 496, 1007, 1008, 1009, 4063, 4064, 4065, 5000, 65503, 65504,
            65505,
        ] {
            for _ in 0..<3 {
                var first = try LockedBytes(count: count), second = try LockedBytes(count: count)
                var third = try LockedBytes(count: count)
                first.withUnsafeMutableBytes { first in
                    second.withUnsafeMutableBytes { second in
                        third.withUnsafeMutableBytes { third in
                            #expect((first + []).allSatisfy { $0 == 0 } && (third + []).allSatisfy { $0 == 0 })
                            for place in 0..<count { (first[place], third[place]) = (0xA5, 0x5A) }
                            #expect(second.allSatisfy { $0 == 0 }, "\(count) bytes")
                        }
                    }
                }
            }
        }
    }

    @Test func manySmallSecretsAtOnceOnManyThreads() async throws {
        await withTaskGroup(of: Bool.self) { group in
            for worker in 0..<8 as Range<UInt8> {
                group.addTask {
                    for round in 0..<500 {
                        guard var bytes = try? LockedBytes(count: 1 + round % 200) else { return false }
                        let isGood = bytes.withUnsafeMutableBytes { bytes in
                            let wasZero = bytes.allSatisfy { $0 == 0 }
                            for place in bytes.indices { bytes[place] = worker }
                            return wasZero && bytes.allSatisfy { $0 == worker }
                        }
                        if !isGood { return false }
                    }
                    return true
                }
            }
            for await isGood in group { #expect(isGood) }
        }
    }

    /// One byte too far ends the process when the secret goes, in a cell as on pages of its own.
    @Test func aWriteBeyondTheEndIsSeen() async {
        await #expect(processExitsWith: .failure) {
            var bytes = try LockedBytes(count: 33)
            bytes.withUnsafeMutableBytes { $0.baseAddress!.storeBytes(of: 1, toByteOffset: 33, as: UInt8.self) }
        }
    }

    /// Where a larger secret ends, a guard page begins, also when another had its place before.
    @Test func aWriteBeyondALargerSecretMeetsAGuardPage() async {
        await #expect(processExitsWith: .failure) {
            do { _ = try LockedBytes(count: 4000) }
            var bytes = try LockedBytes(count: 1500)
            bytes.withUnsafeMutableBytes { $0.baseAddress!.storeBytes(of: 1, toByteOffset: 1500, as: UInt8.self) }
            exit(0)
        }
    }

    @Test func aWriteBeforeALargerSecretIsSeen() async {
        await #expect(processExitsWith: .failure) {
            var bytes = try LockedBytes(count: 1500)
            bytes.withUnsafeMutableBytes { $0.baseAddress!.storeBytes(of: 1, toByteOffset: -1, as: UInt8.self) }
        }
    }

    /// A larger secret takes the place of one that went, and finds zeros there whatever the lengths of both.
    @Test func largerSecretsFindNothingOfTheOnesBefore() throws {
        for counts in [(4064, 1009), (1009, 4064), (2000, 2001), (3000, 3000), (8160, 4065), (40_000, 65_504)] {
            for _ in 0..<6 {
                var before = try LockedBytes(count: counts.0)
                before.withUnsafeMutableBytes { for place in $0.indices { $0[place] = 0xA5 } }
            }
            var held = [LockedHolder]()
            for _ in 0..<6 { held.append(LockedHolder(try LockedBytes(count: counts.1))) }
            #expect(held.allSatisfy { $0.bytes.withUnsafeBytes { $0.allSatisfy { $0 == 0 } } })
        }
    }
}

/// Several secrets at once: no array holds values that have one owner.
private final class LockedHolder {
    let bytes: LockedBytes
    init(_ bytes: consuming LockedBytes) { self.bytes = bytes }
}
