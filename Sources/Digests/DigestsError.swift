/// What can go wrong when a key is derived from a passphrase with parameters that somebody else wrote.
@nonexhaustive
package enum DigestsError: Error, Equatable, CustomStringConvertible {
    /// PBKDF2 wants 1 iteration or more.
    case noIterations
    case tooManyIterations(found: UInt64, most: UInt64)
    /// N is a power of two from 2 to 2³¹, r and p are 1 or more, r·p is below 2³⁰.
    case invalidScryptParameters(n: UInt64, r: UInt64, p: UInt64)
    case tooMuchMemory(neededBytes: UInt64, mostBytes: UInt64)
    /// Work in bytes mixed: 128·N·r·p.
    case tooMuchWork(neededBytes: UInt64, mostBytes: UInt64)
    case outOfMemory(neededBytes: UInt64)

    package var description: String {
        switch self {
        case .noIterations:
            "the key derivation asks for 0 iterations; the file is damaged"
        case .tooManyIterations(let found, let most):
            "the key derivation asks for \(found) iterations and at most \(most) are allowed; open it with what made it, if you trust it"
        case .invalidScryptParameters(let n, let r, let p):
            "scrypt cannot work with N = \(n), r = \(r), p = \(p); the file is damaged"
        case .tooMuchMemory(let needed, let most):
            "scrypt asks for \(needed >> 20) MiB of memory and at most \(most >> 20) are allowed; open it with what made it, if you trust it"
        case .tooMuchWork(let needed, let most):
            "scrypt asks to mix \(needed >> 20) MiB and at most \(most >> 20) are allowed; open it with what made it, if you trust it"
        case .outOfMemory(let needed):
            "the system has no \(needed >> 20) MiB of memory left for the key derivation; close other programs and try again"
        }
    }
}
