"""An organisation's key is replaced by whoever runs the installation, and the organisation's own record says so."""

from handrail import vault
from handrail.gate import Actor, action, current


@action("organisation.rotate_key")
def rotate_key(*, by: Actor, purpose: str) -> vault.Rotated:
    """Give the organisation for which ``by`` acts a new key, and wrap all its data keys under it.

    The old version still opens older backups, until :func:`retire_key`.
    """
    act = current()
    rotated = vault.rotate(act.organisation)
    act.note(version=rotated.version, data_keys=rotated.data_keys)
    return rotated


@action("organisation.retire_key")
def retire_key(*, by: Actor, purpose: str) -> tuple[int, ...]:
    """Throw away the versions of the organisation's key that nothing is wrapped under; gives their numbers.

    They go once this act is on record. Backups of the database made before the rotation can't be read any more, save
    with a backup of the keys from the same time.
    """
    act = current()
    unused = vault.unused_versions(act.organisation)
    act.note(versions=unused)
    act.after_commit(lambda: vault.retire(act.organisation))
    return unused


@action("organisation.give_up_key")
def give_up_key(*, by: Actor, purpose: str) -> int:
    """Give up what a lost key protected, and give the organisation a new one; gives how many copies that loses.

    For when there is no copy of the key file anywhere. Raises :class:`vault.KeyIsThere` when it isn't lost.
    """
    act = current()
    lost = vault.give_up(act.organisation, at=act.now)
    act.note(copies=lost)
    # Not before: a file that a rolled-back act left behind would hide the loss.
    act.after_commit(lambda: vault.create_organisation_key(act.organisation))
    return lost
