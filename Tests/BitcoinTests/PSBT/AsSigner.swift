import Bitcoin
import Encodings
import Signatures
import TestSupport
import Transactions

/// What the holder of the ganache key is told and does.
extension PSBTMaker {
    static var everyRisk: Terms { Terms(accepting: Set(Risk.allCases)) }

    /// The codes of all refusals.
    func codes(_ terms: Terms = Terms()) throws -> [String] {
        try psbt.refusals(signer: try Keys.publicKey(ganacheKey), under: terms).map(\.code)
    }

    /// The codes of what no risk lifts.
    func codesWhateverIsAccepted() throws -> [String] { try codes(PSBTMaker.everyRisk) }

    func summary(_ terms: Terms = Terms()) throws -> Summary {
        try psbt.summary(signer: try Keys.publicKey(ganacheKey), under: terms)
    }

    func shown(_ label: String, _ terms: Terms = Terms()) throws -> [String] {
        try summary(terms).facts.filter { $0.label == label }.map(\.text)
    }

    func warned(_ terms: Terms = Terms()) throws -> [String] { try summary(terms).warnings.map(\.code) }

    func signed(_ terms: Terms = Terms(), by digits: String = ganacheKey) throws -> PSBT {
        try PSBT(parsing: try psbt.signed(by: try testKey(digits), under: terms).file)
    }

    /// The code of each verdict, `valid` for a good one.
    func verdicts() throws -> [String] { try psbt.verified(under: Terms()).signatures.map(\.status.word) }

    static func littleEndian(_ number: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(number)
        return bytes
    }
}

extension SignatureVerdict.Status {
    /// `valid`, else the code.
    var word: String {
        switch self {
        case .valid: "valid"
        case .invalid(let code, _), .notJudged(let code, _): code
        }
    }
}
