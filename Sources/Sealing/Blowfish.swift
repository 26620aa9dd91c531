import Secrets

/// Blowfish (Schneier 1993) with the key schedules of bcrypt (Provos, Mazières 1999).
///
/// Which words of the S-boxes are read depends on the key and on the text: that is the cipher, and who shares this
/// processor's cache may see some of it. Nothing else depends on them: no branch, no count, no address outside the boxes.
struct Blowfish: ~Copyable {
    /// Keys and salts of `BcryptPBKDF` have 64 bytes: so many words, first byte first in each.
    static let keyWordCount = 16
    /// P has 18 words, each of the four S-boxes has 256.
    private static let subkeyCount = 18
    private var state: LockedBytes

    /// - Throws: `SealingError.memory`.
    init() throws(SealingError) {
        state = try locked(4 * Blowfish.initialState.count)
    }

    /// Sets P and the S-boxes to the digits of π.
    mutating func reset() {
        state.withUnsafeMutableBytes { state in
            Blowfish.initialState.withUnsafeBytes { state.copyMemory(from: $0) }
        }
    }

    /// Mixes a key in.
    /// - Parameter key: `keyWordCount` words.
    mutating func expand(key: UnsafePointer<UInt32>) {
        withWords { words in
            Blowfish.mix(key, into: words)
            var (left, right) = (UInt32(0), UInt32(0))
            for place in stride(from: 0, to: Blowfish.initialState.count, by: 2) {
                Blowfish.encipher(words, &left, &right)
                words[place] = left
                words[place + 1] = right
            }
        }
    }

    /// Mixes a key and a salt in; once at the start of each hash.
    /// - Parameters:
    ///   - salt: `keyWordCount` words.
    ///   - key: `keyWordCount` words.
    mutating func expand(salt: UnsafePointer<UInt32>, key: UnsafePointer<UInt32>) {
        withWords { words in
            Blowfish.mix(key, into: words)
            var (left, right) = (UInt32(0), UInt32(0))
            for place in stride(from: 0, to: Blowfish.initialState.count, by: 2) {
                left ^= salt[place % Blowfish.keyWordCount]
                right ^= salt[(place + 1) % Blowfish.keyWordCount]
                Blowfish.encipher(words, &left, &right)
                words[place] = left
                words[place + 1] = right
            }
        }
    }

    /// Enciphers blocks of two words each, in place, one by one (ECB).
    mutating func encipher(_ text: UnsafeMutablePointer<UInt32>, blocks: Int) {
        withWords { words in
            for block in 0..<blocks { Blowfish.encipher(words, &text[2 * block], &text[2 * block + 1]) }
        }
    }

    private mutating func withWords(_ body: (UnsafeMutablePointer<UInt32>) -> Void) {
        state.withUnsafeMutableBytes { body($0.baseAddress!.assumingMemoryBound(to: UInt32.self)) }
    }

    private static func mix(_ key: UnsafePointer<UInt32>, into words: UnsafeMutablePointer<UInt32>) {
        for place in 0..<subkeyCount { words[place] ^= key[place % keyWordCount] }
    }

    @inline(__always)
    private static func encipher(
        _ words: UnsafeMutablePointer<UInt32>, _ left: inout UInt32, _ right: inout UInt32
    ) {
        let boxes = words + subkeyCount
        var (x, y) = (left ^ words[0], right)
        for round in stride(from: 1, to: 17, by: 2) {
            y ^= f(boxes, x) ^ words[round]
            x ^= f(boxes, y) ^ words[round + 1]
        }
        left = y ^ words[17]
        right = x
    }

    @inline(__always)
    private static func f(_ boxes: UnsafeMutablePointer<UInt32>, _ x: UInt32) -> UInt32 {
        let sum = boxes[Int(x &>> 24)] &+ boxes[256 + Int(x &>> 16 & 255)]
        return (sum ^ boxes[512 + Int(x &>> 8 & 255)]) &+ boxes[768 + Int(x & 255)]
    }
}
