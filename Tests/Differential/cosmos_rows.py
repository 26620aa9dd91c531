"""Cosmos: transactions that cosmpy makes and signs, in SIGN_MODE_DIRECT."""

import base64

from cosmpy.crypto.keypairs import PrivateKey, PublicKey
from cosmpy.protos.cosmos.crypto.secp256k1.keys_pb2 import PubKey
from cosmpy.protos.cosmos.tx.v1beta1.tx_pb2 import AuthInfo, SignDoc, TxRaw

from asking import Signed, Verified, bit_changed, done, outcome_of
from cosmos_trials import Payment, content, key_file
from trial import require


class SignedPayment(Signed):
    name, weight, group = "cosmos, signed", 1, "secp256k1"

    def key(self, trial):
        who = PrivateKey(trial.bytes(32))
        return who, key_file(trial, who)

    def content(self, case):
        payment = Payment(case, case.who)
        case.expected = {"signature": payment.signed().hex()}
        return content(case, payment)

    def found_in(self, case, answer):
        return {"signature": base64.b64decode(answer["signed"]).hex()}


class VerifiedPayment(Verified):
    """One call for each, since a signature covers the number of the account, which is not in the transaction."""

    name, weight = "cosmos, verified", 1

    def make(self, case):
        case.payment = Payment(case, PrivateKey(case.bytes(32)))
        raw = TxRaw(body_bytes=case.payment.body, auth_info_bytes=case.payment.auth_info,
                    signatures=[case.payment.signed()])
        changed = bit_changed(case, raw.SerializeToString())
        case.expected = outcome_of(judged, changed, case.payment)
        case.path = case.file(changed, "signed")

    def ask(self, cases):
        for case in cases:
            self.take(
                case,
                done(
                    case.run("verify", case.path, "--ledger", "cosmos", "--chain", case.payment.chain,
                             "--account-number", case.payment.account, "--json")).json)

    def found_in(self, answer):
        return {"statuses": [signature["status"] for signature in answer["signatures"]]}


def judged(changed, payment):
    raw = TxRaw.FromString(changed)
    signers = AuthInfo.FromString(raw.auth_info_bytes).signer_infos
    key = PubKey.FromString(signers[0].public_key.value).key
    document = SignDoc(body_bytes=raw.body_bytes, auth_info_bytes=raw.auth_info_bytes, chain_id=payment.chain,
                       account_number=payment.account).SerializeToString()
    require(len(raw.signatures) == 1 and PublicKey(key).verify(document, raw.signatures[0]), "a bad signature")
    return {"statuses": ["valid"]}


ROWS = [SignedPayment(), VerifiedPayment()]
