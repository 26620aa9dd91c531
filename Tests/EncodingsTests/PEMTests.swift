import Encodings
import TestSupport
import Testing

@Suite struct PEMTests {
    private func blocks(_ text: String) throws(EncodingsError) -> [PEMBlock] {
        try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(EncodingsError) in
            try PEM.blocks(in: UnsafeRawBufferPointer(bytes))
        }
    }

    /// Labels and contents of all blocks.
    private func read(_ text: String) throws(EncodingsError) -> [(label: String, content: [UInt8])] {
        var result: [(String, [UInt8])] = []
        for block in try blocks(text) {
            let content = try decoded(Array(text.utf8), capacity: PEM.decodedCapacity(block)) {
                (bytes, output) throws(EncodingsError) in try PEM.decode(block, of: bytes, into: output)
            }
            result.append((block.label, content))
        }
        return result
    }

    private let block = "-----BEGIN A KEY-----\nAQID\n-----END A KEY-----\n"

    @Test func readsWhatItWrites() throws {
        for count in [0, 1, 2, 3, 47, 48, 49, 96, 200] {
            let bytes = (0..<count).map { UInt8($0) }
            let text = PEM.encode(label: "PRIVATE KEY", bytes)
            #expect(text.utf8.count == PEM.encodedCount(label: "PRIVATE KEY", count: count))
            let read = try read(text)
            #expect(read.map(\.label) == ["PRIVATE KEY"] && read.map(\.content) == [bytes])
            #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 64 })
        }
    }

    @Test func acceptsWhatDoesNoHarm() throws {
        for text in [
            block, "\u{FEFF}" + block, block.replacing("\n", with: "\r\n"), "Subject: someone\n\n" + block + "\nafter",
            block.replacing("KEY-----\n", with: "KEY----- \t\n"), String(block.dropLast()), "-------\n" + block,
        ] {
            #expect(try read(text).map(\.content) == [[1, 2, 3]], "\(text)")
        }
        #expect(try read("no block at all\n").isEmpty)
        #expect(try read("").isEmpty)
    }

    @Test func givesAllBlocksInOrderWithTheirPlaces() throws {
        let text = "x\n-----BEGIN EC PARAMETERS-----\nBgUr\n-----END EC PARAMETERS-----\n" + block
        let found = try blocks(text)
        #expect(found.map(\.label) == ["EC PARAMETERS", "A KEY"])
        #expect(found.map(\.line) == [2, 5])
        let whole = Array(text.utf8)[found[1].whole]
        #expect(String(decoding: whole, as: UTF8.self) + "\n" == block)
    }

    @Test func readsHeaderLines() throws {
        let text = "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAQID\n-----END A-----\n"
        let headers = try blocks(text)[0].headers
        #expect(headers.map(\.name) == ["Proc-Type", "DEK-Info"])
        #expect(headers.map(\.value) == ["4,ENCRYPTED", "AES-128-CBC,00"])
        #expect(try read(text).map(\.content) == [[1, 2, 3]])
        let broken = text.replacing("\n\nAQID", with: "\nAQID")
        #expect(refusal { () throws(EncodingsError) in _ = try blocks(broken) } == .pem(.malformedHeader, line: 4))
    }

    @Test(arguments: [
        ("-----END A-----\n", PEMFault.endWithoutBegin(label: "A"), 1),
        ("-----BEGIN A-----\nAQID\n", .noEnd(label: "A"), 1),
        ("-----BEGIN A-----\nAQID\n-----END B-----\n", .wrongEnd(label: "B", expected: "A"), 3),
        ("-----BEGIN A-----\nAQID\n-----BEGIN B-----\n", .beginInsideOfBlock(label: "B"), 3),
        ("-----BEGIN A----\nAQID\n-----END A-----\n", .malformedBoundary, 1),
        ("-----BEGIN A-----\nAQID\n-----END A\n", .malformedBoundary, 3),
        ("-----begin A-----\n", .malformedBoundary, 1),
        ("-----BEGIN A-----\nAQ ID\n-----END A-----\n", .foreignLetter(column: 3), 2),
        ("-----BEGIN A-----\nAQID \n-----END A-----\n", .foreignLetter(column: 5), 2),
        ("-----BEGIN A-----\nAQID\nAQ*D\n-----END A-----\n", .foreignLetter(column: 3), 3),
        ("-----BEGIN A-----\nAQI\n-----END A-----\n", .irregularLine, 2),
        ("-----BEGIN A-----\nAQID\n\n-----END A-----\n", .irregularLine, 3),
        ("-----BEGIN A-----\nAQ==\nAQID\n-----END A-----\n", .stray, 3),
        ("-----BEGIN A-----\nAR==\n-----END A-----\n", .stray, 2),
        ("-----BEGIN A-----\nX: y\n\nAQID\nA*==\n-----END A-----\n", .foreignLetter(column: 2), 5),
    ])
    func everyRefusalHasItsReasonAndLine(text: String, fault: PEMFault, line: Int) {
        #expect(refusal { () throws(EncodingsError) in _ = try read(text) } == .pem(fault, line: line))
    }

    /// Node keys in PEM that must be accepted: each has a block whose content is one DER element.
    @Test func keyFilesOfTheFieldAreRead() throws {
        guard let file = try OutsideVectors.value("key-formats/keyfiles.json") else { return }
        let cases = try #require(file["cases"]?.array).filter {
            $0["format"]?.string?.hasPrefix("pem-") == true && $0["expect"] == "accept"
        }
        for entry in cases {
            let text = try #require(entry["text"]?.string)
            let found = try read(text)
            #expect(!found.isEmpty)
            for block in found {
                let element = try block.content.withUnsafeBytes { bytes in
                    var reader = DERReader(bytes)
                    let element = try reader.next()
                    try reader.end()
                    return element
                }
                #expect(element.whole == 0..<block.content.count)
            }
        }
        OutsideVectors.account("key-formats/keyfiles, PEM accepted", passed: cases.count, refused: 0)
        #expect(cases.count > 10)
    }

    @Test(arguments: Seed.fresh(8)) func noTextMakesTheScannerTrap(seed: Seed) {
        var generator = seed.generator
        let sample = "-----BEGIN A-----\nProc-Type: 4,E\n\nAQIDAQID\nAQ==\n-----END A-----\n" + block
        for _ in 0..<500 {
            let text = generator.mutated(Array(sample.utf8))
            _ = try? text.withUnsafeBytes { bytes in
                for block in try PEM.blocks(in: bytes) {
                    var content = [UInt8](repeating: 0, count: PEM.decodedCapacity(block))
                    _ = try content.withUnsafeMutableBytes { try PEM.decode(block, of: bytes, into: $0) }
                }
            }
        }
    }
}

@Suite struct TextLinesTests {
    @Test func givesLinesWithoutTheirEnds() {
        let text = Array("\u{FEFF}one\r\n\ntwo\rx\nlast".utf8)
        let lines = text.withUnsafeBytes { bytes in
            var lines = TextLines(bytes)
            var found: [String] = []
            while let line = lines.next() {
                found.append("\(line.number):" + String(decoding: bytes[line.range], as: UTF8.self))
            }
            return found
        }
        #expect(lines == ["1:one", "2:", "3:two\rx", "4:last"])
    }
}
