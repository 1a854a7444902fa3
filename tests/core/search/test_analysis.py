import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrum.core.search import analysis


@pytest.mark.parametrize(
    "forms",
    [
        "våld våldet våldets",
        "hot hotet hoten hotets",
        "möte mötet möten mötena mötets",
        "nätverk nätverket nätverken nätverkets",
        "kostnad kostnaden kostnader",
        "kommun kommuner kommunen kommunernas",
        "träff träffar träffarna",
        "barn barnet barnen",
        "arbete arbetet",
        "Förtroendevald förtroendevalda FÖRTROENDEVALDAS",
        "idé ide IDÉ",
    ],
)
def test_swedish_forms_of_a_word_meet(forms):
    assert len({tuple(analysis.stems(form, "sv")) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["mal mål", "hal häl", "lon lön", "hot hat", "kund kunde-inte"])
def test_other_words_stay_apart(pair):
    one, other = pair.split()
    assert analysis.stems(one, "sv") != analysis.stems(other, "sv")


def test_english_is_analysed_as_english():
    assert analysis.stems("networks meeting", "en") == analysis.stems("network meetings", "en")


def test_decomposed_letters_and_soft_hyphens_make_no_difference():
    text = analysis.tidy("va\u030ald\xadet  i\u00a0A\u030are")
    assert text == "våldet i Åre"


def test_hyphenated_words_are_found_whole_and_in_parts():
    assert analysis.stems("E-post", "sv") == ["e", "post", "epost"]
    assert analysis.stems("2023-2024", "sv") == ["2023", "2024"]
    assert analysis.parse("e-post", "sv").terms == (analysis.Term("epost", ("e", "post")),)


def test_stop_words_count_only_when_they_are_alone():
    assert [term.stem for term in analysis.parse("hot och våld i kommunen", "sv").terms] == [
        "hot",
        "våld",
        "kommun",
    ]
    assert [term.stem for term in analysis.parse("och", "sv").terms] == ["och"]


def test_a_query_has_no_syntax():
    assert analysis.parse('"NEAR(" * - ^ \x00 () : \\ ', "sv").terms == (analysis.Term("near"),)
    assert not analysis.parse('"*-', "sv")
    assert len(analysis.parse(" ".join(f"ord{n}x" for n in range(100)), "sv").terms) == analysis.MAX_WORDS


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_gives_stems_of_letters_and_digits(text):
    for found in analysis.stems(analysis.tidy(text), "sv"):
        assert 0 < len(found) <= analysis.MAX_STEM * 2
        assert found.isalnum()
