import Encodings
package import SecretSharing
package import Secrets

/// A share as its holder keeps it: the line of letters, or what seals it, and the dealing that it belongs to
/// (holdfast-share(5)).
///
/// Line and dealing agree in a value of this type, as far as a line tells. Whether the share is on the committed
/// polynomial is for `SecretSharing` to check.
package struct ShareFile: ~Copyable, Sendable {
    package enum Content: ~Copyable, Sendable {
        case line(ShareLine)
        /// The share sealed to its holder's own key: an armored age file, line ends as they were found.
        case sealed(armor: [UInt8])
    }

    package let content: Content
    /// The dealing inside of the file; `nil` for a bare line, which needs one beside it.
    package let dealing: DealingFile?

    /// Reads a share file, or a bare line of letters.
    /// - Parameter file: The whole file, UTF-8, with LF or CRLF, with or without a byte order mark.
    /// - Throws: `ShareFilesError`, one case for each thing that can be wrong; faults of the dealing come before those
    ///   of the line, and a line that is not of the dealing last.
    package init(parsing file: borrowing LockedBytes) throws(ShareFilesError) {
        var reader = DealingReader()
        try self.init(parsing: file, reading: &reader)
    }

    /// Reads one of several share files, which mostly carry the same dealing.
    /// - Parameter reader: Keeps the dealings from file to file.
    /// - Throws: As `init(parsing:)`.
    package init(parsing file: borrowing LockedBytes, reading reader: inout DealingReader) throws(ShareFilesError) {
        self = try file.withUnsafeBytes { (bytes) throws(ShareFilesError) in
            try ShareFile(bytes, &reader) { (letters) throws(ShareFilesError) in try ShareLine(letters) }
        }
    }

    /// Reads a share file whose line is replaced by the correction that a person has accepted.
    /// - Parameter correction: What `correction(of:)` found for this file.
    /// - Throws: As `init(parsing:)`.
    package init(
        parsing file: borrowing LockedBytes, accepting correction: borrowing ShareLineCorrection
    ) throws(ShareFilesError) {
        self = try file.withUnsafeBytes { (bytes) throws(ShareFilesError) in
            var reader = DealingReader()
            return try ShareFile(bytes, &reader) { (letters) throws(ShareFilesError) in
                _ = consume letters
                return try correction.line()
            }
        }
    }

    /// - Parameter readLine: Makes a line of its letters.
    private init(
        _ bytes: UnsafeRawBufferPointer, _ reader: inout DealingReader,
        readLine: (consuming ShareLineLetters) throws(ShareFilesError) -> ShareLine
    ) throws(ShareFilesError) {
        let text = try ShareText(bytes)
        var dealing: DealingFile?
        if let block = text.dealing {
            dealing = try reader.dealing(parsing: UnsafeRawBufferPointer(rebasing: bytes[block]))
        }
        switch text.body {
        case .sealed(let armor):
            content = .sealed(armor: Array(bytes[armor]))
        case .line(let pieces):
            let line = try readLine(ShareLineLetters(bytes.pieces(pieces)))
            if let dealing { try dealing.requireAgreement(with: line) }
            content = .line(line)
        case .sheet(let rows):
            content = .line(try Self.line(bytes.pieces(rows), readLine))
        }
        self.dealing = dealing
    }

    /// The line of a sheet. Where it is wrong, the check letters tell in which rows.
    private static func line(
        _ rows: [UnsafeRawBufferPointer], _ readLine: (consuming ShareLineLetters) throws(ShareFilesError) -> ShareLine
    ) throws(ShareFilesError) -> ShareLine {
        do {
            return try readLine(ShareLineLetters(rows: rows))
        } catch {
            guard case .checksum = error else { throw error }
            var wrong: [Int] = []
            for (place, row) in rows.enumerated()
            where try SheetRow.isRight(row, row: place + 1) == false { wrong.append(place + 1) }
            throw wrong.isEmpty ? error : .sheetRowsWrong(wrong)
        }
    }

    /// The dealing inside of a share file, whatever its line is like; `nil` for a bare line.
    /// - Throws: What makes the file's outline unreadable, or is wrong with the dealing.
    package static func dealing(of file: borrowing LockedBytes) throws(ShareFilesError) -> DealingFile? {
        try file.withUnsafeBytes { (bytes) throws(ShareFilesError) in
            guard let block = try ShareText(bytes).dealing else { return nil }
            return try DealingFile(parsing: UnsafeRawBufferPointer(rebasing: bytes[block]))
        }
    }

    /// The text of the dealing inside of a share file, byte for byte; `nil` where there is none, or no outline of a share.
    package static func dealingText(of file: borrowing LockedBytes) -> [UInt8]? {
        file.withUnsafeBytes { bytes in
            guard let block = try? ShareText(bytes).dealing else { return nil }
            return Array(bytes[block])
        }
    }

    /// What is public of a share file: all of a sealed one, and of another everything but its line.
    package struct PublicParts: Sendable {
        package let dealing: DealingFile
        /// The armored age file; nil where the share is not sealed.
        package let armor: [UInt8]?
        /// Whose share a sealed file says it is, in its comments: a hint for people, which nothing rests on.
        package let statedHolder: HolderIndex?
    }

    /// Reads what is public of a share file; the line of one that is not sealed is not looked at.
    /// - Throws: What makes the file's outline unreadable, or is wrong with the dealing; `.dealingMissing` for a bare line.
    package static func publicParts(of file: borrowing LockedBytes) throws(ShareFilesError) -> PublicParts {
        try file.withUnsafeBytes { (bytes) throws(ShareFilesError) in
            let text = try ShareText(bytes)
            guard let block = text.dealing else { throw .dealingMissing }
            let dealing = try DealingFile(parsing: UnsafeRawBufferPointer(rebasing: bytes[block]))
            guard case .sealed(let armor) = text.body else {
                return PublicParts(dealing: dealing, armor: nil, statedHolder: nil)
            }
            return PublicParts(
                dealing: dealing, armor: Array(bytes[armor]),
                statedHolder: statedHolder(in: UnsafeRawBufferPointer(rebasing: bytes[..<armor.lowerBound])))
        }
    }

    private static func statedHolder(in head: UnsafeRawBufferPointer) -> HolderIndex? {
        for line in String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline)
        where line.hasPrefix("# Share ") {
            return Int(line.dropFirst(8).prefix { $0.isNumber }).flatMap { try? HolderIndex($0) }
        }
        return nil
    }

    /// Looks for the one line that the damaged line of a file can have been; see `ShareLineCorrection`.
    /// - Parameter file: A share file or a bare line; its dealing is not looked at.
    /// - Returns: `nil` where there is none within 2w + u ≤ 8, and for a sealed share.
    /// - Throws: As `ShareLineCorrection.candidate(for:)`, and what makes the file's outline unreadable.
    package static func correction(of file: borrowing LockedBytes) throws(ShareFilesError) -> ShareLineCorrection? {
        try file.withUnsafeBytes { (bytes) throws(ShareFilesError) in
            switch try ShareText(bytes).body {
            case .sealed:
                return nil
            case .line(let pieces):
                return try ShareLineCorrection.candidate(for: ShareLineLetters(bytes.pieces(pieces)))
            case .sheet(let rows):
                return try ShareLineCorrection.candidate(for: ShareLineLetters(rows: bytes.pieces(rows)))
            }
        }
    }

    /// The dealing that the share is of: the one in the file, or for a bare line the one beside it.
    /// - Throws: `ShareFilesError.dealingMissing` for a bare line alone; as `DealingFile.requireAgreement(with:)`.
    package borrowing func dealing(orElse beside: DealingFile?) throws(ShareFilesError) -> DealingFile {
        if let dealing { return dealing }
        guard let beside else { throw .dealingMissing }
        switch content {
        case .line(let line): try beside.requireAgreement(with: line)
        case .sealed: break
        }
        return beside
    }

    /// The armored age file, where the share is sealed; else `nil`.
    package var armor: [UInt8]? {
        switch content {
        case .line: nil
        case .sealed(let armor): armor
        }
    }

    /// The line alone.
    /// - Throws: `ShareFilesError.sealed` where it is sealed to its holder.
    package consuming func takeLine() throws(ShareFilesError) -> ShareLine {
        switch consume content {
        case .line(let line): return line
        case .sealed: throw .sealed
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func pieces(_ ranges: [Range<Int>]) -> [UnsafeRawBufferPointer] {
        ranges.map { UnsafeRawBufferPointer(rebasing: self[$0]) }
    }
}
