"""The programmes that were installed here: what was read, unchanged, and still proved beside all others."""

from collections.abc import Iterator

from handrail.directory.models import InstalledProgramme
from handrail.folders import ProgrammeFolder, installed_folders, shipped_folders
from handrail.programme import check_beside
from handrail.programme.contents import NotPlainFiles, contents, digest
from handrail.site.doctor.findings import Finding, fail, ok
from handrail.site.home import Home
from handrail.site.programmes import examine_rules, others_than

PART = "programmes"
AGAIN = "Install it again, with the folder that was read: `handrail programme install`."


def programmes(home: Home) -> Iterator[Finding]:
    """Each as it is recorded, without faults, and the rules of all of them together proved."""
    here = installed_folders(home.path)
    findings = [*_missing(here), *(finding for folder in here for finding in _one(folder, home))]
    if here and not findings:
        folders = (*shipped_folders(), *here)
        findings += [fail(PART, fault, "Take the programme out of use.") for fault in examine_rules(folders).faults]
    yield from findings
    if not findings:
        installed = ", ".join(f"{each.slug} {each.version}" for each in here)
        yield ok(PART, f"Installed here as recorded, and proved: {installed}." if here else "None was installed.")


def _missing(here: tuple[ProgrammeFolder, ...]) -> Iterator[Finding]:
    """The last version of each programme that is recorded, where it is not the one that lies here."""
    newest = {each.slug: each.version for each in InstalledProgramme.objects.order_by("installed_at")}
    there = {each.slug: each.version for each in here}
    for slug, version in newest.items():
        if there.get(slug) != version:
            yield fail(PART, f"{slug} {version} was installed and is not in this home.", AGAIN)


def _one(folder: ProgrammeFolder, home: Home) -> Iterator[Finding]:
    named = f"{folder.slug} {folder.version}"
    recorded = InstalledProgramme.objects.filter(slug=folder.slug, version=folder.version).first()
    try:
        found = digest(contents(folder.path))
    except NotPlainFiles as odd:
        yield fail(PART, f"{named}: {odd}", AGAIN)
        return
    if folder.slug in {each.slug for each in shipped_folders()}:
        yield fail(PART, f"{named} has the name of a programme that comes with Handrail, which is used instead.", AGAIN)
    elif recorded is None:
        yield fail(PART, f"{named} lies in the home, and nobody is recorded to answer for it.", "Take it away.")
    elif recorded.digest != found:
        yield fail(PART, f"{named} is not what was installed: its files were changed.", f"Take it away. {AGAIN}")
    else:
        for fault in check_beside(folder.path, folder.slug, others_than(folder.slug, home)):
            yield fail(PART, f"{named}: {fault}", "Install a version that mends it.")
