import Custody
import Encodings

/// The JSON values of holdfast(1), section JSON; the schema's name comes first in each.
extension Report {
    static func json(_ failure: Failure) -> JSONValue {
        .object(
            JSONObject(
                [
                    ("schema", "holdfast.error/1"), ("ok", false), ("code", .string(failure.code)),
                    ("exit", .integer(failure.status.rawValue)), ("message", .string(failure.message)),
                    ("hint", .string(failure.hint)),
                ] + (failure.also.isEmpty ? [] : [("also", .array(failure.also.map { .string($0) }))])))
    }

    static func json(_ failure: Failure, file: String) -> JSONValue {
        [
            "file": .string(file), "is": .null, "code": .string(failure.code), "message": .string(failure.message),
            "hint": .string(failure.hint),
        ]
    }

    static func json(made facts: KeyFacts, file: String) -> JSONValue {
        .object(
            JSONObject(
                [("schema", "holdfast.keygen/1"), ("ok", true), ("file", .string(file))] + members(facts)))
    }

    static func json(_ dealing: DealingFacts, files: [String], from source: DealtFrom) -> JSONValue {
        let shares = dealing.holders.enumerated().map { place, holder -> JSONValue in
            var share = JSONObject([
                ("index", .integer(holder.index)), ("holder", .string(holder.name)),
                ("file", dealing.ownKeys == nil ? .string(files[place]) : .null),
                ("recipient", holder.recipient.map { .string($0) } ?? .null),
            ])
            if let key = holder.nodeKey { share.append("nodeKey", .string(key)) }
            return .object(share)
        }
        return .object(
            JSONObject(
                members(dealing, from: source)
                    + [("shares", .array(shares)), ("dealingFile", .string(files[files.count - 1]))]
                    + (dealing.ownKeys == .publiclyVerifiable
                        ? [("proofFile", .string(files[files.count - 2]))] : [])))
    }

    /// - Parameter evidence: The file to which evidence against the dealer was written.
    static func json(_ report: CheckReport, evidence: String? = nil) -> JSONValue {
        var members: [(String, JSONValue)] = [("schema", "holdfast.check/1"), ("ok", .bool(report.fault == nil))]
        if let dealing = report.dealing {
            members += [
                ("dealing", .string(dealing.shortForm)), ("id", .string(dealing.id)),
                ("fingerprint", .string(dealing.fingerprint)), ("label", label(dealing)),
                ("group", .string(dealing.group.rawValue)), ("kind", .string(dealing.kind.rawValue)),
                ("threshold", .integer(dealing.threshold)), ("have", .integer(report.have)),
                ("need", .integer(dealing.threshold)), ("publicKey", .string(dealing.publicKey)),
                ("addresses", json(dealing.addresses)),
            ]
            if let suite = dealing.ownKeys { members.append(("ownKeys", .string(suite.rawValue))) }
            if dealing.isBinaryForm { members.append(("form", "binary")) }
            if !report.binaryForms.isEmpty, !dealing.isBinaryForm {
                members.append(("binaryForms", .array(report.binaryForms.map { .string($0) })))
            }
            if !report.expected.isEmpty { members.append(("expected", .array(report.expected.map { .string($0) }))) }
        } else {
            members += [("dealing", .null), ("dealings", .array(report.camps.map { json($0) }))]
        }
        if let wrong = report.wronglySealed {
            members.append(("wronglySealed", .array(wrong.map { .string($0.name) })))
        }
        if let dealing = report.dealing, dealing.ownKeys != nil {
            members.append(("acknowledged", .array(report.acknowledged.map { .string($0.name) })))
            members.append(("acknowledgements", acknowledgements(report, dealing)))
        }
        if let evidence { members.append(("evidence", .string(evidence))) }
        members += [
            ("shares", .array(report.shares.map { json($0) })),
            ("missing", .array(report.missing.map { .string($0.name) })),
        ]
        return .object(JSONObject(members))
    }

    static func json(rebuilt: RebuiltKeyFile, _ report: CheckReport, file: String) -> JSONValue {
        .object(
            JSONObject(
                [("schema", "holdfast.rebuild/1"), ("ok", true), ("file", .string(file))]
                    + (rebuilt.facts.map { members($0) } ?? []) + [
                        ("original", .bool(rebuilt.isOriginal)),
                        ("lost", .array(rebuilt.losses.map { .string($0) })),
                        ("used", .array(rebuilt.used.map { .integer($0) })),
                        ("refused", .array(report.shares.filter { $0.status != .valid }.map { json($0) })),
                    ]))
    }

    static func json(_ found: Inspection, file: String) -> JSONValue {
        var value = JSONObject([("file", .string(file))])
        switch found {
        case .key(let facts):
            return .object(JSONObject([("file", .string(file)), ("is", "key")] + members(facts)))
        case .encryptedKey(let format):
            value.append("is", "encrypted-key")
            value.append("format", .string(format.rawValue))
        case .wallet(let facts):
            value.append("is", "wallet")
            value.append("format", .string(facts.format.rawValue))
            value.append("title", .string(facts.title))
            value.append("addresses", json(facts.addresses))
            let paths = zip(facts.addresses, facts.paths).map { ($0.kind.rawValue, JSONValue.string($1)) }
            value.append("paths", .object(JSONObject(paths)))
        case .dealing(let facts):
            return .object(JSONObject([("file", .string(file)), ("is", "dealing")] + members(facts)))
        case .share(let verdict, let dealing):
            value.append("is", "share")
            value.append("share", json(verdict))
            value.append("dealing", dealing.map { .object(JSONObject(members($0))) } ?? .null)
        case .request(let facts):
            return .object(JSONObject([("file", .string(file)), ("is", "request")] + members(facts)))
        case .submission(let request, let dealing, let recipients):
            value.append("is", "submission")
            value.append("request", .string(request))
            value.append("dealing", .string(dealing))
            if let recipients, recipients > 1 { value.append("sealedTo", .integer(recipients)) }
        case .acknowledgement(let holder, let dealing):
            value.append("is", "acknowledgement")
            value.append("index", .integer(holder))
            value.append("dealing", .string(dealing))
        case .evidence(let holder, let dealing):
            value.append("is", "evidence")
            value.append("index", .integer(holder.index))
            value.append("holder", .string(holder.name))
            value.append("dealing", .string(dealing.id))
        case .sharesProof(let count):
            value.append("is", "shares-proof")
            value.append("bytes", .integer(count))
        case .unsigned(let summary):
            value.append("is", "unsigned-transaction")
            value.append("ledger", .string(summary.ledger.rawValue))
            value.append("kind", .string(summary.kind))
            append(summary.members, to: &value)
        case .signed(let verification):
            value.append("is", "signed-transaction")
            append(verification, to: &value)
        case .boardCall(let summary):
            value.append("is", "board-call")
            value.append("ledger", .string(summary.ledger.rawValue))
            append(summary.members, to: &value)
        }
        return .object(value)
    }

    // MARK: Parts

    private static func members(_ facts: KeyFacts) -> [(String, JSONValue)] {
        [
            ("format", .string(facts.format.rawValue)), ("group", .string(facts.group.rawValue)),
            ("publicKey", .string(facts.publicKey)), ("addresses", json(facts.addresses)),
            ("notes", .array(facts.notes.map { .string($0) })),
        ]
    }

    /// What a result begins with that is a dealing; of a key that came from no file, with the form that the shares give.
    static func members(_ dealing: DealingFacts, from source: DealtFrom) -> [(String, JSONValue)] {
        switch source {
        case .file: [("schema", "holdfast.split/1"), ("ok", true)] + members(dealing)
        case .drawn:
            [("schema", "holdfast.keygen-shares/1"), ("ok", true), ("format", .string(dealing.format))]
                + members(dealing)
        }
    }

    static func members(_ dealing: DealingFacts) -> [(String, JSONValue)] {
        [
            ("dealing", .string(dealing.shortForm)), ("id", .string(dealing.id)), ("label", label(dealing)),
            ("group", .string(dealing.group.rawValue)), ("kind", .string(dealing.kind.rawValue)),
            ("threshold", .integer(dealing.threshold)),
            ("holders", .integer(dealing.holders.count)), ("publicKey", .string(dealing.publicKey)),
            ("addresses", json(dealing.addresses)), ("fingerprint", .string(dealing.fingerprint)),
            ("commitments", .array(dealing.commitments.map { .string($0) })),
        ] + (dealing.ownKeys.map { [("ownKeys", .string($0.rawValue))] } ?? [])
            + (dealing.isBinaryForm ? [("form", "binary"), ("nodeKeys", nodeKeys(dealing))] : [])
    }

    /// Null where only the binary form is known, which has none.
    private static func label(_ dealing: DealingFacts) -> JSONValue {
        dealing.isBinaryForm ? .null : .string(dealing.label)
    }

    /// Of each index the key.
    private static func nodeKeys(_ dealing: DealingFacts) -> JSONValue {
        .object(JSONObject(dealing.holders.map { (String($0.index), $0.nodeKey.map { .string($0) } ?? .null) }))
    }

    static func json(_ addresses: [LedgerAddress]) -> JSONValue {
        .object(JSONObject(addresses.map { ($0.kind.rawValue, .string($0.text)) }))
    }

    private static func json(_ camp: Camp) -> JSONValue {
        [
            "dealing": .string(camp.dealing.shortForm), "id": .string(camp.dealing.id),
            "publicKey": .string(camp.dealing.publicKey), "addresses": json(camp.dealing.addresses),
            "files": .array(camp.files.map { .string($0) }), "good": .integer(camp.goodShares),
        ]
    }

    static func json(_ share: ShareVerdict) -> JSONValue {
        var value = JSONObject([
            ("file", .string(share.file)), ("index", share.index.map { .integer($0) } ?? .null),
            ("holder", share.holder.map { .string($0) } ?? .null), ("status", .string(share.status.rawValue)),
        ])
        if let code = share.code { value.append("code", .string(code)) }
        if let reason = share.reason { value.append("reason", .string(reason)) }
        if let dealing = share.dealing, share.status == .otherDealing { value.append("dealing", .string(dealing)) }
        if !share.places.isEmpty { value.append("places", .array(share.places.map { .integer($0) })) }
        if let count = share.addresseeCount, count > 1 { value.append("sealedTo", .integer(count)) }
        return .object(value)
    }
}
