"""Row security of the directory.

Who works where, in which role, is read before anybody has signed in, and by every organisation that shares a case:
organisations, centres, accounts, members and role grants can be read by all, and written (where they belong to an
organisation) by that organisation alone. Training and invitations are read by their organisation alone. An agreement
is its drafter's alone while it is a draft, and open to everybody from then on; what hangs on it is read by whoever
reads it. See docs/explanation/directory.md.
"""

from django.db import migrations

from handrail.gate.row_security import ACTING, OWN, RowSecurity


def policies(table: str, *, read: str, write: str, lock: str = "") -> migrations.RunSQL:
    """Rows for which ``read`` holds are seen; rows for which ``write`` holds are added, changed and taken away.

    ``lock`` says which rows can be locked, where that is more: what a change leaves behind must still be ``write``.
    """
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY seen ON {table} FOR SELECT USING ({read})",
            f"CREATE POLICY added ON {table} FOR INSERT WITH CHECK ({write})",
            f"CREATE POLICY changed ON {table} FOR UPDATE USING ({lock or write}) WITH CHECK ({write})",
            f"CREATE POLICY taken_away ON {table} FOR DELETE USING ({write})",
        ],
        [
            *(f"DROP POLICY {name} ON {table}" for name in ("taken_away", "changed", "added", "seen")),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


OF_A_READABLE = "EXISTS (SELECT 1 FROM directory_agreement a WHERE a.id = agreement_id)"
OF_OWN_AGREEMENT = (
    f"EXISTS (SELECT 1 FROM directory_agreement a WHERE a.id = agreement_id AND a.organisation_id = {ACTING})"
)
OWN_OR_DRAFTER = f"{OF_A_READABLE} AND ({OWN} OR {OF_OWN_AGREEMENT})"


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        policies("directory_organisation", read="true", lock="true", write=f"id = {ACTING}"),
        policies("directory_member", read="true", write=OWN),
        policies("directory_rolegrant", read="true", write=OWN),
        RowSecurity("directory_training"),
        RowSecurity("directory_invitation"),
        # One policy for all: a party that answers locks the agreement, which takes the right to change what is seen.
        RowSecurity("directory_agreement", using=f"state <> 'draft' OR {OWN}", check=OWN),
        policies("directory_party", read=OF_A_READABLE, write=OWN_OR_DRAFTER),
        policies("directory_consultation", read=OF_A_READABLE, write=OWN_OR_DRAFTER),
        policies("directory_registerquestion", read=OF_A_READABLE, write=OWN_OR_DRAFTER),
        policies("directory_agreementreview", read=OF_A_READABLE, write=OF_OWN_AGREEMENT),
        policies("directory_fundingline", read=OF_A_READABLE, write=OF_OWN_AGREEMENT),
    ]
