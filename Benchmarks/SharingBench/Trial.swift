import Glibc
import Measuring

/// One act, done in batches: what it needs is made before the clock starts, and what it gave is judged after it stopped.
struct Trial {
    /// Makes what so many acts need.
    private let prepare: (Int) throws -> Void
    /// Does them all.
    private let run: () throws -> Void
    /// Throws where a result is not the truth.
    private let judge: () throws -> Void

    init<Input: ~Copyable, Output: ~Copyable>(
        make: @escaping () throws -> Input, act: @escaping (consuming Input) throws -> Output,
        judge: @escaping (borrowing Output) throws -> Void
    ) {
        let batch = Batch(act)
        prepare = { count in try batch.fill(count, make) }
        run = batch.run
        self.judge = { try batch.judge(judge) }
    }

    /// An act that needs nothing and whose answer was looked at in it.
    init(_ act: @escaping () throws -> Void) {
        self.init(make: {}, act: { _ in try act() }, judge: { _ in })
    }

    /// - Returns: Nanoseconds of the whole process that one act took, the mean of a batch.
    func measure(_ count: Int) throws -> Double {
        try prepare(count)
        let taken = try Stopwatch.time(CLOCK_PROCESS_CPUTIME_ID, run)
        try judge()
        return Double(taken) / Double(count)
    }
}

/// What goes into some acts and what comes out: arrays hold no values that have one owner.
private final class Batch<Input: ~Copyable, Output: ~Copyable> {
    private let act: (consuming Input) throws -> Output
    private var inputs: [Cell<Input>] = []
    private var outputs: [Cell<Output>] = []

    init(_ act: @escaping (consuming Input) throws -> Output) { self.act = act }

    func fill(_ count: Int, _ make: () throws -> Input) throws {
        outputs.reserveCapacity(count)
        for _ in 0..<count { inputs.append(Cell(try make())) }
    }

    func run() throws {
        for cell in inputs { outputs.append(Cell(try act(cell.take()))) }
    }

    func judge(_ verdict: (borrowing Output) throws -> Void) throws {
        for cell in outputs {
            let output = cell.take()
            try verdict(output)
        }
        inputs.removeAll()
        outputs.removeAll(keepingCapacity: true)
    }
}

private final class Cell<Value: ~Copyable> {
    private var value: Value?

    init(_ value: consuming Value) { self.value = consume value }

    func take() -> Value {
        guard let taken = value.take() else { preconditionFailure("a value is taken once") }
        return taken
    }
}

/// A result that is not the truth: there is nothing to measure then.
struct Untrue: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

func require(_ fact: Bool, _ else: @autoclosure () -> String) throws {
    guard fact else { throw Untrue(`else`()) }
}
