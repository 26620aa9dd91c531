extension OwnKeysError {
    /// The stable word for what is wrong.
    public var code: String {
        switch self {
        case .sharing: "threshold"
        case .holdersNotAscending, .noSuchHolder: "holder-index"
        case .ephemerals, .maskedShareCount, .maskedShareNotBelowOrder: "own-keys"
        case .holderKey, .holderKeyIsGenerator, .ephemeral: "holder-key"
        case .holderKeysEqual: "holder-keys-equal"
        case .holderKeyIsPublicKey, .holderKeyIsSharePoint: "holder-key-of-dealing"
        case .holderKeyIsEphemeral, .ephemeralIsPublicKey: "holder-key-of-dealing"
        case .dealerProofLength, .dealerProofNotBelowOrder: "proof"
        case .dealerProofWrong: "dealer-proof"
        case .nodeKeyOfAnotherGroup, .nodeKeyOfAnotherHolder, .nodeKeyUseless: "identity-of-no-holder"
        case .dealerCheated: "dealer-cheated"
        case .answerUnauthentic: "submission-unauthentic"
        case .acknowledgementUnauthentic: "acknowledgement-unauthentic"
        case .evidenceUnauthentic: "evidence-unauthentic"
        case .evidenceUnfounded: "evidence-unfounded"
        case .shareOfAnotherDealing: "other-dealing"
        case .requestOfAnotherDealing: "other-dealing"
        case .requestNotAscending, .requestTooSmall, .requestWithoutHolder, .requestOfSeveralGroups: "request-holders"
        case .pairUseless: "pair-useless"
        case .answerTwice: "duplicate"
        case .answersMissing: "not-enough-shares"
        case .blindedAnswersContradict(let findings): findings.cheated.isEmpty ? "pair-disagrees" : "holder-cheated"
        case .proofUnknown, .proofLength: "shares-proof"
        case .sealedSharesWrong, .shareNotSealed: "dealer-cheated"
        case .memory: "memory"
        }
    }
}
