import Encodings
import ProtocolBuffers

/// Which function of a chaincode is called, and with what: `protos.ChaincodeProposalPayload`.
struct Invocation: Hashable, Sendable {
    /// The serialized `ChaincodeInvocationSpec`.
    let input: [UInt8]
    let chaincode: ChaincodeName
    /// The first of `arguments` is the function, by the convention of all chaincode libraries.
    let arguments: [[UInt8]]
    let isInit: Bool
    let decorations: [String]
    /// Names only: the values are secret, are never shown and never reach the ledger.
    let transientNames: [String]

    /// A peer takes 100 MiB in one message; what a person can read ends long before.
    static let mostArguments = 4096

    /// - Throws: `FabricError.missing`, `.tooMany`, `.duplicateName`; as `Wire.read`.
    init(_ bytes: [UInt8], _ path: String) throws(FabricError) {
        let payload = try Wire.read(Fabric_ChaincodeProposalPayload.self, bytes, path)
        input = [UInt8](payload.input)
        let inputPath = path + ".input"
        guard !input.isEmpty else { throw .missing(inputPath) }
        let spec = try Wire.read(Fabric_ChaincodeInvocationSpec.self, input, inputPath).chaincodeSpec
        guard spec.hasChaincodeID, !spec.chaincodeID.name.isEmpty else {
            throw .missing(inputPath + ".chaincode_spec.chaincode_id.name")
        }
        guard spec.input.args.count <= Invocation.mostArguments else {
            throw .tooMany(inputPath + ".chaincode_spec.input.args", most: Invocation.mostArguments)
        }
        chaincode = try ChaincodeName(spec.chaincodeID, inputPath + ".chaincode_spec.chaincode_id")
        arguments = spec.input.args.map { [UInt8]($0) }
        isInit = spec.input.isInit
        decorations = try Invocation.names(spec.input.decorations, inputPath + ".chaincode_spec.input.decorations")
        transientNames = try Invocation.names(payload.transientMap, path + ".TransientMap")
    }

    /// The names of a map, each of which stands once: of two, a peer takes the last.
    private static func names(_ entries: [Fabric_NamedBytes], _ path: String) throws(FabricError) -> [String] {
        var seen: Set<String> = []
        for entry in entries where !seen.insert(entry.name).inserted { throw .duplicateName(path, entry.name) }
        return entries.map(\.name)
    }
}
