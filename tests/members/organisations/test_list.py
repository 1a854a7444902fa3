"""The list itself: complete, and every row consistent with the code lists of Statistics Sweden."""

from collections import Counter

import pytest

from members.organisations import codes, listed

MUNICIPALITIES = {
    "01": 26, "03": 8, "04": 9, "05": 13, "06": 13, "07": 8, "08": 12, "09": 1, "10": 5, "12": 33, "13": 6, "14": 49,
    "17": 16, "18": 12, "19": 10, "20": 15, "21": 10, "22": 7, "23": 8, "24": 15, "25": 14,
}  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return [item.values for item in listed.read()]


def test_310_municipalities_and_regions_and_gotland_once(rows):
    kinds = Counter(row["kind"] for row in rows)
    assert kinds == {"municipality": 289, "region": 20, "both": 1, "other": 22}
    assert sum(bool(row["code"]) for row in rows) == 310
    (gotland,) = (row for row in rows if row["kind"] == "both")
    assert (gotland["code"], gotland["name"]) == ("0980", "Region Gotland")


def test_each_county_has_its_municipalities_and_one_region(rows):
    counted = Counter(row["code"][:2] for row in rows if row["kind"] in ("municipality", "both"))
    assert counted == MUNICIPALITIES
    regions = [row["code"][:2] for row in rows if row["kind"] in ("region", "both")]
    assert sorted(regions) == sorted(codes.COUNTIES)


def test_codes_and_names_stand_once_and_in_their_county(rows):
    assert len({row["code"] for row in rows if row["code"]}) == 310
    assert len({row["name"] for row in rows}) == len(rows)
    assert all(row["county"] == codes.COUNTIES[row["code"][:2]] for row in rows if row["code"])


def test_the_county_boards_and_skr_can_be_chosen_too(rows):
    others = {row["name"] for row in rows if row["kind"] == "other"}
    assert others == {"Sveriges Kommuner och Regioner"} | {
        f"Länsstyrelsen i {county}" for county in codes.COUNTIES.values()
    }


@pytest.mark.parametrize(
    ("code", "name", "short_name", "domain"),
    [
        ("1280", "Malmö stad", "Malmö", "malmo.se"),
        ("2080", "Falu kommun", "Falun", "falun.se"),
        ("1480", "Göteborgs Stad", "Göteborg", "goteborg.se"),
        ("14", "Västra Götalandsregionen", "VGR", "vgregion.se"),
        ("23", "Region Jämtland Härjedalen", "Region Jämtland Härjedalen", "regionjh.se"),
        ("0643", "Habo kommun", "Habo", "habokommun.se"),
        ("0305", "Håbo kommun", "Håbo", "habo.se"),
        ("1281", "Lunds kommun", "Lund", "lund.se"),
        ("1292", "Ängelholms kommun", "Ängelholm", "engelholm.se"),
        ("2583", "Haparanda stad", "Haparanda", "haparanda.se"),
        ("0139", "Upplands-Bro kommun", "Upplands-Bro", "upplands-bro.se"),
        ("1438", "Dals-Eds kommun", "Dals-Ed", "dalsed.se"),
        ("0980", "Region Gotland", "Gotland", "gotland.se"),
    ],
)
def test_formal_names(rows, code, name, short_name, domain):
    (row,) = (row for row in rows if row["code"] == code)
    assert (row["name"], row["short_name"], row["domains"]) == (name, short_name, [domain])


def test_a_domain_belongs_to_one_municipality(rows):
    owners = Counter(domain for row in rows if row["code"] for domain in row["domains"])
    assert [domain for domain, count in owners.items() if count > 1] == []


HEAD = "# source: SCB\n# as of: 2025-01-01\ncode,kind,name,short_name,county,domains\n"
FALUN = "2080,municipality,Falu kommun,Falun,Dalarnas län,falun.se\n"


def read(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return listed.read(path)


def test_where_it_comes_from_is_read_with_it(tmp_path):
    (item,) = read(tmp_path, HEAD + FALUN)
    assert (item.source, item.as_of.isoformat()) == ("SCB", "2025-01-01")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no date"),
        (HEAD, "empty"),
        ("# as of: 2025-01-01\na,b\n", "columns"),
        (HEAD + FALUN + FALUN, "line 5: 2080 stands twice"),
        (HEAD + FALUN.replace("2080", "0280"), "line 4: the code 0280 does not fit"),
        (HEAD + FALUN.replace("2080", "20"), "does not fit"),
        (HEAD + FALUN.replace("2080", "2180"), "is not one of Dalarnas län"),
        (HEAD + FALUN.replace("municipality", "stad"), "no such kind"),
        (HEAD + FALUN.replace("falun.se", "falun"), "”falun”"),
        (HEAD + FALUN.replace("Falu kommun", ""), "no name"),
        (HEAD + FALUN.replace(",Falun", ""), "5 columns"),
    ],
)
def test_a_broken_list_is_refused_whole_and_says_where(tmp_path, text, fault):
    with pytest.raises(listed.BrokenList, match=fault):
        read(tmp_path, text)


def test_a_file_that_is_missing_or_no_text(tmp_path):
    (tmp_path / "list.csv").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "list.csv", tmp_path / "none.csv"):
        with pytest.raises(listed.BrokenList):
            listed.read(path)
