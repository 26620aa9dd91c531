import Digests
import Encodings
import ProtocolBuffers
import Transactions

/// What a call of `_lifecycle` says about a chaincode: which code a channel is to run, and who must endorse it.
///
/// peer/lifecycle/lifecycle.proto, `ApproveChaincodeDefinitionForMyOrgArgs`, `CommitChaincodeDefinitionArgs` and
/// `CheckCommitReadinessArgs`.
struct Definition {
    private static let functions: Set<String> = [
        "ApproveChaincodeDefinitionForMyOrg", "CommitChaincodeDefinition", "CheckCommitReadiness",
    ]

    private let arguments: Fabric_ChaincodeDefinitionArgs

    /// `nil` for another call, and for arguments that are not written as Fabric's tools do: those are shown as bytes alone.
    init?(_ invocation: Invocation) {
        guard invocation.chaincode.name == "_lifecycle", invocation.arguments.count == 2,
            let function = String(validating: invocation.arguments[0], as: UTF8.self),
            Definition.functions.contains(function),
            let arguments = try? Wire.read(Fabric_ChaincodeDefinitionArgs.self, invocation.arguments[1], "")
        else { return nil }
        self.arguments = arguments
    }

    var facts: [Summary.Fact] {
        var facts = MessageText.whole(
            "definition", "\(arguments.name), version \(arguments.version), sequence \(arguments.sequence)")
        if arguments.hasSource { facts += MessageText.whole("  package", package) }
        facts += MessageText.whole("  endorsed", policy)
        if arguments.initRequired { facts.append(.init(label: "  init", text: "it must be initialised first")) }
        let plugins = [("endorsing", arguments.endorsementPlugin), ("validating", arguments.validationPlugin)]
        for (verb, name) in plugins where !["", "escc", "vscc"].contains(name) {
            facts += MessageText.whole("  plugin", "for \(verb): \(name)")
        }
        if arguments.hasCollections, !arguments.collections.isEmpty {
            facts.append(hashed("  private", "collections", [UInt8](arguments.collections)))
        }
        return facts
    }

    private var package: String {
        switch arguments.source.type {
        case .localPackage(let local): local.packageID
        case .unavailable, nil: "none: this organization does not run it"
        }
    }

    private var policy: String {
        let parameter = [UInt8](arguments.validationParameter)
        guard !parameter.isEmpty else { return "as the channel's configuration says" }
        if let policy = try? Wire.read(Fabric_ApplicationPolicy.self, parameter, ""),
            case .channelConfigPolicyReference(let name) = policy.type
        {
            return "as the channel's policy \(name) says"
        }
        return hashed("", "by a policy of its own", parameter).text
    }

    private func hashed(_ label: String, _ words: String, _ bytes: [UInt8]) -> Summary.Fact {
        .init(label: label, text: "\(words), \(bytes.count) bytes with SHA-256 \(Hex.encode(SHA256.hash(bytes)))")
    }
}
