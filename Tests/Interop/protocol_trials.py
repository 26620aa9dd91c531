"""The fields that the readers of protocol buffers know, beside those of the published bindings.

A field that a newer protocol has and a reader does not would be refused as unknown, in every message that sets it.
"""

import re
from pathlib import Path

from cosmpy.protos.cosmos.authz.v1beta1 import authz_pb2 as authz_grants, tx_pb2 as authz
from cosmpy.protos.cosmos.bank.v1beta1 import authz_pb2 as bank_grants, tx_pb2 as bank
from cosmpy.protos.cosmos.distribution.v1beta1 import tx_pb2 as distribution
from cosmpy.protos.cosmos.feegrant.v1beta1 import feegrant_pb2 as allowances, tx_pb2 as feegrant
from cosmpy.protos.cosmos.gov.v1 import tx_pb2 as gov
from cosmpy.protos.cosmos.gov.v1beta1 import tx_pb2 as old_gov
from cosmpy.protos.cosmos.staking.v1beta1 import tx_pb2 as staking
from cosmpy.protos.cosmos.tx.v1beta1 import tx_pb2 as tx
from cosmpy.protos.cosmwasm.wasm.v1 import tx_pb2 as wasm
from cosmpy.protos.ibc.applications.transfer.v1 import tx_pb2 as transfer

import fabric_messages as fabric
from trial import require_equal, trial

LEDGERS = Path(__file__).resolve().parents[2] / "Sources/Ledgers"

# Where a reader serves messages of another name, or of several.
OTHER_NAMES = {
    "MsgStake": [staking.MsgDelegate, staking.MsgUndelegate], "MsgRedelegate": [staking.MsgBeginRedelegate],
    "MsgCancelUnbonding": [staking.MsgCancelUnbondingDelegation],
    "MsgWithdrawReward": [distribution.MsgWithdrawDelegatorReward], "MsgVote": [old_gov.MsgVote],
    "MsgVoteV1": [gov.MsgVote], "MsgDeposit": [gov.MsgDeposit, old_gov.MsgDeposit],
    "ChaincodeDefinitionArgs": [fabric.ApproveChaincodeDefinitionForMyOrgArgs],
    "LocalPackage": [fabric.ChaincodeSource.Local],
    "SignedRequest": [fabric.SignedCommitStatusRequest], "Grant": [authz_grants.Grant],
}
# Fields of Fabric's past, which old ledgers have: peer/proposal.proto and gateway/gateway.proto.
OF_THE_PAST = {("ChaincodeHeaderExtension", 1), ("PreparedTransaction", 3)}


def fields_of(proto):
    text = re.sub(r"//.*", "", proto.read_text())
    for name, body in re.findall(r"^message (\w+) \{(.*?)\}[ ]*$", text, re.MULTILINE | re.DOTALL):
        # A message within a message has fields of its own.
        body = re.sub(r"message \w+ \{.*?\}", "", body)
        yield name, {int(number) for number in re.findall(r"= (\d+);", body)}


def compare(proto, modules):
    compared = 0
    for name, known in fields_of(proto):
        published = OTHER_NAMES.get(name) or [getattr(module, name) for module in modules if hasattr(module, name)]
        for message in published:
            numbers = {field.number for field in message.DESCRIPTOR.fields}
            past = {number for message_name, number in OF_THE_PAST if message_name == name}
            require_equal(sorted(known - past), sorted(numbers), f"{name} has other fields than {message.DESCRIPTOR.full_name}")
            compared += 1
    return compared


@trial
def fabric_has_the_fields_of_its_bindings(t):
    require_equal(compare(LEDGERS / "Fabric/Protocol/fabric.proto", [fabric]) >= 40, True, "too few were compared")


@trial
def cosmos_has_the_fields_of_its_bindings(t):
    modules = [tx, bank, bank_grants, authz, authz_grants, feegrant, allowances, distribution, transfer, wasm]
    require_equal(compare(LEDGERS / "Cosmos/Protocol/cosmos.proto", modules) >= 25, True, "too few were compared")
