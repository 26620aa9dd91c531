#!/usr/bin/env python3
"""Makes the unsigned examples of Vectors/examples with the packages of requirements.txt, from fixed facts.

    examples.py FOLDER

Writes payment.psbt, solana-payment.b64, solana-id.json, cosmos-payment.b64, operator.key, operator.pem, settle.b64,
publish.b64 and publish.json. The keys are published test keys, which never hold value. The certificate is made anew each
time, and with it settle.b64 and publish.b64.
"""

import base64
import hashlib
import json
import pathlib
import sys

from cosmpy.aerial.tx import SigningCfg, TxFee
from cosmpy.aerial.tx import Transaction as CosmosTransaction
from cosmpy.crypto.address import Address
from cosmpy.crypto.keypairs import PrivateKey as CosmosKey
from cosmpy.protos.cosmos.bank.v1beta1.tx_pb2 import MsgSend
from cosmpy.protos.cosmos.base.v1beta1.coin_pb2 import Coin
from cosmpy.protos.cosmos.tx.v1beta1.tx_pb2 import SignDoc
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from embit import script
from embit.ec import PrivateKey
from embit.psbt import PSBT
from embit.transaction import Transaction, TransactionInput, TransactionOutput
from eth_abi import encode as abi_encode
from eth_utils import keccak
from solders.hash import Hash
from solders.keypair import Keypair
from solders.message import Message
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from solders.transaction import Transaction as SolanaTransaction

import fabric_messages as fabric
from fabric_trials import Member

# The first key of Ganache's --deterministic, as in node.key; RFC 8032, section 7.1, test 1.
NODE = "4f3edf983ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"
# RFC 6979, appendix A.2.5.
OPERATOR = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"


def payment() -> str:
    """Pays 0.01 BTC out of 0.025 to BIP-173's own example, the rest but a fee of 1410 sat back."""
    own = script.p2wpkh(PrivateKey(bytes.fromhex(NODE)))
    earlier = Transaction(
        version=2, locktime=0,
        vin=[TransactionInput(hashlib.sha256(b"holdfast example").digest(), 1)],
        vout=[TransactionOutput(2_500_000, own)])
    unsigned = Transaction(
        version=2, locktime=0,
        vin=[TransactionInput(earlier.txid(), 0, sequence=0xFFFFFFFD)],
        vout=[
            TransactionOutput(1_000_000, script.address_to_scriptpubkey("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")),
            TransactionOutput(1_498_590, own),
        ])
    psbt = PSBT(unsigned)
    psbt.inputs[0].non_witness_utxo = earlier
    psbt.inputs[0].witness_utxo = earlier.vout[0]
    return psbt.to_string()


def payout(payer: Keypair) -> str:
    """Sends 2.5 SOL under a fixed blockhash."""
    to = Pubkey.from_string("BQcdHdAQW1hczDbBi9hiegXAR7A98Q9jx3X3iBBBDiq4")
    message = Message.new_with_blockhash(
        [transfer(TransferParams(from_pubkey=payer.pubkey(), to_pubkey=to, lamports=2_500_000_000))],
        payer.pubkey(), Hash(hashlib.sha256(b"holdfast example").digest()))
    return base64.b64encode(bytes(SolanaTransaction.new_unsigned(message))).decode()


def transfer_on_cosmos(payer: CosmosKey) -> str:
    """The document that is signed for 2.5 ATOM of account 42, its eighth transaction."""
    to = Address(hashlib.sha256(b"holdfast example").digest()[:20], "cosmos")
    transaction = CosmosTransaction().add_message(MsgSend(
        from_address=str(Address(payer.public_key, "cosmos")), to_address=str(to),
        amount=[Coin(denom="uatom", amount="2500000")]))
    transaction.seal(SigningCfg.direct(payer.public_key, 7), TxFee("1500uatom", 200_000), "invoice 7")
    document = SignDoc(
        body_bytes=transaction._tx.body.SerializeToString(),
        auth_info_bytes=transaction._tx.auth_info.SerializeToString(), chain_id="cosmoshub-4", account_number=42)
    return base64.b64encode(document.SerializeToString()).decode()


class Fixed:
    """In place of a trial: what a certificate's name is made of."""

    def bytes(self, count: int) -> bytes:
        return bytes([0x07]) * count


def settlement(identity: bytes) -> str:
    """Asks endorsers to run settle("meter-7", "42 kWh") of the chaincode trade."""
    return proposal(identity, "trade", [b"settle", b"meter-7", b"42 kWh"])


def publication(identity: bytes) -> str:
    """Asks endorsers to publish a dealing on the board of examples/fabric."""
    return proposal(identity, "board", [b"PublishDealing", base64.b64encode(dealing())])


def publication_on_evm() -> str:
    """The same on a board of an EVM chain, by the ABI alone."""
    content = dealing()
    data = keccak(text="publishDealing(bytes)")[:4] + abi_encode(["bytes"], [content])
    return json.dumps({
        "chainId": 246, "nonce": 8, "to": "0x09616C3d61b3331fc4109a9E41a8BDB7d9776609", "value": "0", "gas": 100_000,
        "maxFeePerGas": "100000000", "maxPriorityFeePerGas": "1000000", "data": "0x" + data.hex()}, indent=1)


def dealing() -> bytes:
    """A dealing to the keys of five nodes in its compact form, of the project's vectors."""
    cases = json.loads((pathlib.Path(__file__).parents[2] / "Vectors/own-keys/compact.json").read_text())["dealings"]
    return bytes.fromhex(next(case["bytes"] for case in cases if case["name"] == "compact-3-of-5"))


def proposal(identity: bytes, chaincode: str, arguments: list[bytes]) -> str:
    nonce = hashlib.sha256(b"holdfast example").digest()[:24]
    name = fabric.ChaincodeID(name=chaincode)
    header = fabric.ChannelHeader(
        type=fabric.ENDORSER_TRANSACTION, channel_id="energy", tx_id=hashlib.sha256(nonce + identity).hexdigest(),
        extension=fabric.ChaincodeHeaderExtension(chaincode_id=name).SerializeToString())
    header.timestamp.FromSeconds(1_780_272_000)
    signature_header = fabric.SignatureHeader(creator=identity, nonce=nonce).SerializeToString()
    call = fabric.ChaincodeInvocationSpec(chaincode_spec=fabric.ChaincodeSpec(
        type=1, chaincode_id=name, input=fabric.ChaincodeInput(args=arguments)))
    payload = fabric.ChaincodeProposalPayload(input=call.SerializeToString()).SerializeToString()
    made = fabric.Proposal(
        header=fabric.Header(
            channel_header=header.SerializeToString(), signature_header=signature_header).SerializeToString(),
        payload=payload).SerializeToString()
    return base64.b64encode(made).decode()


def main(folder: pathlib.Path) -> None:
    payer = Keypair.from_seed(bytes.fromhex(SEED))
    operator = Member(Fixed(), key=ec.derive_private_key(OPERATOR, ec.SECP256R1()))
    (folder / "operator.key").write_bytes(operator.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "operator.pem").write_bytes(operator.pem)
    (folder / "settle.b64").write_text(settlement(operator.identity) + "\n")
    (folder / "publish.b64").write_text(publication(operator.identity) + "\n")
    (folder / "publish.json").write_text(publication_on_evm() + "\n")
    (folder / "payment.psbt").write_text(payment() + "\n")
    (folder / "solana-payment.b64").write_text(payout(payer) + "\n")
    (folder / "cosmos-payment.b64").write_text(transfer_on_cosmos(CosmosKey(bytes.fromhex(NODE))) + "\n")
    (folder / "solana-id.json").write_text(json.dumps(list(bytes(payer)), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
