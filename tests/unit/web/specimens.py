"""Pages that show everything the foundation of the pages can do; addresses and views for tests alone."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse

from handrail.gate import Conflict, Faults, NotFound, Refused, RuleBroken, StorageFull, Tombstone, Withdrawn, clock
from handrail.policy import engine
from handrail.web import banners, paging
from handrail.web.fields import AnyOf, Confirmed, Date, Email, Number, OneOf, Option, Text, Upload, YesNo
from handrail.web.forms import Form
from handrail.web.pages import done, page
from handrail.web.purposes import purpose
from handrail.web.requests import actor

handler400 = "handrail.web.answers.bad_request"
handler403 = "handrail.web.answers.forbidden"
handler404 = "handrail.web.answers.not_found"
handler500 = "handrail.web.answers.server_error"

RELEASED = banners.declare(
    "specimen.released",
    happened="You released {reference} to {recipients} organisations.",
    told="Their points of contact were told that something is waiting for them.",
    next="Each acknowledges it by {by}.",
)

GONE = Withdrawn(
    subject=UUID(int=1), how="recalled", reason="It was inaccurate", on="2025-06-09", reference="LDN-7F3K-2"
)


class SpecimenForm(Form):
    """One of each field."""

    words = Text("Form of words", rows=6, max_length=200, hint="Write only what may be read at OFFICIAL.")
    email = Email()
    people = Number("Number of people", min_value=1, max_value=60)
    until = Date("Until", earliest=date(2025, 6, 2))
    source = OneOf(
        "How reliable is the source?",
        [Option("1", "Reliable", hint="1"), Option("2", "Untested", hint="2"), Option("other", "Another")],
        reveals={"other": "which"},
    )
    which = Text("Which other?", rows=3, required=False)
    recipient = OneOf("Recipient", [Option("a", "Camden Council"), Option("b", "Regent Homes")], as_select=True)
    criteria = AnyOf("Criteria", [Option("x", "They asked for help"), Option("y", "Help exists")])
    told = YesNo("Has the person been told?")
    read = Confirmed("I have read what each recipient will see")

    def clean(self) -> None:
        if self.cleaned_data.get("source") == "other" and not self.cleaned_data.get("which"):
            self.add_error("which", "Enter which other source")


class UploadForm(Form):
    """A file."""

    file = Upload("Nomination file", largest=1_000)


def form(request: HttpRequest) -> HttpResponse:
    """A form with everything; ``?broken`` and ``?conflict`` say what the action does."""
    asked = SpecimenForm(request.POST or None)
    if asked.is_valid():
        with asked.rules():
            _act(request)
        if asked.accepted:
            return done(
                request,
                RELEASED,
                to=reverse("specimen_lists"),
                reference="LDN-7F3K-2",
                recipients=3,
                by=date(2025, 6, 4),
            )
    return page(
        request, "specimen/form.html", title="Add an item", form=asked, marking=2, version=7, back="/", submit="Save"
    )


def _act(request: HttpRequest) -> None:
    if "conflict" in request.GET:
        raise Conflict
    if "broken" in request.GET:
        raise Faults(
            (
                RuleBroken("ceiling", "The agreement’s ceiling of 60 names is reached", field="people"),
                RuleBroken("state", "This nomination was sent back meanwhile"),
            )
        )


def upload(request: HttpRequest) -> HttpResponse:
    """A form with a file."""
    asked = UploadForm(request.POST or None, request.FILES or None)
    return page(request, "specimen/form.html", title="Send a file", form=asked)


@dataclass(frozen=True)
class Due:
    """A duty as the list shows it."""

    text: str
    href: str
    reference: str
    initials: str
    whom: str
    due: object
    late: bool


@dataclass(frozen=True)
class Task:
    """A task of a task list."""

    title: str
    href: str
    hint: str
    status: str
    done: bool


@dataclass(frozen=True)
class Event:
    """An event of a timeline."""

    title: str
    at: object
    by: str
    text: str


def lists(request: HttpRequest) -> HttpResponse:
    """Tables, cards, duties, tasks, a timeline and their empty states."""
    now = clock.now()
    rows = [[f"LDN-{number:04}", ("Open", "/"), number * 3, "A. B."] for number in range(1, 61)]
    return page(
        request,
        "specimen/lists.html",
        title="What we hold about this person",
        caption="LDN-7F3K-2",
        marking=2,
        breadcrumbs=[("Waiting for you", "/"), ("This person", "")],
        part=paging.paged(request, rows, per_page=10),
        gone=GONE,
        duties=[
            Due("Acknowledge", "/", "LDN-7F3K-2", "A.B.", "Metropolitan Police", now - timedelta(days=2), True),
            Due("Answer", "/", "LDN-9QWE-1", "C.D.", "Camden Council", now + timedelta(hours=2), False),
        ],
        tasks=[
            Task("Person", "/", "Who it is about", "Completed", True),
            Task("Items", "/", "", "In progress", False),
            Task("Check", "", "", "Cannot start yet", False),
        ],
        events=[Event("Recalled by the police", now, "Metropolitan Police", "It was inaccurate.")],
    )


def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """A page that needs a purpose."""
    by, why = actor(request), purpose(request, person)
    return page(
        request,
        "specimen/side.html",
        title="A person",
        purpose=why,
        code=why.code,
        by=by,
        pages=[("Summary", request.path, True), ("Information", "/", False)],
    )


def _refused(rule: str) -> Refused:
    return Refused("decision.release", (rule,), (engine().explain(rule),))


def answer(request: HttpRequest, kind: str) -> HttpResponse:
    """A view that lets each of the gate's answers pass upwards."""
    actor(request)
    errors: dict[str, Exception] = {
        "hidden": NotFound(),
        "refused": _refused("no-permission"),
        "lapsed": _refused("training-lapsed"),
        "tombstone": Tombstone(GONE),
        "rule": RuleBroken("state", "This nomination was already decided."),
        "conflict": Conflict(),
        "full": StorageFull(),
        "broken": RuntimeError("a person’s name"),
    }
    raise errors[kind]


urlpatterns = [
    path("specimen/form", form, name="specimen_form"),
    path("specimen/upload", upload, name="specimen_upload"),
    path("specimen/lists", lists, name="specimen_lists"),
    path("specimen/people/<uuid:person>", person, name="specimen_person"),
    path("specimen/answer/<slug:kind>", answer, name="specimen_answer"),
    path("", include("handrail.site.urls")),
]

SOMEBODY = uuid4()
