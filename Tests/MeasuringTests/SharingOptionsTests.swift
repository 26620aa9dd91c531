import Groups
import Measuring
import Testing

@Suite struct SharingOptionsTests {
    @Test func nothingMeansEverything() throws {
        let options = try SharingOptions([])
        #expect(options == SharingOptions())
        #expect(options.sizes.map(\.threshold) == [2, 3, 7, 67, 334, 667])
        #expect(options.groups.count == 3)
        #expect(options.works.count == 16)
    }

    @Test func oneRowCanBeAskedFor() throws {
        let options = try SharingOptions(
            [
                "--work", "check-all", "--group", "p256", "--threshold", "67", "--quick", "--json", "--plot",
                "growth.svg",
            ])
        #expect(options.works == [.checkAll])
        #expect(options.groups == [.p256])
        #expect(options.sizes == [SharingSize(67, 100)])
        #expect(options.pace == .quick && options.asJSON && options.plot == "growth.svg")
    }

    @Test func filtersAddUp() throws {
        let options = try SharingOptions([
            "--threshold", "667", "--threshold", "2", "--work", "verify", "--work", "split",
        ])
        #expect(options.sizes.map(\.threshold) == [2, 667])
        #expect(options.works == [.split, .verify])
    }

    @Test func aThresholdLeavesOutWhatHasNone() throws {
        #expect(
            try SharingOptions(["--threshold", "2"]).works == [
                .checkAll, .checkOne, .split, .rebuild, .fromBytes, .checkMany, .sealedProve, .sealedVerify,
                .sealedOpen, .ownSplit,
                .ownCheckHolder, .ownSubmit, .ownCheckSubmission, .blindedRebuild,
            ])
        #expect(try SharingOptions(["--threshold", "2", "--work", "sign"]).works == [.sign])
        #expect(try SharingOptions(["--large"]).works.allSatisfy { !$0.isOfOneKey && !$0.isOfSealedShares })
    }

    @Test func largeStandsInTheUsualSizesPlace() throws {
        #expect(try SharingOptions(["--large"]).sizes == [SharingSize(10_000, 65_535)])
    }

    @Test(arguments: [
        (["--fast"], "--fast is no option of holdfast-benchmark; --help lists them"),
        (["--group"], "--group needs a value"),
        (["--group", "p384"], "--group knows no p384, only secp256k1, p256, ed25519"),
        (
            ["--work", "guess"],
            "--work knows no guess, only check-all, check-one, split, rebuild, from-bytes, check-many, sign, verify, fve-prove, "
                + "fve-verify, fve-open, own-split, own-check-holder, own-submit, own-check-submission, blinded-rebuild"
        ),
        (["--threshold", "many"], "--threshold needs a number, and many is none"),
        (["--threshold", "5"], "no dealing of threshold 5 is measured here, only of 2, 3, 7, 67, 334, 667"),
        (["--large", "--threshold", "2"], "no dealing of threshold 2 is measured here, only of 10000"),
    ])
    func misuseIsOneSentence(arguments: [String], sentence: String) {
        #expect(throws: SharingOptions.Misuse(description: sentence)) { try SharingOptions(arguments) }
    }
}
