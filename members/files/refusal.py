class Refused(Exception):
    """Why a file is not taken in, in words for whoever uploads it."""

    def __init__(self, reason: str, code: str):
        super().__init__(reason)
        self.reason = reason
        self.code = code
