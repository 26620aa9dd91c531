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
}
