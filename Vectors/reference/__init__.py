"""A second implementation of the file formats, for test vectors only: slow, not constant-time, standard library only.

It was written from man/holdfast-dealing.5 and man/holdfast-share.5 and shares no code with the Swift one, so that an
error in either shows as a difference. Never use it on a key that matters.
"""


class Refused(Exception):
    """What a reader refuses; `reason` is the stable word of the vectors' index."""

    def __init__(self, reason, detail=""):
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
