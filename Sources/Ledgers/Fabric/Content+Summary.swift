import Certificates
import Encodings
package import Signatures
package import Transactions

extension Content {
    package func summary(signer: VerifyingKey?, under terms: Terms) -> Summary {
        SummaryMaker(content: self, terms: terms).summary
    }
}

/// Puts a message into words.
private struct SummaryMaker {
    private let content: Content
    private let terms: Terms
    /// Of the call, the function first.
    private let arguments: [Argument]

    init(content: Content, terms: Terms) {
        self.content = content
        self.terms = terms
        arguments = content.invocation?.arguments.map { Argument($0) } ?? []
    }

    var summary: Summary {
        let warnings = warnings
        let (call, publication) = (what + call, content.invocation?.publication)
        return Summary(
            ledger: .fabric, kind: content.kind.rawValue, facts: call + answer + who, warnings: warnings,
            confirmation: confirmation, members: members(with: warnings),
            publications: publication.map { [$0] } ?? [], publicationPlace: call.count)
    }

    // MARK: For people

    private func fact(_ label: String, _ text: String) -> Summary.Fact { .init(label: label, text: text) }

    private var what: [Summary.Fact] {
        let channel = fact("channel", content.channel.isEmpty ? "none" : content.channel)
        switch content.body {
        case .proposal: return [fact("type", "a proposal, to be endorsed or evaluated"), channel]
        case .transaction: return [fact("type", "an endorsed transaction, to be submitted"), channel]
        case .deliver(let seek):
            return [
                fact("type", "a request for blocks"), channel, fact("from", seek.start), fact("to", seek.stop),
                fact("manner", seek.options.joined(separator: "; ")),
            ]
        case .commitStatus(let id):
            return [fact("type", "a request for the state of a transaction"), channel, fact("transaction", id)]
        case .chaincodeEvents(let chaincode, let start, let after):
            let next = start ?? "the next block"
            return [
                fact("type", "a request for a chaincode's events"), channel, fact("chaincode", chaincode),
                fact("from", after.isEmpty ? next : "\(next), after transaction \(after)"),
            ]
        }
    }

    private var call: [Summary.Fact] {
        guard let invocation = content.invocation else { return [] }
        var facts = MessageText.whole("chaincode", content.headers?.chaincode?.text ?? invocation.chaincode.text)
        facts += arguments.first?.facts("function") ?? [fact("function", "none")]
        for (place, argument) in arguments.dropFirst().enumerated() { facts += argument.facts("  \(place + 1)") }
        facts += Definition(invocation)?.facts ?? []
        if invocation.isInit { facts.append(fact("init", "the call initialises the chaincode")) }
        if !invocation.decorations.isEmpty {
            facts += MessageText.whole("decorations", list(invocation.decorations))
        }
        if !invocation.transientNames.isEmpty {
            facts += MessageText.whole("transient", list(invocation.transientNames))
            facts.append(fact("  values", "not shown; peers see them, the ledger does not"))
        }
        return facts
    }

    private var answer: [Summary.Fact] {
        guard case .transaction(let action) = content.body else { return [] }
        let message = action.message.isEmpty ? "" : ", \(action.message)"
        var facts = MessageText.whole("response", "\(action.status)" + message)
        if !action.result.isEmpty { facts += Argument(action.result).facts("  result") }
        facts += action.sets.facts
        if let event = action.event {
            facts += MessageText.whole("event", event.name) + Argument(event.payload).facts("  content")
        }
        return facts + action.endorsements.flatMap { MessageText.whole("endorsed by", $0.endorser.name) }
    }

    /// How many names, and each of them: a name may have a comma in it.
    private func list(_ names: [String]) -> String {
        "\(names.count): " + names.map { "'\($0)'" }.joined(separator: ", ")
    }

    private var who: [Summary.Fact] {
        let certificate = content.creator.certificate
        var facts: [Summary.Fact] = []
        if let id = content.transactionID { facts.append(fact("transaction", id)) }
        if let seconds = content.headers?.seconds { facts.append(fact("time", time(seconds))) }
        if let hash = content.headers?.tlsCertificateHash, !hash.isEmpty {
            facts += MessageText.whole("TLS", "for the client whose certificate has SHA-256 \(Hex.encode(hash)) only")
        }
        return facts + MessageText.whole("creator", content.creator.mspID)
            + MessageText.whole("  subject", certificate.subject) + MessageText.whole("  issuer", certificate.issuer)
            + [
                fact("  serial", certificate.serialNumber),
                fact("  valid", "\(time(certificate.notBefore)) to \(time(certificate.notAfter))"),
            ]
    }

    private func time(_ seconds: Int) -> String {
        UTCTime.text(secondsSince1970: seconds) ?? "\(seconds) seconds from 1970"
    }

    private var warnings: [Summary.Warning] {
        var found: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { found.append(.init(code: code, text: text)) }
        let certificate = content.creator.certificate
        if let seconds = content.headers?.seconds, seconds < certificate.notBefore || seconds > certificate.notAfter {
            warn(
                "outside-validity",
                "the message was made when the creator's certificate was not valid, and peers refuse it")
        }
        if arguments.contains(where: \.isCut) {
            warn("argument-cut", "an argument is too long to be shown whole; compare its hash")
        }
        if content.invocation?.chaincode.isSystem == true {
            warn(
                "system-chaincode",
                "this is a chaincode of the peer itself: it may change which code runs, or who takes part")
        }
        found += answerWarnings
        if case .transaction = content.body, terms.files(.proposal).isEmpty {
            warn(
                "no-proposal",
                "the transaction was not compared with the proposal that you signed; what it does is what stands here")
        }
        if content.channel.isEmpty {
            warn("no-channel", "the message names no channel, so that it is for the peer itself")
        }
        return found
    }

    /// What is odd about the answer of the endorsers.
    private var answerWarnings: [Summary.Warning] {
        guard case .transaction(let action) = content.body else { return [] }
        var found: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { found.append(.init(code: code, text: text)) }
        if action.sets.isCut { warn("writes-cut", "more keys are written than are shown") }
        if Set(action.endorsements.map(\.endorser.certificate)).count < action.endorsements.count {
            warn("endorser-twice", "one endorser stands there more than once, and counts once only")
        }
        return found
    }

    /// What is called, in its own word where that is a word; else where.
    private var confirmation: Summary.Confirmation {
        let isWord = { (text: String) in
            (1...40).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
        if let name = arguments.first?.text, isWord(name) {
            return Summary.Confirmation(name, words: "the name of the function")
        }
        if let chaincode = content.invocation?.chaincode.name, isWord(chaincode) {
            return Summary.Confirmation(chaincode, words: "the name of the chaincode")
        }
        return isWord(content.channel)
            ? Summary.Confirmation(content.channel, words: "the name of the channel") : .word("sign")
    }

    // MARK: For programs

    private func members(with warnings: [Summary.Warning]) -> JSONObject {
        var members = JSONObject([("channel", .string(content.channel))])
        switch content.body {
        case .proposal, .transaction: break
        case .deliver(let seek):
            members.append("from", .string(seek.start))
            members.append("to", .string(seek.stop))
        case .commitStatus(let id): members.append("transactionId", .string(id))
        case .chaincodeEvents(let chaincode, let start, let after):
            members.append("chaincode", .string(chaincode))
            members.append("from", start.map { .string($0) } ?? .null)
            members.append("after", after.isEmpty ? .null : .string(after))
        }
        if let call = content.invocation {
            members.append("chaincode", .string(call.chaincode.name))
            members.append("arguments", .array(arguments.map(\.member)))
            members.append("transient", .array(call.transientNames.map { .string($0) }))
        }
        if let id = content.transactionID { members.append("transactionId", .string(id)) }
        if case .transaction(let action) = content.body {
            members.append("status", .integer(action.status))
            members.append("writes", action.sets.member)
            members.append("endorsers", .array(action.endorsements.map { .string($0.endorser.name) }))
        }
        if let seconds = content.headers?.seconds { members.append("time", .integer(seconds)) }
        members.append("mspId", .string(content.creator.mspID))
        members.append("subject", .string(content.creator.certificate.subject))
        members.append("warnings", warnings.json)
        return members
    }
}
