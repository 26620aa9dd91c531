import Encodings
import Groups
import Secrets
import Signatures

/// Shards of Horcrux (`signer/cosigner_key.go`): for each cosigner an object of the public key, its place and its share of the
/// Ed25519 scalar, f(place) modulo the group order with the scalar as f(0).
///
/// A file of as many as the threshold gives the scalar back: shards put one after the other, as `cat` does. Nothing in a
/// shard tells the threshold, nor lets one be checked alone; all of them together must give the public key.
enum HorcruxShards {
    /// As many cosigners as anyone runs, and more.
    private static let most = 255
    private static let fields = ["pubKey", "privateShard", "id"]

    static func read(_ text: KeyText) throws(KeyFilesError) -> KeyFile {
        let scanners: [JSONScanner]
        do { scanners = try JSONScanner.sequence(text.bytes) } catch {
            throw .malformed(.horcrux, facts: error.description)
        }
        guard scanners.count <= most else {
            throw .malformed(.horcrux, facts: "\(scanners.count) shards, where no key has more than \(most)")
        }
        var places: [UInt64] = []
        var publicKey: [UInt8]?
        var shards: [JSONFields] = []
        for scanner in scanners {
            let shard = try JSONFields(text.bytes, scanner, scanner.root, .horcrux)
            try shard.requireNone(but: fields)
            let place = try shard.number("id")
            guard place > 0, place <= UInt64(most) else {
                throw .malformed(.horcrux, facts: "the place of a shard is \(place)")
            }
            guard !places.contains(place) else { throw .shardsDisagree(facts: "two shards have the place \(place)") }
            let key = try self.publicKey(shard)
            guard publicKey == nil || publicKey == key else {
                throw .shardsDisagree(facts: "the shards at places \(places[0]) and \(place) are of two keys")
            }
            publicKey = key
            places.append(place)
            shards.append(shard)
        }
        return try key(shards, places, of: publicKey ?? [], text.notes)
    }

    /// The public key, behind the tag of its protobuf message (cometbft, `crypto/keys.proto`) or that of amino before it.
    private static func publicKey(_ shard: JSONFields) throws(KeyFilesError) -> [UInt8] {
        let text = try shard.text("pubKey")
        let bytes: [UInt8]
        do { bytes = try Base64.decode(text) } catch { throw .malformed(.horcrux, facts: error.description) }
        for tag in [[0x0A, 0x20], [0x16, 0x24, 0xDE, 0x64, 0x20]] as [[UInt8]]
        where bytes.count == tag.count + 32 && bytes.starts(with: tag) {
            return Array(bytes.dropFirst(tag.count))
        }
        throw .malformed(.horcrux, facts: "its public key is none of Ed25519 as Horcrux writes it")
    }

    /// Lagrange's interpolation at zero.
    private static func key(
        _ shards: [JSONFields], _ places: [UInt64], of publicKey: [UInt8], _ notes: [KeyFileNote]
    ) throws(KeyFilesError) -> KeyFile {
        var sum: SecretScalar<Ed25519>
        do { sum = try SecretScalar() } catch { throw .memory(error) }
        for (shard, place) in zip(shards, places) {
            let bytes = try shard.base64("privateShard", count: 32)
            var value: SecretScalar<Ed25519>
            do {
                value = try bytes.withUnsafeBytes { (bytes) throws(GroupsError) in try SecretScalar(canonical: bytes) }
            } catch {
                if case .memory(let facts) = error { throw .memory(facts) }
                throw .keyOutOfRange(.ed25519, error)
            }
            value.multiply(by: weight(of: place, among: places))
            sum.add(value)
        }
        wipeStack()
        let file: KeyFile
        do throws(KeyFilesError) { file = try KeyFile(.horcrux, .ed25519Scalar(sum), notes + [.seedGone]) } catch {
            // Zero is the scalar of no key.
            if case .signatures(.group(.elementIsIdentity)) = error { throw .shardsDoNotFit(count: shards.count) }
            throw error
        }
        guard file.verifyingKey.encoded == publicKey else { throw .shardsDoNotFit(count: shards.count) }
        return file
    }

    /// Π xⱼ / (xⱼ − xᵢ) over all other places.
    private static func weight(of place: UInt64, among places: [UInt64]) -> PublicScalar<Ed25519> {
        var above = PublicScalar<Ed25519>.one
        var below = PublicScalar<Ed25519>.one
        for other in places where other != place {
            above = above * PublicScalar(other)
            below = below * (PublicScalar(other) - PublicScalar(place))
        }
        return above * below.inverse
    }
}
