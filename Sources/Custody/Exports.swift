// An embedding program imports Custody alone: what its functions name comes with it.
@_exported public import Secrets
