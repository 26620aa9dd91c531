import Digests
import Encodings
import Groups
import OwnKeys
import SecretSharing
import Secrets
import TestSupport
import Testing

/// Sealed shares and proofs that the other implementation made: known answers, refusals, and dealers who cheat.
@Suite struct ProofVectorTests {
    @Test func theSubsetIsThatOfTheOtherImplementation() throws {
        let subsets = ProofVectors.list("subsets")
        #expect(subsets.count == 6)
        for entry in subsets {
            let parameters = ProofParameters(slotCount: entry.number("slots"), openedCount: entry.number("opened"))
            let subset = SlotSubset(entry.hex("commitment"), parameters)
            #expect(subset.opened == entry["chosen"]?.array?.compactMap(\.integer))
            #expect(Set(subset.opened + subset.hidden) == Set(1...parameters.slotCount))
        }
    }

    @Test(arguments: ProofVectors.list("cases").indices)
    func proofsOfTheOtherImplementationVerifyAndOpen(_ place: Int) throws {
        let entry = ProofVectors.list("cases")[place]
        func check<G: Group>(_: G.Type) throws {
            let dealing = try TestDealing<G>(entry), proof = try ProofVectors.proof(entry)
            #expect(dealing.context.digest == entry.hex("context"))
            #expect(SHA256.hash(proof) == entry.hex("proofHash"))
            let verifier = try dealing.verifier(proof)
            #expect(verifier.transcript.salt == entry.hex("salt"))
            let promise = verifier.transcript.commitment(to: verifier.proof.rows)
            #expect(promise == entry.hex("commitment"))
            #expect(verifier.subset.opened == entry["chosen"]?.array?.compactMap(\.integer))
            #expect(SHA256.hash(verifier.proof.openedValues) == entry.hex("digest"))
            let verified = try verifier.verified()
            let proven = try self.proven(entry, dealing)
            for (position, holder) in try #require(entry["holders"]?.array).enumerated() {
                #expect(verifier.proof.row(at: position) == holder.hex("row"))
                let weights = verifier.subset.opened.map { slot in
                    SlotWeights(promise, values: verifier.proof.openedValues)
                        .weight(dealing.context.holders[position].index, slot: slot).bytes(.bigEndian)
                }
                #expect(weights.map { Hex.encode(Array($0[16...])) } == holder["weights"]?.array?.compactMap(\.string))
                for share in [verified.share(at: position), try verifier.verifiedAlone(at: position)] {
                    let opened = try proven.openedShare(
                        share, holder.hex("secret"), in: dealing.context.holders[position].key.curve)
                    #expect(opened == holder.hex("share"))
                }
                try sealsAsItDoes(holder, position, dealing, verifier)
            }
        }
        try check(OwnKeyCase(json: entry).curve.group)
    }

    private func proven<G: Group>(_ entry: JSONValue, _ dealing: TestDealing<G>) throws -> ProvenOwnDealing<G> {
        let proof = try #require(entry["dealerProof"]?.hex("bytes"))
        return try OwnDealerProof(decoding: proof, for: dealing.context).verify(dealing.context, id: entry.hex("id"))
    }

    /// All slots of a small case, from their values and seeds.
    private func sealsAsItDoes<G: Group>(
        _ holder: JSONValue, _ position: Int, _ dealing: TestDealing<G>, _ verifier: SharesVerifier<G>
    ) throws {
        guard let slots = holder["slots"]?.array else { return }
        let opened = slots.flatMap { $0.hex("value") + $0.hex("sigma") }
        let secrets = try SlotSecrets(opened: opened)
        let sealed = try dealing.context.holders[position].seal(
            Array(1...slots.count), verifier.transcript, secrets)
        #expect(sealed?.map(\.ephemeral) == slots.map { $0.hex("ephemeral") })
        #expect(sealed?.map(\.ciphertext) == slots.map { $0.hex("cipher") })
        let points = verifier.proof.commitments(at: position).map { Hex.encode($0) }
        #expect(points == holder["points"]?.array?.compactMap(\.string))
    }

    @Test func whatTheOtherImplementationRefusesIsRefusedAndNoInnocentIsNamed() throws {
        let entries = ProofVectors.list("refused")
        #expect(entries.count > 60)
        for entry in entries {
            let dealt = try ProofVectors.case(try #require(entry["case"]?.string))
            var bytes = entry["proof"]?.string == nil ? try ProofVectors.proof(dealt) : entry.hex("proof")
            for part in entry["replace"]?.array ?? [] {
                let place = try #require(part.array?.first?.integer)
                let replacement = try Hex.decode(try #require(part.array?.last?.string))
                bytes.replaceSubrange(place..<place + replacement.count, with: replacement)
            }
            func check<G: Group>(_: G.Type) throws {
                let verdict = try TestDealing<G>(dealt.changed(by: entry["changed"])).verdict(on: bytes)
                #expect(verdict.word == entry["verdict"]?.string, "\(entry["name"]?.string ?? "")")
                #expect(verdict.who == entry["who"]?.array?.compactMap(\.integer), "\(entry["name"]?.string ?? "")")
            }
            try check(OwnKeyCase(json: dealt).curve.group)
        }
    }

    @Test func spoiledSlotsHideNoShareUnlessAllHiddenOnesAreSpoiled() throws {
        let entries = ProofVectors.list("openings")
        #expect(entries.count >= 12)
        for entry in entries {
            let dealt = try ProofVectors.case(try #require(entry["case"]?.string))
            func check<G: Group>(_: G.Type) throws {
                let dealing = try TestDealing<G>(dealt)
                let index = entry.number("index")
                let position = try #require(dealing.context.holders.firstIndex { Int($0.index.value) == index })
                let verified = try dealing.verifier(entry.hex("proof")).verified()
                let proven = try self.proven(dealt, dealing)
                let holder = try #require(dealt["holders"]?.array?[position])
                let opened = try proven.openedShare(
                    verified.share(at: position), holder.hex("secret"), in: dealing.context.holders[position].key.curve)
                let expected = entry["share"]?.string == nil ? nil : entry.hex("share")
                #expect(opened == expected, "\(entry["name"]?.string ?? "")")
                #expect((expected == nil) == (entry["verdict"]?.string == "dealer-cheated"))
            }
            try check(OwnKeyCase(json: dealt).curve.group)
        }
    }
}
