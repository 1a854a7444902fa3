"""Numbers in the place of names: whoever wrote two comments is one author still, but nobody knows who."""


class Authors:
    """`word` is what an author is called in the language of whoever uploads: “Författare”."""

    def __init__(self, word: str):
        self.word = word
        self._numbers: dict[str, int] = {}

    def label(self, name: str) -> str:
        """“Författare 2”, the same for the same name; nothing for nothing. What is a label already stays."""
        key = name.strip().casefold()
        if not key or (key.startswith(f"{self.word.casefold()} ") and key.rpartition(" ")[2].isdigit()):
            return name
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return f"{self.word} {number}"

    def initials(self, label: str) -> str:
        """“F2”."""
        return self.word[:1] + label.rpartition(" ")[2]
