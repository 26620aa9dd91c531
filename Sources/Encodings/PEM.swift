/// A block between `-----BEGIN LABEL-----` and `-----END LABEL-----`.
package struct PEMBlock: Equatable, Sendable {
    /// A header line before the content, as `Proc-Type: 4,ENCRYPTED` (RFC 1421, section 4.4).
    package struct Header: Equatable, Sendable {
        package let name: String
        package let value: String
    }

    package let label: String
    package let headers: [Header]
    /// The lines of base 64, their line ends included; an offset into the buffer that was read.
    package let body: Range<Int>
    /// From the first dash to the last, without the line end after it.
    package let whole: Range<Int>
    /// The line of the BEGIN, from 1.
    package let line: Int
}

/// What can be wrong with PEM.
package enum PEMFault: Equatable, Sendable, CustomStringConvertible {
    case malformedBoundary
    case endWithoutBegin(label: String)
    case beginInsideOfBlock(label: String)
    case wrongEnd(label: String, expected: String)
    case noEnd(label: String)
    case malformedHeader
    case foreignLetter(column: Int)
    case irregularLine
    case stray

    package var description: String {
        switch self {
        case .malformedBoundary: "a line of dashes that is no BEGIN and no END; compare it with the original"
        case .endWithoutBegin(let label): "END \(label) without a BEGIN; the start is missing"
        case .beginInsideOfBlock(let label): "BEGIN \(label) before the block above it has ended; the end is missing"
        case .wrongEnd(let label, let expected): "END \(label) where END \(expected) must stand"
        case .noEnd(let label): "BEGIN \(label) is never ended; the file was cut"
        case .malformedHeader: "a header line that is no 'Name: value', or no empty line after the headers"
        case .foreignLetter(let column): "character \(column) is no base64 letter; compare the line with the original"
        case .irregularLine: "a line of content that is empty, or not of whole groups of four letters"
        case .stray: "padding or stray bits where none belong; the content was cut or altered"
        }
    }
}

/// Textual encodings (RFC 7468; RFC 1421 for header lines).
///
/// Tolerant of a byte-order mark, of CRLF, of blanks at the end of a boundary and of text around blocks; strict between
/// the boundaries. Line ends, dashes and colons are structure; base64 letters may be secret and are not looked at but in
/// constant time.
package enum PEM {
    /// All blocks of a text, in order; none is no error.
    /// - Throws: `EncodingsError.pem` (all but `foreignLetter`, `irregularLine`, `stray`, which `decode` finds).
    package static func blocks(in bytes: UnsafeRawBufferPointer) throws(EncodingsError) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var lines = TextLines(bytes)
        while let line = lines.next() {
            switch try boundary(line, in: bytes) {
            case .none: continue
            case .end(let label): throw .pem(.endWithoutBegin(label: label), line: line.number)
            case .begin(let label): blocks.append(try block(label, beginning: line, &lines, in: bytes))
            }
        }
        return blocks
    }

    private enum Boundary {
        case none
        case begin(String)
        case end(String)
    }

    /// The rest of a block whose first line was read.
    private static func block(
        _ label: String, beginning first: TextLines.Line, _ lines: inout TextLines, in bytes: UnsafeRawBufferPointer
    ) throws(EncodingsError) -> PEMBlock {
        let headers = try self.headers(&lines, in: bytes)
        let bodyStart = lines.position
        while let line = lines.next() {
            switch try boundary(line, in: bytes) {
            case .none: continue
            case .begin(let inner): throw .pem(.beginInsideOfBlock(label: inner), line: line.number)
            case .end(label):
                return PEMBlock(
                    label: label, headers: headers, body: bodyStart..<line.range.lowerBound,
                    whole: first.range.lowerBound..<line.range.upperBound, line: first.number)
            case .end(let other): throw .pem(.wrongEnd(label: other, expected: label), line: line.number)
            }
        }
        throw .pem(.noEnd(label: label), line: first.number)
    }

    /// Header lines and the empty line after them, if the first line has a colon.
    private static func headers(
        _ lines: inout TextLines, in bytes: UnsafeRawBufferPointer
    ) throws(EncodingsError) -> [PEMBlock.Header] {
        var headers: [PEMBlock.Header] = []
        while true {
            var ahead = lines
            guard let line = ahead.next() else { return headers }
            if line.range.isEmpty, !headers.isEmpty {
                lines = ahead
                return headers
            }
            guard let colon = line.range.first(where: { bytes.shows(0x3A, at: $0) }) else {
                guard headers.isEmpty else { throw .pem(.malformedHeader, line: line.number) }
                return headers
            }
            // Base64 has no colon, so that this line is public.
            let name = bytes.publicLetters(line.range.lowerBound..<colon)
            let value = bytes.publicLetters(colon + 1..<line.range.upperBound).drop { $0 == 0x20 }
            guard !name.isEmpty, name.allSatisfy({ (0x21...0x7E).contains($0) }),
                value.allSatisfy({ (0x20...0x7E).contains($0) })
            else { throw .pem(.malformedHeader, line: line.number) }
            headers.append(
                .init(name: String(decoding: name, as: UTF8.self), value: String(decoding: value, as: UTF8.self)))
            lines = ahead
        }
    }

    /// Whether a line is a boundary. Base64 has no dash, so that a line which begins with one is public.
    private static func boundary(
        _ line: TextLines.Line, in bytes: UnsafeRawBufferPointer
    ) throws(EncodingsError) -> Boundary {
        let dashes = Array("-----".utf8)
        guard line.range.count >= 5, line.range.prefix(5).allSatisfy({ bytes.shows(0x2D, at: $0) }) else {
            return .none
        }
        var text = bytes.publicLetters(line.range)[...]
        while text.last == 0x20 || text.last == 0x09 { text.removeLast() }
        for (word, isBegin) in [("BEGIN ", true), ("END ", false)] {
            let opening = dashes + Array(word.utf8)
            guard text.starts(with: opening), text.count > opening.count + 5, text.suffix(5).elementsEqual(dashes)
            else {
                continue
            }
            // RFC 7468, section 3: printable, blanks only between words; no line of it ends another boundary early.
            let label = text.dropFirst(opening.count).dropLast(5)
            guard label.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x2D }), label.first != 0x20,
                label.last != 0x20
            else { continue }
            let name = String(decoding: label, as: UTF8.self)
            return isBegin ? .begin(name) : .end(name)
        }
        // Dashes as an ornament around blocks do no harm; a boundary that went wrong does.
        guard text.contains(where: { $0 != 0x2D }) else { return .none }
        throw .pem(.malformedBoundary, line: line.number)
    }

    // MARK: Content

    /// The most bytes that a block's content can have.
    package static func decodedCapacity(_ block: PEMBlock) -> Int { Base64.decodedCapacity(block.body.count) }

    /// Writes a block's content, which may be secret.
    /// - Parameters:
    ///   - bytes: The buffer that the block was found in.
    ///   - output: Room for `decodedCapacity` bytes; no overlap.
    /// - Returns: How many bytes were written.
    /// - Throws: `EncodingsError.pem` (`foreignLetter`, `irregularLine`, `stray`).
    package static func decode(
        _ block: PEMBlock, of bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingsError) -> Int {
        precondition(output.count >= decodedCapacity(block), "the content needs room")
        let body = bytes.part(block.body)
        var lines = TextLines(body, skipsMark: false)
        // The body begins below BEGIN, and below the headers with the empty line after them.
        let above = block.line + (block.headers.isEmpty ? 0 : block.headers.count + 1)
        var written = 0
        var sawLast = false
        while let line = lines.next() {
            let number = above + line.number
            guard !line.range.isEmpty, line.range.count % 4 == 0 else { throw fault(of: line, number, in: body) }
            // Only the last group of the last line may be incomplete.
            guard !sawLast else { throw .pem(.stray, line: number) }
            let room = UnsafeMutableRawBufferPointer(rebasing: output[written...])
            do {
                let count = try Base64.decode(body.part(line.range), into: room)
                sawLast = count != line.range.count / 4 * 3
                written += count
            } catch .foreignLetter(_, let position) {
                throw .pem(.foreignLetter(column: position), line: number)
            } catch {
                throw .pem(.stray, line: number)
            }
        }
        return written
    }

    /// Why a line has no whole groups: a foreign letter is the better reason, such as a blank at its end.
    private static func fault(of line: TextLines.Line, _ number: Int, in body: UnsafeRawBufferPointer) -> EncodingsError
    {
        for position in line.range {
            let letter = body.letter(position)
            let isBlankOrOther = ~maskIfWithin(letter, 0x2B, 0x7A)
            if released(isBlankOrOther & 1) == 1 {
                return .pem(.foreignLetter(column: position - line.range.lowerBound + 1), line: number)
            }
        }
        return .pem(.irregularLine, line: number)
    }

    private static let lettersInLine = 64

    /// How many letters `encode` writes for so many bytes.
    package static func encodedCount(label: String, count: Int) -> Int {
        let letters = Base64.encodedCount(count)
        return frame(label).begin.count + letters + (letters + lettersInLine - 1) / lettersInLine
            + frame(label).end.count
    }

    /// Writes a block that may be secret: lines of 64 letters, each ended by LF, the last one too.
    /// - Returns: How many letters were written: `encodedCount`.
    @discardableResult
    package static func encode(
        label: String, _ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        precondition(output.count >= encodedCount(label: label, count: bytes.count), "the block needs room")
        let frame = frame(label)
        var written = 0
        func write(_ letters: [UInt8]) {
            for letter in letters {
                output[written] = letter
                written += 1
            }
        }
        write(frame.begin)
        for start in stride(from: 0, to: bytes.count, by: 48) {
            let part = bytes.part(start..<min(start + 48, bytes.count))
            written += Base64.encode(part, into: UnsafeMutableRawBufferPointer(rebasing: output[written...]))
            write([0x0A])
        }
        write(frame.end)
        return written
    }

    /// The text of a *public* block.
    package static func encode(label: String, _ bytes: [UInt8]) -> String {
        var letters = [UInt8](repeating: 0, count: encodedCount(label: label, count: bytes.count))
        bytes.withUnsafeBytes { input in
            letters.withUnsafeMutableBytes { _ = encode(label: label, input, into: $0) }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func frame(_ label: String) -> (begin: [UInt8], end: [UInt8]) {
        (Array("-----BEGIN \(label)-----\n".utf8), Array("-----END \(label)-----\n".utf8))
    }
}
