"""Codes of Statistics Sweden (SCB): which of them a municipality or a region can have.

Source: SCB, Kommuner och län i kodnummerordning.
"""

import re

COUNTIES = {
    "01": "Stockholms län",
    "03": "Uppsala län",
    "04": "Södermanlands län",
    "05": "Östergötlands län",
    "06": "Jönköpings län",
    "07": "Kronobergs län",
    "08": "Kalmar län",
    "09": "Gotlands län",
    "10": "Blekinge län",
    "12": "Skåne län",
    "13": "Hallands län",
    "14": "Västra Götalands län",
    "17": "Värmlands län",
    "18": "Örebro län",
    "19": "Västmanlands län",
    "20": "Dalarnas län",
    "21": "Gävleborgs län",
    "22": "Västernorrlands län",
    "23": "Jämtlands län",
    "24": "Västerbottens län",
    "25": "Norrbottens län",
}
# Digits of a code by kind of organisation; others have none.
_DIGITS = {"municipality": 4, "both": 4, "region": 2, "other": 0}


def fits(code: str, kind: str) -> bool:
    """Whether an organisation of that kind can have the code: four digits, or the two of the county."""
    if not _DIGITS[kind]:
        return not code
    return re.fullmatch(rf"[0-9]{{{_DIGITS[kind]}}}", code) is not None and code[:2] in COUNTIES
