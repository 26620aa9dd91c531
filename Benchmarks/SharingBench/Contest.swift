import Glibc
import Measuring

/// How thoroughly is measured.
struct Pace {
    var rounds: Int
    /// How long a batch of acts takes at least, in nanoseconds.
    var batch: Double
    /// A first run that takes longer than so many nanoseconds stays the only one.
    var patience: Double

    static let thorough = Pace(rounds: 21, batch: 10_000_000, patience: 20_000_000_000)
    static let quick = Pace(rounds: 7, batch: 3_000_000, patience: 500_000_000)
    static let once = Pace(rounds: 1, batch: 0, patience: 0)

    /// How many acts make a batch. Inputs lie in locked memory, of which there is no end of pages.
    func repeats(_ once: Double) -> Int { max(1, min(400, Int(batch / max(once, 1)))) }
}

/// The acts of one row: the one that is asked for, and those that it is compared with.
final class Contestant {
    let work: SharingWork
    /// The first is the one that is asked for.
    fileprivate let trials: [Trial]
    /// Whether one run is enough: an act so long has its ups and downs behind it.
    fileprivate let isOnce: Bool
    /// How many of the work one act does.
    fileprivate let worksPerAct: Double
    fileprivate var ratios: [[Double]]
    fileprivate var nanoseconds: [[Double]]
    fileprivate var repeats: [Int]
    fileprivate(set) var peakBytes: Int?

    init(_ work: SharingWork, _ trials: [Trial], worksPerAct: Int = 1, isOnce: Bool = false) {
        self.isOnce = isOnce
        self.work = work
        self.trials = trials
        self.worksPerAct = Double(worksPerAct)
        ratios = trials.map { _ in [] }
        nanoseconds = ratios
        repeats = trials.map { _ in 1 }
    }

    /// V of the act at a place.
    func verifications(_ place: Int = 0) -> Spread { Spread(of: ratios[place].map { $0 / worksPerAct }) }

    func microseconds() -> Double { Spread(of: nanoseconds[0]).median / worksPerAct / 1000 }

    /// How often the act at a place fits into another, round by round.
    func ratio(of place: Int, to other: Int) -> Double {
        Spread(of: zip(ratios[place], ratios[other]).map { $0 / $1 }).median
    }
}

/// Measures rows of one group in turn, with the unit between any two acts.
struct Contest {
    private let unit: Trial
    private let pace: Pace
    private let watchesMemory: Bool
    private var unitRepeats = 1
    private var last = 0.0
    private var units: [Double] = []

    /// - Parameter unit: One verification by the group's library.
    init(unit: Trial, pace: Pace, watchesMemory: Bool = false) throws {
        self.unit = unit
        self.pace = pace
        self.watchesMemory = watchesMemory
        _ = try unit.measure(20)
        // As long as a batch, but not longer than what one moment of the machine is.
        unitRepeats = Pace(rounds: 1, batch: min(max(pace.batch / 3, 1_000_000), 3_000_000), patience: 0)
            .repeats(try unit.measure(20))
        last = try unit.measure(unitRepeats)
    }

    /// What 1 V took, in microseconds: the median of all that was measured until now.
    var unitMicroseconds: Double { Spread(of: units.isEmpty ? [last] : units).median / 1000 }

    mutating func measure(_ contestants: [Contestant]) throws {
        var patient: [Contestant] = []
        for contestant in contestants {
            if watchesMemory { Memory.forgetPeak() }
            for place in contestant.trials.indices { try act(contestant, place) }
            if watchesMemory { contestant.peakBytes = Memory.peakBytes }
            if pace.rounds > 1, !contestant.isOnce, contestant.nanoseconds[0][0] <= pace.patience {
                patient.append(contestant)
            }
        }
        for contestant in patient {
            // The first run met cold caches, and made tables that are made once.
            for place in contestant.trials.indices { try act(contestant, place) }
            contestant.repeats = contestant.nanoseconds.map { pace.repeats($0[1]) }
            contestant.ratios = contestant.trials.map { _ in [] }
            contestant.nanoseconds = contestant.ratios
        }
        for _ in 0..<pace.rounds {
            for contestant in patient { for place in contestant.trials.indices { try act(contestant, place) } }
        }
    }

    /// One act on one core and on all of them, in turn.
    /// - Parameter act: Done by so many threads at most; by one for each core where that is nil.
    /// - Returns: V and nanoseconds of CPU time on one core, and how often the act on all fits into that on one by the clock.
    mutating func scaling(
        _ act: (Int?) throws -> Void
    ) throws -> (verifications: Spread, microseconds: Double, timesOneCore: Double) {
        var ratios: [Double] = [], nanoseconds: [Double] = [], times: [Double] = []
        // The first run meets cold caches. A run takes long beside a moment of the machine, so that few in turn will do.
        var rounds = try timed { try act(1) }.wall > pace.patience ? 1 : min(pace.rounds, 7)
        while rounds > 0 {
            let before = last
            let one = try timed { try act(1) }
            last = try unit.measure(unitRepeats)
            units.append(last)
            ratios.append(one.cpu / ((before + last) / 2))
            nanoseconds.append(one.cpu)
            times.append(one.wall / (try timed { try act(nil) }).wall)
            last = try unit.measure(unitRepeats)
            rounds -= 1
        }
        return (Spread(of: ratios), Spread(of: nanoseconds).median / 1000, Spread(of: times).median)
    }

    /// Nanoseconds of the whole process and of the clock on the wall.
    private func timed(_ act: () throws -> Void) rethrows -> (cpu: Double, wall: Double) {
        var cpu = 0
        let wall = try Stopwatch.time(CLOCK_MONOTONIC) { cpu = try Stopwatch.time(CLOCK_PROCESS_CPUTIME_ID, act) }
        return (Double(cpu), Double(wall))
    }

    /// One batch, with the unit before and after it.
    private mutating func act(_ contestant: Contestant, _ place: Int) throws {
        let before = last
        let taken = try contestant.trials[place].measure(contestant.repeats[place])
        last = try unit.measure(unitRepeats)
        units.append(last)
        contestant.ratios[place].append(taken / ((before + last) / 2))
        contestant.nanoseconds[place].append(taken)
    }
}
