import Bitcoin
import Encodings
import Groups
import TestSupport
import Testing

@Suite struct InclusionVectorTests {
    /// Branch proofs with their headers and transactions, and the same as `gettxoutproof` gives them.
    @Test func judgesEveryProof() throws {
        guard let cases = try OutsideVectors.value("bitcoin-spv/proofs.json")?["cases"]?.array else { return }
        var accepted = 0, refused = 0
        for item in cases {
            let name = item["id"]?.string ?? ""
            do {
                try judge(item)
                #expect(item["expect"]?.string == "accept", "\(name)")
                if let proof = item["txoutproof"] { try judgeWhole(item, proof.hexBytes) }
                accepted += 1
            } catch let error as InclusionError {
                #expect(item["expect"]?.string == "reject", "\(name): \(error)")
                let kind = try #require(item["kind"]?.string)
                #expect(codes(kind).contains(error.code), "\(name): \(error)")
                refused += 1
            }
        }
        #expect(accepted == 17 && refused == 93)
        OutsideVectors.account(
            "bitcoin-spv/proofs.json", passed: accepted, refused: refused, reason: "each is to be refused, by its kind")
    }

    /// Why a kind of forgery has to be refused.
    private func codes(_ kind: String) -> Set<String> {
        switch kind {
        case "bits-2100ffff", "easy-bits": ["target-above-limit"]
        case let kind where kind.hasPrefix("bits-"): ["target-invalid"]
        case "branch-long", "branch-short": ["tree-form"]
        case "branch-order", "branch-tampered", "wrong-header", "tx-mismatch": ["root-mismatch"]
        case "wrong-index": ["root-mismatch", "position-out-of-range"]
        case "header-length", "header-length-81": ["header-form"]
        case "index-out-of-range", "phantom-duplicate": ["position-out-of-range"]
        case "inner-node-as-tx": ["tree-form", "ambiguous-64-bytes"]
        case "pow", "root-changed": ["work-missing"]
        default: []
        }
    }

    private func judge(_ item: JSONValue) throws {
        let header = try BlockHeader(try #require(item["header"]).hexBytes)
        let id = try TransactionID(try #require(item["txid"]?.string))
        let branch = MerkleBranch(
            position: try #require(item["index"]?.integer), transactionCount: try #require(item["tx_count"]?.integer),
            neighbours: try #require(item["branch"]?.array).map { $0.hexBytes.reversed() })
        try branch.verify(id, in: header, on: .mainnet)
        // Where the transaction itself is there, it is what is proven.
        guard let bytes = item["tx"]?.hexBytes else { return }
        let subject = try Inclusion.Subject(reading: bytes)
        try branch.verify(subject.id, in: header, on: .mainnet)
    }

    private func judgeWhole(_ item: JSONValue, _ proof: [UInt8]) throws {
        let header = try #require(item["header"]).hexBytes
        let hash = try BlockHash(try #require(item["block_hash"]?.string))
        let subject = try Inclusion.Subject(
            reading: item["tx"]?.hexBytes ?? Array(try #require(item["txid"]?.string).utf8))
        for proof in [proof, Array((Hex.encode(proof) + "\n").utf8)] {
            let report = try Inclusion.verified(
                subject, headers: header, proof: proof, checkpoint: hash, on: .mainnet)
            #expect(report.block == hash && report.position == item["index"]?.integer)
            #expect(report.transaction.text == item["txid"]?.string && report.blocksOnTop == 0)
        }
    }

    @Test func judgesEveryChainOfHeaders() throws {
        guard let chains = try OutsideVectors.value("bitcoin-spv/header-chains.json")?["chains"]?.array else { return }
        for item in chains {
            let headers = try #require(item["headers"]?.array)
            let binary = headers.flatMap(\.hexBytes)
            let text = headers.map { ($0.string ?? "") + "\r\n" }.joined()
            for form in [binary, Array(text.utf8)] {
                let chain = try? HeaderChain(parsing: form, checkpoint: nil, on: .mainnet)
                #expect((chain != nil) == (item["expect"]?.string == "accept"), "\(item["id"]?.string ?? "")")
                guard let chain else { continue }
                #expect(chain.headers.map(\.hash.text) == item["hashes"]?.array?.compactMap(\.string))
                #expect(chain.firstHeight == item["first_height"]?.integer)
                // Each block of difficulty 1 takes 2³² hashes and a little more: Bitcoin Core's chainwork grows by it.
                #expect(chain.work(from: chain.headers.count - 1).hex.hasSuffix("0100010001"))
            }
        }
        #expect(chains.count == 4)
        OutsideVectors.account("bitcoin-spv/header-chains.json", passed: chains.count, refused: 0)
    }

    @Test func readsEveryCompactTarget() throws {
        guard let cases = try OutsideVectors.value("bitcoin-spv/compact-targets.json")?["cases"]?.array else { return }
        for item in cases {
            let bits = try #require(item["bits"]).hexBytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let compact = CompactTarget(bits)
            let target = try #require(item["target"])
            #expect(compact.magnitude?.bytes(.bigEndian) == (target == .null ? nil : target.hexBytes))
            #expect(compact.isNegative == item["negative"]?.bool, "\(item["bits"]?.string ?? "")")
            #expect(compact.overflows == item["overflow"]?.bool)
            let usable = BlockTarget(compact)
            #expect((usable != nil) == item["usable_for_pow"]?.bool)
            #expect(
                (usable.map { $0 <= Network.mainnet.lowestDifficulty } ?? false) == item["within_mainnet_limit"]?.bool)
        }
        #expect(cases.count == 17)
        OutsideVectors.account("bitcoin-spv/compact-targets.json", passed: cases.count, refused: 0)
    }

    @Test func readsThePublishedMerkleBlock() throws {
        guard let cases = try OutsideVectors.value("bitcoin-spv/merkleblock-published.json")?["cases"]?.array
        else { return }
        for item in cases {
            let proof = try MerkleProof(parsing: try #require(item["merkleblock"]).hexBytes)
            #expect(proof.header.hash.text == item["block_hash"]?.string)
            _ = try proof.header.provenTarget(on: .mainnet, at: .proof)
            #expect(proof.matches.count == 1)
        }
        OutsideVectors.account("bitcoin-spv/merkleblock-published.json", passed: cases.count, refused: 0)
    }

    /// BIP-54 forbids what no proof can tell from a node of the tree.
    @Test func refusesEveryTransactionOf64Bytes() throws {
        guard let cases = try OutsideVectors.value("bips/bip54-txsize.json")?.array else { return }
        for item in cases {
            let bytes = try #require(item["tx"]).hexBytes
            let transaction = try Transaction(parsing: bytes)
            let proof = Block([transaction.id.bytes, [UInt8](repeating: 9, count: 32)]).proof(of: [0])
            func verify() throws {
                _ = try Inclusion.verified(
                    try Inclusion.Subject(reading: bytes), headers: Array(proof[..<80]), proof: proof, checkpoint: nil,
                    on: .regtest)
            }
            if item["valid"]?.bool == true {
                #expect(throws: Never.self, "\(item["comment"]?.string ?? "")") { try verify() }
            } else {
                #expect(throws: InclusionError.transactionOf64Bytes, "\(item["comment"]?.string ?? "")") {
                    try verify()
                }
            }
        }
        #expect(cases.count == 7)
        OutsideVectors.account("bips/bip54-txsize.json", passed: cases.count, refused: 0)
    }
}
