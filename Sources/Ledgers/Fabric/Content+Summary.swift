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

    init(content: Content, terms: Terms) {
        self.content = content
        self.terms = terms
    }

    var summary: Summary {
        Summary(
            ledger: .fabric, kind: content.kind.rawValue, facts: what + call + answer + who, warnings: warnings,
            confirmation: confirmation, members: members)
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
        var facts = [fact("chaincode", content.headers?.chaincode?.text ?? invocation.chaincode.text)]
        if let function = invocation.arguments.first {
            facts += Argument(function).facts("function")
        } else {
            facts.append(fact("function", "none"))
        }
        for (place, bytes) in invocation.arguments.dropFirst().enumerated() {
            facts += Argument(bytes).facts("  \(place + 1)")
        }
        if invocation.isInit { facts.append(fact("init", "the call initialises the chaincode")) }
        if !invocation.decorations.isEmpty {
            facts.append(fact("decorations", invocation.decorations.joined(separator: ", ")))
        }
        if !invocation.transientNames.isEmpty {
            let names = invocation.transientNames.joined(separator: ", ")
            facts.append(fact("transient", "\(names) (values not shown; peers see them, the ledger does not)"))
        }
        return facts
    }

    private var answer: [Summary.Fact] {
        guard case .transaction(let action) = content.body else { return [] }
        var facts = [fact("response", "\(action.status)" + (action.message.isEmpty ? "" : ", \(action.message)"))]
        if !action.result.isEmpty { facts += Argument(action.result).facts("  result") }
        facts.append(fact("keys", action.sets.words))
        let others = action.sets.namespaces
        if !others.isEmpty { facts.append(fact("  of", others.joined(separator: ", "))) }
        if let event = action.event { facts.append(fact("event", event)) }
        facts += action.endorsements.map { fact("endorsed by", $0.endorser.name) }
        return facts
    }

    private var who: [Summary.Fact] {
        let certificate = content.creator.certificate
        var facts: [Summary.Fact] = []
        if let id = content.transactionID { facts.append(fact("transaction", id)) }
        if let seconds = content.headers?.seconds { facts.append(fact("time", time(seconds))) }
        if content.headers?.hasTLSBinding == true {
            facts.append(fact("TLS", "bound to one client certificate"))
        }
        return facts + [
            fact("creator", content.creator.mspID), fact("  subject", certificate.subject),
            fact("  issuer", certificate.issuer), fact("  serial", certificate.serialNumber),
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
        if content.invocation?.arguments.contains(where: { Argument($0).isCut }) == true {
            warn("argument-cut", "an argument is too long to be shown whole; compare its hash")
        }
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

    /// What is called, in its own word where that is a word; else where.
    private var confirmation: Summary.Confirmation {
        let isWord = { (text: String) in
            (1...40).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
        if let function = content.invocation?.arguments.first,
            let name = String(validating: function, as: UTF8.self), isWord(name)
        {
            return Summary.Confirmation(name, words: "the name of the function")
        }
        if let chaincode = content.invocation?.chaincode.name, isWord(chaincode) {
            return Summary.Confirmation(chaincode, words: "the name of the chaincode")
        }
        return isWord(content.channel)
            ? Summary.Confirmation(content.channel, words: "the name of the channel") : .word("sign")
    }

    // MARK: For programs

    private var members: JSONObject {
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
            members.append("arguments", .array(call.arguments.map { Argument($0).member }))
            members.append("transient", .array(call.transientNames.map { .string($0) }))
        }
        if let id = content.transactionID { members.append("transactionId", .string(id)) }
        if case .transaction(let action) = content.body {
            members.append("status", .integer(action.status))
            members.append("endorsers", .array(action.endorsements.map { .string($0.endorser.name) }))
        }
        if let seconds = content.headers?.seconds { members.append("time", .integer(seconds)) }
        members.append("mspId", .string(content.creator.mspID))
        members.append("subject", .string(content.creator.certificate.subject))
        members.append(
            "warnings",
            .array(
                warnings.map {
                    .object(JSONObject([("code", .string($0.code)), ("message", .string($0.text))]))
                }))
        return members
    }
}
