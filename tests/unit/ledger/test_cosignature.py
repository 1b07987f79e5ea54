"""Cosignatures as the specification has them, and as a witness out in the world signs them."""

from datetime import UTC, datetime

import pytest

from handrail.ledger import checkpoint
from handrail.ledger.cosignature import CosigningKey, WitnessKey, cosignatures
from handrail.ledger.note import NoteError, VerificationKey, read_note

#: A checkpoint that a public log of certificates (a staging one) published in 2026, cosigned by four witnesses. The
#: log's first signature is of a kind that is not ours.
PUBLIC = """arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""  # noqa: E501
LOG = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_checkpoint_of_a_public_log_and_its_witness_are_understood() -> None:
    assert checkpoint.read(PUBLIC, VerificationKey.parse(LOG)).size == 1_432_088_532
    key = WitnessKey.parse(WITNESS)
    assert str(key) == WITNESS
    [found] = cosignatures(PUBLIC, key)
    assert found.at == datetime(2026, 5, 23, 21, 50, 24, tzinfo=UTC)
    assert found.line in PUBLIC


def test_a_cosignature_is_of_one_checkpoint_and_one_moment() -> None:
    key = WitnessKey.parse(WITNESS)
    for changed in (PUBLIC.replace("1432088532", "1432088533"), PUBLIC.replace("2net5wAAAABqEiEg", "2net5wAAAABqEiEh")):
        assert changed != PUBLIC
        with pytest.raises(NoteError, match="is wrong"):
            list(cosignatures(changed, key))


def test_a_key_written_down_is_read_again() -> None:
    key = CosigningKey.generate("witness.example/w1")
    assert CosigningKey.parse(key.secret_text()) == key
    assert WitnessKey.parse(str(key.witness_key)) == key.witness_key
    for text in (str(key.witness_key), key.secret_text().replace("+w", "+x"), LOG):
        with pytest.raises(NoteError):
            CosigningKey.parse(text)
    with pytest.raises(NoteError, match="no spaces"):
        CosigningKey.generate("two words")


def test_extension_lines_are_covered() -> None:
    key = CosigningKey.generate("witness.example/w1")
    text = read_note(PUBLIC)[0] + "an extension\n"
    note = f"{text}\n{key.cosign(text, NOON)}"
    [found] = cosignatures(note, key.witness_key)
    assert found.at == NOON
    with pytest.raises(NoteError, match="is wrong"):
        list(cosignatures(note.replace("an extension", "no extension"), key.witness_key))


def test_a_cosignature_without_a_date_or_of_another_length_is_malformed() -> None:
    key = CosigningKey.generate("witness.example/w1")
    text = read_note(PUBLIC)[0]
    undated = key.cosign(text, datetime.fromtimestamp(0, UTC))
    for line in (undated, undated.replace("\n", "").rstrip("=")[:-24] + "\n"):
        with pytest.raises(NoteError):
            list(cosignatures(f"{text}\n{line}", key.witness_key))
