// The thread sanitizer knows the locks of pthreads; of `Mutex`, which the standard library makes of atomic numbers, it sees
// nothing, and takes what it guards for shared without a lock. `.ci/sanitize threads` sets this.
#if HOLDFAST_THREAD_SANITIZER
import Glibc

/// A value that one thread at a time may look at.
package struct Guarded<Value: Sendable>: ~Copyable, @unchecked Sendable {
    // `@unchecked`: "a mutex is a mutual exclusion device" (pthread_mutex_lock(3)), and nobody else has the pointers.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let value: UnsafeMutablePointer<Value>

    package init(_ value: Value) {
        mutex = .allocate(capacity: 1)
        let status = pthread_mutex_init(mutex, nil)
        precondition(status == 0, "a mutex of the usual kind needs nothing")
        self.value = .allocate(capacity: 1)
        self.value.initialize(to: value)
    }

    deinit {
        value.deinitialize(count: 1)
        value.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    package borrowing func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value.pointee)
    }
}
#else
package import Synchronization

/// A value that one thread at a time may look at.
package typealias Guarded<Value: Sendable> = Mutex<Value>
#endif
