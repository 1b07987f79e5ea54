"""What is measured in the clear is what the private protocol finds, and every miss has its reason."""

import secrets
from pathlib import Path

import pytest

from handrail.matching.asking import Register, tokens_of
from handrail.matching.asking.batches import batch
from handrail.matching.asking.candidates import candidates
from handrail.matching.evaluation import Comparison, LabelledFile, Missed, compare, opened
from handrail.matching.keys import at_size, load
from handrail.matching.table import CAP
from tests.matching_sides import Sides
from tests.unit.matching.evaluation.conftest import WriteFile

ADA = {
    "record_id": "1", "given_names": "Ada", "family_name": "Byron", "date_of_birth": "1984-05-12",
    "postcode": "B5 4QQ", "person": "ada",
}  # fmt: skip


def compared(queries: Path, register: Path) -> Comparison:
    asked, asking = opened(queries, register)
    return compare(asked, asking, at_size(load(), len(asking)))


def test_somebody_who_is_there_is_found(write_file: WriteFile) -> None:
    other = {**ADA, "record_id": "2", "given_names": "Zainab", "date_of_birth": "1951-11-30", "person": "zainab"}
    found = compared(write_file("a.csv", ADA), write_file("b.csv", other, ADA))
    [candidate] = found.asked[0].candidates
    assert (candidate.record, candidate.same, candidate.weighed.evidence) == (1, True, "strong")
    [partner] = found.asked[0].partners
    assert (partner.record.record_id, partner.missed) == ("1", None)


def test_somebody_else_of_the_same_name_is_a_wrong_candidate_or_none(write_file: WriteFile) -> None:
    namesake = {**ADA, "record_id": "7", "person": "another"}
    found = compared(write_file("a.csv", ADA), write_file("b.csv", namesake))
    assert [each.same for each in found.asked[0].candidates] == [False]
    assert found.asked[0].partners == ()


def test_a_miss_without_a_key_in_common_is_told_from_one_of_too_little_weight(write_file: WriteFile) -> None:
    unlike = {"record_id": "2", "given_names": "Zainab", "family_name": "Noor", "person": "ada"}
    alike = {"record_id": "3", "given_names": "Ada", "family_name": "Byron", "postcode": "B5 1AA", "person": "ada"}
    strangers = [{**unlike, "record_id": f"x{number}", "person": f"x{number}"} for number in range(3)]
    found = compared(write_file("a.csv", ADA), write_file("b.csv", unlike, alike, *strangers))
    why = {partner.record.record_id: partner.missed for partner in found.asked[0].partners}
    assert why["2"] is Missed.NO_KEY
    assert why["3"] in (Missed.TOO_LIGHT, None)
    by_id = {partner.record.record_id: partner.weighed for partner in found.asked[0].partners}
    assert by_id["2"] is None
    assert by_id["3"] is not None


def test_a_token_that_too_many_share_is_not_used(write_file: WriteFile) -> None:
    crowd = [{**ADA, "record_id": str(number), "person": f"p{number}"} for number in range(CAP + 1)]
    asked = write_file("a.csv", {**ADA, "person": "p0"})
    full = compared(asked, write_file("b.csv", *crowd))
    assert full.asked[0].candidates == ()
    assert full.crowded == full.asked[0].tokens
    assert full.asked[0].partners[0].missed is Missed.CROWDED
    within = compared(asked, write_file("c.csv", *crowd[:CAP]))
    assert len(within.asked[0].candidates) == CAP
    assert within.crowded == 0


def test_records_come_out_in_the_order_of_their_weight(drawn: tuple[LabelledFile, ...]) -> None:
    queries, register = drawn
    for asked in compare(queries, register, at_size(load(), len(register))).asked:
        weights = [each.weighed.weight for each in asked.candidates]
        assert weights == sorted(weights, reverse=True)


def test_the_clear_finds_what_the_protocol_finds(drawn: tuple[LabelledFile, ...], sides: Sides, tmp_path: Path) -> None:
    """100 people and 400 records: the same candidates with the same weights, by tags and labels as by open tokens."""
    queries, register = [*drawn[0]][:100], [*drawn[1]][:400]
    table = sides.stuffed(tmp_path / "table", [each.identity for each in register], size=len(register))
    evaluator = sides.folder.evaluator()
    with Register.open(table, sides.folder.signing_key.verification_key) as opened_register:
        asked = [tokens_of(each.identity, opened_register.schema) for each in queries]
        filled = batch(asked, opened_register.schema, 4096, sides.centre.canaries, secrets.token_bytes)
        private = candidates(filled, [evaluator.output(token) for token in filled.tokens], opened_register)
    clear = compare(queries, register, at_size(load(), len(register)))
    assert sum(map(len, private)) > 20
    for here, there in zip(clear.asked, private, strict=True):
        assert {(each.record + 1, each.weighed.weight, each.weighed.evidence) for each in here.candidates} == {
            (int.from_bytes(each.pseudonym), each.weight, each.evidence) for each in there
        }


def test_progress_is_told_to_the_end(drawn: tuple[LabelledFile, ...]) -> None:
    told: list[tuple[int, int]] = []
    queries, register = drawn
    compare(queries, register, at_size(load(), len(register)), lambda done, total: told.append((done, total)))
    assert told[-1] == (3_000, 3_000)


@pytest.mark.parametrize("size", [100, 10_000_000])
def test_the_size_of_a_register_decides_which_keys_are_used(size: int, write_file: WriteFile) -> None:
    asked, asking = opened(write_file("a.csv", ADA), write_file("b.csv", ADA))
    schema = at_size(load(), size)
    assert compare(asked, asking, schema).asked[0].tokens == len(tokens_of(next(iter(asked)).identity, schema))
