"""The one seam for telling people from robots (DESIGN 6): a public form uses `VerifiedForm` and asks it for a
verdict, without knowing which provider stands behind."""

from .forms import VerifiedForm
from .verdict import Verdict

__all__ = ["Verdict", "VerifiedForm"]
