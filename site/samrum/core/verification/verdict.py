from enum import Enum, auto


class Verdict(Enum):
    """What the human check says about one sending of a form."""

    PASSED = auto()
    # The check could not be done, or was not: the sender confirms by a link in a letter ("another way").
    UNPROVEN = auto()
    # Only a robot fills in the field that nobody sees.
    ROBOT = auto()
    # So many from one address that nothing more is taken in for a while.
    TOO_MANY = auto()
