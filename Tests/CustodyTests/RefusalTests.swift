import Custody
import EVM
import Foundation
import Groups
import KeyFiles
import SecretSharing
import Secrets
import ShareFiles
import Signatures
import Testing
import Transactions

/// An error of a module, and the refusal that it must become: programs rely on both words.
struct ExpectedRefusal: CustomStringConvertible, Sendable {
    let error: any Error
    let kind: Refusal.Kind
    let code: String

    init(_ error: any Error, _ kind: Refusal.Kind, _ code: String) {
        self.error = error
        self.kind = kind
        self.code = code
    }

    var description: String { "\(type(of: error)).\(error)" }
}

@Suite("Kinds and codes are stable")
struct RefusalTests {
    private static let memory = SecretsError.outOfMemory(byteCount: 32)
    private static let holder = try! HolderIndex(3)
    private static let id = DealingID([UInt8](repeating: 0, count: 32))

    static let keyFiles = [
        ExpectedRefusal(KeyFilesError.empty, .damaged, "empty"),
        ExpectedRefusal(KeyFilesError.tooLong(found: 2, most: 1), .damaged, "too-large"),
        ExpectedRefusal(KeyFilesError.notRecognised(byteCount: 3), .damaged, "not-recognised"),
        ExpectedRefusal(KeyFilesError.utf16, .damaged, "not-recognised"),
        ExpectedRefusal(KeyFilesError.notSupported(.rsa), .damaged, "not-supported"),
        ExpectedRefusal(KeyFilesError.onlyPublic(label: "CERTIFICATE"), .damaged, "only-public"),
        ExpectedRefusal(KeyFilesError.groupNotTold, .unsafe, "group-not-told"),
        ExpectedRefusal(KeyFilesError.otherGroup(told: .p256, found: .ed25519), .unsafe, "other-group"),
        ExpectedRefusal(KeyFilesError.hexDigitCount(found: 63), .damaged, "key-length"),
        ExpectedRefusal(KeyFilesError.notHexadecimal(place: 1), .damaged, "key-length"),
        ExpectedRefusal(KeyFilesError.keyLength(.raw, expected: 32, found: 31), .damaged, "key-length"),
        ExpectedRefusal(KeyFilesError.keyOutOfRange(.p256, .scalarIsZero(.p256)), .damaged, "key-out-of-range"),
        ExpectedRefusal(KeyFilesError.malformed(.pkcs8DER, facts: "x"), .damaged, "malformed"),
        ExpectedRefusal(KeyFilesError.publicHalfNotItsOwn(.solana), .damaged, "public-half-not-its-own"),
        ExpectedRefusal(
            KeyFilesError.addressNotItsOwn(.cometBFTNode, field: "id"), .damaged, "address-not-its-own"),
        ExpectedRefusal(KeyFilesError.wrongChecksum(.wif), .damaged, "checksum"),
        ExpectedRefusal(KeyFilesError.shardsDoNotFit(count: 2), .damaged, "shards-do-not-fit"),
        ExpectedRefusal(KeyFilesError.shardsDisagree(facts: "x"), .damaged, "shards-disagree"),
        ExpectedRefusal(KeyFilesError.onlyRead(.horcrux), .unsafe, "format-only-read"),
        ExpectedRefusal(KeyFilesError.groupsDisagree(.sec1PEM), .damaged, "groups-disagree"),
        ExpectedRefusal(KeyFilesError.severalKeys(count: 2), .damaged, "several-keys"),
        ExpectedRefusal(KeyFilesError.unknownField(.cometBFTNode, name: "x"), .damaged, "unknown-field"),
        ExpectedRefusal(KeyFilesError.missingField(.cometBFTNode, name: "x"), .damaged, "missing-field"),
        ExpectedRefusal(KeyFilesError.passphraseMissing, .cannotDecrypt, "passphrase-missing"),
        ExpectedRefusal(KeyFilesError.passphraseWrong, .cannotDecrypt, "passphrase-wrong"),
        ExpectedRefusal(KeyFilesError.encryption(.encryptedPKCS8PEM, facts: "x"), .damaged, "encryption"),
        ExpectedRefusal(KeyFilesError.formatCannotCarry(.solana, .p256), .unsafe, "format-cannot-carry"),
        ExpectedRefusal(KeyFilesError.seedNotKnown(.solana), .unsafe, "seed-not-known"),
        ExpectedRefusal(KeyFilesError.memory(memory), .inputOutput, "out-of-memory"),
    ]

    static let sharing = [
        ExpectedRefusal(SecretSharingError.thresholdBelowTwo(1), .unsafe, "threshold-below-two"),
        ExpectedRefusal(
            SecretSharingError.thresholdAboveHolderCount(threshold: 6, holders: 5), .unsafe,
            "threshold-above-holder-count"),
        ExpectedRefusal(SecretSharingError.tooManyHolders(70_000), .unsafe, "too-many-holders"),
        ExpectedRefusal(SecretSharingError.indexOutOfRange(0), .damaged, "holder-index"),
        ExpectedRefusal(SecretSharingError.indexTwice(holder), .answerIsNo, "duplicate"),
        ExpectedRefusal(SecretSharingError.commitmentLength(threshold: 3, found: 2), .damaged, "commitment-count"),
        ExpectedRefusal(
            SecretSharingError.commitmentPoint(place: 1, .elementIsIdentity(.p256)), .damaged, "commitment-point"),
        ExpectedRefusal(SecretSharingError.shareContradictsCommitment(holder), .answerIsNo, "commitment-mismatch"),
        ExpectedRefusal(
            SecretSharingError.tooFewShares(threshold: 3, found: 2), .notEnoughShares, "not-enough-shares"),
        ExpectedRefusal(
            SecretSharingError.rebuiltKeyContradictsCommitment, .answerIsNo, "rebuilt-key-mismatch"),
        ExpectedRefusal(SecretSharingError.secretIsZero, .unsafe, "key-out-of-range"),
        ExpectedRefusal(SecretSharingError.dealingContradictsItself, .internalFault, "internal"),
        ExpectedRefusal(SecretSharingError.memory(memory), .inputOutput, "out-of-memory"),
    ]

    static let shareFiles = [
        ExpectedRefusal(ShareFilesError.notText(line: 1), .damaged, "not-text"),
        ExpectedRefusal(ShareFilesError.tooLarge(byteCount: 2, most: 1), .damaged, "too-large"),
        ExpectedRefusal(ShareFilesError.unknownVersion("holdfast-share/2"), .damaged, "unknown-version"),
        ExpectedRefusal(ShareFilesError.json("x"), .damaged, "json"),
        ExpectedRefusal(ShareFilesError.notCanonical("x"), .damaged, "not-canonical"),
        ExpectedRefusal(ShareFilesError.idMismatch(computed: id), .damaged, "id-mismatch"),
        ExpectedRefusal(ShareFilesError.label(.blankAtEnd), .damaged, "label"),
        ExpectedRefusal(ShareFilesError.created("x"), .damaged, "created"),
        ExpectedRefusal(ShareFilesError.unknownGroup("x"), .damaged, "group"),
        ExpectedRefusal(
            ShareFilesError.dealingOfOtherGroup(expected: .p256, found: .ed25519), .damaged, "group"),
        ExpectedRefusal(ShareFilesError.epoch("x"), .damaged, "epoch"),
        ExpectedRefusal(ShareFilesError.threshold(found: 1, holders: 5), .damaged, "threshold"),
        ExpectedRefusal(ShareFilesError.holderCount(1), .damaged, "threshold"),
        ExpectedRefusal(ShareFilesError.holderIndex(position: 1, found: 0), .damaged, "holder-index"),
        ExpectedRefusal(ShareFilesError.holderName(position: 1, .empty), .damaged, "holder-name"),
        ExpectedRefusal(ShareFilesError.holderNameTwice("Aino"), .damaged, "holder-name-twice"),
        ExpectedRefusal(ShareFilesError.recipient(position: 1), .damaged, "recipient"),
        ExpectedRefusal(ShareFilesError.commitmentCount(threshold: 3, found: 2), .damaged, "commitment-count"),
        ExpectedRefusal(ShareFilesError.commitmentPoint(place: 1, reason: "x"), .damaged, "commitment-point"),
        ExpectedRefusal(ShareFilesError.commitmentsAlike(place: 2, other: 0), .damaged, "commitment-alike"),
        ExpectedRefusal(ShareFilesError.keyKind("x"), .damaged, "key-kind"),
        ExpectedRefusal(ShareFilesError.keyFormat("x", .p256), .damaged, "key-format"),
        ExpectedRefusal(ShareFilesError.publicKey, .damaged, "public-key"),
        ExpectedRefusal(ShareFilesError.addresses, .damaged, "addresses"),
        ExpectedRefusal(ShareFilesError.originalForm("x"), .damaged, "original-form"),
        ExpectedRefusal(ShareFilesError.originalLength(1), .damaged, "original-length"),
        ExpectedRefusal(ShareFilesError.originalTooLong(byteCount: 2, most: 1), .damaged, "original-length"),
        ExpectedRefusal(ShareFilesError.originalDamaged, .damaged, "original-sealed"),
        ExpectedRefusal(ShareFilesError.originalOfOtherKey, .damaged, "original-other-key"),
        ExpectedRefusal(ShareFilesError.originalPadding, .damaged, "original-padding"),
        ExpectedRefusal(ShareFilesError.noShare, .damaged, "no-share"),
        ExpectedRefusal(ShareFilesError.lineTwice, .damaged, "line-twice"),
        ExpectedRefusal(ShareFilesError.dealingMissing, .damaged, "dealing-missing"),
        ExpectedRefusal(ShareFilesError.dealingBlock(.absent), .damaged, "dealing-block"),
        ExpectedRefusal(ShareFilesError.afterEnd(line: 9), .damaged, "after-end"),
        ExpectedRefusal(ShareFilesError.sealed, .cannotDecrypt, "sealed"),
        ExpectedRefusal(ShareFilesError.letterCount(found: 88), .damaged, "letter-count"),
        ExpectedRefusal(ShareFilesError.letter(place: 5), .damaged, "letter"),
        ExpectedRefusal(ShareFilesError.mixedCase, .damaged, "mixed-case"),
        ExpectedRefusal(ShareFilesError.checksum, .damaged, "checksum"),
        ExpectedRefusal(ShareFilesError.lineVersion(2), .damaged, "line-version"),
        ExpectedRefusal(ShareFilesError.lineGroup(7), .damaged, "line-group"),
        ExpectedRefusal(
            ShareFilesError.lineOfOtherGroup(expected: .p256, found: .ed25519), .damaged, "line-group"),
        ExpectedRefusal(ShareFilesError.lineIndexZero, .damaged, "line-index"),
        ExpectedRefusal(ShareFilesError.lineOfNoHolder(holder), .damaged, "line-index"),
        ExpectedRefusal(ShareFilesError.lineScalar(.p256), .damaged, "line-scalar"),
        ExpectedRefusal(ShareFilesError.lineOfOtherDealing(expected: id), .damaged, "line-dealing"),
        ExpectedRefusal(ShareFilesError.memory(memory), .inputOutput, "out-of-memory"),
    ]

    static let others = [
        ExpectedRefusal(SignaturesError.otherGroup(needed: [.p256], found: .ed25519), .unsafe, "other-group"),
        ExpectedRefusal(SignaturesError.publicKeyLength(.p256, found: 1), .damaged, "malformed"),
        ExpectedRefusal(SignaturesError.publicKeyNotValid(.p256), .damaged, "malformed"),
        ExpectedRefusal(SignaturesError.signatureDoesNotVerify, .answerIsNo, "signature-invalid"),
        ExpectedRefusal(SignaturesError.nothingToRecover, .answerIsNo, "signature-invalid"),
        ExpectedRefusal(SignaturesError.signatureNotLowS, .answerIsNo, "signature-not-low-s"),
        ExpectedRefusal(SignaturesError.ownSignatureDoesNotVerify(.p256), .internalFault, "internal"),
        ExpectedRefusal(SignaturesError.digestLength(found: 31), .internalFault, "internal"),
        ExpectedRefusal(SignaturesError.memory(memory), .inputOutput, "out-of-memory"),
        ExpectedRefusal(GroupsError.scalarIsZero(.p256), .damaged, "key-out-of-range"),
        ExpectedRefusal(GroupsError.scalarNotBelowOrder(.p256), .damaged, "key-out-of-range"),
        ExpectedRefusal(GroupsError.memory(memory), .inputOutput, "out-of-memory"),
        ExpectedRefusal(memory, .inputOutput, "out-of-memory"),
        ExpectedRefusal(
            TransactionsError.keyOfOtherGroup(ledger: .evm, needed: .secp256k1, found: .p256), .unsafe,
            "key-of-other-group"),
        ExpectedRefusal(EVMError.notATransaction, .damaged, "not-a-transaction"),
        ExpectedRefusal(EVMError.notSigned, .damaged, "not-signed"),
        ExpectedRefusal(EVMError.missingFields(["to"]), .damaged, "missing-field"),
        ExpectedRefusal(EVMError.unknownFields(["x"]), .damaged, "unknown-field"),
        ExpectedRefusal(EVMError.alreadySigned, .unsafe, "already-signed"),
        ExpectedRefusal(EVMError.noChainID(kind: "legacy"), .unsafe, "no-chain-id"),
        ExpectedRefusal(EVMError.otherChain(needed: 1, found: "2"), .unsafe, "other-chain"),
        ExpectedRefusal(EVMError.unknownChain("x"), .unsafe, "unknown-chain"),
        ExpectedRefusal(EVMError.otherSender(stated: "a", key: "b"), .unsafe, "other-sender"),
        ExpectedRefusal(EVMError.emptyContract, .unsafe, "empty-contract"),
        ExpectedRefusal(EVMError.signature(.nothingToRecover), .answerIsNo, "signature-invalid"),
        ExpectedRefusal(EVMError.otherSigner(needed: "a", found: "b"), .answerIsNo, "other-signer"),
        ExpectedRefusal(EVMError.signing(.ownSignatureDoesNotVerify(.secp256k1)), .internalFault, "signing"),
        ExpectedRefusal(EVMError.signedDiffers, .internalFault, "signed-differs"),
    ]

    @Test("each error becomes its kind and its code", arguments: keyFiles + sharing + shareFiles + others)
    func table(_ expected: ExpectedRefusal) {
        let refusal = Refusal(expected.error)
        #expect(refusal.kind == expected.kind)
        #expect(refusal.code == expected.code)
        #expect(!refusal.message.isEmpty)
        #expect(!refusal.message.hasSuffix("."))
    }

    @Test("memory that could not be locked is told from memory that ran out")
    func notLocked() {
        let error = SecretsError.memoryNotLocked(limitInBytes: 65536)
        for error in [error, KeyFilesError.memory(error), ShareFilesError.memory(error)] as [any Error] {
            #expect(Refusal(error).kind == .unsafe)
            #expect(Refusal(error).code == "memory-not-locked")
        }
    }

    @Test("every code stands in the manual, or in the page of its ledger")
    func inTheManual() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("man")
        var words: Set<String> = []
        for name in ["holdfast.1"] + LedgerName.allCases.map({ "holdfast-\($0.rawValue).7" }) {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            let section = try #require(text.components(separatedBy: ".Sh CODES\n").dropFirst().first)
            words.formUnion(section.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init))
        }
        let codes = (Self.keyFiles + Self.sharing + Self.shareFiles + Self.others).map(\.code)
        for code in codes + ["dealings-of-one-key", "dealings-differ", "other-dealing", "unexpected-key"] {
            #expect(words.contains(code), "\(code)")
        }
    }

    @Test("a sentence is taken apart where its advice begins")
    func twoParts() {
        let refusal = Refusal(.damaged, code: "x", sentence: "a;b is wrong; bring c; or d", about: "file")
        // Advice is this library's own; names that others chose come before it.
        #expect(refusal.message == "file: a;b is wrong; bring c")
        #expect(refusal.advice == "or d")
        #expect(refusal.description == "file: a;b is wrong; bring c; or d")
        #expect(Refusal(.damaged, code: "x", sentence: "only this").advice == "")
        #expect(Refusal(.damaged, code: "x", sentence: "ends so;").message == "ends so;")
    }
}
