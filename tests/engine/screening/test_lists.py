"""Files of lists are read into one shape; one that is cut or of another form is refused."""

import json
from datetime import date
from pathlib import Path

import pytest

from tidewaiter.engine.screening.entries import Broken, NameKind, Sort, Strength
from tidewaiter.engine.screening.lists.loader import Form, read_list

SDN = (
    '36,"BLUE HERON AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. \'BHA\'."\n'
    '173,"BOYARKOV, Viktor","individual","CYBER2] [SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 14 Jun 1975; alt. DOB 1976; nationality Russia; Passport 717637093 (Russia);'
    ' National ID No. 781005202108; Telephone (357)(22660766); Linked To: BLUE HERON AIRLINES."\n'
)
ALT = '36,12,"aka","AERO HERON",-0- \n173,57,"fka","BOYARKO, Victor",-0- \n'
ADD = '173,25,"Ulitsa Mukhina 15","Yalta","Ukraine",-0- \n'

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
  <INDIVIDUALS><INDIVIDUAL>
    <DATAID>1</DATAID><FIRST_NAME>VIKTOR</FIRST_NAME><SECOND_NAME>BOYARKOV</SECOND_NAME>
    <UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER>
    <NAME_ORIGINAL_SCRIPT>Виктор Боярков</NAME_ORIGINAL_SCRIPT>
    <NATIONALITY><VALUE>Russia</VALUE></NATIONALITY>
    <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Vitya</ALIAS_NAME></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR>
      <TO_YEAR>1972</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
    <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>
      <NUMBER>no. 06FBO2262</NUMBER></INDIVIDUAL_DOCUMENT>
  </INDIVIDUAL></INDIVIDUALS>
  <ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>BLUE HERON</FIRST_NAME>
    <REFERENCE_NUMBER>CDe.001</REFERENCE_NUMBER></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>
"""
FTM = [
    {"id": "a", "schema": "Person", "last_change": "2026-03-01T10:00:00", "properties": {
        "name": ["Viktor Boyarkov"], "weakAlias": ["Vitya"], "birthDate": ["1975-06-14"],
        "passportNumber": ["717637093"], "addressEntity": ["x"], "country": ["ru"]}},
    {"id": "x", "schema": "Address", "properties": {"full": ["Ulitsa Mukhina 15, Yalta"]}},
    {"id": "p", "schema": "Passport", "properties": {"holder": ["a"], "number": ["E1234567"]}},
    {"id": "b", "schema": "Company", "properties": {"name": ["Blue Heron"]}},
    {"id": "s", "schema": "Sanction", "properties": {"entity": ["a"]}},
]  # fmt: skip
OWN = 'number,name,sort,aliases,born\n1,"Boyarkov, Viktor",person,Vitya|Viktor B.,1975-06-14\n'


def written(folder: Path, **texts: str) -> list[Path]:
    """Files with these texts; one underscore in a name stands for its dot."""
    files = []
    for name, text in texts.items():
        file = folder / name.replace("_", ".")
        file.write_text(text, "utf-8")
        files.append(file)
    return files


def refused(form: Form, files: list[Path]) -> Broken:
    """Why files are refused."""
    with pytest.raises(Broken) as broken:
        read_list(form, files)
    fault = broken.value
    assert all(fault.sentence) and all(fault.cure)
    assert "in force stays" in fault.cure[0]
    return fault


def test_ofac_files_are_joined_by_number_and_remarks_become_facts(tmp_path: Path) -> None:
    files = written(tmp_path, add_csv=ADD, sdn_csv=SDN, alt_csv=ALT)
    edition = read_list(Form.OFAC, files)
    firm, person = edition.entries
    assert (firm.sort, person.sort) == (Sort.FIRM, Sort.PERSON)
    assert [(name.text, name.kind, name.strength) for name in firm.names] == [
        ("BLUE HERON AIRLINES", NameKind.PRIMARY, Strength.STRONG),
        ("AERO HERON", NameKind.ALIAS, Strength.STRONG),
        ("BHA", NameKind.ALIAS, Strength.WEAK),
    ]
    assert person.names[1].kind is NameKind.FORMER
    assert [one.exact for one in person.born] == [True, False]
    assert [paper.number for paper in person.papers] == ["717637093", "781005202108"]
    assert (person.countries, person.programmes) == (("Russia",), ("CYBER2", "SDGT"))
    assert person.addresses[0].city == "Yalta"
    assert person.telephones == ("(357)(22660766)",)
    assert edition.names == 5 and len(edition.digest) == 64


def test_the_un_list_is_read_with_its_date_and_scripts(tmp_path: Path) -> None:
    edition = read_list(Form.UN, written(tmp_path, un_xml=UN))
    person, firm = edition.entries
    assert edition.dated == date(2026, 2, 27)
    assert [(name.kind, name.strength) for name in person.names] == [
        (NameKind.PRIMARY, Strength.STRONG),
        (NameKind.ORIGINAL, Strength.STRONG),
        (NameKind.ALIAS, Strength.WEAK),
    ]
    assert (person.born[0].earliest.year, person.born[0].latest.year) == (1970, 1972)
    assert (person.number, firm.number, firm.sort) == ("CDi.001", "CDe.001", Sort.FIRM)


@pytest.mark.parametrize("as_lines", [True, False])
def test_follow_the_money_entities_are_read_with_what_refers_to_them(
    tmp_path: Path, as_lines: bool
) -> None:
    text = "\n".join(json.dumps(one) for one in FTM) if as_lines else json.dumps(FTM)
    edition = read_list(Form.FTM, written(tmp_path, entities_json=text))
    person, firm = edition.entries
    assert {paper.number for paper in person.papers} == {"717637093", "E1234567"}
    assert person.addresses[0].street == "Ulitsa Mukhina 15, Yalta"
    assert person.names[1].strength is Strength.WEAK
    assert (firm.sort, edition.dated) == (Sort.FIRM, date(2026, 3, 1))


def test_an_own_list_is_read_from_csv_and_json_alike(tmp_path: Path) -> None:
    table = read_list(Form.OWN, written(tmp_path, own_csv=OWN))
    given = {"number": "1", "name": "Boyarkov, Viktor", "sort": "person",
             "aliases": ["Vitya", "Viktor B."], "born": "1975-06-14"}  # fmt: skip
    head = {"source": "Struck-off operators", "version": "3", "dated": "2026-11-01"}
    objects = read_list(
        Form.OWN, written(tmp_path, own_json=json.dumps({**head, "entries": [given]}))
    )
    assert table.entries == objects.entries
    assert (objects.source, objects.version) == ("Struck-off operators", "3")
    assert objects.dated == date(2026, 11, 1)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.77, 0.93])
def test_a_list_that_is_cut_in_the_middle_is_refused(tmp_path: Path, kept: float) -> None:
    lines = "\n".join(json.dumps(one) for one in FTM)
    for form, name, text in (
        (Form.OFAC, "sdn_csv", SDN),
        (Form.UN, "un_xml", UN),
        (Form.FTM, "f_json", lines),
        (Form.FTM, "a_json", json.dumps(FTM)),
        (Form.OWN, "own_csv", OWN),
        (Form.OWN, "own_json", json.dumps([{"number": "1", "name": "Boyarkov"}])),
    ):
        fault = refused(form, written(tmp_path, **{name: text[: int(len(text) * kept)]}))
        assert fault.line > 0 or fault.code == "TW-LIST-EMPTY"
        assert fault.code in {"TW-LIST-CUT", "TW-LIST-FORM", "TW-LIST-ROW", "TW-LIST-EMPTY"}


def test_a_primary_file_cut_between_two_rows_is_noticed_by_its_aliases(tmp_path: Path) -> None:
    fault = refused(Form.OFAC, written(tmp_path, sdn_csv=SDN.splitlines()[0], alt_csv=ALT))
    assert fault.code == "TW-LIST-CUT"
    assert "173" in fault.sentence[0]


@pytest.mark.parametrize(
    ("form", "name", "text"),
    [
        (Form.OFAC, "own_csv", OWN),
        (Form.OFAC, "un_xml", UN),
        (Form.UN, "sdn_csv", SDN),
        (Form.UN, "other_xml", "<html><body/></html>"),
        (Form.FTM, "sdn_csv", SDN),
        (Form.FTM, "o_json", '[{"id": 1}]'),
        (Form.OWN, "sdn_csv", SDN),
        (Form.OWN, "e_json", '{"entries": 7}'),
        (Form.OWN, "c_csv", "number,name,colour\n1,A,red\n"),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, form: Form, name: str, text: str
) -> None:
    assert refused(form, written(tmp_path, **{name: text})).code in {"TW-LIST-FORM", "TW-LIST-CUT"}


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("1,,person,,", "number"),
        ("1,A,ghost,,", "ghost"),
        ("1,A,person,,yesterday", "yesterday"),
        ("1,A,person,,\n1,B,person,,", "twice"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_line(tmp_path: Path, row: str, word: str) -> None:
    text = f"number,name,sort,aliases,born\n{row}\n"
    fault = refused(Form.OWN, written(tmp_path, own_csv=text))
    assert fault.code == "TW-LIST-ROW"
    assert word in fault.sentence[0]
    assert fault.line >= 2


def test_an_xml_file_that_reaches_for_another_file_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", "utf-8")
    text = UN.replace(
        "<CONSOLIDATED_LIST", f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
        "<CONSOLIDATED_LIST", 1
    ).replace("VIKTOR", "&e;")  # fmt: skip
    fault = refused(Form.UN, written(tmp_path, un_xml=text))
    assert fault.code == "TW-LIST-FORM"
    assert "hidden" not in str(fault)


def test_files_that_are_not_text_or_not_there_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "sdn.csv"
    file.write_bytes(b"PK\x03\x04\0\0\0")
    assert refused(Form.OFAC, [file]).code == "TW-LIST-FORM"
    file.write_bytes(b"")
    assert refused(Form.OFAC, [file]).code == "TW-LIST-EMPTY"
    assert refused(Form.OFAC, written(tmp_path, alt_csv=ALT)).code == "TW-LIST-FORM"


def test_the_shipped_samples_are_read() -> None:
    from benchmarks.names.listed import all_lists

    sizes = {name: (len(one.entries), one.names) for name, one in all_lists().items()}
    assert sizes["ofac"][0] == 7379
    assert sizes["ofac"][1] > 19_000
    assert sizes["un"] == (1003, 4194)


def test_the_checked_in_bench_is_what_its_script_writes(tmp_path: Path) -> None:
    from benchmarks.names.make import HERE, make

    make(tmp_path)
    for name in ("clean.csv", "varied.csv"):
        assert (tmp_path / name).read_bytes() == (HERE / name).read_bytes()
