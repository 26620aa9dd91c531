import Encodings
import Groups
import KeyFiles
import Signatures
import TestSupport
import Testing

/// The key of RFC 8032, section 7.1, test 1, under `geheim` with N = 2; made by PyNaCl and the package substrate-interface.
private let cheap = """
    {"encoded":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8CAAAAAQAAAAEAAAAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhfhqVf4fjDz\
    nQXAX+cbtRh1QM0i4V+M80hprAqT0IC7OqX0U/OB2KMNGN7K33tMuST5FquQyJzyJA3Bg6QKPbWc4gDHnwNqvVbrGuaPeLEm7/JhYCD2COUyHm2zvoQezT\
    uWbcsl2uiNB+wD6G3Yowl3Erv7rtfLRdJgoEC2xPu6nlsXi58r","encoding":{"content":["pkcs8","ed25519"],\
    "type":["scrypt","xsalsa20-poly1305"],"version":"3"},"address":"5Gw54ghuAHodDGAS91DUxqvKa6PeT9bhDdns3ztBupY8pSyn",\
    "meta":{"name":"test","whenCreated":1700000000000}}
    """

@Suite struct SubstrateTests {
    @Test func opensAndKeepsItsAddress() throws {
        let key = try read(cheap, passphrase: "geheim")
        #expect(key.format == .substrate && key.notes.isEmpty)
        #expect(Hex.encode(plain(try key.key.encoded())) == seedOfRFC8032)
        #expect(Hex.encode(key.verifyingKey.encoded) == keyOfRFC8032)
        // On other networks: the prefixes 0, 2 and 1284, of two bytes, as substrate-interface writes them; or in digits.
        for address in [
            "15sND1xy2556eoAx6eGV6zkURiPJ9T9qJ8XMDHsYTuZezp7f", "HSgj13mnepYxuysui2XroHKigftFpQsg1dcSfA9PckdZJW4",
            "VdvPtgR8s8noCLquRzbCqMRSY3GdkgyuT4BenmBe8QhuwSeEx", "0x" + keyOfRFC8032,
        ] {
            let content = cheap.replacing("5Gw54ghuAHodDGAS91DUxqvKa6PeT9bhDdns3ztBupY8pSyn", with: address)
            #expect(try read(content, passphrase: "geheim").verifyingKey == key.verifyingKey)
        }
        #expect(
            try SubstrateAddress(key.verifyingKey).text == "5Gw54ghuAHodDGAS91DUxqvKa6PeT9bhDdns3ztBupY8pSyn")
    }

    @Test func refusesAWrongPassphraseAndAnAlteredFile() {
        #expect(refusal(cheap, passphrase: "geheimer") == .passphraseWrong)
        #expect(refusal(cheap) == .passphraseMissing)
        #expect(refusal(cheap.replacing("i58r\"", with: "i58s\""), passphrase: "geheim") == .passphraseWrong)
        let other = cheap.replacing("5Gw54ghuAHodDGAS91DUxqvKa6PeT9bhDdns3ztBupY8pSyn", with: "0x" + seedOfRFC8032)
        #expect(refusal(other, passphrase: "geheim") == .addressNotItsOwn(.substrate, field: "address"))
    }

    @Test(arguments: [
        ("\"version\":\"3\"", "\"version\":\"2\""), ("\"pkcs8\",\"ed25519\"", "\"ed25519\""),
        ("\"encoded\":\"AAEC", "\"encoded\":\""), ("5Gw54", "5Gw55"), ("\"type\":[", "\"type\":[1,"),
        ("\"type\":[\"scrypt\",\"xsalsa20-poly1305\"]", "\"type\":\"scrypt\""),
        ("\"encoded\":\"AA", "\"encoded\":\"!A"),
    ])
    func refusesWhatBreaksTheForm(_ found: String, _ other: String) {
        let content = cheap.replacing(found, with: other)
        #expect(content != cheap)
        guard case .malformed(.substrate, _) = refusal(content, passphrase: "geheim") else {
            Issue.record("\(other) is not refused as malformed")
            return
        }
    }

    @Test func refusesWhatIsNotEncrypted() {
        let content = cheap.replacing("[\"scrypt\",\"xsalsa20-poly1305\"]", with: "[\"none\"]")
        guard case .encryption(.substrate, _) = refusal(content, passphrase: "geheim") else {
            Issue.record("a file that is not encrypted is read")
            return
        }
    }

    /// N = 2³¹: compared before any work is done.
    @Test func refusesACostThatNobodyPays() {
        let content = cheap.replacing("Hh8CAAAAAQ", with: "Hh8AAACAAQ")
        guard case .encryption(.substrate, let facts) = refusal(content, passphrase: "geheim") else {
            Issue.record("a cost of 2³¹ is paid")
            return
        }
        #expect(facts.contains("scrypt"))
    }
}
