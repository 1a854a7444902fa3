"""What taking part costs, out of the lines of the cost section."""

import re
from decimal import Decimal

from .document import Announcement, Block

FREE = re.compile(
    r"\b(?:kostnadsfri\w*|avgiftsfri\w*|gratis|utan\s+(?:kostnad|avgift)|ingen\s+(?:kostnad|avgift)|kostar\s+(?:ingenting|inget))\b",
    re.IGNORECASE,
)
NOT_FREE = re.compile(r"\b(?:inte|ej)\s+(?:\w+\s+)?(?:kostnadsfri|gratis|avgiftsfri)", re.IGNORECASE)
AMOUNT = re.compile(
    r"(?<![\d.,])(?P<whole>\d{1,3}(?:[ .]\d{3})+|\d{1,6})(?:,(?P<part>\d\d))?\s*(?:kr\b|kronor\b|SEK\b|:-)"
)
PAYS = re.compile(
    r"\b(?:står\s+(?:själv\w*\s+)?för|betalar|bekostar|svarar\s+för|bjuder\s+på)\b", re.IGNORECASE
)
PAID_FOR = re.compile(
    r"\b(?:res(?:a|or|an)\b|logi|boende|hotell|lokal|fika|lunch|mat\b|förtäring)", re.IGNORECASE
)


def read_costs(blocks: list[Block], announcement: Announcement) -> None:
    """Fee and amount as far as they are said; who pays for what, where that comes last."""
    text = " ".join(block.text for block in blocks)
    amounts = {match.groups() for match in AMOUNT.finditer(text)}
    if FREE.search(text) and not NOT_FREE.search(text):
        announcement.fee = "free"
        if amounts:
            announcement.note("check", "free_and_amount", blocks[0].number, text)
    elif len(amounts) == 1:
        whole, part = amounts.pop()
        amount = Decimal(whole.replace(" ", "").replace(".", "") + "." + (part or "00"))
        if 0 < amount < 10_000_000:
            announcement.fee, announcement.fee_amount = "amount", amount
    elif amounts:
        announcement.note("check", "several_amounts", blocks[0].number, text)
    split = len(blocks)
    while split > 0 and blocks[split - 1].kind == "paragraph" and _says_who_pays(blocks[split - 1].text):
        split -= 1
    announcement.fee_blocks, announcement.physical_costs = blocks[:split], blocks[split:]


def _says_who_pays(text: str) -> bool:
    return bool(PAYS.search(text) and PAID_FOR.search(text))
