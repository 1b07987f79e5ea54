from django.db import migrations


def unfinished(at_work: str) -> str:
    """The imports that nobody sees yet: all that are unfinished, but for the one at work in this transaction."""
    return f"""
        CREATE OR REPLACE FUNCTION handrail_unfinished_imports() RETURNS uuid[] LANGUAGE sql STABLE AS $$
            SELECT coalesce(array_agg(id), '{{}}') FROM sharing_nominationimport
            WHERE state = 'staging' AND id::text <> {at_work}
        $$
    """


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0008_find_what_was_given_about_a_person"),
        ("ledger", "0003_said_in_this_transaction"),
    ]

    operations = [
        migrations.RunSQL(
            unfinished("(SELECT handrail_said('import'))"),
            unfinished("coalesce(current_setting('handrail.import', true), '')"),
        )
    ]
