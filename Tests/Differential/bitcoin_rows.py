"""Bitcoin: PSBTs that embit makes, scripts that the engine of btclib runs, and signed messages."""

import base64

from btclib.ecc import bms
from btclib.key import PrvKeyData
from embit.finalizer import finalize_psbt
from embit.psbt import PSBT
from embit.transaction import Transaction

from asking import Signed, SignedMessage, Verified, VerifiedMessage, bit_changed, outcome_of
from bitcoin_messages_trials import SEGWIT, bip322_accepts, embit_signature, text, without_mark
from bitcoin_trials import Payment, key_file, multisig, private_key, single_key, tree_key_path, tree_script_path
from trial import require, require_equal

SINGLE = ["p2pkh", "p2wpkh", "p2sh-p2wpkh", "p2tr"]


def coins(case, key):
    """Outputs that the key spends alone, of every form, mixed."""
    made = [single_key(case.random.choice(SINGLE), key) for _ in range(case.random.randrange(1, 4))]
    if case.random.random() < 0.2:
        made.append(tree_key_path(case, key))
    if case.random.random() < 0.2:
        made.append(tree_script_path(case, key))
    return made


class SignedPayment(Signed):
    """As a transaction that a node takes: the engine accepts it, and it is the payment that was asked for."""

    name, weight, group, options = "bitcoin, signed", 3, "secp256k1", ("--raw",)

    def key(self, trial):
        key = private_key(trial)
        return key, key_file(trial, key)

    def content(self, case):
        if case.random.random() < 0.2:
            keys = [case.who, private_key(case), private_key(case)]
            kind = case.random.choice(["p2wsh", "p2sh-p2wsh"])
            case.payment = Payment(case, [multisig(kind, 2, keys)], version=case.random.choice([None, 2]))
            require_equal(case.payment.psbt.sign_with(keys[1]), 1, "embit does not begin")
        else:
            case.payment = Payment(case, coins(case, case.who), version=case.random.choice([None, 2]))
        case.expected = {
            "accepted": True, "fee": str(case.payment.fee),
            "outputs": [(str(out.value), out.script_pubkey.data.hex()) for out in case.payment.psbt.tx.vout]
        }
        psbt = case.payment.psbt
        return psbt.to_base64() + "\n" if case.random.random() < 0.7 else psbt.serialize()

    def found_in(self, case, answer):
        raw = bytes.fromhex(answer["signed"])
        case.payment.judge(raw)
        require_equal(answer["hash"], Transaction.parse(raw).txid().hex(), "the id")
        return {
            "accepted": True, "fee": answer["fee"],
            "outputs": [(out["amount"], out["script"]) for out in answer["outputs"]]
        }


def signed_by_embit(case):
    """A payment with all signatures, and the finished transaction."""
    keys = [private_key(case), private_key(case)]
    kind = case.random.choice([*SINGLE, "p2wsh"])
    coin = multisig("p2wsh", 2, keys) if kind == "p2wsh" else single_key(kind, keys[0])
    payment = Payment(case, [coin], version=case.random.choice([None, 2]))
    for key in keys if kind == "p2wsh" else keys[:1]:
        payment.psbt.sign_with(key)
    return payment, finalize_psbt(payment.psbt).serialize()


class VerifiedTransaction(Verified):
    """Wherever the engine no longer accepts it, neither does the command."""

    name, weight = "bitcoin, verified", 2

    def make(self, case):
        case.payment, raw = signed_by_embit(case)
        content = bit_changed(case, raw)
        case.expected = outcome_of(self.judged, case.payment, content)
        case.path = case.file(content.hex() if case.random.random() < 0.7 else content, "signed")

    def judged(self, payment, content):
        payment.judge(content)
        return {"hash": Transaction.parse(content).txid().hex()}

    def options_of(self, cases):
        return [option for case in cases for option in case.payment.prevouts(case)]

    def found_in(self, answer):
        return {"hash": answer["hash"]}


class VerifiedPSBT(Verified):
    """A signature in a PSBT changed, which embit finalizes all the same and the engine refuses."""

    name, weight = "bitcoin, PSBT verified", 1

    def make(self, case):
        key = private_key(case)
        kind = case.random.choice(SINGLE[:3])
        payment = Payment(case, [single_key(kind, key)], version=case.random.choice([None, 2]))
        payment.psbt.sign_with(key)
        scope = payment.psbt.inputs[0]
        public, signature = next(iter(scope.partial_sigs.items()))
        scope.partial_sigs[public] = bit_changed(case, signature)
        case.path = case.file(payment.psbt.to_base64(), "signed.psbt")
        case.expected = outcome_of(self.judged, payment)

    def judged(self, payment):
        payment.judge(finalize_psbt(PSBT.parse(payment.psbt.serialize())).serialize())
        return {"statuses": ["valid"]}

    def found_in(self, answer):
        return {"statuses": [signature["status"] for signature in answer["signatures"]]}


class SignedText(SignedMessage):
    """BIP-322 and `signmessage`, one way for each batch."""

    name, weight, group, ledger = "bitcoin, message signed", 1, "secp256k1", "bitcoin"

    def key(self, trial):
        key = private_key(trial)
        return (key, trial.random.choice(["p2wpkh", "p2tr", "p2pkh"])), key_file(trial, key)

    def content(self, case):
        message = text(case)
        case.key, case.kind = case.who
        case.message = message
        case.expected = {"signer": single_key(case.kind, case.key).script.address(), "accepted": True}
        if case.kind == "p2pkh":
            case.expected["signed"] = bms.sign(message.encode(),
                                               PrvKeyData(int.from_bytes(case.key.secret, "big"), "mainnet",
                                                          True)).b64encode()
        return message

    def options_of(self, cases):
        return ["--address-form", cases[0].kind]

    def found_in(self, case, answer):
        found = {"signer": answer["signer"]}
        if case.kind == "p2pkh":
            return {
                **found, "accepted": bms.verify(case.message.encode(), found["signer"], answer["signed"]),
                "signed": answer["signed"]
            }
        return {**found, "accepted": bip322_accepts(found["signer"], case.message, without_mark(answer["signed"]))}


class VerifiedText(VerifiedMessage):
    name, weight, ledger = "bitcoin, message verified", 1, "bitcoin"

    def make(self, case):
        key, message = private_key(case), text(case)
        kind = case.random.choice([*SEGWIT, "p2pkh"])
        case.address = single_key(kind, key).script.address()
        if kind == "p2pkh":
            made = bms.sign(message.encode(), PrvKeyData(int.from_bytes(key.secret, "big"), "mainnet",
                                                         True)).b64encode()
        else:
            made = embit_signature(key, kind, message.encode())
        content = base64.b64encode(bit_changed(case, base64.b64decode(made))).decode()
        case.message, case.path = case.file(message, "message"), case.file(content, "signature")
        accepts = bms.verify if kind == "p2pkh" else None
        case.expected = outcome_of(self.judged, case.address, message, content, accepts)

    def judged(self, address, message, content, accepts):
        is_good = accepts(message.encode(), address, content) if accepts else bip322_accepts(address, message, content)
        require(is_good, "refused")
        return {"signer": address}

    def options_of(self, cases):
        return ["--signer", cases[0].address]

    def found_in(self, answer):
        return {"signer": answer["signatures"][0]["signer"]}


ROWS = [SignedPayment(), VerifiedTransaction(), VerifiedPSBT(), SignedText(), VerifiedText()]
