import Digests

/// What kind of no an error is, and its stable word for programs. They are listed in holdfast-sealing(7).
extension SealingError {
    /// How the caller answers; the command's exit codes.
    package enum Nature: Sendable {
        /// A passphrase or an identity is wrong or missing; it may be right elsewhere.
        case cannotDecrypt
        /// Damaged, altered, or not what it should be.
        case damaged
        /// Used wrongly, or not supported, or too costly.
        case refused
        /// The machine has no memory.
        case machine
    }

    package var nature: Nature {
        switch self {
        case .wrongPassphrase, .passphraseMissing, .notAuthentic: .cannotDecrypt
        case .memory, .outOfMemory, .keyDerivation(.outOfMemory): .machine
        case .pointOfSmallOrder, .passphraseEmpty: .refused
        case .age(let fault): fault.nature
        case .openSSH, .tooShort, .noWholeBlocks, .unsupported, .unsupportedCipher, .wrongKeyLength, .wrongVectorLength,
            .parameters,
            .keyDerivation:
            .damaged
        }
    }

    package var code: String {
        switch self {
        case .notAuthentic: "not-authentic"
        case .wrongPassphrase: "passphrase-wrong"
        case .passphraseMissing: "passphrase-missing"
        case .passphraseEmpty: "passphrase-empty"
        case .tooShort: "malformed"
        case .pointOfSmallOrder: "recipient"
        case .noWholeBlocks, .unsupported, .unsupportedCipher, .wrongKeyLength, .wrongVectorLength, .parameters:
            "encryption"
        case .keyDerivation(.outOfMemory), .memory, .outOfMemory: "out-of-memory"
        case .keyDerivation: "encryption"
        case .openSSH(let fault): fault.code
        case .age(let fault): fault.code
        }
    }
}

extension AgeFault {
    package var nature: SealingError.Nature {
        switch self {
        case .noIdentityMatches, .wantsPassphrase, .wantsIdentity: .cannotDecrypt
        case .noRecipients, .recipient, .noRecipientInFile, .unsuitableSSHKey, .tooManyKeys: .refused
        case .notAge, .version, .header, .armor, .headerCode, .payload, .tooLarge, .workFactor, .identity,
            .noIdentityInFile, .identityFileSealedToKeys, .foreignKeyFile:
            .damaged
        }
    }

    package var code: String {
        switch self {
        case .notAge: "not-recognised"
        case .version: "age-version"
        case .header: "age-header"
        case .armor: "age-armor"
        case .headerCode: "age-altered"
        case .payload: "age-content"
        case .tooLarge: "too-large"
        case .workFactor: "age-work-factor"
        case .noIdentityMatches: "no-identity-matches"
        case .wantsPassphrase: "passphrase-missing"
        case .wantsIdentity: "identity-missing"
        case .noRecipients, .recipient, .noRecipientInFile: "recipient"
        case .identity, .noIdentityInFile, .identityFileSealedToKeys, .foreignKeyFile: "identity"
        case .tooManyKeys: "several-keys"
        case .unsuitableSSHKey: "not-supported"
        }
    }
}

extension OpenSSHFault {
    package var code: String {
        switch self {
        case .noBlock, .notOpenSSH: "not-recognised"
        case .tooLong: "too-large"
        case .severalKeys: "several-keys"
        case .unsupportedKind: "not-supported"
        case .unsupportedCipher, .unsupportedKeyDerivation, .noRounds, .tooManyRounds: "encryption"
        case .publicHalfNotItsOwn: "public-half-not-its-own"
        case .text, .truncated, .trailing, .cipherWithoutPassphrase, .checkIntegers, .field, .padding, .publicLine,
            .kindsDisagree:
            "malformed"
        }
    }
}
