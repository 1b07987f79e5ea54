"""What is published can be found by whoever has a token's output, and tells nothing to whoever has not."""

import json
import stat
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from hashlib import blake2b, sha256
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.ledger.note import SigningKey
from handrail.matching.table import CAP, DamagedTable, TagTable, names_an_organisation, read_header, secret_of
from handrail.matching.table.format import ENTRY_SIZE, LABEL_SIZE, TAG_SIZE, parse_header, slot, under_pad
from tests.unit.matching.table.conftest import KEY, Publish, header, output, write


def pseudonym(number: int) -> bytes:
    return number.to_bytes(8)


def entries(path: Path) -> tuple[list[int], list[bytes]]:
    """Tags and labels as anybody can read them who has the file."""
    count = read_header(path, KEY.verification_key).entries
    body = path.read_bytes()[-count * ENTRY_SIZE :] if count else b""
    tags, labels = body[: count * TAG_SIZE], body[count * TAG_SIZE :]
    return (
        [int.from_bytes(tags[at : at + TAG_SIZE], "little") for at in range(0, len(tags), TAG_SIZE)],
        [labels[at : at + LABEL_SIZE] for at in range(0, len(labels), LABEL_SIZE)],
    )


def test_a_record_is_found_by_each_of_its_tokens(publish: Publish, path: Path) -> None:
    publish({pseudonym(1): ["a", "b"], pseudonym(2): ["c"]})
    with TagTable(path, KEY.verification_key) as table:
        found = table.find(map(output, ["a", "b", "c", "nobody"]))
    assert found == [(pseudonym(1),), (pseudonym(1),), (pseudonym(2),), ()]


def test_records_that_share_a_token_are_all_found(publish: Publish, path: Path) -> None:
    publish({pseudonym(each): ["shared", f"own {each}"] for each in range(CAP)})
    with TagTable(path, KEY.verification_key) as table:
        [shared, own] = table.find([output("shared"), output("own 3")])
    assert set(shared) == {pseudonym(each) for each in range(CAP)}
    assert own == (pseudonym(3),)


def test_a_token_that_too_many_records_share_is_left_out_and_counted(publish: Publish, path: Path) -> None:
    built = publish({pseudonym(each): ["shared", f"own {each}"] for each in range(CAP + 1)})
    assert (built.dropped, built.header.entries) == (1, CAP + 1)
    with TagTable(path, KEY.verification_key) as table:
        assert table.find([output("shared"), output("own 8")]) == [(), (pseudonym(8),)]


def test_nothing_shows_that_records_share_a_token(publish: Publish, path: Path) -> None:
    """Eight records with one token look like eight records with eight."""
    publish({pseudonym(each): ["shared"] for each in range(CAP)})
    tags, labels = entries(path)
    assert len(set(tags)) == len(set(labels)) == CAP
    assert tags == sorted(tags)


def test_no_pad_is_used_twice_within_a_table_or_in_the_next(publish: Publish, path: Path) -> None:
    """The same records, tokens and pseudonyms again: no tag returns, and labels XORed give no pseudonym away."""
    records = {pseudonym(each): ["shared", f"own {each}"] for each in range(CAP)}
    publish(records)
    first_tags, first_labels = entries(path)
    publish(records)
    tags, labels = entries(path)
    assert not set(tags) & set(first_tags)
    pads = [
        slot(secret_of(output(token)), table, number)[1]
        for table in (uuid4().bytes, uuid4().bytes)
        for token in ("shared", "other")
        for number in range(CAP)
    ]
    assert len(set(pads)) == len(pads)
    every = first_labels + labels
    differences = Counter(bytes(a ^ b for a, b in zip(x, y, strict=True)) for x in every for y in every if x < y)
    assert max(differences.values()) == 1


def test_an_empty_register_has_a_table(publish: Publish, path: Path) -> None:
    assert publish({}).header.entries == 0
    with TagTable(path, KEY.verification_key) as table:
        assert table.find([output("a")]) == [()]


@given(
    st.lists(st.lists(st.integers(0, 60), max_size=6, unique=True), max_size=60),
    st.sampled_from([1, 200_000, 900_000]),
)
@settings(max_examples=25, deadline=None)
def test_however_it_is_divided_everything_is_found(
    tmp_path_factory: pytest.TempPathFactory, records: list[list[int]], tokens: int
) -> None:
    folder = tmp_path_factory.mktemp("table")
    built = write(folder, [(pseudonym(at), [str(each) for each in has]) for at, has in enumerate(records)], tokens)
    sharing = {each: {pseudonym(at) for at, has in enumerate(records) if each in has} for each in range(61)}
    with TagTable(folder / "register.tags", KEY.verification_key) as table:
        found = [set(each) for each in table.find(output(str(each)) for each in sharing)]
    assert found == [each if len(each) <= CAP else set() for each in sharing.values()]
    assert built.dropped == sum(len(each) > CAP for each in sharing.values())


def test_several_processes_write_the_same_table(tmp_path: Path) -> None:
    records = [(pseudonym(at), [f"{at}", f"{at // 3}"]) for at in range(3000)]
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        built = write(tmp_path, records, 300_000, executor)
    assert built.header.entries == 6000
    with TagTable(tmp_path / "register.tags", KEY.verification_key) as table:
        assert all(table.find(output(f"{at}") for at in range(3000)))


def test_scratch_files_and_table_are_for_their_owner_alone(publish: Publish, path: Path, tmp_path: Path) -> None:
    publish({pseudonym(1): ["a"]})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_the_header_says_what_the_partner_signed(publish: Publish, path: Path) -> None:
    built = publish({pseudonym(1): ["a"]})
    assert read_header(path, KEY.verification_key) == built.header
    assert (built.header.organisation, built.header.entries) == ("Camden Housing", 1)
    assert built.size == path.stat().st_size


@pytest.mark.parametrize("organisation", ["C" * 200, "é" * 200, "𐌀" * 100, "Camden Homes", '"' * 200])
def test_an_organisation_of_any_name_that_is_taken_fits_into_the_header(organisation: str) -> None:
    assert names_an_organisation(organisation)
    longest = replace(
        header(), organisation=organisation, service="s" * 64, size=2**52, entries=2**52, register=KEY.name
    )
    assert parse_header(longest.to_bytes(KEY), KEY.verification_key)[0].organisation == organisation


@pytest.mark.parametrize("organisation", ["", "Camden\nHomes", "C" * 201, "𐌀" * 101, "Camden \u202e", "\udcff"])
def test_an_organisation_that_fits_into_no_header_is_none(organisation: str) -> None:
    assert not names_an_organisation(organisation)


def test_a_table_of_another_register_is_refused(publish: Publish, path: Path) -> None:
    publish({pseudonym(1): ["a"]})
    for name in (KEY.name, "another"):
        with pytest.raises(DamagedTable, match="not signed"):
            TagTable(path, SigningKey.generate(name).verification_key)


def test_a_change_anywhere_is_noticed(publish: Publish, path: Path) -> None:
    publish({pseudonym(1): ["a", "b"]})
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(DamagedTable):
            TagTable(path, KEY.verification_key)


@pytest.mark.parametrize("change", [lambda whole: whole[:-1], lambda whole: whole + b"\0", lambda _: b""])
def test_a_table_that_is_cut_or_longer_is_noticed_unread(
    publish: Publish, path: Path, change: Callable[[bytes], bytes]
) -> None:
    publish({pseudonym(1): ["a", "b"]})
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(DamagedTable):
        TagTable(path, KEY.verification_key, read_through=False)


@pytest.mark.parametrize(("before", "found"), [(CAP - 1, ((pseudonym(1),),)), (CAP, ((),))])
def test_of_many_equal_tags_a_few_are_looked_at(path: Path, before: int, found: tuple[tuple[bytes, ...], ...]) -> None:
    """Equal by chance is one other, once in a lifetime; a million of them are meant to keep the centre busy."""
    secret, draft = secret_of(output("a")), header()
    tag, pad = slot(secret, draft.table.bytes, 0)
    labels = [*[bytes([each]) * LABEL_SIZE for each in range(before)], under_pad(pad, pseudonym(1))]
    body = tag[::-1] * len(labels) + b"".join(labels)
    whole = replace(draft, entries=len(labels), digest=sha256(body).digest())
    path.write_bytes(whole.to_bytes(KEY) + body)
    with TagTable(path, KEY.verification_key) as table:
        assert tuple(table.find([output("a")])) == found


def test_a_table_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DamagedTable, match="No such file"):
        TagTable(tmp_path / "nothing", KEY.verification_key)


def test_the_file_can_be_read_by_whoever_has_the_reference_page(publish: Publish, path: Path) -> None:
    """As docs/reference/tag-table.md describes it, without a line of the code under test."""
    publish({pseudonym(7): ["a"], pseudonym(8): ["a", "b"]})
    line, _, rest = path.read_bytes().partition(b"\n")
    header, body = json.loads(line), rest[64:]
    table = urlsafe_b64decode(header["table"] + "==")
    assert header["entries"] == 3
    assert urlsafe_b64decode(header["digest"] + "=") == sha256(body).digest()
    tags = [int.from_bytes(body[at : at + 8], "little") for at in range(0, 24, 8)]
    labels = [body[at : at + 12] for at in range(24, 60, 12)]
    secret = blake2b(b"", key=output("a"), digest_size=16, person=b"handrail secret1").digest()
    found = set()
    for number in (0, 1):
        drawn = blake2b(table + bytes([number]), key=secret, digest_size=20, person=b"handrail slot 1").digest()
        label = labels[tags.index(int.from_bytes(drawn[:8], "big"))]
        found.add(bytes(one ^ other for one, other in zip(label, drawn[8:], strict=True)))
    assert found == {pseudonym(7) + bytes(4), pseudonym(8) + bytes(4)}
