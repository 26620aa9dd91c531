import CSystem
import Glibc
import SecretSharing
import Secrets
import Synchronization

/// Spreads work over the cores, in the one place where the library does so.
package enum Parallel {
    /// The results of `body` for 0 ..< count, in order, whatever the number of cores.
    ///
    /// Each thread takes the next position that nobody has; `body` runs on several at once and must not share state.
    /// - Parameters:
    ///   - threads: At most so many. Otherwise the cores that the process may use, and where they are at work already, as
    ///     inside of `body`, this thread alone.
    ///   - block: How many positions a thread takes at a time: one where each is work enough.
    static func map<Result: Sendable>(
        count: Int, threads: Int? = nil, block: Int = 16, _ body: @escaping @Sendable (Int) -> Result
    ) -> [Result] {
        let work = Work(count: count, block: block, body)
        let threads = threads ?? freeCount
        running.add(1, ordering: .relaxed)
        defer { running.subtract(1, ordering: .relaxed) }
        // One thread is this one; what cannot be started is done by the others.
        let helpers = (1..<max(1, min(threads, count))).compactMap { _ in work.startThread() }
        work.run()
        for helper in helpers { pthread_join(helper, nil) }
        return work.results
    }

    /// Where the parts of one long computation run.
    static var cores: Cores {
        Cores(count: freeCount) { count, body in
            withoutActuallyEscaping(body) { body in _ = map(count: count, block: 1) { body($0) } }
        }
    }

    /// How many calls of `map` have not ended.
    private static let running = Atomic<Int>(0)
    private static var freeCount: Int { running.load(ordering: .relaxed) == 0 ? coreCount : 1 }

    /// How many cores the process may use, 1 at least: those it is bound to, where somebody did that.
    package static var coreCount: Int {
        let bound = Int(holdfast_usable_cores())
        return bound > 0 ? bound : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
}

/// What the threads share.
private final class Work<Result: Sendable>: Sendable {
    private let count: Int
    private let block: Int
    private let body: @Sendable (Int) -> Result
    private let next = Atomic<Int>(0)
    private let done: Guarded<[(Int, Result)]> = Guarded([])

    init(count: Int, block: Int, _ body: @escaping @Sendable (Int) -> Result) {
        self.count = count
        self.block = block
        self.body = body
    }

    /// Takes positions until none is left, a block at a time: a lock per transaction would be felt.
    func run() {
        while true {
            let begin = next.add(block, ordering: .relaxed).oldValue
            guard begin < count else { return }
            let found = (begin..<min(begin + block, count)).map { ($0, body($0)) }
            done.withLock { $0 += found }
        }
    }

    func startThread() -> pthread_t? {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(ThreadBody { self.run() })
        let status = pthread_create(&thread, nil, runThreadBody, context.toOpaque())
        guard status == 0 else {
            context.release()
            return nil
        }
        return thread
    }

    var results: [Result] { done.withLock { $0.sorted { $0.0 < $1.0 }.map(\.1) } }
}

/// What a thread runs, without its type: a C function has no generic parameter.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runThreadBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
