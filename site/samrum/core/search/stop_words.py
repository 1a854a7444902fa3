"""Words that say nothing of what is sought: left out of a query that has other words."""

STOP_WORDS = {
    "sv": {
        "alla", "att", "av", "de", "dem", "den", "det", "detta", "du", "där", "efter", "eller", "en", "ett",
        "för", "från", "går", "ha", "han", "har", "hon", "hur", "i", "inte", "jag", "kan", "man", "med",
        "mot", "ni", "när", "och", "om", "oss", "på", "samt", "sig", "ska", "som", "till", "under", "upp",
        "ut", "vad", "var", "vem", "vi", "vid", "vilka", "är", "över",
    },
    "en": {
        "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "how", "i",
        "if", "in", "into", "is", "it", "of", "on", "or", "our", "that", "the", "their", "this", "to",
        "was", "we", "what", "when", "where", "which", "who", "will", "with", "you", "your",
    },
}  # fmt: skip
