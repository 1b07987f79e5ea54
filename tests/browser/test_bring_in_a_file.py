"""An originating officer brings a nomination file in, in a browser."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.filing import NAME, OFFICER, as_bytes, nomination_file, put

Look = Callable[[str], None]


def test_it_works(page: Page, address: str, sign_in: Callable[[str], None], look: Look, tmp_path: Path) -> None:
    wrong = put(nomination_file(3), "nominations.1.identity.date_of_birth", "1991-02-31")
    put(wrong, "nominations.2.items.0.marking", "SECRET")
    (tmp_path / "wrong.json").write_bytes(as_bytes(wrong))
    (tmp_path / "right.json").write_bytes(as_bytes(nomination_file(3)))
    sign_in(OFFICER)

    page.goto(f"{address}/nominations/")
    page.get_by_role("link", name="Bring in a file").click()
    look("bring-in-a-file")
    page.get_by_label("Nomination file").set_input_files(tmp_path / "wrong.json")
    page.get_by_label("Bring it in").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was brought in")
    expect(page.get_by_text("31 February is not a date")).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)
    look("bring-in-a-file-faults")

    page.get_by_label("Nomination file").set_input_files(tmp_path / "right.json")
    page.get_by_label("Check it").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("status")).to_contain_text("It would bring in 3 drafts")
    look("bring-in-a-file-checked")

    page.get_by_label("Nomination file").set_input_files(tmp_path / "right.json")
    page.get_by_label("Bring it in").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("New drafts: 3.")).to_be_visible()
    look("bring-in-a-file-done")
