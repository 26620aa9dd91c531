import Groups
import OwnKeys
import SecretSharing
import Secrets
import Testing

/// The key without any share: who is named, who is only suspected, and what is never answered.
@Suite struct BlindedTests {
    private func answers<G: Group>(
        _ dealing: ProvenMaskedDealing<G>, _ round: borrowing Round<G>, _ members: [HolderIndex], _ request: [UInt8]
    ) throws -> [[UInt8]] {
        try members.map { member in
            let place = Int(member.value) - 1
            let blinded = Blinded(members, request)
            try act(
                dealing, member, nodeKey: round.nodeKeys[place], curve: round.holders[place].key.curve, blinded)
            return blinded.bytes
        }
    }

    private func rebuilt<G: Group>(_ set: BlindedSet<G>, _ answers: [[UInt8]]) throws -> [UInt8] {
        var rebuild = try BlindedRebuild(set)
        for (member, bytes) in zip(set.members, answers) {
            let room = try locked(bytes)
            try room.withUnsafeBytes { (bytes) throws(OwnKeysError) in try rebuild.add(bytes, of: member) }
        }
        return shown(try rebuild.rebuild().scalar.encoded())
    }

    @Test(arguments: CurveName.allCases, CurveName.allCases)
    func membersRebuildTheKey(_ curve: CurveName, _ holders: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let round = try Round(G.self, threshold: 2, keys: [holders, holders, holders, holders])
            let dealing = try round.proven()
            for places in [[1, 2], [1, 4], [2, 3, 4], [1, 2, 3, 4]] {
                let members = try places.map { try HolderIndex($0) }, request = random(32)
                let set = try BlindedSet(members, of: dealing.dealing, request: request, dealing: round.id)
                let handedIn = try answers(dealing, round, members, request)
                #expect(try rebuilt(set, handedIn) == shown(try round.secret.encoded()))
                // Again the same values; only the signatures differ.
                let again = try answers(dealing, round, members, request)
                #expect(again.map { $0.dropLast(64) } == handedIn.map { $0.dropLast(64) } && again != handedIn)
            }
        }
        try check(curve.group)
    }

    /// So many that sums of points go by buckets.
    @Test(arguments: CurveName.allCases)
    func manyMembersRebuildTheKey(_ curve: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let round = try Round(G.self, threshold: 36, keys: Array(repeating: curve, count: 40))
            let dealing = try round.proven()
            let members = round.holders.map(\.index).filter { $0.value % 13 != 5 }, request = random(32)
            #expect(members.count == 37)
            let set = try BlindedSet(members, of: dealing.dealing, request: request, dealing: round.id)
            let handedIn = try answers(dealing, round, members, request)
            #expect(try rebuilt(set, handedIn) == shown(try round.secret.encoded()))
        }
        try check(curve.group)
    }

    @Test func everyFlippedBitIsUnauthentic() throws {
        let round = try Round(P256.self, threshold: 2, keys: [.ed25519, .ed25519])
        let dealing = try round.proven()
        let members = round.holders.map(\.index), request = random(32)
        let set = try BlindedSet(members, of: dealing.dealing, request: request, dealing: round.id)
        let good = try answers(dealing, round, members, request)
        for bit in 0..<8 * good[0].count {
            var bytes = good[0]
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let error = failure { _ = try rebuilt(set, [bytes, good[1]]) }
            guard case .answerUnauthentic(members[0], _) = error else {
                Issue.record("bit \(bit): \(String(describing: error))")
                continue
            }
        }
    }

    /// An answer to another request, for another set, of another member, or under another id.
    @Test func answersAreBoundToRequestSetMemberAndDealing() throws {
        let round = try Round(Ed25519.self, threshold: 2, keys: [.secp256k1, .secp256k1, .secp256k1])
        let dealing = try round.proven()
        let members = round.holders.map(\.index), request = random(32)
        let set = try BlindedSet(members, of: dealing.dealing, request: request, dealing: round.id)
        let good = try answers(dealing, round, members, request)
        func unauthentic(_ answers: [[UInt8]], in set: BlindedSet<Ed25519>) -> Bool {
            if case .answerUnauthentic = failure({ _ = try rebuilt(set, answers) }) { return true }
            return false
        }
        #expect(unauthentic([good[1], good[0], good[2]], in: set))
        let other = try BlindedSet(members, of: dealing.dealing, request: random(32), dealing: round.id)
        #expect(unauthentic(good, in: other))
        let two = try BlindedSet([members[0], members[1]], of: dealing.dealing, request: request, dealing: round.id)
        #expect(unauthentic(good, in: two))
        let id = random(32)
        let again = try round.dealer.mask(round.shares).proven(by: try round.dealer.prove(round.secret, id: id), id: id)
        #expect(unauthentic(good, in: try BlindedSet(members, of: again.dealing, request: request, dealing: id)))
    }

    /// Two requests in which a member is asked by different sets: nothing of one helps in the other.
    @Test func pairsOfTwoRequestsDiffer() throws {
        let round = try Round(Secp256k1.self, threshold: 2, keys: [.p256, .p256, .p256])
        let dealing = try round.proven()
        let members = round.holders.map(\.index), request = random(32)
        let all = try answers(dealing, round, members, request)
        let two = try answers(dealing, round, [members[0], members[1]], request)
        let later = try answers(dealing, round, members, random(32))
        // u and the first R.
        #expect(Set([all[0], two[0], later[0]].map { Array($0[..<32]) }).count == 3)
        #expect(Set([all[0], two[0], later[0]].map { Array($0[32..<65]) }).count == 3)
    }

    @Test func setsThatNobodyAnswersAreRefused() throws {
        let round = try Round(P256.self, threshold: 3, keys: [.p256, .p256, .p256, .ed25519, .p256])
        let dealing = try round.proven()
        let all = round.holders.map(\.index), request = random(32)
        func error(_ places: [Int], id: [UInt8]? = nil) throws -> OwnKeysError? {
            let members = try places.map { try HolderIndex($0) }
            return failure {
                _ = try BlindedSet(members, of: dealing.dealing, request: request, dealing: id ?? round.id)
            }
        }
        #expect(try error([1, 2, 3]) == nil && error([1, 2, 3, 5]) == nil)
        #expect(try error([1, 2, 3], id: random(32)) == .requestOfAnotherDealing)
        #expect(try error([2, 1, 3]) == .requestNotAscending(all[0]))
        #expect(try error([1, 2, 2, 3]) == .requestNotAscending(all[1]))
        #expect(try error([]) == .requestTooSmall(threshold: 3, found: 0))
        #expect(try error([1]) == .requestTooSmall(threshold: 3, found: 1))
        #expect(try error([1, 2]) == .requestTooSmall(threshold: 3, found: 2))
        #expect(try error([1, 2, 3, 6]) == .noSuchHolder(HolderIndex(6)))
        #expect(try error([1, 2, 4]) == .requestOfSeveralGroups(all[0], .p256, all[3], .ed25519))
        let blinded = Blinded([all[0], all[1], all[2]], request)
        #expect(
            failure { try act(dealing, all[4], nodeKey: round.nodeKeys[4], curve: .p256, blinded) }
                == .requestWithoutHolder(all[4]))
    }

    @Test func missingDoubledAndForeignAnswersAreSaid() throws {
        let round = try Round(Secp256k1.self, threshold: 2, keys: [.ed25519, .ed25519, .ed25519])
        let dealing = try round.proven()
        let members = round.holders.map(\.index), request = random(32)
        let set = try BlindedSet([members[0], members[1]], of: dealing.dealing, request: request, dealing: round.id)
        let good = try answers(dealing, round, set.members, request)
        var rebuild = try BlindedRebuild(set)
        #expect(rebuild.missing == set.members)
        let room = try locked(good[0])
        try room.withUnsafeBytes { (bytes) throws(OwnKeysError) in try rebuild.add(bytes, of: members[0]) }
        var error: OwnKeysError?
        do throws(OwnKeysError) { _ = try rebuild.rebuild() } catch let refused { error = refused }
        #expect(error == .answersMissing([members[1]]))
        for (holder, expected) in [
            (members[0], OwnKeysError.answerTwice(members[0])), (members[2], .requestWithoutHolder(members[2])),
        ] {
            do throws(OwnKeysError) {
                try room.withUnsafeBytes { (bytes) throws(OwnKeysError) in try rebuild.add(bytes, of: holder) }
                error = nil
            } catch let refused { error = refused }
            #expect(error == expected)
        }
    }

    @Test func everyErrorHasItsSentence() throws {
        let one = try HolderIndex(1), two = try HolderIndex(2)
        let errors: [OwnKeysError] = [
            .sharing(.secretIsZero), .holdersNotAscending(one), .ephemerals(expected: [.p256], found: []),
            .holderKey(one, .elementIsIdentity(.p256)), .ephemeral(.p256, .elementIsIdentity(.p256)),
            .holderKeysEqual(one, two, .p256), .holderKeyIsPublicKey(one, .p256),
            .holderKeyIsSharePoint(one, of: two, .p256), .holderKeyIsEphemeral(one, .p256),
            .holderKeyIsGenerator(one, .p256),
            .ephemeralIsPublicKey(.p256), .maskedShareCount(holders: 2, found: 1),
            .maskedShareNotBelowOrder(one, .p256), .dealerProofLength(expected: 64, found: 3),
            .dealerProofNotBelowOrder(.p256), .dealerProofWrong, .noSuchHolder(one),
            .nodeKeyOfAnotherGroup(one, expected: .p256, found: .ed25519), .nodeKeyOfAnotherHolder(one),
            .nodeKeyUseless(one, .scalarIsZero(.p256)), .dealerCheated(one), .answerUnauthentic(one, .proofWrong),
            .answerUnauthentic(one, .length(expected: 98, found: 2)), .answerUnauthentic(one, .notBelowOrder),
            .answerUnauthentic(one, .point(.elementIsIdentity(.p256))), .acknowledgementUnauthentic(one),
            .shareOfAnotherDealing(one), .requestOfAnotherDealing, .requestNotAscending(one),
            .requestTooSmall(threshold: 3, found: 2), .requestWithoutHolder(one),
            .requestOfSeveralGroups(one, .p256, two, .ed25519), .pairUseless(HolderPair(two, one)),
            .answerTwice(one), .answersMissing([one, two]),
            .blindedAnswersContradict(BlindedFindings(cheated: [one], disagreeing: [])),
            .blindedAnswersContradict(BlindedFindings(cheated: [], disagreeing: [HolderPair(one, two)])),
            .blindedAnswersContradict(BlindedFindings(cheated: [one], disagreeing: [HolderPair(one, two)])),
            .memory(.outOfMemory(byteCount: 5)),
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
        for error in errors {
            #expect(error.description.contains(";") || error.description.contains(":"), "\(error)")
            #expect(!error.description.hasSuffix("."))
        }
    }
}
