import Groups
import Measuring
import SecretSharing
import Secrets

/// One dealing, and what is measured on it.
final class Sharing<G: Group> {
    private let size: SharingSize
    private let secret: SecretScalar<G>
    private let holders: [HolderIndex]
    private let commitment: Commitment<G>
    private let shares: ShareTable<G>
    private let points: [[UInt8]]
    /// Stands for the id of a dealing.
    private let binding = [UInt8](repeating: 0x5A, count: 32)

    init(_ size: SharingSize) throws {
        self.size = size
        secret = try SecretScalar<G>.random()
        holders = try HolderIndex.first(size.holders)
        let dealing = try Dealing(of: secret, threshold: size.threshold, holders: holders)
        commitment = dealing.commitment
        points = commitment.elements.map(\.encoded)
        shares = dealing.takeShares()
    }

    func contestant(_ work: SharingWork) throws -> Contestant {
        switch work {
        case .checkAll: checkAll()
        case .checkOne: checkOne()
        case .split: split()
        case .rebuild: try rebuild()
        case .fromBytes: fromBytes()
        case .sign, .verify: preconditionFailure("signatures have no dealing")
        case .checkMany: preconditionFailure("many dealings are more than this one")
        case .sealedProve, .sealedVerify, .sealedOpen, .ownSplit, .ownCheckHolder, .ownSubmit, .ownCheckSubmission,
            .blindedRebuild:
            preconditionFailure("sealed shares have a dealing of their own")
        }
    }

    private var everyPosition: [Int] { Array(0..<size.holders) }

    private func requireAllGood(_ verdict: borrowing BatchVerdict<G>) throws {
        try require(verdict.bad.isEmpty, "a share of the dealer is good")
        try require(verdict.good.table.count == size.holders, "every share is in the answer")
    }

    private func checkAll() -> Contestant {
        Contestant(
            .checkAll,
            [
                Trial(
                    make: { [self] in try shares.selecting(everyPosition) },
                    act: { [self] table in try table.checked(against: commitment, binding: binding) },
                    judge: { [self] verdict in try requireAllGood(verdict) })
            ])
    }

    private func fromBytes() -> Contestant {
        Contestant(
            .fromBytes,
            [
                Trial(
                    make: { [self] in try shares.selecting(everyPosition) },
                    act: { [self] table in
                        let read = try Commitment<G>(decoding: points, threshold: size.threshold)
                        return try table.checked(against: read, binding: binding)
                    },
                    judge: { [self] verdict in
                        try require(
                            verdict.good.commitment == commitment, "the points that were read are those written")
                        try requireAllGood(verdict)
                    })
            ])
    }

    /// Positions from the first to the last: the time of a check grows with the number of the holder.
    private var somePositions: [Int] {
        let count = min(8, size.holders)
        return (0..<count).map { $0 * (size.holders - 1) / max(count - 1, 1) }
    }

    private func share(_ position: Int) throws -> Share<G> {
        let value = try shares.withLimbs(at: position) { limbs in try SecretScalar<G>(copyingLimbs: limbs) }
        return Share(holder: holders[position], value: value)
    }

    private func checkOne() -> Contestant {
        // One trial for each holder would leave room for a slow moment between them.
        let positions = somePositions
        let trial = Trial(
            make: { [self] in try Handful(positions, share) },
            act: { [self] handful in try handful.checked(against: commitment) },
            judge: { handful in try require(handful.holds(positions.count), "every share alone is good") })
        return Contestant(.checkOne, [trial], worksPerAct: positions.count)
    }

    private func split() -> Contestant {
        var turn = 0
        return Contestant(
            .split,
            [
                Trial(
                    make: {},
                    act: { [self] _ in try Dealing(of: secret, threshold: size.threshold, holders: holders) },
                    judge: { [self] dealing in
                        turn += 1
                        let position = turn % size.holders
                        try require(dealing.commitment.publicKey == commitment.publicKey, "commitment 0 is of the key")
                        try require(dealing.commitment.elements.count == size.threshold, "a commitment a coefficient")
                        try require(dealing.shares.fits(position, dealing.commitment), "a fresh share fits")
                        guard turn == 1 else { return }
                        let table = try dealing.shares.selecting(everyPosition)
                        try requireAllGood(try table.checked(against: dealing.commitment, binding: binding))
                    })
            ])
    }

    private func rebuild() throws -> Contestant {
        let subset = Array(everyPosition.shuffled().prefix(size.threshold))
        let verdict = try shares.selecting(subset).checked(against: commitment, binding: binding)
        let checked = Held(verdict.checkedShares())
        try require(checked.value.table.count == size.threshold, "t shares are good")
        return Contestant(
            .rebuild,
            [
                Trial(
                    make: {}, act: { _ in try checked.value.rebuild() },
                    judge: { [self] key in try require(key.scalar.matches(secret), "the key that comes out went in") }),
                Trial(
                    make: {}, act: { [self] _ in G.generator(times: secret) },
                    judge: { [self] point in try require(copy point == commitment.publicKey, "x·G is commitment 0") }),
            ])
    }

    /// Looks whether a share that is one off is refused, alone and among the others.
    /// - Parameter mostAlone: How many shares may be checked alone: all are, where one is bad and nothing better is known.
    func requireRefusal(mostAlone: Int) throws {
        let victim = size.holders / 2
        let wrong = try share(victim).oneOff()
        try require((try? wrong.checked(against: commitment)) == nil, "a wrong share alone is refused")

        let positions = size.holders <= mostAlone ? everyPosition : [0, victim, size.holders - 1]
        var table = try ShareTable<G>(capacity: positions.count)
        for position in positions {
            let share = try position == victim ? share(position).oneOff() : share(position)
            table.append(holder: share.holder, value: share.value)
        }
        let verdict = try table.checked(against: commitment, binding: binding)
        try require(verdict.bad == [holders[victim]], "the wrong share among others is named, and no other")
    }
}

extension Share {
    /// The same holder's share plus one.
    fileprivate consuming func oneOff() throws -> Share {
        var sum = try value.copy(), one = try SecretScalar<G>()
        one.withMutableLimbs { $0[0] = 1 }
        sum.add(one)
        return Share(holder: holder, value: sum)
    }
}

/// What has one owner, for several closures.
final class Held<Value: ~Copyable> {
    let value: Value
    init(_ value: consuming Value) { self.value = value }
}

/// Shares to be checked one after the other, and kept: giving locked memory back is no part of checking.
private struct Handful<G: Group>: ~Copyable {
    private let places: [Place]

    private final class Place {
        var share: Share<G>?
        var checked: CheckedShare<G>?
        init(_ share: consuming Share<G>) { self.share = consume share }
    }

    init(_ positions: [Int], _ share: (Int) throws -> Share<G>) throws {
        places = try positions.map { Place(try share($0)) }
    }

    /// The same, all of them good.
    consuming func checked(against commitment: Commitment<G>) throws -> Handful {
        for place in places {
            guard let share = place.share.take() else { preconditionFailure("a share is checked once") }
            place.checked = try share.checked(against: commitment)
        }
        return self
    }

    /// Whether so many shares were checked.
    func holds(_ count: Int) -> Bool { places.count { $0.checked != nil } == count }
}
