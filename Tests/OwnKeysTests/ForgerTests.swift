import Groups
import OwnKeys
import SecretSharing
import Secrets
import TestSupport
import Testing

/// A dealer who wants a proof that verifies of a share that cannot be opened.
///
/// The slots that will be opened must be good, and all that stay hidden bad; which is which is fixed before the hash that
/// chooses. With 2 of 6 slots opened the guess succeeds once in 15 tries, with 48 of 144 once in 2¹²⁸.
@Suite struct ForgerTests {
    /// One row as the dealer makes it, with some slots spoiled before it is hashed.
    private func spoiled<G: Group>(
        _ prover: borrowing SharesProver<G>, at position: Int, _ isSpoiled: (Int) -> Bool
    ) throws -> SlotRow {
        let honest = try prover.row(at: position)
        let slots = honest.slots.enumerated().map { place, slot in
            isSpoiled(place + 1)
                ? SealedSlot(ephemeral: slot.ephemeral, ciphertext: slot.ciphertext.map { $0 ^ 0x55 }) : slot
        }
        return SlotRow(
            digest: prover.transcript.row(
                of: prover.context.holders[position].index, commitments: honest.commitments, slots: slots),
            attempt: honest.attempt, commitments: honest.commitments, slots: slots)
    }

    /// The proof with this row of the first holder, as everybody reads it.
    private func verifier<G: Group>(
        _ dealer: TestDealer<G>, _ prover: borrowing SharesProver<G>, _ row: SlotRow
    ) throws -> SharesVerifier<G> {
        let rows = [row, try prover.row(at: 1)], subset = prover.subset(of: rows)
        let blobs = [try prover.blob(at: 0, rows[0], subset), try prover.blob(at: 1, rows[1], subset)]
        return try dealer.dealing.verifier(prover.proof(rows, blobs).bytes)
    }

    /// Whether what the first holder gets verifies, and whether that holder can open it.
    private func outcome<G: Group>(
        _ dealer: TestDealer<G>, _ prover: borrowing SharesProver<G>, _ row: SlotRow
    ) throws -> (verifies: Bool, opens: Bool) {
        guard let share = try? verifier(dealer, prover, row).verifiedAlone(at: 0) else { return (false, false) }
        return (true, try dealer.opens(0, share))
    }

    @Test func guessingSucceedsOnceInFifteenTries() throws {
        let tries = 3000
        var successes = 0, openable = 0
        let dealer = try TestDealer<Secp256k1>([.secp256k1, .ed25519], small)
        for _ in 0..<tries {
            let prover = try dealer.prover()
            let good = Set(Array(1...6).shuffled().prefix(2))
            let row = try spoiled(prover, at: 0) { !good.contains($0) }
            let outcome = try outcome(dealer, prover, row)
            successes += outcome.verifies && !outcome.opens ? 1 : 0
            openable += outcome.opens ? 1 : 0
        }
        // 200 expected, with a deviation of 13.7.
        #expect((120...280).contains(successes), "\(successes) of \(tries)")
        #expect(openable == 0)
    }

    /// Good slots that stay hidden, however few, give the share.
    @Test(arguments: [1, 2, 3])
    func spoilingFewerSlotsThanAreHiddenGainsNothing(_ spoiledCount: Int) throws {
        let dealer = try TestDealer<P256>([.ed25519, .secp256k1], small)
        var verifying = 0
        for _ in 0..<60 {
            let prover = try dealer.prover()
            let row = try spoiled(prover, at: 0) { $0 <= spoiledCount }
            let outcome = try outcome(dealer, prover, row)
            verifying += outcome.verifies ? 1 : 0
            #expect(outcome.opens == outcome.verifies)
        }
        // C(6 − s, 2) of C(6, 2).
        #expect(verifying > 0 && verifying < 60)
    }

    /// What only the comparison of rows refuses: slots that were made when the choice was known.
    @Test func withoutTheRowsEveryTrySucceeds() throws {
        let dealer = try TestDealer<Secp256k1>([.p256, .secp256k1], small)
        for _ in 0..<20 {
            let prover = try dealer.prover()
            let row = try spoiled(prover, at: 0) { _ in true }
            let verifier = try verifier(dealer, prover, row)
            #expect(verifier.equationHolds(0))
            #expect(throws: OwnKeysError.sealedSharesWrong([verifier.context.holders[0].index])) {
                _ = try verifier.verified()
            }
        }
    }

    /// Of true size: one hidden slot spoiled opens all the same.
    @Test func oneSpoiledSlotOfTrueSize() throws {
        let dealer = try TestDealer<Ed25519>(
            [.secp256k1, .ed25519], ProofParameters(holderCount: 2))
        var verifying = 0
        while verifying < 2 {
            let prover = try dealer.prover()
            let outcome = try outcome(dealer, prover, try spoiled(prover, at: 0) { $0 == 1 })
            #expect(outcome.opens == outcome.verifies)
            verifying += outcome.verifies ? 1 : 0
        }
    }
}
