import Encodings

/// Consecutive block headers, each of which was found to have its work and to follow the one before.
package struct HeaderChain: Sendable {
    package let history: HeaderHistory
    /// Whether the first header is a block that the reader named, or follows it.
    package let isPinned: Bool

    package var headers: [BlockHeader] { history.headers }
    package var targets: [BlockTarget] { history.targets }
    package var network: Network { history.network }
    /// The height of the first header, where the chain begins at the network's own first block; else nobody here knows it.
    package var firstHeight: Int? { history.firstHeight }

    /// As many blocks as ten-minute ones fill until about the year 2046: what a file may hold.
    package static let mostHeaders = 2_000_000

    /// Reads headers and checks all that they show by themselves.
    /// - Parameters:
    ///   - bytes: Headers of 80 bytes, one after the other; or text, with whole headers of 160 hexadecimal digits on each line.
    ///   - checkpoint: A block that the reader trusts: the first header must be it, or follow it.
    /// - Throws: `InclusionError`, with the number of the header.
    package init(
        parsing bytes: [UInt8], checkpoint: BlockHash?, on network: Network
    ) throws(InclusionError) {
        try self.init(try HeaderChain.read(bytes), checkpoint: checkpoint, on: network)
    }

    init(_ headers: [BlockHeader], checkpoint: BlockHash?, on network: Network) throws(InclusionError) {
        guard let first = headers.first else { throw .noHeaders }
        if let checkpoint, first.hash != checkpoint, first.previous != checkpoint {
            throw .checkpointMissed(first: first.hash, checkpoint: checkpoint)
        }
        var targets: [BlockTarget] = []
        targets.reserveCapacity(headers.count)
        for (place, header) in headers.enumerated() {
            if place > 0 {
                let before = headers[place - 1].hash
                guard header.previous == before else {
                    throw .notLinked(number: place + 1, needed: before, found: header.previous)
                }
            }
            targets.append(try header.provenTarget(on: network, at: .number(place + 1)))
        }
        let isGenesis = first.hash.text == network.genesis, isNext = first.previous.text == network.genesis
        history = HeaderHistory(
            headers: headers, targets: targets, firstHeight: isGenesis ? 0 : isNext ? 1 : nil, network: network)
        isPinned = checkpoint != nil
        try history.checkDifficulty()
        try history.checkTimes()
    }

    /// The work of the headers from one on.
    package func work(from place: Int) -> Work {
        // Thousands of blocks share a target, and dividing takes longest.
        var last: (target: BlockTarget, work: Work)?
        var sum = Work.none
        for target in targets[place...] {
            let work = last?.target == target ? last?.work ?? target.work : target.work
            last = (target, work)
            sum = sum + work
        }
        return sum
    }

    private static func read(_ bytes: [UInt8]) throws(InclusionError) -> [BlockHeader] {
        let octets = try isText(bytes) ? decode(bytes) : bytes
        let size = BlockHeader.byteCount
        guard octets.count.isMultiple(of: size) else { throw .headersNotWhole(bytes: octets.count) }
        guard octets.count / size <= mostHeaders else { throw .tooManyHeaders(limit: mostHeaders) }
        var headers: [BlockHeader] = []
        headers.reserveCapacity(octets.count / size)
        for start in stride(from: 0, to: octets.count, by: size) {
            headers.append(try BlockHeader(octets[start..<start + size]))
        }
        return headers
    }

    /// Lines of one header or several; empty lines, and spaces at the ends of lines, say nothing.
    private static func decode(_ text: [UInt8]) throws(InclusionError) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count / 2)
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (place, line) in lines.enumerated() {
            let digits = line.filter { !isSpace($0) }
            guard digits.count.isMultiple(of: 2 * BlockHeader.byteCount),
                let decoded = try? Hex.decode(String(decoding: digits, as: UTF8.self))
            else { throw .headerLine(place + 1) }
            octets += decoded
        }
        return octets
    }
}

/// Whether bytes are hexadecimal digits and white space. Headers and proofs in binary never are: the hash of the block
/// before ends in bytes of zero wherever work is done, and counts have such bytes too.
func isText(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { isSpace($0) || (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
}

func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
