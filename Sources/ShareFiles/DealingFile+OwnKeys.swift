import Encodings
package import Groups
package import OwnKeys
package import SecretSharing

extension DealingFile {
    static func suite(_ name: String) throws(ShareFilesError) -> OwnKeyPart.Suite {
        guard let suite = OwnKeyPart.Suite(rawValue: name) else {
            throw .ownKeyForm("its suite is neither masked nor publicly-verifiable")
        }
        return suite
    }

    /// The holders of a dealing to own keys, and what stands beside them until the commitments.
    static func ownKeys(
        _ values: [JSONValue], _ suite: OwnKeyPart.Suite, _ members: inout MembersInOrder
    ) throws(ShareFilesError) -> ([Holder], OwnKeyPart?) {
        var holders: [Holder] = []
        var keys: [OwnKeyPart.Point] = []
        var shares: [[UInt8]] = []
        for (place, value) in values.enumerated() {
            guard case .object(let object) = value else { throw .notCanonical("holder \(place + 1) is no JSON object") }
            var holder = MembersInOrder(object, of: "holder \(place + 1)")
            let number = try holder.number("index")
            guard let index = try? HolderIndex(number) else { throw .holderIndex(position: place + 1, found: number) }
            holders.append(Holder(index: index, name: try holder.text("name")))
            keys.append(try point(holder.text("group"), holder.text("publicKey")))
            if suite == .masked { shares.append(try digits(holder.text("masked"), "a masked share")) }
            try holder.end()
        }
        switch suite {
        case .masked:
            var ephemerals: [OwnKeyPart.Point] = []
            for member in try members.members("ephemerals") {
                guard let text = member.value.string else { throw .ownKeyForm("an ephemeral key is no text") }
                ephemerals.append(try point(member.name, text))
            }
            return (holders, OwnKeyPart(keys: keys, content: .masked(ephemerals: ephemerals, shares: shares)))
        case .publiclyVerifiable:
            let digest = try digits(members.text("sharesProof"), "the hash of its proof")
            return (holders, OwnKeyPart(keys: keys, content: .publiclyVerifiable(proofDigest: digest)))
        }
    }

    private static func point(_ group: String, _ text: String) throws(ShareFilesError) -> OwnKeyPart.Point {
        guard let group = CurveName(rawValue: group) else { throw .unknownGroup(group) }
        return OwnKeyPart.Point(group: group, encoded: try digits(text, "a public key"))
    }

    private static func digits(_ text: String, _ what: String) throws(ShareFilesError) -> [UInt8] {
        guard let octets = octets(text) else {
            throw .ownKeyForm("\(what) is no text of lower-case hexadecimal digits")
        }
        return octets
    }
}

/// A dealing to own keys, of which is known that its dealer had the key and the secret of every E.
package enum ProvenOwnPart<G: Group>: Sendable {
    case masked(ProvenMaskedDealing<G>)
    case publiclyVerifiable(ProvenOwnDealing<G>)

    package var dealing: ProvenOwnDealing<G> {
        switch self {
        case .masked(let masked): masked.dealing
        case .publiclyVerifiable(let dealing): dealing
        }
    }
}

extension DealingFile {
    /// Decodes the keys of a dealing to own keys and verifies its dealer's proof; nil for every other dealing.
    /// - Parameter commitment: That of this dealing, decoded.
    /// - Throws: `ShareFilesError.ownKeys`: a refused key, a masked share that is no number, a wrong proof.
    package func provenToOwnKeys<G: Group>(
        _ commitment: Commitment<G>
    ) throws(ShareFilesError) -> ProvenOwnPart<G>? {
        try own?.proven(commitment, indices: holders.map(\.index), epoch: epoch, by: proof, id: id)
    }
}

extension OwnKeyPart {
    /// Decodes all keys and verifies the dealer's proof.
    /// - Parameter id: The id, computed from everything that it covers.
    /// - Throws: `ShareFilesError.ownKeys`.
    func proven<G: Group>(
        _ commitment: Commitment<G>, indices: [HolderIndex], epoch: UInt32, by proof: [UInt8], id: DealingID
    ) throws(ShareFilesError) -> ProvenOwnPart<G> {
        do throws(OwnKeysError) {
            var holders: [OwnKeyHolder] = []
            for (index, key) in zip(indices, keys) {
                holders.append(try OwnKeyHolder(index: index, decoding: key.encoded, in: key.group))
            }
            var points: [AnyElement] = []
            for point in ephemerals {
                points.append(try AnyElement.ephemeral(decoding: point.encoded, in: point.group))
            }
            let context = try DealingContext(
                suite: suite == .masked ? .masked : .publiclyVerifiable, epoch: epoch, commitment: commitment,
                holders: holders, ephemerals: points)
            let proof = try OwnDealerProof(decoding: proof, for: context)
            switch content {
            case .masked(_, let shares):
                return .masked(try MaskedDealing(context: context, decoding: shares).proven(by: proof, id: id.bytes))
            case .publiclyVerifiable:
                return .publiclyVerifiable(try proof.verify(context, id: id.bytes))
            }
        } catch { throw .ownKeys(error) }
    }
}
