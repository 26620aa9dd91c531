import Groups
import OwnKeys
import SecretSharing
import Secrets
import Testing

/// What a dealing to own keys may not have, and that its context fixes all the rest.
@Suite struct ContextTests {
    private func with<G: Group>(
        _ context: DealingContext<G>, suite: OwnKeySuite? = nil, epoch: UInt32? = nil, commitment: Commitment<G>? = nil,
        holders: [OwnKeyHolder]? = nil, ephemerals: [AnyElement]? = nil
    ) throws(OwnKeysError) -> DealingContext<G> {
        try DealingContext(
            suite: suite ?? context.suite, epoch: epoch ?? context.epoch, commitment: commitment ?? context.commitment,
            holders: holders ?? context.holders, ephemerals: ephemerals ?? context.ephemerals)
    }

    @Test(arguments: CurveName.allCases)
    func keysThatGiveSecretsAwayAreRefused(_ curve: CurveName) throws {
        func check<G: Group>(_: G.Type) throws {
            let round = try Round(G.self, threshold: 2, keys: [curve, curve, .p256, .ed25519])
            let context = round.dealer.context, holders = context.holders
            func replacing(_ place: Int, _ key: AnyElement) -> [OwnKeyHolder] {
                var list = holders
                list[place] = OwnKeyHolder(index: list[place].index, key: key)
                return list
            }
            let first = holders[0].index, second = holders[1].index
            let publicKey = AnyElement(context.commitment.publicKey, in: G.self)
            for sign in [{ $0 }, negated] {
                #expect(
                    failure { _ = try with(context, holders: replacing(1, sign(holders[0].key))) }
                        == .holderKeysEqual(first, second, curve))
                #expect(
                    failure { _ = try with(context, holders: replacing(0, sign(publicKey))) }
                        == .holderKeyIsPublicKey(first, curve))
                for other in holders {
                    let share = AnyElement(context.commitment.elementVariableTime(for: other.index), in: G.self)
                    #expect(
                        failure { _ = try with(context, holders: replacing(1, sign(share))) }
                            == .holderKeyIsSharePoint(second, of: other.index, curve))
                }
                let place = try #require(context.ephemerals.firstIndex { $0.curve == curve })
                #expect(
                    failure { _ = try with(context, holders: replacing(0, sign(context.ephemerals[place]))) }
                        == .holderKeyIsEphemeral(first, curve))
                var ephemerals = context.ephemerals
                ephemerals[place] = sign(publicKey)
                #expect(failure { _ = try with(context, ephemerals: ephemerals) } == .ephemeralIsPublicKey(curve))
            }
        }
        try check(curve.group)
    }

    @Test func holdersAndEphemeralsHaveTheirOrder() throws {
        let round = try Round(P256.self, threshold: 2, keys: [.ed25519, .secp256k1, .p256])
        let context = round.dealer.context
        #expect(context.ephemerals.map(\.curve) == [.secp256k1, .p256, .ed25519])
        for places in [[1, 0, 2], [0, 2, 1], [0, 0, 1]] {
            let error = failure { _ = try with(context, holders: places.map { context.holders[$0] }) }
            guard case .holdersNotAscending = error else {
                Issue.record("\(places): \(String(describing: error))")
                continue
            }
        }
        let points = context.ephemerals
        for list in [[], [points[0], points[1]], [points[1], points[0], points[2]], points + [points[2]]] {
            #expect(
                failure { _ = try with(context, ephemerals: list) }
                    == .ephemerals(expected: [.secp256k1, .p256, .ed25519], found: list.map(\.curve)))
        }
        #expect(
            failure { _ = try with(context, suite: .publiclyVerifiable) }
                == .ephemerals(expected: [], found: [.secp256k1, .p256, .ed25519]))
        #expect(
            failure { _ = try with(context, holders: [context.holders[0]], ephemerals: [points[2]]) }
                == .sharing(.thresholdAboveHolderCount(threshold: 2, holders: 1)))
    }

    /// Whatever differs, the context does.
    @Test func theContextFixesEverything() throws {
        let round = try Round(Secp256k1.self, threshold: 2, keys: [.ed25519, .ed25519, .ed25519])
        let context = round.dealer.context
        var digests = [context.digest]
        digests.append(try with(context, epoch: 4).digest)
        digests.append(try with(context, suite: .publiclyVerifiable, ephemerals: []).digest)
        let turned = [context.holders[1], context.holders[0]].map(\.key)
        let swapped = try [
            OwnKeyHolder(index: HolderIndex(1), key: turned[0]), OwnKeyHolder(index: HolderIndex(2), key: turned[1]),
        ]
        digests.append(try with(context, holders: swapped + [context.holders[2]]).digest)
        digests.append(try with(context, holders: swapped).digest)
        digests.append(
            try with(
                context,
                holders: context.holders.dropLast() + [
                    OwnKeyHolder(index: try HolderIndex(4), key: context.holders[2].key)
                ]
            ).digest)
        digests.append(try with(context, ephemerals: [negated(context.ephemerals[0])]).digest)
        digests.append(
            try with(context, commitment: Commitment(elements: context.commitment.elements.reversed())).digest)
        digests.append(
            try with(context, commitment: Commitment(elements: context.commitment.elements + [Secp256k1.generator]))
                .digest)
        #expect(Set(digests).count == digests.count)
    }

    @Test func maskedSharesAreCountedAndBelowTheOrder() throws {
        let round = try Round(Ed25519.self, threshold: 2, keys: [.p256, .p256])
        let context = round.dealer.context
        let good = try round.dealer.mask(round.shares).maskedShares.map(\.encoded)
        #expect(
            failure { _ = try MaskedDealing(context: context, decoding: [good[0]]) }
                == .maskedShareCount(holders: 2, found: 1))
        #expect(
            failure { _ = try MaskedDealing(context: context, decoding: good + good) }
                == .maskedShareCount(holders: 2, found: 4))
        let order = Ed25519.scalars.order.bytes(.littleEndian)
        for bad in [order, [UInt8](repeating: 0xFF, count: 32), [], Array(good[0].dropLast()), good[0] + [0]] {
            #expect(
                failure { _ = try MaskedDealing(context: context, decoding: [good[0], bad]) }
                    == .maskedShareNotBelowOrder(context.holders[1].index, .ed25519))
        }
    }

    /// The dealer of publicly verifiable shares proves the key alone.
    @Test func aDealerWithoutEphemeralsProvesTheKey() throws {
        let secret = try SecretScalar<Secp256k1>.random()
        let polynomial = try Polynomial.random(through: secret, threshold: 2)
        let holders = try HolderIndex.first(2).map { OwnKeyHolder(index: $0, key: try freshKey(.p256).1) }
        let dealer = try OwnKeyDealer(
            .publiclyVerifiable, of: polynomial, commitment: try polynomial.commitment(), holders: holders, epoch: 0)
        let id = random(32)
        let proof = try dealer.prove(secret, id: id)
        #expect(proof.encoded.count == 64)
        let proven = try proof.verify(dealer.context, id: id)
        #expect(proven.id == id)
    }
}
