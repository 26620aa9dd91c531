import Bitcoin
import Encodings
import TestSupport
import Testing
import Transactions

@Suite struct InclusionTests {
    private let transaction = """
        0200000001827da3d85a6547d6b03662d2cb86982d655a6f390547285a3bf9ec9f28e0c8831500000000ffffffff01\
        000000000000000005005152545800000000
        """

    @Test func tellsWhatLiesOnTop() throws {
        let subject = try Inclusion.Subject(reading: Array(transaction.utf8))
        let blocks = Block.chain(4, over: [[UInt8](repeating: 5, count: 32), subject.id.bytes])
        let headers = blocks.map { Hex.encode($0.header) }.joined(separator: "\n")
        let proof = blocks[0].proof(of: [1])
        let report = try Inclusion.verified(
            subject, headers: Array(headers.utf8), proof: proof, checkpoint: nil, on: .regtest)
        #expect(report.blocksOnTop == 3 && report.position == 1 && report.height == nil)
        #expect(report.members["confirmations"] == 4 && report.members["transactionSeen"] == true)
        #expect(report.members["workOnTop"]?.string?.hasSuffix("0006") == true)
        #expect(report.facts.contains { $0.label == "on top" && $0.text == "3 blocks (4 confirmations)" })
        #expect(report.facts.allSatisfy { $0.label.count <= 12 })
        #expect(report.warnings.map(\.code) == ["start-not-pinned"])

        let first = try BlockHash(Hex.encode(blocks[0].hash.reversed()))
        let alone = try Inclusion.verified(
            .id(subject.id), headers: blocks[0].header, proof: proof, checkpoint: first, on: .regtest)
        #expect(alone.warnings.map(\.code) == ["id-alone", "no-block-on-top"])
        #expect(alone.members["pinned"] == true)
    }

    @Test func refusesAProofOfAnotherTransactionOrBlock() throws {
        let subject = try Inclusion.Subject(reading: Array(transaction.utf8))
        let blocks = Block.chain(3, over: [[UInt8](repeating: 5, count: 32), subject.id.bytes])
        let headers = blocks.flatMap(\.header)
        // The transaction's neighbour is in the proof, and the proof is not for it.
        #expect(throws: InclusionError.notInProof(subject.id)) {
            try Inclusion.verified(
                subject, headers: headers, proof: blocks[0].proof(of: [0]), checkpoint: nil, on: .regtest)
        }
        let other = Block([subject.id.bytes])
        #expect(throws: InclusionError.blockNotAmongHeaders(try BlockHeader(other.header).hash)) {
            try Inclusion.verified(
                subject, headers: headers, proof: other.proof(of: [0]), checkpoint: nil, on: .regtest)
        }
    }

    @Test func knowsTheHeightFromTheFirstBlock() throws {
        let genesis = try hexBytes(
            "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f61"
                + "7fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c")
        let proof = genesis + [1, 0, 0, 0, 1] + Array(genesis[36..<68]) + [1, 1]
        let id = try TransactionID(bytes: Array(genesis[36..<68]))
        let report = try Inclusion.verified(.id(id), headers: genesis, proof: proof, checkpoint: nil, on: .mainnet)
        // That start pins nothing: blocks after it are mined in minutes.
        #expect(
            report.height == 0 && report.warnings.map(\.code) == ["start-not-pinned", "id-alone", "no-block-on-top"])
    }

    @Test func tellsIDsFromTransactions() throws {
        let id = String(repeating: "ab", count: 32)
        #expect(try Inclusion.Subject(reading: Array((id + "\n").utf8)) == .id(TransactionID(id)))
        let binary = try hexBytes(transaction)
        #expect(try Inclusion.Subject(reading: binary) == Inclusion.Subject(reading: Array(transaction.utf8)))
        #expect(throws: InclusionError.self) { try Inclusion.Subject(reading: []) }
        #expect(throws: InclusionError.self) { try Inclusion.Subject(reading: Array("abc".utf8)) }
        // A node of the tree has 64 bytes and seldom parses; it is refused for its length.
        #expect(throws: InclusionError.transactionOf64Bytes) {
            try Inclusion.Subject(reading: [UInt8](repeating: 0x99, count: 64))
        }
    }

    @Test(arguments: [
        InclusionError.noHeaders, .tooManyHeaders(limit: 5), .headerLine(3), .headersNotWhole(bytes: 81),
        .headerLength(found: 3), .blockHashForm("\u{1b}[2J"), .proofNotHex, .proofForm(.cutOff(.byte(3, field: "x"))),
        .transaction(.noInputs), .targetInvalid(.proof, bits: 0), .targetAboveLimit(.number(1), bits: 7, .mainnet),
        .difficultyBetweenBoundaries(number: 3), .difficultyNotAsComputed(number: 1, needed: 2, found: 3),
        .difficultyJump(number: 2), .timeTooOld(number: 12), .transactionCount(0),
        .hashCount(found: 2, transactions: 1), .treeTooShort, .unusedHashes(1), .unusedFlags(8), .paddingNotZero,
        .duplicateHash(height: 0), .nodeIsTransaction(height: 1), .rootMismatch, .branchLength(needed: 1, found: 2),
        .positionOutOfRange(3, transactions: 3), .transactionOf64Bytes,
    ])
    func everyMessageSaysWhatIsWrongAndWhatToDo(error: InclusionError) {
        #expect(error.description.contains("; ") && !error.description.contains("\n"))
        #expect(!error.description.contains("\u{1b}"))
        #expect(error.code.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
    }
}
