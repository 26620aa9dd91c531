import Encodings
package import Transactions

extension TypedData: HashSigned {
    package var kind: String { "eip712" }

    package func faults(under terms: Terms) -> [EVMError] {
        guard let chainID else {
            do throws(EVMError) { _ = try terms.chainID() } catch { return [error, .noDomainChain] }
            return [.noDomainChain]
        }
        // A larger number is compared in 256 bits too, and is of no chain whoever asks. EIP-2294.
        let isPossible = chainID <= UInt256(ChainID.largest)
        return (chainID.chainFault(under: terms).map { [$0] } ?? [])
            + (isPossible ? [] : [.noSuchChain(chainID.decimal)])
    }

    package func summary(account: Address?, under terms: Terms) -> Summary {
        let abi = (try? ABI(terms)) ?? ABI()
        return TypedDataSummary(
            data: self, signer: account, meaning: TypedDataMeaning(self, signer: account, abi: abi)
        ).summary
    }
}

/// Puts typed data into words.
private struct TypedDataSummary {
    let data: TypedData
    let signer: Address?
    let meaning: TypedDataMeaning

    var summary: Summary {
        let before = factsOfMessage
        return Summary(
            ledger: .evm, kind: data.kind, facts: before + lastFacts, warnings: warnings, confirmation: confirmation,
            members: members, publications: meaning.inner?.call?.all.compactMap(\.publication) ?? [],
            publicationPlace: before.count)
    }

    private var confirmation: Summary.Confirmation {
        meaning.confirmation ?? data.contract.map { .lastLetters(of: $0.text, which: "the contract") } ?? .word("sign")
    }

    private var chain: ChainID? { data.chainID?.asUInt64.flatMap(ChainID.init) }

    // MARK: For people

    private var factsOfMessage: [Summary.Fact] {
        var facts = MessageText.whole("typed data", data.primaryType)
        // One line each: in one, the name could end itself and go on as the version.
        facts += MessageText.whole("domain", data.domainValue("name")?.words ?? "without a name")
        if let version = data.domainValue("version") { facts += MessageText.whole("version", version.words) }
        facts.append(Summary.Fact(label: "chain", text: chainText))
        facts.append(Summary.Fact(label: "contract", text: data.contract?.text ?? "none"))
        if let salt = data.domainValue("salt") { facts.append(Summary.Fact(label: "salt", text: salt.words)) }
        facts.append(Summary.Fact(label: "signer", text: signer?.text ?? "the key's account"))
        facts += meaning.words.flatMap { MessageText.whole("asks to", $0) }
        for leaf in leaves {
            facts += SummaryLines.field(leaf.path, text(leaf), depth: 0, isOurs: false)
        }
        if let inner = meaning.inner {
            facts += SummaryLines.facts(of: inner, coin: meaning.coin, caller: meaning.caller, depth: 1)
        }
        return facts
    }

    private var lastFacts: [Summary.Fact] {
        [
            Summary.Fact(label: "hash", text: "0x" + Hex.encode(data.signingHash)),
            Summary.Fact(label: "type", text: "EIP-712 typed data"),
        ]
    }

    private var leaves: [ABILeaf] { data.message.enumerated().flatMap { ABILeaf.leaves(of: $1, index: $0) } }

    private var chainText: String {
        guard let id = data.chainID else { return "none" }
        return chain?.words ?? "\(id.decimal), which no chain has"
    }

    private func text(_ leaf: ABILeaf) -> String {
        if meaning.unlimited.contains(leaf.path) { return "UNLIMITED (\(leaf.value.words))" }
        if meaning.isSafe, leaf.path == "operation" { return SummaryLines.operation(leaf.value.number ?? .zero) }
        let last = leaf.path.split(separator: ".").last ?? ""
        let isTime = Self.times.contains(last)
        return isTime && leaf.value.number != nil ? SummaryLines.deadline(leaf.value) : leaf.value.words
    }

    private static let times: Set<Substring> = [
        "deadline", "sigDeadline", "expiry", "expiration", "validTo", "validAfter", "validBefore", "startTime",
        "endTime",
    ]

    private var warnings: [Summary.Warning] {
        var warnings: [Summary.Warning] = []
        func warn(_ code: String, _ text: String) { warnings.append(Summary.Warning(code: code, text: text)) }
        if data.chainID == nil {
            warn("replayable", "REPLAYABLE: the domain names no chain, so that the signature may be used on every one")
        } else if chain.flatMap(Chain.init) == nil {
            warn("chain-not-known", "the chain is not known by name; make sure of its number")
        }
        if data.contract == nil {
            warn("no-contract", "the domain names no contract, so that any one may take the signature")
        }
        if leaves.contains(where: \.value.isCut) { warnings.append(.notAllShown) }
        return warnings + meaning.warnings.filter { !warnings.contains($0) }
    }

    // MARK: For programs

    private var members: JSONObject {
        var members = JSONObject([
            ("chainId", data.chainID.map { .string($0.decimal) } ?? .null),
            ("chain", chain.flatMap(Chain.init).map { .string($0.name) } ?? .null),
            ("from", signer.map { .string($0.text) } ?? .null),
            ("contract", data.contract.map { .string($0.text) } ?? .null),
            ("primaryType", .string(data.primaryType)), ("encodedType", .string(data.encodedType)),
            ("domain", ABIValue.tuple(data.domain).json), ("message", ABIValue.tuple(data.message).json),
            ("asksTo", .array(meaning.words.map { .string($0) })),
        ])
        if let inner = meaning.inner { members.append("call", .object(inner.json)) }
        members.append("domainSeparator", .string("0x" + Hex.encode(data.domainSeparator)))
        members.append("structHash", .string("0x" + Hex.encode(data.structHash)))
        members.append("signingHash", .string("0x" + Hex.encode(data.signingHash)))
        members.append("warnings", warnings.json)
        return members
    }
}
