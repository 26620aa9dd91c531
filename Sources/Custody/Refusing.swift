import Groups
import KeyFiles
import OwnKeys
import Sealing
import SecretSharing
import ShareFiles
import Signatures
import Transactions

/// Runs a body whose errors are those of the modules below, and gives them as refusals.
/// - Parameter subject: What the error is about, such as a file's name; it is put before the sentence.
func refusing<R: ~Copyable>(about subject: String? = nil, _ body: () throws -> R) throws(Refusal) -> R {
    do {
        return try body()
    } catch let refusal as Refusal {
        throw refusal
    } catch {
        throw Refusal(error, about: subject)
    }
}

extension Refusal {
    /// The refusal for an error of a module below: its kind, its stable code, and its sentence in two parts.
    package init(_ error: any Error, about subject: String? = nil) {
        switch error {
        case let refusal as Refusal:
            self = refusal
        case let error as SecretsError:
            self.init(error)
        // Before the rest of each module's errors: what is wrong with the memory is not wrong with the file.
        case ShareFilesError.memory(let error), KeyFilesError.memory(let error), SecretSharingError.memory(let error),
            SignaturesError.memory(let error), GroupsError.memory(let error), OwnKeysError.memory(let error),
            ShareFilesError.ownKeys(.memory(let error)):
            self.init(error)
        case let error as KeyFilesError:
            self.init(error.kind, code: error.code, sentence: error.description, about: subject)
        case let error as ShareFilesError:
            self.init(error.kind, code: error.code, sentence: error.description, about: subject)
        case SealingError.memory(let error):
            self.init(error)
        case let error as SealingError:
            self.init(error.kind, code: error.code, sentence: error.description, about: subject)
        case OwnKeysError.sharing(let error), ShareFilesError.ownKeys(.sharing(let error)):
            self.init(error, about: subject)
        case let error as OwnKeysError:
            self.init(error.kind, code: error.code, sentence: error.description, about: subject)
        case let error as SecretSharingError:
            self.init(error.kind, code: error.code, sentence: error.description, about: subject)
        case let error as GroupsError:
            self.init(.damaged, code: "key-out-of-range", sentence: error.description, about: subject)
        case let error as SignaturesError:
            self.init(error.kind, code: error.code, sentence: error.description, about: subject)
        case let error as any LedgerError:
            self.init(
                error.refusalKind, code: error.code, sentence: error.description, about: subject,
                liftedBy: error.liftedBy)
        default:
            self.init(.internalFault, code: "internal", "an error that nobody foresaw: \(type(of: error))")
        }
    }
}

extension Refusal {
    private init(_ error: SecretsError) {
        switch error {
        case .outOfMemory:
            self.init(.inputOutput, code: "out-of-memory", sentence: error.description)
        case .memoryNotLocked:
            self.init(.unsafe, code: "memory-not-locked", sentence: error.description)
        @unknown default:
            self.init(.internalFault, code: "internal", sentence: error.description)
        }
    }
}

extension LedgerError {
    fileprivate var refusalKind: Refusal.Kind {
        switch nature {
        case .malformed: .damaged
        case .refused: .unsafe
        case .signatureInvalid: .answerIsNo
        case .ownFault: .internalFault
        }
    }
}

extension OwnKeysError {
    /// Of a dealing, an answer or a request that was read. A plan with such keys is refused as unsafe.
    var kind: Refusal.Kind {
        switch self {
        case .dealerProofWrong, .dealerCheated, .sealedSharesWrong, .shareNotSealed, .answerUnauthentic,
            .acknowledgementUnauthentic, .evidenceUnauthentic, .evidenceUnfounded,
            .blindedAnswersContradict, .shareOfAnotherDealing, .requestOfAnotherDealing, .answerTwice:
            .answerIsNo
        case .nodeKeyOfAnotherGroup, .nodeKeyOfAnotherHolder, .nodeKeyUseless: .cannotDecrypt
        case .requestNotAscending, .requestTooSmall, .requestWithoutHolder, .requestOfSeveralGroups, .pairUseless:
            .unsafe
        case .answersMissing: .notEnoughShares
        case .memory: .internalFault
        default: .damaged
        }
    }
}

extension KeyFilesError {
    fileprivate var kind: Refusal.Kind {
        switch self {
        case .groupNotTold, .otherGroup, .formatCannotCarry, .onlyRead, .seedNotKnown: .unsafe
        case .passphraseMissing, .passphraseWrong: .cannotDecrypt
        case .memory: .internalFault
        default: .damaged
        }
    }

    fileprivate var code: String {
        switch self {
        case .empty: "empty"
        case .tooLong: "too-large"
        case .notRecognised, .utf16: "not-recognised"
        case .notSupported: "not-supported"
        case .onlyPublic: "only-public"
        case .groupNotTold: "group-not-told"
        case .otherGroup: "other-group"
        case .hexDigitCount, .notHexadecimal, .keyLength: "key-length"
        case .keyOutOfRange: "key-out-of-range"
        case .malformed: "malformed"
        case .wrongChecksum: "checksum"
        case .shardsDoNotFit: "shards-do-not-fit"
        case .shardsDisagree: "shards-disagree"
        case .publicHalfNotItsOwn: "public-half-not-its-own"
        case .addressNotItsOwn: "address-not-its-own"
        case .groupsDisagree: "groups-disagree"
        case .severalKeys: "several-keys"
        case .unknownField: "unknown-field"
        case .missingField: "missing-field"
        case .passphraseMissing: "passphrase-missing"
        case .passphraseWrong: "passphrase-wrong"
        case .encryption: "encryption"
        case .formatCannotCarry: "format-cannot-carry"
        case .onlyRead: "format-only-read"
        case .seedNotKnown: "seed-not-known"
        case .mnemonicWordCount, .mnemonicWords: "mnemonic-words"
        case .mnemonicChecksum: "mnemonic-checksum"
        case .extendedKeyChecksum: "checksum"
        case .extendedKey: "malformed"
        case .noKeyThere: "key-out-of-range"
        case .derivation: "encryption"
        case .signatures: "malformed"
        case .memory: "out-of-memory"
        @unknown default: "malformed"
        }
    }
}

extension SealingError {
    fileprivate var kind: Refusal.Kind {
        switch nature {
        case .cannotDecrypt: .cannotDecrypt
        case .damaged: .damaged
        case .refused: .unsafe
        case .machine: .inputOutput
        }
    }
}

extension ShareFilesError {
    fileprivate var kind: Refusal.Kind {
        switch self {
        case .dealerProofWrong, .submissionOfOtherRequest: .answerIsNo
        case .ownKeys(let error): error.kind
        case .sealed: .cannotDecrypt
        case .compactDealing: .unsafe
        case .memory: .internalFault
        default: .damaged
        }
    }
}

extension SecretSharingError {
    fileprivate var kind: Refusal.Kind {
        switch self {
        case .thresholdBelowTwo, .thresholdAboveHolderCount, .tooManyHolders, .secretIsZero: .unsafe
        case .tooFewShares: .notEnoughShares
        case .dealerProofWrong, .shareContradictsCommitment, .rebuiltKeyContradictsCommitment, .indexTwice:
            .answerIsNo
        case .indexOutOfRange, .commitmentLength, .commitmentPoint, .dealerProofLength, .dealerProofNotBelowOrder:
            .damaged
        case .dealingContradictsItself, .memory: .internalFault
        @unknown default: .internalFault
        }
    }

    fileprivate var code: String {
        switch self {
        case .thresholdBelowTwo: "threshold-below-two"
        case .thresholdAboveHolderCount: "threshold-above-holder-count"
        case .tooManyHolders: "too-many-holders"
        case .indexOutOfRange: "holder-index"
        case .indexTwice: "duplicate"
        case .commitmentLength: "commitment-count"
        case .commitmentPoint: "commitment-point"
        case .dealerProofLength, .dealerProofNotBelowOrder: "proof"
        case .dealerProofWrong: "dealer-proof"
        case .shareContradictsCommitment: "commitment-mismatch"
        case .tooFewShares: "not-enough-shares"
        case .rebuiltKeyContradictsCommitment: "rebuilt-key-mismatch"
        case .secretIsZero: "key-out-of-range"
        case .dealingContradictsItself: "internal"
        case .memory: "out-of-memory"
        @unknown default: "internal"
        }
    }
}

extension SignaturesError {
    fileprivate var kind: Refusal.Kind {
        switch self {
        case .otherGroup: .unsafe
        case .signatureDoesNotVerify, .signatureNotLowS, .nothingToRecover: .answerIsNo
        case .ownSignatureDoesNotVerify, .memory, .digestLength: .internalFault
        default: .damaged
        }
    }

    fileprivate var code: String {
        switch self {
        case .otherGroup: "other-group"
        case .signatureDoesNotVerify, .nothingToRecover: "signature-invalid"
        case .signatureNotLowS: "signature-not-low-s"
        case .ownSignatureDoesNotVerify, .digestLength: "internal"
        case .memory: "out-of-memory"
        default: "malformed"
        }
    }
}
