"""Hyperledger Fabric: messages of its published bindings, signatures of `cryptography`."""

import base64

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

import fabric_messages as fabric
from asking import Signed, Verified, bit_changed, outcome_of
from fabric_trials import P256_ORDER, Invocation, Member, endorsers
from trial import require


class SignedCall(Signed):
    """Proposals, bare and as the gateway hands them over, endorsed transactions, and requests."""

    name, weight, group, options = "fabric, signed", 2, "p256", ("--ledger", "fabric")

    def key(self, trial):
        member = Member(trial)
        return member, member.key_file(trial)

    def content(self, case):
        call = Invocation(case, case.who)
        case.expected = {"accepted": True, "channel": call.channel, "chaincode": call.chaincode, "hash": call.tx_id}
        way = case.random.choice(["proposal", "proposed", "payload", "status"])
        if way == "status":
            case.signed_bytes = fabric.CommitStatusRequest(transaction_id=call.tx_id, channel_id=call.channel,
                                                           identity=case.who.identity).SerializeToString()
            case.expected = {"accepted": True, "channel": call.channel}
            return fabric.SignedCommitStatusRequest(request=case.signed_bytes).SerializeToString()
        if way == "payload":
            case.signed_bytes = call.payload(case, endorsers(case))
            return call.prepared(case.signed_bytes)
        case.signed_bytes = call.proposal
        return call.proposal if way == "proposal" else call.proposed()

    def found_in(self, case, answer):
        accepted = case.who.accepts(base64.b64decode(answer["signed"]), case.signed_bytes)
        return {name: accepted if name == "accepted" else answer[name] for name in case.expected}


class VerifiedEnvelope(Verified):
    """The creator's signature covers all but itself: what the bindings still read of a changed envelope must verify."""

    name, weight, options = "fabric, verified", 1.5, ("--ledger", "fabric")

    def make(self, case):
        call = Invocation(case, Member(case))
        envelope = call.envelope(call.payload(case, endorsers(case)))
        content = bit_changed(case, envelope)
        case.expected = outcome_of(judged, content)
        case.path = case.file(content, "envelope")

    def found_in(self, answer):
        return {"hash": answer["hash"]}


def judged(content):
    """The creator's certificate stands in the payload; a peer takes a low s only."""
    envelope = fabric.Envelope.FromString(content)
    header = fabric.Payload.FromString(envelope.payload).header
    creator = fabric.SignatureHeader.FromString(header.signature_header).creator
    certificate = x509.load_pem_x509_certificate(fabric.SerializedIdentity.FromString(creator).id_bytes)
    certificate.public_key().verify(envelope.signature, envelope.payload, ec.ECDSA(hashes.SHA256()))
    require(decode_dss_signature(envelope.signature)[1] <= P256_ORDER // 2, "a high s")
    return {"hash": fabric.ChannelHeader.FromString(header.channel_header).tx_id}


ROWS = [SignedCall(), VerifiedEnvelope()]
