import Groups
import OwnKeys
import SecretSharing
import Secrets
import Testing

/// From the dealer to the requester, and what strangers, dealers and holders may try on the way.
@Suite struct MaskedTests {
    private let mixed: [CurveName] = [.secp256k1, .p256, .ed25519, .ed25519, .secp256k1]

    @Test(arguments: CurveName.allCases)
    func everyHolderOpensAcknowledgesAndAnswers(_ curve: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let round = try Round(G.self, threshold: 3, keys: mixed)
            let proven = try round.proven()
            let request = random(32)
            for (place, holder) in round.holders.enumerated() {
                let expected = shown(
                    try round.shares.withLimbs(at: place) { limbs in
                        try SecretScalar<G>(copyingLimbs: limbs).encoded()
                    })
                let answer = Answer(to: request), word = Word()
                var keys = [round.nodeKeys[place]]
                if holder.key.curve != .ed25519 { keys.append(try opposite(keys[0], holder.key.curve)) }
                for key in keys {
                    try act(proven, holder.index, nodeKey: key, curve: holder.key.curve, answer)
                    let share = try proven.opened(answer.bytes, of: holder.index, request: request)
                    #expect(share == expected)
                    try act(proven, holder.index, nodeKey: key, curve: holder.key.curve, word)
                    try proven.dealing.verifyAcknowledgement(word.bytes, of: holder.index)
                }
                #expect(proven.dealing.context.holder(of: holder.key) == holder.index)
                let found = proven.dealing.context.holder(of: negated(holder.key))
                #expect(found == (holder.key.curve == .ed25519 ? nil : holder.index))
            }
        }
        try check(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func everyFlippedBitOfAnAnswerIsUnauthenticAndAccusesNobody(_ curve: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let round = try Round(G.self, threshold: 2, keys: [curve, .p256, .secp256k1])
            let proven = try round.proven()
            let request = random(32), index = round.holders[0].index
            let answer = Answer(to: request), word = Word()
            try act(proven, index, nodeKey: round.nodeKeys[0], curve: curve, answer)
            try act(proven, index, nodeKey: round.nodeKeys[0], curve: curve, word)
            for bit in 0..<8 * answer.bytes.count {
                var bytes = answer.bytes
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                let error = failure { _ = try proven.opened(bytes, of: index, request: request) }
                guard case .answerUnauthentic(index, _) = error else {
                    Issue.record("bit \(bit): \(String(describing: error))")
                    continue
                }
            }
            for bit in 0..<512 {
                var bytes = word.bytes
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                let error = failure { try proven.dealing.verifyAcknowledgement(bytes, of: index) }
                #expect(error == .acknowledgementUnauthentic(index), "bit \(bit)")
            }
        }
        try check(curve.group)
    }

    /// An answer counts for its own request, dealing, epoch and holder, and for no other.
    @Test func answersAreBoundToRequestDealingAndHolder() throws {
        let round = try Round(Secp256k1.self, threshold: 2, keys: [.p256, .p256, .ed25519])
        let proven = try round.proven()
        let request = random(32), first = round.holders[0].index, second = round.holders[1].index
        let answer = Answer(to: request)
        try act(proven, first, nodeKey: round.nodeKeys[0], curve: .p256, answer)
        func unauthentic(_ error: OwnKeysError?, _ holder: HolderIndex) -> Bool {
            if case .answerUnauthentic(holder, _) = error { return true }
            return false
        }
        #expect(unauthentic(failure { _ = try proven.opened(answer.bytes, of: first, request: random(32)) }, first))
        #expect(unauthentic(failure { _ = try proven.opened(answer.bytes, of: second, request: request) }, second))
        let third = round.holders[2].index
        #expect(unauthentic(failure { _ = try proven.opened(answer.bytes, of: third, request: request) }, third))
        // The same content under another id, proven by its dealer.
        let other = random(32)
        let again = try round.dealer.mask(round.shares).proven(
            by: try round.dealer.prove(round.secret, id: other), id: other)
        #expect(unauthentic(failure { _ = try again.opened(answer.bytes, of: first, request: request) }, first))
        let word = Word()
        try act(proven, first, nodeKey: round.nodeKeys[0], curve: .p256, word)
        #expect(
            failure { try again.dealing.verifyAcknowledgement(word.bytes, of: first) }
                == .acknowledgementUnauthentic(first))
        let stranger = try HolderIndex(9)
        #expect(
            failure { _ = try proven.opened(answer.bytes, of: stranger, request: request) } == .noSuchHolder(stranger))
    }

    /// Who has not x, or not e, or another id, has no proven dealing: then no type is there to use a holder's key with.
    @Test(arguments: CurveName.allCases)
    func noDealingIsProvenWithoutItsSecrets(_ curve: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let round = try Round(G.self, threshold: 2, keys: mixed)
            let masked = try round.dealer.mask(round.shares)
            let good = try round.dealer.prove(round.secret, id: round.id)
            #expect(failure { _ = try masked.proven(by: good, id: random(32)) } == .dealerProofWrong)
            let stranger = try round.dealer.prove(try SecretScalar<G>.random(), id: round.id)
            #expect(failure { _ = try masked.proven(by: stranger, id: round.id) } == .dealerProofWrong)
            // Another dealing's E in a dealing of one's own.
            let foreign = try Round(G.self, threshold: 2, keys: mixed)
            let context = round.dealer.context
            for place in context.ephemerals.indices {
                var ephemerals = context.ephemerals
                ephemerals[place] = foreign.dealer.context.ephemerals[place]
                let forged = try DealingContext(
                    suite: .masked, epoch: context.epoch, commitment: context.commitment, holders: context.holders,
                    ephemerals: ephemerals)
                #expect(failure { _ = try good.verify(forged, id: round.id) } == .dealerProofWrong)
                // And its opposite, for which −e would do.
                ephemerals[place] = negated(context.ephemerals[place])
                let turned = try DealingContext(
                    suite: .masked, epoch: context.epoch, commitment: context.commitment, holders: context.holders,
                    ephemerals: ephemerals)
                #expect(failure { _ = try good.verify(turned, id: round.id) } == .dealerProofWrong)
            }
        }
        try check(curve.group)
    }

    @Test(arguments: CurveName.allCases)
    func everyFlippedBitOfTheDealersProofIsRefused(_ curve: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let round = try Round(G.self, threshold: 2, keys: mixed)
            let context = round.dealer.context
            let good = try round.dealer.prove(round.secret, id: round.id).encoded
            #expect(good.count == 32 * 5)
            for bit in 0..<8 * good.count {
                var bytes = good
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                switch failure({ _ = try OwnDealerProof(decoding: bytes, for: context).verify(context, id: round.id) })
                {
                case .dealerProofWrong, .dealerProofNotBelowOrder: break
                case let other: Issue.record("bit \(bit): \(String(describing: other))")
                }
            }
            for count in [0, 32, 64, 128, 159, 161, 192] {
                let bytes = Array((good + good).prefix(count))
                #expect(
                    failure { _ = try OwnDealerProof(decoding: bytes, for: context) }
                        == .dealerProofLength(expected: 160, found: count))
            }
        }
        try check(curve.group)
    }

    /// A dealer who proves an id over a wrong mⱼ is convicted by the answer of that holder, and by no other.
    @Test(arguments: CurveName.allCases)
    func aWrongMaskedShareConvictsTheDealer(_ curve: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let round = try Round(G.self, threshold: 2, keys: mixed)
            let masked = try round.dealer.mask(round.shares)
            let request = random(32)
            for cheated in 0..<2 {
                var shares = masked.maskedShares
                shares[cheated] = shares[cheated] + .one
                let dealing = try MaskedDealing(context: masked.context, decoding: shares.map(\.encoded)).proven(
                    by: try round.dealer.prove(round.secret, id: round.id), id: round.id)
                for (place, holder) in round.holders.enumerated().prefix(3) {
                    let answer = Answer(to: request), word = Word()
                    try act(
                        dealing, holder.index, nodeKey: round.nodeKeys[place], curve: holder.key.curve, answer)
                    let expected = place == cheated ? OwnKeysError.dealerCheated(holder.index) : nil
                    #expect(
                        failure { _ = try dealing.opened(answer.bytes, of: holder.index, request: request) } == expected
                    )
                    let own = failure {
                        try act(dealing, holder.index, nodeKey: round.nodeKeys[place], curve: holder.key.curve, word)
                    }
                    #expect(own == expected)
                    // A damaged answer is no evidence.
                    answer.bytes[answer.bytes.count - 40] ^= 1
                    let damaged = failure { _ = try dealing.opened(answer.bytes, of: holder.index, request: request) }
                    guard case .answerUnauthentic(holder.index, _) = damaged else {
                        Issue.record("\(String(describing: damaged))")
                        continue
                    }
                }
            }
        }
        try check(curve.group)
    }

    /// A holder of whom only x is known: the even point stands in the dealing, whichever the node's key belongs to.
    @Test func keysKnownByXAloneAreLiftedToTheEvenPoint() throws {
        for _ in 0..<8 {
            let (nodeKey, key) = try freshKey(.secp256k1)
            let lifted = try AnyElement(xOnly: Array(key.encoded.dropFirst()))
            #expect(lifted.encoded == [2] + key.encoded.dropFirst())
            #expect(lifted == key || lifted == negated(key))
            let secret = try SecretScalar<P256>.random()
            let polynomial = try Polynomial.random(through: secret, threshold: 2)
            let indices = try HolderIndex.first(2)
            let holders = [
                OwnKeyHolder(index: indices[0], key: lifted),
                OwnKeyHolder(index: indices[1], key: try freshKey(.secp256k1).1),
            ]
            let dealer = try OwnKeyDealer(
                .masked, of: polynomial, commitment: try polynomial.commitment(), holders: holders, epoch: 0)
            let id = random(32)
            let proven = try dealer.mask(try polynomial.shares(of: indices)).proven(
                by: try dealer.prove(secret, id: id), id: id)
            let word = Word()
            try act(proven, indices[0], nodeKey: nodeKey, curve: .secp256k1, word)
            try proven.dealing.verifyAcknowledgement(word.bytes, of: indices[0])
        }
        #expect(throws: GroupsError.elementNotCanonical(.secp256k1)) {
            _ = try AnyElement(xOnly: [UInt8](repeating: 0xFF, count: 32))
        }
        #expect(throws: GroupsError.elementNotCanonical(.secp256k1)) { _ = try AnyElement(xOnly: [2]) }
    }

    @Test func nodeKeysOfOthersAreRefused() throws {
        let round = try Round(P256.self, threshold: 2, keys: [.secp256k1, .ed25519, .secp256k1])
        let dealing = try round.proven()
        let first = round.holders[0].index, second = round.holders[1].index
        let word = Word()
        #expect(
            failure { try act(dealing, first, nodeKey: round.nodeKeys[2], curve: .secp256k1, word) }
                == .nodeKeyOfAnotherHolder(first))
        #expect(
            failure { try act(dealing, first, nodeKey: round.nodeKeys[1], curve: .ed25519, word) }
                == .nodeKeyOfAnotherGroup(first, expected: .secp256k1, found: .ed25519))
        let opposite = try opposite(round.nodeKeys[1], .ed25519)
        #expect(
            failure { try act(dealing, second, nodeKey: opposite, curve: .ed25519, word) }
                == .nodeKeyOfAnotherHolder(second))
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(
            failure { try act(dealing, first, nodeKey: zero, curve: .secp256k1, word) }
                == .nodeKeyOfAnotherHolder(first))
        let stranger = try HolderIndex(4)
        #expect(
            failure { try act(dealing, stranger, nodeKey: zero, curve: .p256, word) } == .noSuchHolder(stranger))
    }

    @Test func anAcknowledgementWantsAShareOfThisDealing() throws {
        let one = try Round(Ed25519.self, threshold: 2, keys: [.p256, .p256])
        let other = try Round(Ed25519.self, threshold: 2, keys: [.p256, .p256])
        let dealing = try one.proven(), foreign = try other.proven()
        let first = one.holders[0].index
        let secret = try dealing.dealing.secret(try scalar(one.nodeKeys[0], in: P256.self), of: first)
        let second = try dealing.dealing.secret(
            try scalar(one.nodeKeys[1], in: P256.self), of: one.holders[1].index)
        let foreignSecret = try foreign.dealing.secret(try scalar(other.nodeKeys[0], in: P256.self), of: first)
        let foreignShare = try foreign.openShare(with: foreignSecret)
        #expect(
            failure { _ = try dealing.dealing.acknowledge(foreignShare, with: secret) } == .shareOfAnotherDealing(first)
        )
        let share = try dealing.openShare(with: second)
        #expect(failure { _ = try dealing.dealing.acknowledge(share, with: secret) } == .shareOfAnotherDealing(first))
        #expect(failure { _ = try dealing.openShare(with: foreignSecret) } == .nodeKeyOfAnotherHolder(first))
    }
}
