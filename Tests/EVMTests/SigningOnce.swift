import EVM
import Signatures
import TestSupport
import Transactions

extension EVM.Transaction {
    func signedTransaction(
        by key: borrowing PrivateKey, under terms: Terms = Terms()
    ) throws(EVMError) -> SignedTransaction {
        let signer: SigningKey
        do { signer = try SigningKey(key) } catch { throw .signing(error) }
        return try signedTransaction(by: signer, under: terms)
    }
}
