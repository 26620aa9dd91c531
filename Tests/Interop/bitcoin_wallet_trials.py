"""Bitcoin: PSBTs of bdk, a wallet in Rust, which makes, signs, completes and judges them by rust-bitcoin and miniscript."""

import json

from embit.script import Script
from embit.transaction import Transaction, TransactionInput, TransactionOutput

from bitcoin_trials import key_file, private_key, receiver
from trial import UNSAFE, require, require_equal, trial

try:
    import bdkpython as bdk
except ImportError:
    # Its wheels are made for x86-64 alone.
    bdk = None

FORMS = {"p2pkh": "pkh({})", "p2wpkh": "wpkh({})", "p2sh-p2wpkh": "sh(wpkh({}))", "p2tr": "tr({})"}
SHARED = {"p2wsh": "wsh({})", "p2sh-p2wsh": "sh(wsh({}))", "p2sh": "sh({})"}


def wallet_trial(function):
    return trial(function) if bdk else function


class Wallet:
    """A wallet of one descriptor, which was paid a few times."""

    def __init__(self, t, descriptor):
        self.inner = bdk.Wallet.create_single(
            bdk.Descriptor(descriptor, bdk.NetworkKind.MAIN), bdk.Network.BITCOIN, bdk.Persister.new_in_memory())
        self.script = self.inner.peek_address(bdk.KeychainKind.EXTERNAL, 0).address.script_pubkey()
        self.previous = []
        for number in range(t.random.randrange(1, 4)):
            outputs = [TransactionOutput(t.random.randrange(50_000, 10**8), Script(bytes(self.script.to_bytes())))]
            outputs.insert(t.random.randrange(2), TransactionOutput(1234, receiver(t)))
            earlier = Transaction(vin=[TransactionInput(t.bytes(32), 0, script_sig=Script(b"\x51"))], vout=outputs)
            self.previous.append(earlier)
        self.inner.apply_unconfirmed_txs(
            [bdk.UnconfirmedTx(tx=bdk.Transaction(earlier.serialize()), last_seen=number)
             for number, earlier in enumerate(self.previous)])
        self.total = sum(out.value for earlier in self.previous for out in earlier.vout if out.value != 1234)

    def payment(self, t, witness_only=False):
        """Pays somebody a part, at a fee that is no reason to ask; what is left comes back."""
        self.sent = t.random.randrange(20_000, self.total // 2)
        self.address = receiver(t).address()
        builder = bdk.TxBuilder().add_recipient(
            bdk.Address(self.address, bdk.Network.BITCOIN).script_pubkey(), bdk.Amount.from_sat(self.sent))
        builder = builder.fee_rate(bdk.FeeRate.from_sat_per_vb(t.random.randrange(1, 20)))
        builder = builder.nlocktime(bdk.LockTime.BLOCKS(t.random.randrange(1, 900_000)))
        if witness_only:
            builder = builder.only_witness_utxo()
        return builder.finish(self.inner)

    def prevouts(self, t):
        return [part for earlier in self.previous for part in ("--previous", t.file(earlier.serialize().hex()))]


def completed(wallet, text):
    """The transaction, after bdk found the scripts of all inputs satisfied."""
    psbt = bdk.Psbt(text)
    result = psbt.finalize()
    require(result.could_finalize, "bdk does not finalize it", result.errors)
    return bytes(result.psbt.extract_tx().serialize())


def private_descriptor(form, key):
    return form.format(key.wif())


def public(key):
    return key.get_public_key().to_string()


@wallet_trial
def signs_what_bdk_made(t):
    key = private_key(t)
    kind = t.random.choice(list(FORMS))
    wallet = Wallet(t, FORMS[kind].format(public(key)))
    psbt = wallet.payment(t)
    answer = t.sign(psbt.serialize(), key=key_file(t, key))
    outputs = answer["outputs"]
    require_equal([o["amount"] for o in outputs if o["owner"] == "other"], [str(wallet.sent)], "others get something else")
    require_equal([o["address"] for o in outputs if o["owner"] == "other"], [wallet.address], "the receiver differs")
    require_equal(answer["fee"], str(psbt.fee()), "the fee differs")
    raw = completed(wallet, answer["signed"])
    ours = t.run("sign", t.file(psbt.serialize()), "--key", key_file(t, key), "--yes", "--raw", expect=0)
    require_equal(bytes.fromhex(ours.text), raw, "bdk completes it to something else")
    t.verify(raw.hex(), *wallet.prevouts(t))


@wallet_trial
def verifies_what_bdk_signed(t):
    key = private_key(t)
    wallet = Wallet(t, private_descriptor(FORMS[t.random.choice(list(FORMS))], key))
    psbt = wallet.payment(t)
    options = bdk.SignOptions(
        trust_witness_utxo=False, assume_height=None, allow_all_sighashes=False, try_finalize=t.random.random() < 0.5,
        sign_with_tap_internal_key=True, allow_grinding=t.random.random() < 0.5)
    wallet.inner.sign(psbt, options)
    answer = t.verify(psbt.serialize())
    require_equal({s["status"] for s in answer["signatures"]}, {"valid"}, "a signature is not found valid")
    raw = completed(wallet, psbt.serialize())
    t.verify(raw.hex(), *wallet.prevouts(t))


@wallet_trial
def shares_a_multisig_with_bdk(t):
    keys = [private_key(t) for _ in range(3)]
    kind = t.random.choice(list(SHARED))
    place = t.random.randrange(3)
    # The wallet of one holder knows its own private key and the public ones of the others.
    named = [key.wif() if number == place else public(key) for number, key in enumerate(keys)]
    script = t.random.choice(["multi", "sortedmulti"])
    wallet = Wallet(t, SHARED[kind].format(f"{script}(2,{','.join(named)})"))
    psbt = wallet.payment(t)
    ours = keys[(place + 1) % 3]
    if t.random.random() < 0.5:
        wallet.inner.sign(psbt)
        answer = t.sign(psbt.serialize(), key=key_file(t, ours))
        text = answer["signed"]
    else:
        answer = t.sign(psbt.serialize(), key=key_file(t, ours))
        both = bdk.Psbt(answer["signed"])
        wallet.inner.sign(both)
        text = both.serialize()
    require_equal([o["owner"] for o in answer["outputs"] if o["address"] != wallet.address], ["same-as-input"],
                  "what is left does not come back")
    t.verify(text)
    raw = completed(wallet, text)
    t.verify(raw.hex(), *wallet.prevouts(t))


@wallet_trial
def asks_bdk_for_previous_transactions(t):
    key = private_key(t)
    kind = t.random.choice(["p2wpkh", "p2sh-p2wpkh", "p2tr"])
    wallet = Wallet(t, FORMS[kind].format(public(key)))
    psbt = wallet.payment(t, witness_only=True)
    if kind == "p2tr":
        completed(wallet, t.sign(psbt.serialize(), key=key_file(t, key))["signed"])
        return
    refusal = t.sign(psbt.serialize(), key=key_file(t, key), expect=UNSAFE)
    require("unproven-fee" in json.dumps(refusal), "another refusal", refusal)
    answer = t.sign(psbt.serialize(), *wallet.prevouts(t), key=key_file(t, key))
    require_equal(answer["feeProven"], True, "the transactions that were brought prove nothing")
    completed(wallet, answer["signed"])
