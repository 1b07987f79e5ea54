"""What a meeting left to do is marked as the case was that it is about, so that clearance is weighed when it is opened.

A column with a constant default is added without writing any row anew. What was left to do before is marked then, in
one statement: there is a row for each thing that a meeting left to do, not for each item. Until it has run, and if the
case on the agenda were not found, a row has the highest marking: nobody reads it who may not.
"""

from django.db import migrations, models

#: OFFICIAL with SENSITIVE, the highest marking that Handrail knows.
HIGHEST = 2

#: Row security binds the owner of the tables, too, who acts for no organisation. It is lifted for one statement, for the
#: owner alone and within a transaction that keeps everybody else from the tables.
MARK = """
ALTER TABLE meetings_meetingaction NO FORCE ROW LEVEL SECURITY;
ALTER TABLE meetings_agendacase NO FORCE ROW LEVEL SECURITY;
UPDATE meetings_meetingaction AS left_to_do SET marking = item.marking
    FROM meetings_agendacase AS item WHERE item.id = left_to_do.agenda_case_id AND item.marking <> left_to_do.marking;
ALTER TABLE meetings_agendacase FORCE ROW LEVEL SECURITY;
ALTER TABLE meetings_meetingaction FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_refer_to_what_is_seen")]

    operations = [
        migrations.AddField(
            "meetingaction", "marking", models.PositiveSmallIntegerField(default=HIGHEST), preserve_default=False
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
