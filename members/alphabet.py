"""How Swedish names are sorted and found, alike on every database and under every collation."""

import unicodedata

# Å, Ä and Ö are letters of their own, after Z, and their Danish and Norwegian sisters stand with them. W is a letter
# of its own after V since SAOL 13 (2006). Ü is sorted as Y (Svenska skrivregler); other marks change nothing.
_ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyzåäö"
_SORTED_AS = {"æ": "ä", "ø": "ö", "œ": "ö", "ü": "y"}
_FOLDED = {"æ": "a", "ø": "o", "œ": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
# Two digits for each letter, and nothing else in the key: every collation sorts digits alike, letters not even English
# ones (Danish puts AA last, Czech CH after H).
_RANK = {letter: f"{rank:02}" for rank, letter in enumerate(_ALPHABET)}
_FOREIGN = "99"
SORTED_LETTERS = 100


def sort_key(name: str) -> str:
    """A key of digits whose order is the Swedish alphabet: Åre before Ängelholm before Örebro.

    Case and punctuation change nothing, a space comes before letters. The first 100 letters decide.
    """
    letters = unicodedata.normalize("NFC", name).casefold()
    known = "".join(_SORTED_AS.get(c) or (c if c in _RANK else _plain(c)) for c in letters)
    return "".join(_RANK.get(c, _FOREIGN) for c in _words(known)[:SORTED_LETTERS])


def search_key(text: str) -> str:
    """What a search compares: words without case, marks and punctuation, so that "goteborg" finds Göteborg.

    static/js/organisation-picker.js does the same in the browser.
    """
    letters = unicodedata.normalize("NFC", text).casefold()
    return _words("".join(_plain(letter) for letter in letters))


def _plain(letter: str) -> str:
    if letter in _FOLDED:
        return _FOLDED[letter]
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())
