import Signatures
import Transactions

extension SolanaError {
    /// What is wrong with its facts, and what to do.
    package var description: String {
        switch self {
        case .notATransaction:
            """
            this is no transaction, message or off-chain message of Solana in base64, base58, hex or binary; \
            check which file this is
            """
        case .text(let facts): "the text is neither base64 nor base58 nor hex: \(facts)"
        case .tooLong(let limit, let found):
            "there are \(found) bytes and Solana takes no more than \(limit); check which file this is"
        case .cutOff(let place): "the bytes end before \(place) does; bring the whole transaction"
        case .lengthForm(let place):
            "\(place) is not in the one form that a length has; make the transaction again"
        case .bytesLeftOver(let offset, let count):
            "\(counted(count, "byte")) more than the transaction follow from byte \(offset) on; take what does not belong away"
        case .unknownVersion(let version):
            "messages of version \(version) are not known here; make a legacy or version 0 transaction"
        case .signatureCount(let needed, let found):
            """
            there \(found == 1 ? "is" : "are") \(counted(found, "place")) for signatures and \
            \(counted(needed, "account")) must sign; make the transaction again
            """
        case .ambiguous(let first, let second):
            "these bytes can be read as \(first) and as \(second); have it made again in the other form"
        case .notSigned: "nobody has signed this yet; sign it first, and give what comes out"
        case .addressForm(let found): "'\(found)' is no address of Solana, which is 32 bytes in base58; check it"
        case .headerBeyondAccounts(let signers, let readOnly, let accounts):
            """
            the header speaks of \(counted(signers, "signer")) and \(readOnly) read-only accounts and \
            \(accounts) are there; make the transaction again
            """
        case .noPayer: "no signer's account may be written to, so that nobody pays the fee; make the transaction again"
        case .accountNamedTwice(let address): "account \(address) is named twice; make the transaction again"
        case .emptyLookup(let table): "no account is taken from lookup table \(table); make the transaction again"
        case .tooManyAccounts(let found):
            "there are \(found) accounts and \(Message.mostAccounts) is the most; split the transaction"
        case .programOutOfRange(let instruction, let index, let accounts):
            """
            instruction \(instruction) calls account \(index) and the message names \(accounts); \
            make the transaction again
            """
        case .programIsPayer(let instruction):
            "instruction \(instruction) calls the account that pays the fee; make the transaction again"
        case .accountOutOfRange(let instruction, let index, let accounts):
            """
            instruction \(instruction) uses account \(index) and there are \(accounts); make the transaction again
            """
        case .messageVersion(let version):
            "off-chain messages of version \(version) are not known here; make one of version 0"
        case .messageFormat(let format):
            "an off-chain message has format 0, 1 or 2 and this has \(format); make it again"
        case .messageLength(let needed, let found):
            "the off-chain message says it has \(needed) bytes of text and \(found) are there; bring the whole message"
        case .messageEmpty: "the message is empty; write something to sign"
        case .messageTooLong(let limit, let found):
            "the off-chain message has \(found) bytes and \(limit) is the most; shorten it, or sign a hash of it"
        case .messageNotText: "an off-chain message is text in UTF-8 and this is not; sign text, or a hash in text"
        case .messageOfOtherFormat(let stated, let needed):
            "the off-chain message says format \(stated) and its text is of format \(needed); make it again"
        case .messageSigners: "the off-chain message names no signer, or one twice; make it again"
        case .messageSignatureForm(let found):
            """
            '\(found)' is no signature of Solana; give 64 bytes, their base58, or PUBKEY=SIGNATURE
            """
        case .keyDoesNotSign(let key, let signers):
            """
            this key is \(key), which does not sign here: \(signers.joined(separator: ", ")) \
            \(signers.count == 1 ? "does" : "do"); bring that key
            """
        case .alreadySigned(let key): "\(key) has already signed this; verify it, or send it on"
        case .validatorVote(let instruction):
            """
            instruction \(instruction) is a vote of a validator: a second vote beside the running one breaks \
            its lockouts; let the validator vote, and sign no votes by hand
            """
        case .transactionAsMessage:
            "this message reads as a transaction; sign it as a transaction, where one sees what it does"
        case .highFee(let words): "the fee is up to \(words), which is very high; make sure that this is meant"
        case .key(let facts): facts.description
        case .signing(let facts): facts.description
        case .otherSigner(let needed, let found):
            "the signature says it is by \(found) and not by \(needed); do not take it as theirs"
        case .signedDiffers:
            "what was just signed reads back as something else and was not given out; report this as a bug"
        }
    }
}

/// `1 byte`, `2 bytes`.
func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
