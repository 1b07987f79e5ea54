"""The organisations' key files."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from handrail.vault import organisation_keys as keys
from handrail.vault.errors import KeyMissing, KeyUnreadable

COUNCIL = uuid4()


@pytest.fixture(autouse=True)
def key_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "HANDRAIL_KEY_DIR", tmp_path / "keys")
    return tmp_path / "keys" / "organisations"


def test_a_new_key_can_be_loaded() -> None:
    keys.create_organisation_key(COUNCIL)
    loaded = keys.load(COUNCIL)
    assert loaded.latest == 1
    assert len(loaded.version(1)) == 32
    assert loaded.version(1) != loaded.digest_key


def test_only_the_services_own_user_can_read_a_key_file(key_folder: Path) -> None:
    before = os.umask(0)  # The mode must not depend on the umask that the service happens to be started with.
    try:
        keys.create_organisation_key(COUNCIL)
        keys.replace(keys.load(COUNCIL).with_new_version())
    finally:
        os.umask(before)
    assert keys.path_of(COUNCIL).stat().st_mode & 0o777 == 0o600
    assert key_folder.stat().st_mode & 0o777 == 0o700
    assert key_folder.parent.stat().st_mode & 0o777 == 0o700


def test_creating_a_key_twice_keeps_the_first(key_folder: Path) -> None:
    keys.create_organisation_key(COUNCIL)
    first = keys.load(COUNCIL).version(1)
    keys.create_organisation_key(COUNCIL)
    assert keys.load(COUNCIL).version(1) == first
    assert [path.name for path in key_folder.iterdir()] == [f"{COUNCIL}.key"]


def test_an_organisation_without_a_file_is_told_so_by_name() -> None:
    with pytest.raises(KeyMissing, match=str(COUNCIL)):
        keys.load(COUNCIL)


def test_a_file_that_another_process_changed_is_read_again() -> None:
    keys.create_organisation_key(COUNCIL)
    first = keys.load(COUNCIL)
    keys.replace(first.with_new_version())
    assert keys.load(COUNCIL).latest == 2
    assert keys.load(COUNCIL).version(1) == first.version(1)


def test_a_file_that_is_taken_away_is_missed_at_once() -> None:
    keys.create_organisation_key(COUNCIL)
    keys.load(COUNCIL)
    keys.path_of(COUNCIL).unlink()
    with pytest.raises(KeyMissing):
        keys.load(COUNCIL)


def test_a_version_that_was_thrown_away_is_asked_for_by_its_number() -> None:
    keys.create_organisation_key(COUNCIL)
    three = keys.load(COUNCIL).with_new_version().with_new_version()
    left = three.without([2])
    assert set(left.versions) == {1, 3}
    with pytest.raises(KeyMissing, match="Version 2"):
        left.version(2)


def test_another_organisations_file_is_refused() -> None:
    keys.create_organisation_key(COUNCIL)
    trust = uuid4()
    keys.path_of(COUNCIL).rename(keys.path_of(trust))
    with pytest.raises(KeyUnreadable, match="another organisation"):
        keys.load(trust)


def _without_keys(content: bytes) -> bytes:
    return json.dumps({**json.loads(content), "keys": {}}).encode()


def _with_short_key(content: bytes) -> bytes:
    return json.dumps({**json.loads(content), "keys": {"1": "c2hvcnQ="}}).encode()


def _of_the_future(content: bytes) -> bytes:
    return json.dumps({**json.loads(content), "version": 2}).encode()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:40],
        lambda content: b"[]",
        lambda content: content.replace(b'"digest_key": "', b'"digest_key": "!'),
        _without_keys,
        _with_short_key,
        _of_the_future,
    ],
    ids=["empty", "cut", "not an object", "not base64", "no keys", "short key", "unknown format"],
)
def test_a_damaged_file_is_named_and_its_content_is_not(damage: Callable[[bytes], bytes]) -> None:
    keys.create_organisation_key(COUNCIL)
    path = keys.path_of(COUNCIL)
    content = path.read_bytes()
    path.write_bytes(damage(content))
    with pytest.raises(KeyUnreadable, match=str(COUNCIL)) as caught:
        keys.load(COUNCIL)
    assert json.loads(content)["digest_key"] not in str(caught.value)
    assert caught.value.__cause__ is None


def test_keys_never_show_in_their_text_form() -> None:
    loaded = keys.OrganisationKeys(UUID(int=1), {1: b"\x01" * 32}, b"\x02" * 32)
    assert "\\x01" not in repr(loaded)
    assert "\\x02" not in repr(loaded)
