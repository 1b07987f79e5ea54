"""The addresses of the nomination pages. They hold ids only, never a reference or a name of a person."""

from django.urls import path

from handrail.web.originate import search_urls
from handrail.web.originate.views import (
    again,
    deciding,
    duplicates,
    files,
    items,
    lists,
    person,
    reasons,
    recipients,
    tasks,
)

app_name = "originate"

urlpatterns = [
    path("", lists.index, name="nominations"),
    path("start", lists.start, name="start"),
    path("file", files.bring_in_file, name="file"),
    path("telling/<uuid:notification>", again.look_again, name="look_again"),
    path("telling/<uuid:notification>/not-yet", again.put_off, name="put_off_again"),
    path("<uuid:decision>", tasks.nomination, name="nomination"),
    path("<uuid:decision>/withdraw", tasks.withdraw, name="withdraw"),
    path("<uuid:decision>/duplicates", duplicates.duplicates, name="duplicates"),
    path("<uuid:decision>/hand-in/<uuid:into>", tasks.hand_in, name="hand_in"),
    path("<uuid:decision>/person", person.person, name="person"),
    path("<uuid:decision>/person/<slug:word>", person.part, name="add_part"),
    path("<uuid:decision>/person/<slug:word>/<uuid:item>", person.part, name="part"),
    path("<uuid:decision>/why", reasons.why, name="why"),
    path("<uuid:decision>/items", items.items, name="items"),
    path("<uuid:decision>/items/new", items.item, name="add_item"),
    path("<uuid:decision>/items/<uuid:item>", items.item, name="item"),
    path("<uuid:decision>/items/<uuid:item>/remove", items.remove, name="remove_item"),
    path("<uuid:decision>/recipients", recipients.recipients, name="recipients"),
    path("<uuid:decision>/recipients/new", recipients.choose, name="add_recipient"),
    path("<uuid:decision>/recipients/<uuid:organisation>", recipients.recipient, name="recipient"),
    path("<uuid:decision>/recipients/<uuid:organisation>/remove", recipients.remove, name="remove_recipient"),
    path("<uuid:decision>/decision", reasons.decision, name="decision"),
    path("<uuid:decision>/telling", reasons.telling, name="telling"),
    path("<uuid:decision>/telling/not-yet", reasons.put_off, name="put_off"),
    path("<uuid:decision>/recipients/<uuid:organisation>/only", recipients.hand_in_there, name="hand_in_there"),
    path("<uuid:decision>/check", deciding.check, name="check"),
    path("<uuid:decision>/authorise", deciding.authorise, name="authorise"),
    *search_urls.urlpatterns,
]
