import Secrets

/// The one line that a damaged line can have been, found by its code, for a person to say yes or no to.
///
/// Nothing is ever corrected unasked. The caller tries the candidate against the dealing before it is offered, says the
/// places, and shows the letters only where they are asked for, on a terminal.
package struct ShareLineCorrection: ~Copyable, Sendable {
    /// The places (1 … 89, ascending) of letters that are wrong in the given line.
    package let wrong: [Int]
    /// The places (1 … 89, ascending) of letters that could not be read.
    package let unreadable: [Int]
    /// The 89 letters of the candidate, in lower case.
    private let letters: LockedBytes

    /// Looks for the line that differs from the given one in w wrong and u unreadable letters, 2w + u ≤ 8; there is at
    /// most one.
    ///
    /// Unreadable is `?`, and every other letter that no line has. Missing and inserted letters are reported and not
    /// repaired, and so is a wrong prefix.
    /// - Parameter text: The line as it was typed; blanks, tabs and hyphens don't count.
    /// - Returns: `nil` where there is no such line. No place is wrong and none unreadable where the given line is good.
    /// - Throws: `ShareFilesError.letterCount`, `.letter` within the prefix, `.mixedCase`, `.memory`.
    package static func candidate(
        for text: UnsafeRawBufferPointer
    ) throws(ShareFilesError) -> ShareLineCorrection? {
        try candidate(for: ShareLineLetters([text]))
    }

    static func candidate(for typed: consuming ShareLineLetters) throws(ShareFilesError) -> ShareLineCorrection? {
        let firstPlace = ShareLine.prefix.count + 1
        let unreadable = typed.illegible
        var values = typed.takeValues()
        var decoder = try mappingMemory { () throws(SecretsError) in try ShareLineDecoder() }
        let found = values.withUnsafeMutableBytes {
            decoder.correct($0, unreadable: unreadable.map { $0 - firstPlace })
        }
        guard let found else { return nil }
        do {
            // A right checksum over a payload that is none: no line of ours is that near.
            _ = try ShareLine(mappingMemory { () throws(SecretsError) in try values.copy() })
        } catch {
            if case .memory = error { throw error }
            return nil
        }
        var letters = try mappingMemory { () throws(SecretsError) in try LockedBytes(count: ShareLine.letterCount) }
        letters.withUnsafeMutableBytes { letters in
            values.withUnsafeBytes { ShareLineLetters.write($0, into: letters) }
        }
        return ShareLineCorrection(wrong: found.map { $0 + firstPlace }, unreadable: unreadable, letters: letters)
    }

    private init(wrong: [Int], unreadable: [Int], letters: consuming LockedBytes) {
        self.wrong = wrong
        self.unreadable = unreadable
        self.letters = letters
    }

    /// The 89 letters of the candidate: a secret.
    package borrowing func withLetters<R: ~Copyable, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try letters.withUnsafeBytes(body)
    }

    /// The candidate as a line, to be tried against its dealing.
    package borrowing func line() throws(ShareFilesError) -> ShareLine {
        try letters.withUnsafeBytes { (letters) throws(ShareFilesError) in try ShareLine(parsing: letters) }
    }
}
