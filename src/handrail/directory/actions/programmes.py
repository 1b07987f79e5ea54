"""Installing a programme: a rulebook with its policy, besides those that come with Handrail."""

from uuid import UUID

from handrail.directory.models import Centre, InstalledProgramme
from handrail.folders import is_newer
from handrail.gate import Act, Actor, RuleBroken, action, current


@action("programme.install")
def install_programme(*, by: Actor, purpose: str, slug: str, version: str, digest: str) -> UUID:
    """Record that ``by`` answers for the programme whose contents have that digest. Its id.

    The command line calls this once the rulebook was checked and its policy proved, and puts the files in place after
    it. The same contents can be installed again, on another machine or where the files were lost; raises RuleBroken
    for other contents under a version that is there, and for a version before one that is there.
    """
    act = current()
    known = _recorded(act, slug, version, digest)
    return known.id if known else _record(act, slug, version, digest)


@action("programme.install_first")
def install_first_programme(*, by: Actor, purpose: str, slug: str, version: str, digest: str) -> UUID:
    """The same by whoever installs Handrail, for the organisation that answers for it; before there is a centre.

    Until then nobody is nominated, and there need be nobody yet who owns a programme. Afterwards only what is recorded
    already can be installed like this; RuleBroken for anything else.
    """
    act = current()
    if known := _recorded(act, slug, version, digest):
        return known.id
    if Centre.objects.exists():
        raise RuleBroken("somebody-to-ask", "There are centres already, so a programme owner installs what they read.")
    return _record(act, slug, version, digest)


def _recorded(act: Act, slug: str, version: str, digest: str) -> InstalledProgramme | None:
    """The version as it was installed before, None if it wasn't; raises RuleBroken where it can't be installed."""
    act.note(programme=slug, version=version, digest=digest)
    same: InstalledProgramme | None = None
    for known in InstalledProgramme.objects.filter(slug=slug):
        if known.version == version and known.digest != digest:
            sentence = f"Version {version} of {slug} has other contents. Give yours a new version."
            raise RuleBroken("version-taken", sentence)
        if is_newer(known.version, version):
            raise RuleBroken("older-version", f"{slug} is at version {known.version}, and never goes back.")
        same = known if known.version == version else same
    return same


def _record(act: Act, slug: str, version: str, digest: str) -> UUID:
    return InstalledProgramme.objects.create(
        organisation_id=act.organisation,
        slug=slug,
        version=version,
        digest=digest,
        installed_by=act.by.id,
        installed_at=act.now,
    ).id
