/// Random bytes beside a secret, drawn once a process: who writes beyond the secret overwrites them unknown.
enum Canary {
    static let size = 16

    private static let bytes: (UInt64, UInt64) = (.random(in: .min ... .max), .random(in: .min ... .max))

    static func write(at place: UnsafeMutableRawPointer) {
        place.storeBytes(of: bytes.0, as: UInt64.self)
        (place + 8).storeBytes(of: bytes.1, as: UInt64.self)
    }

    /// Ends the process where somebody wrote there.
    static func requireIntact(at place: UnsafeRawPointer) {
        let isIntact =
            place.loadUnaligned(as: UInt64.self) == bytes.0 && (place + 8).loadUnaligned(as: UInt64.self) == bytes.1
        precondition(isIntact, "nothing writes beyond a secret")
    }
}
