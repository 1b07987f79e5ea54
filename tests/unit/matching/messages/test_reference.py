"""The reference page says each refusal as the code does."""

from pathlib import Path

from handrail.matching.messages import BY_PARTNER, SENTENCES, Refusal

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "match-messages.md"


def test_the_page_lists_every_refusal_with_its_sentence() -> None:
    listed = PAGE.read_text(encoding="utf-8").partition("## Refusals")[2]
    partner = BY_PARTNER | {Refusal.CANARY_ASKED}
    rows = [
        f"| `{code}` | {'the partner' if code in partner else 'the centre'} | {SENTENCES[code]} |" for code in Refusal
    ]
    assert [line for line in listed.splitlines() if line.startswith("| `")] == rows
