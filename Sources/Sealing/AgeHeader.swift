import Digests
import Encodings

/// The header of an age file (C2SP age.md, "Header"): a version line, stanzas, and a code over both.
struct AgeHeader: Equatable, Sendable {
    /// What the first line begins with, in every version.
    static let anyVersion = "age-encryption.org/"
    static let versionLine = anyVersion + "v1"
    static let lettersInLine = 64
    /// A header with a thousand recipients has some 100,000 bytes.
    static let mostBytes = 1 << 20

    let stanzas: [AgeStanza]
    /// As it stands there.
    let code: [UInt8]
    /// What the code is over: from the version line to `---`.
    let coded: [UInt8]
    /// Where the payload begins.
    let end: Int

    /// Reads the header that bytes begin with.
    /// - Throws: `SealingError.age` (`notAge`, `version`, `header`).
    init(parsing bytes: [UInt8]) throws(SealingError) {
        var lines = HeaderLines(bytes)
        guard bytes.starts(with: Array(AgeHeader.anyVersion.utf8)) else { throw .age(.notAge) }
        try AgeHeader.checkVersion(try lines.next())
        var stanzas: [AgeStanza] = []
        while true {
            let start = lines.position
            let line = try lines.next()
            if line.starts(with: Array("---".utf8)) {
                guard !stanzas.isEmpty else { throw lines.fault(.noStanza) }
                code = try AgeHeader.code(line, lines)
                coded = Array(bytes[..<(start + 3)])
                break
            }
            stanzas.append(try AgeHeader.stanza(line, &lines))
        }
        self.stanzas = stanzas
        end = lines.position
    }

    private static func checkVersion(_ line: ArraySlice<UInt8>) throws(SealingError) {
        guard !line.elementsEqual(Array(versionLine.utf8)) else { return }
        // A carriage return at the end is damage, and no other version.
        if line.elementsEqual(Array("\(versionLine)\r".utf8)) { throw .age(.header(.unexpectedLine, line: 1)) }
        throw .age(.version(String(decoding: line, as: UTF8.self)))
    }

    private static func code(_ line: ArraySlice<UInt8>, _ lines: HeaderLines) throws(SealingError) -> [UInt8] {
        guard line.dropFirst(3).first == 0x20,
            let code = try? Base64.decode(String(decoding: line.dropFirst(4), as: UTF8.self), padding: .absent),
            code.count == HMACSHA256.codeCount
        else { throw lines.fault(.code) }
        return code
    }

    private static func stanza(
        _ line: ArraySlice<UInt8>, _ lines: inout HeaderLines
    ) throws(SealingError) -> AgeStanza {
        guard line.starts(with: Array("-> ".utf8)) else { throw lines.fault(.unexpectedLine) }
        let number = lines.number
        let arguments = line.dropFirst(3).split(separator: 0x20, omittingEmptySubsequences: false)
        guard arguments.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x21...0x7E).contains($0) } }) else {
            throw lines.fault(.arguments)
        }
        var body: [UInt8] = []
        while true {
            let line = try lines.next()
            guard line.count <= lettersInLine,
                let part = try? Base64.decode(String(decoding: line, as: UTF8.self), padding: .absent)
            else { throw lines.fault(.body) }
            body += part
            // A body always ends with a line that is not full, be it an empty one.
            if line.count < lettersInLine { break }
        }
        return AgeStanza(arguments.map { String(decoding: $0, as: UTF8.self) }, body: body, line: number)
    }

    /// The header of new stanzas, without its code: what the code is over.
    static func coded(_ stanzas: [AgeStanza]) -> String {
        versionLine + "\n" + stanzas.map(\.text).joined() + "---"
    }
}

/// The lines of a header, each ended by LF.
private struct HeaderLines {
    private let bytes: ArraySlice<UInt8>
    private(set) var position = 0
    /// Of the line that `next` gave last, from 1.
    private(set) var number = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes.prefix(AgeHeader.mostBytes) }

    mutating func next() throws(SealingError) -> ArraySlice<UInt8> {
        number += 1
        guard let end = bytes[position...].firstIndex(of: 0x0A) else {
            throw fault(bytes.count == AgeHeader.mostBytes ? .tooLong(most: AgeHeader.mostBytes) : .cut)
        }
        defer { position = end + 1 }
        return bytes[position..<end]
    }

    func fault(_ fault: HeaderFault) -> SealingError { .age(.header(fault, line: number)) }
}
