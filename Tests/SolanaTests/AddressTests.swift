import Encodings
import Groups
import Signatures
import Solana
import TestSupport
import Testing
import Transactions

@Suite struct AddressTests {
    @Test func aSolanaAddressIsTheKeyInBase58() throws {
        // RFC 8032, section 7.1, test 1.
        let bytes = try hexBytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        let key = try VerifyingKey(curve: .ed25519, encoded: bytes)
        #expect(try Solana.Address(key).text == "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z")
        #expect(try Solana.Address(key).bytes == bytes)
    }

    @Test(arguments: CurveName.allCases)
    func refusesKeysOfOtherGroups(_ curve: CurveName) throws {
        let key = try PrivateKey.random(curve).verifyingKey()
        do throws(TransactionsError) {
            _ = try Solana.Address(key)
            #expect(curve == .ed25519)
        } catch {
            #expect(error == .keyOfOtherGroup(ledger: .solana, needed: .ed25519, found: curve))
            #expect(curve != .ed25519)
        }
    }
}
