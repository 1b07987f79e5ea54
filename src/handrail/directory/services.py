"""The parts of Handrail that act by themselves: each has an identity, acts for one organisation, and is ruled on."""

from uuid import UUID

from handrail.gate import Actor

#: What each service is for. The ids are fixed, so that an auditor of any installation reads the same ones.
SERVICES: dict[str, UUID] = {
    "worker": UUID("5e7a11c0-0000-4000-8000-000000000001"),
    "sweep": UUID("5e7a11c0-0000-4000-8000-000000000002"),
    "sequencer": UUID("5e7a11c0-0000-4000-8000-000000000003"),
    "importer": UUID("5e7a11c0-0000-4000-8000-000000000004"),
    "digest": UUID("5e7a11c0-0000-4000-8000-000000000005"),
    "installer": UUID("5e7a11c0-0000-4000-8000-000000000006"),
    "reception": UUID("5e7a11c0-0000-4000-8000-000000000007"),
    "public_reader": UUID("5e7a11c0-0000-4000-8000-000000000008"),
    "reconciler": UUID("5e7a11c0-0000-4000-8000-000000000009"),
    "matcher": UUID("5e7a11c0-0000-4000-8000-00000000000a"),
}
NAMES: dict[UUID, str] = {id_: name for name, id_ in SERVICES.items()}

#: In whose record the public's reading of the register is kept: nobody's, so a fixed id of its own.
THE_PUBLIC = UUID("5e7a11c0-0000-4000-8000-0000000000ff")

#: In whose record stands what concerns all organisations alike: nobody's, as above.
THE_INSTALLATION = UUID("5e7a11c0-0000-4000-8000-0000000000fe")


def service(name: str, organisation: UUID) -> Actor:
    """The service called ``name``, acting for ``organisation``. Raises KeyError for a service that does not exist."""
    return Actor(id=SERVICES[name], organisation=organisation, kind="service")


def public_reader() -> Actor:
    """Whoever reads the public register without signing in."""
    return service("public_reader", THE_PUBLIC)
