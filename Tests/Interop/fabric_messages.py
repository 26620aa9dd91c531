"""The messages of Hyperledger Fabric that the trials need: the bindings that hyperledger/fabric-protos publishes."""

from fabric_protos.common.common_pb2 import (
    Block, BlockData, BlockHeader, BlockMetadata, ChannelHeader, Envelope, Header, Metadata, MetadataSignature, Payload,
    SignatureHeader)
from fabric_protos.common.common_pb2 import HeaderType
from fabric_protos.gateway.gateway_pb2 import (
    ChaincodeEventsRequest, CommitStatusRequest, PreparedTransaction, ProposedTransaction, SignedCommitStatusRequest)
from fabric_protos.ledger.rwset.kvrwset.kv_rwset_pb2 import (
    HashedRWSet, KVMetadataEntry, KVMetadataWrite, KVRead, KVRWSet, KVWrite, KVWriteHash)
from fabric_protos.ledger.rwset.rwset_pb2 import CollectionHashedReadWriteSet, NsReadWriteSet, TxReadWriteSet
from fabric_protos.msp.identities_pb2 import SerializedIdentity
from fabric_protos.orderer.ab_pb2 import SeekInfo, SeekPosition, SeekSpecified
from fabric_protos.peer.chaincode_event_pb2 import ChaincodeEvent
from fabric_protos.peer.chaincode_pb2 import ChaincodeID, ChaincodeInput, ChaincodeInvocationSpec, ChaincodeSpec
from fabric_protos.peer.lifecycle.lifecycle_pb2 import (
    ApproveChaincodeDefinitionForMyOrgArgs, ChaincodeSource, CommitChaincodeDefinitionArgs)
from fabric_protos.peer.policy_pb2 import ApplicationPolicy
from fabric_protos.peer.proposal_pb2 import (
    ChaincodeAction, ChaincodeHeaderExtension, ChaincodeProposalPayload, Proposal, SignedProposal)
from fabric_protos.peer.proposal_response_pb2 import Endorsement, ProposalResponsePayload, Response
from fabric_protos.peer.transaction_pb2 import (
    ChaincodeActionPayload, ChaincodeEndorsedAction, Transaction, TransactionAction, TxValidationCode)

ENDORSER_TRANSACTION, DELIVER_SEEK_INFO = HeaderType.ENDORSER_TRANSACTION, HeaderType.DELIVER_SEEK_INFO
CONFIG_UPDATE = HeaderType.CONFIG_UPDATE
