"""What browsers are sent besides pages: vendored as it was published, and nothing inline."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.test import Client

import handrail.web
from tests.browsing import signed_in
from tests.worlds import World

ASSETS = Path(handrail.web.__file__).parent / "assets"
VENDOR = ASSETS / "vendor"
TEMPLATES = sorted(path for folder in settings.TEMPLATES[0]["DIRS"] for path in folder.rglob("*.html"))


def test_every_vendored_file_is_the_one_that_was_taken_in() -> None:
    sums = dict(line.split("  ")[::-1] for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert set(sums) == there
    for name, digest in sums.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name


def test_versions_say_what_was_vendored() -> None:
    packages = [line.split()[0] for line in (VENDOR / "VERSIONS").read_text().splitlines()]
    assert packages == ["govuk-frontend", "@ministryofjustice/frontend", "sass"]


def test_the_style_sheet_has_no_font_of_gov_uk_and_fetches_no_crest() -> None:
    css = (VENDOR / "frontend.css").read_text()
    assert "@font-face" not in css
    assert "gds transport" not in css.lower()
    assert not list(VENDOR.rglob("*crest*")) + list(VENDOR.rglob("*crown*"))


def test_the_policy_allows_the_template_s_one_inline_script_by_its_hash() -> None:
    page = render_to_string("errors/server_error.html", {"request_id": "1"})
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts]
    assert len(hashes) == 1
    assert hashes[0] in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_style_or_script(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<[a-z][^>]*\s(style|on[a-z]+)=|javascript:|<style", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_assets_may_be_kept_by_the_browser_and_pages_may_not(pilot: World) -> None:
    client = signed_in(pilot, "single_point_of_contact@council")
    asset = client.get("/assets/handrail/handrail.css")
    asset.close()
    assert asset.status_code == 200
    assert "max-age=3600" in asset["Cache-Control"]
    assert client.get("/account/second-step")["Cache-Control"] == "no-store"


def test_large_assets_are_sent_compressed(client: Client) -> None:
    response = client.get("/assets/vendor/frontend.css", headers={"Accept-Encoding": "gzip"})
    response.close()
    assert response["Content-Encoding"] == "gzip"


def test_an_asset_s_address_changes_with_its_content() -> None:
    digest = hashlib.sha256((ASSETS / "handrail" / "handrail.css").read_bytes()).hexdigest()
    assert staticfiles_storage.url("handrail/handrail.css") == f"/assets/handrail/handrail.css?v={digest[:10]}"


def test_an_asset_that_does_not_exist_is_an_error_of_the_template() -> None:
    with pytest.raises(ValueError, match="There is no asset"):
        staticfiles_storage.url("handrail/absent.css")


@pytest.mark.usefixtures("database")
def test_the_recipe_for_vendoring_is_not_served(client: Client) -> None:
    assert client.get("/assets/build/package.json").status_code == 404
