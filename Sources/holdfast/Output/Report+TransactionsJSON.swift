import Custody
import Encodings

extension Report {
    /// One content's members, or several under `results`.
    /// - Parameter files: Where they were written, in order; `nil` where they were not.
    static func json(_ results: [SignedContent], files: [String]?) -> JSONValue {
        if results.count == 1 { return json(results[0], file: files?[0]) }
        let values = results.enumerated().map { json($1, file: files?[$0]) }
        return ["schema": "holdfast.sign-several/1", "ok": true, "results": .array(values)]
    }

    private static func json(_ result: SignedContent, file: String?) -> JSONValue {
        var value = JSONObject([
            ("schema", "holdfast.sign/1"), ("ok", true), ("ledger", .string(result.ledger.rawValue)),
            ("kind", .string(result.kind)), ("signer", .string(result.signer)),
            ("hash", result.hash.map { .string($0) } ?? .null), ("signed", .string(result.text)),
        ])
        append(result.members, to: &value)
        append(result.summary.members, to: &value)
        if !result.notes.isEmpty { value.append("notes", .array(result.notes.map { .string($0) })) }
        if let file { value.append("file", .string(file)) }
        return .object(value)
    }

    /// - Parameter showsKeys: Whether each signature has the public key of who made it, where that is known.
    static func json(_ report: VerificationReport, showsKeys: Bool = false) -> JSONValue {
        var value = JSONObject([("schema", "holdfast.verify/1"), ("ok", .bool(report.fault == nil))])
        if let fault = report.fault { append(fault, to: &value) }
        append(report.verification, showsKeys: showsKeys, to: &value)
        return .object(value)
    }

    /// Each with the name of its file or its line.
    static func json(_ outcomes: [VerificationOutcome], showsKeys: Bool = false) -> JSONValue {
        let results = outcomes.map { outcome -> JSONValue in
            var value = JSONObject([("file", .string(outcome.name)), ("ok", .bool(outcome.fault == nil))])
            if let fault = outcome.fault { append(fault, to: &value) }
            if case .success(let report) = outcome.result {
                append(report.verification, showsKeys: showsKeys, to: &value)
            }
            return .object(value)
        }
        let good = outcomes.count { $0.fault == nil }
        return [
            "schema": "holdfast.verify-several/1", "ok": .bool(good == outcomes.count), "good": .integer(good),
            "count": .integer(outcomes.count), "results": .array(results),
        ]
    }

    static func json(_ finding: InclusionFinding) -> JSONValue {
        var value = JSONObject([("schema", "holdfast.inclusion/1"), ("ok", true), ("ledger", "bitcoin")])
        append(finding.members, to: &value)
        let warnings = finding.warnings.map { ["code": .string($0.code), "message": .string($0.text)] as JSONValue }
        value.append("warnings", .array(warnings))
        value.append("notes", .array(finding.notes.map { .string($0) }))
        return .object(value)
    }

    private static func append(_ fault: Refusal, to value: inout JSONObject) {
        value.append("code", .string(fault.code))
        value.append("message", .string(fault.message))
    }

    /// What was signed and by whom.
    static func append(_ verification: Verification, showsKeys: Bool = false, to value: inout JSONObject) {
        value.append("ledger", .string(verification.ledger.rawValue))
        value.append("kind", .string(verification.kind))
        value.append("signatures", .array(verification.signatures.map { json($0, showsKeys) }))
        value.append("hash", verification.hash.map { .string($0) } ?? .null)
        append(verification.members, to: &value)
        append(verification.summary.members, to: &value)
        if !verification.notes.isEmpty {
            value.append("notes", .array(verification.notes.map { .string($0) }))
        }
    }

    private static func json(_ verdict: SignatureVerdict, _ showsKeys: Bool) -> JSONValue {
        var value = JSONObject([
            ("place", .string(verdict.place)), ("signer", verdict.signer.map { .string($0) } ?? .null),
        ])
        if showsKeys { value.append("signerKey", verdict.key.map { .string(NodePublicKey.text(of: $0)) } ?? .null) }
        switch verdict.status {
        case .valid:
            value.append("status", "valid")
        case .invalid(let code, let reason):
            value.append("status", "invalid")
            value.append("code", .string(code))
            value.append("reason", .string(reason))
        case .notJudged(let code, let reason):
            value.append("status", "not-judged")
            value.append("code", .string(code))
            value.append("reason", .string(reason))
        }
        return .object(value)
    }

    /// What was shown, but for what already stands in the value.
    static func append(_ members: JSONObject, to value: inout JSONObject) {
        for member in members.members where value[member.name] == nil {
            value.append(member.name, member.value)
        }
    }
}
