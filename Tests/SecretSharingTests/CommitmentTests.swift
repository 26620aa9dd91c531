import Groups
import SecretSharing
import Secrets
import TestSupport
import Testing

/// A commitment has exactly as many points as the dealing's threshold, and indices are never zero or cut.
@Suite struct CommitmentTests {
    @Test(arguments: CurveName.allCases)
    func refusesAnotherLengthThanTheThreshold(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            let points = [G.generator.encoded, G.generator.encoded, G.generator.encoded]
            _ = try Commitment<G>(decoding: points, threshold: 3)
            for wrong in [2, 4, 65539, 0, -1] {
                #expect(throws: SecretSharingError.commitmentLength(threshold: wrong, found: 3)) {
                    _ = try Commitment<G>(decoding: points, threshold: wrong)
                }
            }
            // One more by 65536: a length cut to 16 bits would pass.
            let many = [[UInt8]](repeating: [], count: 3 + 65536)
            #expect(throws: SecretSharingError.commitmentLength(threshold: 3, found: 65539)) {
                _ = try Commitment<G>(decoding: many, threshold: 3)
            }
        }
        try run(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func tellsWhichPointIsRefused(_ curve: CurveName) throws {
        func run<G: Group>(_ group: G.Type) throws {
            var bad = G.generator.encoded
            bad.append(0)
            #expect(
                throws: SecretSharingError.commitmentPoint(
                    place: 1,
                    .elementLength(G.curve, expected: G.elementByteCount, found: G.elementByteCount + 1))
            ) {
                _ = try Commitment<G>(decoding: [G.generator.encoded, bad], threshold: 2)
            }
        }
        try run(curve.group)
    }

    @Test func indicesRunFrom1To65535() throws {
        for value in [1, 2, 255, 256, 257, 65535] { #expect(try Int(HolderIndex(value).value) == value) }
        for value in [0, -1, 65536, 65537, 4_294_967_297, .max, .min] {
            #expect(throws: SecretSharingError.indexOutOfRange(value)) { _ = try HolderIndex(value) }
        }
    }

    @Test func theLastIndexChecksAndRebuilds() throws {
        let holders = try [65534, 65535, 1].map { try HolderIndex($0) }
        let key = try SecretScalar<Secp256k1>.random()
        let dealing = try Dealing(of: key, threshold: 2, holders: holders)
        let commitment = dealing.commitment
        let verdict = try dealing.takeShares().checked(against: commitment, binding: [])
        #expect(verdict.bad.isEmpty)
        let rebuilt = try verdict.good.rebuild()
        let same = rebuilt.scalar.matches(key)
        #expect(same)
    }

    @Test func policiesThatMakeNoSenseAreRefused() {
        #expect(throws: SecretSharingError.thresholdBelowTwo(1)) {
            _ = try SharingPolicy(threshold: 1, holderCount: 5)
        }
        #expect(throws: SecretSharingError.thresholdAboveHolderCount(threshold: 6, holders: 5)) {
            _ = try SharingPolicy(threshold: 6, holderCount: 5)
        }
        #expect(throws: SecretSharingError.tooManyHolders(70000)) {
            _ = try SharingPolicy(threshold: 2, holderCount: 70000)
        }
    }

    @Test func aKeyOfZeroIsNotShared() throws {
        let zero = try SecretScalar<P256>()
        #expect(throws: SecretSharingError.secretIsZero) {
            _ = try Dealing(of: zero, threshold: 2, holders: try HolderIndex.first(3))
        }
    }
}
