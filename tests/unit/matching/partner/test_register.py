"""A register is read as it is, from a file or a database, or refused with everything that is wrong with its form."""

from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from handrail.matching.identity.columns import COLUMNS
from handrail.matching.partner.register import (
    CsvRegister,
    PostgresRegister,
    Register,
    Row,
    UnreadableRegister,
    open_register,
)
from handrail.site.addresses import SUPERUSER
from tests.harness.databases import Database


def csv_of(folder: Path, text: str | bytes) -> CsvRegister:
    path = folder / "register.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CsvRegister(path)


def said(row: Row) -> dict[str, str]:
    return {column: value for column, value in zip(COLUMNS, row.values, strict=True) if value}


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    register = csv_of(tmp_path, "town,record_id,family_name\nBow,1,Adeyemi\n\n,2,O’Neill\n")
    assert [(row.number, said(row)) for row in register.rows()] == [
        (2, {"record_id": "1", "family_name": "Adeyemi", "town": "Bow"}),
        (4, {"record_id": "2", "family_name": "O’Neill"}),
    ]
    assert register.count() == 2


def test_a_file_as_excel_saves_it_is_read(tmp_path: Path) -> None:
    register = csv_of(tmp_path, b'\xef\xbb\xbfrecord_id,given_names\r\n1,"Anna; ""Ania"""\r\n')
    assert [said(row) for row in register.rows()] == [{"record_id": "1", "given_names": 'Anna; "Ania"'}]


def test_a_row_with_too_many_or_too_few_fields_says_so(tmp_path: Path) -> None:
    rows = list(csv_of(tmp_path, "record_id,town\n1\n2,Bow\n3,Bow,E3\n").rows())
    assert [row.fault for row in rows] == [
        "it has 1 fields, and the header 2",
        "",
        "it has 3 fields, and the header 2",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("town,upn\n", 'the column "record_id" is missing'),
        ("record_id,forename,record_id\n", 'no column "forename".* the column "record_id" is there twice'),
        (b"record_id,town\n1,\xe9\n", "not in UTF-8"),
        ('record_id,town\n1,"Bow\n', "no CSV file"),
    ],
)
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, text: str | bytes, why: str) -> None:
    with pytest.raises(UnreadableRegister, match=why):
        list(csv_of(tmp_path, text).rows())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"record_id,town\n" + b"1,Bow\n" * 40 + b"2,P\xe9rigord\n3,Bow\n", 42),
        (b"record_id,town\n" + b"1,Bow\n" * 40_000 + b"2,P\xe9rigord\n", 40_002),
        (b"record_id,town\n1,Bow\n2,B\xc3", 3),
        ("record_id,town\n1,Bow\n".encode("utf-16"), 1),
    ],
)
def test_the_line_that_is_not_in_utf_8_is_named(tmp_path: Path, text: bytes, line: int) -> None:
    with pytest.raises(UnreadableRegister, match=f"is not in UTF-8: see its line {line}\\."):
        list(csv_of(tmp_path, text).rows())


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRegister, match="No such file"):
        open_register(str(tmp_path / "nothing.csv")).count()
    with pytest.raises(UnreadableRegister, match="in a database"):
        open_register(str(tmp_path / "nothing.csv"), "SELECT 1")


@pytest.fixture
def address(database: Database) -> str:
    """A council's database with a register in it."""
    conninfo = database.conninfo(SUPERUSER)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("CREATE TABLE tenants (record_id int, family_name text, date_of_birth date, rent int)")
        connection.execute(
            "INSERT INTO tenants SELECT number, 'Name' || number, date '1984-05-31' + number, 500 "
            "FROM generate_series(1, 5000) AS number"
        )
        connection.execute("UPDATE tenants SET family_name = NULL WHERE record_id = 1")
        connection.execute(
            "CREATE VIEW register AS SELECT record_id, family_name, date_of_birth FROM tenants ORDER BY 1"
        )
        # Of this database alone: the account is every other test's as well.
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET datestyle = German").format(sql.Identifier(connection.info.dbname))
        )
    return conninfo


@pytest.mark.parametrize("query", ["register", "SELECT record_id, date_of_birth, family_name FROM tenants ORDER BY 1"])
def test_a_database_is_read_as_the_file_would_be(address: str, query: str) -> None:
    register: Register = PostgresRegister(address, query)
    assert register.count() == 5000
    rows = list(register.rows())
    assert [row.number for row in rows] == list(range(1, 5001))
    assert said(rows[0]) == {"record_id": "1", "date_of_birth": "1984-06-01"}
    assert said(rows[1]) == {"record_id": "2", "family_name": "Name2", "date_of_birth": "1984-06-02"}


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("tenants", 'no column "rent"'),
        ("SELECT 1 AS number", 'no column "number".* "record_id" is missing'),
        ("nobody", "cannot be read"),
        ("DELETE FROM tenants RETURNING *", "cannot be read"),
    ],
)
def test_what_is_no_register_in_a_database_is_refused_and_nothing_written(address: str, query: str, why: str) -> None:
    with pytest.raises(UnreadableRegister, match=why):
        list(PostgresRegister(address, query).rows())
    assert PostgresRegister(address, "register").count() == 5000


@pytest.mark.parametrize(
    "query", ["SELECT\n*\nFROM register", "SELECT * FROM register;", "\n  SELECT record_id FROM tenants ; "]
)
def test_a_query_is_taken_as_it_was_copied(address: str, query: str) -> None:
    assert PostgresRegister(address, query).count() == 5000


def test_what_is_wrong_with_a_value_is_said_without_the_value(address: str) -> None:
    query = "SELECT record_id, CASE record_id WHEN 4000 THEN family_name::date END AS date_of_birth FROM tenants"
    with pytest.raises(UnreadableRegister, match=r"after row \d+: InvalidDatetimeFormat \(22007\)$"):
        list(PostgresRegister(address, query).rows())


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://reader:sekr3t@db/housing",
        "postgresql://reader:sek@r#3t%@db/housing",
        "postgres://reader@db/housing?sslmode=require&password=sekr3t",
    ],
)
def test_a_password_does_not_stand_in_an_address_and_is_not_repeated(address: str) -> None:
    with pytest.raises(UnreadableRegister, match="leave it out here") as caught:
        open_register(address)
    assert "r3t" not in str(caught.value)
    open_register("postgresql://reader@db:5432/housing")


def test_a_file_without_a_header_is_refused_without_naming_anybody(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRegister, match="does not name the columns") as caught:
        list(csv_of(tmp_path, "Samira,Haidari,1994-06-02\n").rows())
    assert "amira" not in str(caught.value)


def test_a_database_that_is_not_there_is_said_so() -> None:
    with pytest.raises(UnreadableRegister, match="cannot be reached"):
        open_register("postgresql://nobody@127.0.0.1:1/none").count()
