/// What was found out about a signed content.
public struct VerificationReport: Sendable {
    /// As the person knows the content.
    public let name: String
    public let verification: Verification
    /// Who had to have signed, as the caller said it; `nil` where nobody was named.
    public let expected: String?
    /// Why the answer is no; `nil` where every signature is good and the expected signer is among them.
    public let fault: Refusal?

    init(_ verification: Verification, of name: String, expected: Expectation?) throws(Refusal) {
        self.name = name
        self.verification = verification
        self.expected = expected?.text
        fault = try verification.fault(name, expected)
    }
}

/// What is verified: a signed content, or a message and its signature.
public struct SignedInput: Sendable {
    public let file: PublicFile
    /// The message that `file` is the signature of.
    public let message: PublicFile?
    /// The ledger that it must be for; told from the content where it is not said.
    public let ledger: LedgerName?

    public init(_ file: PublicFile, message: PublicFile? = nil, ledger: LedgerName? = nil) {
        self.file = file
        self.message = message
        self.ledger = ledger
    }
}

/// Verifies a signed content: strictly read, and each of its signatures judged.
/// ```swift
/// let report = try verify(SignedInput(file), signer: Expectation("0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"))
/// if let fault = report.fault { throw fault }
/// ```
/// - Parameters:
///   - signer: Who must have signed; without it the signatures say who did, as far as they can.
///   - terms: What it must be for, and what was brought beside it.
/// - Throws: `Refusal`: `not-signed`, `other-chain`, or the place of the fault. A bad signature is in the report.
public func verify(
    _ input: SignedInput, signer: Expectation? = nil, under terms: Terms = Terms()
) throws(Refusal) -> VerificationReport {
    try VerificationReport(verification(of: input, signer, terms), of: input.file.name, expected: signer)
}

private func verification(
    of input: SignedInput, _ signer: Expectation?, _ terms: Terms
) throws(Refusal) -> Verification {
    let signed = try read(input, signer, terms)
    return try refusing(about: input.file.name) { () throws in try signed.verified(under: terms).explained }
}

/// What became of one of many contents.
public struct VerificationOutcome: Sendable {
    /// The file, or the file and the line.
    public let name: String
    public let result: Result<VerificationReport, Refusal>

    /// Why the answer is no; `nil` where it is yes.
    public var fault: Refusal? {
        switch result {
        case .success(let report): report.fault
        case .failure(let refusal): refusal
        }
    }
}

/// Verifies many contents, on all cores; the outcomes stand in the order of the inputs and do not depend on the cores.
public func verifyAll(
    _ inputs: [SignedInput], signer: Expectation? = nil, under terms: Terms = Terms()
) -> [VerificationOutcome] {
    Parallel.map(count: inputs.count) { place in
        let input = inputs[place]
        let result = Result { () throws(Refusal) in
            // The words too are put together on all cores.
            let verification = try verification(of: input, signer, terms).writtenOut
            return try VerificationReport(verification, of: input.file.name, expected: signer)
        }
        return VerificationOutcome(name: input.file.name, result: result)
    }
}

private func read(_ input: SignedInput, _ signer: Expectation?, _ terms: Terms) throws(Refusal) -> any Verifiable {
    let bytes = input.file.bytes
    if let message = input.message {
        guard let ledger = input.ledger?.ledger else {
            throw Refusal(
                .unsafe, code: "ledger-undecided", "a signature of a message does not say for which ledger it is",
                advice: "name the ledger")
        }
        try requireUnderstood(terms, by: ledger)
        return try refusing(about: input.file.name) { () throws in
            try ledger.readSignature(bytes, ofMessage: message.bytes, signer: signer?.text, under: terms)
        }
    }
    let ledger = try recognise(bytes, of: input.file.name, as: .signed, named: input.ledger)
    try requireUnderstood(terms, by: ledger)
    return try refusing(about: input.file.name) { () throws in try ledger.readSigned(bytes, under: terms) }
}

extension Verification {
    /// Why the answer is no: a bad signature before one that cannot be judged, before none, before another signer's.
    func fault(_ name: String, _ expected: Expectation?) throws(Refusal) -> Refusal? {
        for verdict in signatures {
            guard case .invalid(let code, let reason) = verdict.status else { continue }
            return Refusal(.answerIsNo, code: code, sentence: "\(verdict.place): \(reason)", about: name)
        }
        for verdict in signatures {
            guard case .notJudged(let code, let reason) = verdict.status else { continue }
            return Refusal(
                .answerIsNo, code: code, sentence: "\(verdict.place) was not judged: \(reason)", about: name)
        }
        guard !signatures.isEmpty else {
            return Refusal(
                .answerIsNo, code: "not-signed", "\(name) carries no signature", advice: "bring the signed one")
        }
        guard let expected else { return nil }
        // What is signed within a transaction, such as an authorisation of somebody else, does not make it theirs.
        let own = signatures.filter { !$0.place.hasPrefix("authorization") }
        for verdict in own where try verdict.isBy(expected) { return nil }
        let signers = own.map { $0.signer ?? "an unknown key" }
        return Refusal(
            .answerIsNo, code: "other-signer",
            "\(name) was signed by \(Set(signers).sorted().joined(separator: ", ")), not by \(expected.text)",
            advice: "do not send it before you know why")
    }
}

extension SignatureVerdict {
    /// Whether the expected key or account made it. Addresses in hexadecimal are compared without their capitals.
    func isBy(_ expected: Expectation) throws(Refusal) -> Bool {
        if let signer, signer == expected.text { return true }
        if let key { return try expected.matches(key) }
        return false
    }
}
