import Custody
import Encodings
import Groups
import Signatures
import TestSupport
import Testing

@Suite("Public keys of nodes, as people have them")
struct NodePublicKeyTests {
    /// RFC 8032, section 7.1, test 1, in every form that an Ed25519 key has here.
    private static let ed25519 = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

    @Test(
        "one key in many forms",
        arguments: [
            "ed25519:\(ed25519)", "  ed25519:0x\(ed25519.uppercased())\n",
            "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
            #"{"type":"tendermint/PubKeyEd25519","value":"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}"#,
            #"{"@type":"/cosmos.crypto.ed25519.PubKey","key":"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}"#,
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea somebody",
        ])
    func reads(_ text: String) throws {
        let key = try NodePublicKey(text)
        #expect(key.group == .ed25519)
        #expect(key.hex == Self.ed25519)
        #expect(NodePublicKey.isLike(text.filter { $0 != " " && $0 != "\n" }) || text.hasPrefix("ssh"))
        #expect(try NodePublicKey(key.description) == key)
    }

    @Test("x alone is the point with the even y")
    func readsBIP340() throws {
        let x = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
        #expect(try NodePublicKey("secp256k1:\(x)").hex == "02" + x)
    }

    @Test("only the uncompressed form tells its group")
    func readsDigits() throws {
        let uncompressed =
            "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
            + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
        #expect(try NodePublicKey(uncompressed).group == .secp256k1)
        for count in [64, 66] {
            let found = refusal { _ = try NodePublicKey(String(uncompressed.prefix(count))) }
            #expect(found?.code == (count == 64 ? "holder-key-group" : "holder-key-group"))
        }
    }

    @Test(
        "what is only a hash of a key is refused with the way to the key",
        arguments: [
            "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1", "21FE31DFA154A261626BF854046FD2271B7BED4B",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "cosmos1zsf5xfrzs2vm0gdrqfrjwnnmrcpm5u9jgzx0tr",
        ])
    func refusesAddresses(_ text: String) throws {
        let found = refusal { _ = try NodePublicKey(text) }
        #expect(found?.code == "address-not-key")
        #expect(found?.kind == .unsafe)
        #expect(NodePublicKey.isLike(text))
    }

    @Test(
        "what is no key that a share can be dealt to",
        arguments: [
            "", "ed25519:", "ed25519:0100000000000000000000000000000000000000000000000000000000000000",
            "secp256k1:05" + String(repeating: "00", count: 32), "p256:\(ed25519)zz", "rsa:00", "{}", "{\"type\":1}",
            "ssh-rsa AAAAB3NzaC1yc2E", "hfs1qqqq",
        ])
    func refusesWhatIsNone(_ text: String) throws {
        #expect(refusal { _ = try NodePublicKey(text) }?.kind == .unsafe)
    }

    /// A point with a part of small order, which ledgers take as a key: the sum of a key and the point of order 2.
    @Test("a key outside of the subgroup is refused")
    func refusesAPartOfSmallOrder() throws {
        // (x, y) + (0, −1) = (−x, −y): y of the generator negated, with the sign of x turned.
        let generator = [UInt8](repeating: 0x66, count: 32).enumerated().map { $0 == 0 ? 0x58 : $1 }
        var borrow = 0
        let prime = [0xED] + [Int](repeating: 0xFF, count: 30) + [0x7F]
        var negated = [UInt8](repeating: 0, count: 32)
        for place in 0..<32 {
            let difference = prime[place] - Int(generator[place]) - borrow
            negated[place] = UInt8(truncatingIfNeeded: difference)
            borrow = difference < 0 ? 1 : 0
        }
        negated[31] |= 0x80
        #expect(refusal { _ = try NodePublicKey("ed25519:\(Hex.encode(negated))") }?.code == "holder-key")
    }
}
