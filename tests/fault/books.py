"""Whether what was done and what the ledger says of it agree: over the whole database, past every wall.

A release writes disclosures, copies, a judgement, duties and ledger entries in several houses; an expiry ends copies,
leaves notices and writes entries. After whatever was killed, all of an act is there or none of it.
"""

from collections import Counter
from uuid import UUID

from handrail import ledger
from handrail.gate import clock
from tests.fault.conftest import Site
from tests.recorded import recorded

#: Tables in which web server and worker keep house; nothing in them says what was done.
HOUSEKEEPING = ("django_", "procrastinate_", "site_cache", "account_", "mfa_")

_TABLES = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


def fingerprint(site: Site) -> dict[str, str]:
    """Of each table how many rows there are, and a hash of all that is in them: the same twice, nothing has changed."""
    tables = [name for (name,) in site.read(_TABLES) if not name.startswith(HOUSEKEEPING)]
    of_one = "SELECT '{0}', count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {0} AS t"
    return dict(site.read(" UNION ALL ".join(of_one.format(table) for table in tables)))


def assert_books_agree(site: Site) -> None:
    """Fail, saying where, unless tables and ledger tell the same story of each release, expiry and reminder."""
    given = _releases_agree(site)
    _expiries_agree(site, given)
    _reminders_agree(site)


def assert_sound(site: Site) -> None:
    """Give every entry its place in the tree, and verify all of it."""
    ledger.sequence_all(at=clock.now())
    found = ledger.verify()
    assert (found.problems, found.unsequenced) == ((), 0)
    assert found.size == site.read("SELECT count(*) FROM ledger_entry")[0][0]


def disclosures_of(site: Site, decision: UUID) -> int:
    """How many recipients were given something by ``decision``."""
    return sum(1 for (of,) in site.read("SELECT decision_id FROM sharing_disclosure") if of == decision)


def _releases_agree(site: Site) -> dict[UUID, list[UUID]]:
    """Give the items of each disclosure."""
    released = _column(site, "SELECT id FROM sharing_sharingdecision WHERE state = 'released'")
    proposed = site.read("SELECT decision_id, recipient_id, items FROM sharing_proposedrecipient WHERE NOT taken_out")
    disclosures = site.read("SELECT id, decision_id, recipient_id FROM sharing_disclosure")
    copies = site.read("SELECT disclosure_id, item FROM sharing_holding WHERE disclosure_id IS NOT NULL")
    given = {disclosure: sorted(item for of, item in copies if of == disclosure) for disclosure, _, _ in disclosures}
    told = {(decision, recipient): given[disclosure] for disclosure, decision, recipient in disclosures}
    wanted = {(of, to): sorted(items) for of, to, items in proposed if of in released}
    judged = _column(site, "SELECT decision_id FROM sharing_judgement WHERE outcome = 'released'")
    asked = _column(site, "SELECT subject_id FROM duties_duty WHERE kind = 'acknowledge_disclosure'")
    received = {each.subject[1]: each.facts["items"] for each in recorded(action="disclosure.received") if each.subject}
    _same("what was proposed and what was given", wanted, told)
    _same("copies, and copies in disclosures", len(copies), sum(map(len, given.values())))
    _same("decisions released, and in the ledger", Counter(released), _done("decision.release"))
    _same("disclosures in the ledger", received, {each: sorted(map(str, items)) for each, items in given.items()})
    _same("judgements", Counter(judged), Counter(released))
    _same("duties to acknowledge", Counter(asked), Counter(given.keys()))
    return given


def _expiries_agree(site: Site, given: dict[UUID, list[UUID]]) -> None:
    expired = Counter(_column(site, "SELECT id FROM sharing_disclosure WHERE state = 'expired'"))
    over = site.read("SELECT id, disclosure_id FROM sharing_holding WHERE state = 'expired'")
    holdings = Counter(holding for holding, _ in over)
    noticed = Counter(_column(site, "SELECT holding_id FROM sharing_recallnotice WHERE how = 'ran_out'"))
    _same("expiries in the recipients' ledger", _done("disclosure.expire"), expired)
    _same("expiries in the originators' ledger", _done("disclosure.expired"), expired)
    _same("copies of what expired", Counter(of for _, of in over), Counter({of: len(given[of]) for of in expired}))
    _same("notices of copies that ended", noticed, holdings)
    _same("copies that ended, in the ledger", _done("holding.ended"), holdings)


def _reminders_agree(site: Site) -> None:
    reminded = Counter(_column(site, "SELECT id FROM duties_duty WHERE reminded_at < '9999-01-01'"))
    _same("what was reminded of, and in the ledger", _done("duty.remind"), reminded)


def _same(what: str, one: object, other: object) -> None:
    if one != other:
        raise AssertionError(f"{what}: {one} is not {other}")


def _column(site: Site, query: str) -> list[UUID]:
    return [value for (value,) in site.read(query)]


def _done(action: str) -> Counter[UUID]:
    return Counter(each.subject[1] for each in recorded(action=action) if each.subject and each.outcome == "done")
