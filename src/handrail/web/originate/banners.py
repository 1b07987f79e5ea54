"""What the green banners of the nomination pages say."""

from handrail.web.banners import declare

STARTED = declare(
    "nomination.started",
    happened="You started nomination {reference}.",
    next="It is a draft. Fill in each task; what you write is saved as you go.",
)
SAVED = declare("nomination.saved", happened="Saved.")
ADDRESSED = declare(
    "nomination.addressed",
    happened="This goes only to those with whom a panel works already.",
    next="Say which items they get and what they are asked, then check it.",
)
JOINED = declare(
    "nomination.joined",
    happened="This draft now belongs to the record of {reference}.",
    next="There is one person with one record. Anybody you share with gets it under that reference.",
)
PROPOSED = declare(
    "nomination.proposed",
    happened="You put {reference} forward.",
    told="Your organisation’s authorisers were told that something is waiting for them.",
    next="Nothing is shared until one of them has released it. You can withdraw it until then.",
)
WITHDRAWN = declare(
    "nomination.withdrawn",
    happened="You withdrew {reference}.",
    next="Nothing was shared. What was written is sealed and will be destroyed when its time is over.",
)
RELEASED = declare(
    "nomination.released",
    happened="You released {reference}.",
    told="Recipients who were told that something is waiting for them: {recipients}.",
    next="You can see below when each has acknowledged it.",
)
SENT_BACK = declare(
    "nomination.sent_back",
    happened="You sent {reference} back.",
    told="The officer who put it forward was told.",
    next="It comes back to an authoriser when it has been changed.",
)
DECLINED = declare(
    "nomination.declined",
    happened="You declined {reference}.",
    told="Nothing was shared, and no other organisation was told.",
    next="Your answers are kept with the decision.",
)
TOLD = declare(
    "telling.told",
    happened="You recorded that {reference} was told.",
    told="Every organisation that you shared with can see it.",
)
PUT_OFF = declare(
    "telling.put_off",
    happened="You proposed that telling {reference} waits.",
    told="The colleagues who can approve it were told.",
    next="It takes effect when one of them has approved it.",
)
APPROVED = declare(
    "telling.approved",
    happened="You approved that telling {reference} waits.",
    told="Every organisation that you shared with can see when it is looked at again.",
    next="It comes back to you and your colleagues by that day.",
)
BROUGHT_IN = declare(
    "nomination.brought_in",
    happened="The file was brought in. New drafts: {drafts}.",
    told="Brought in before, and left as they were: {unchanged}.",
    next="Each draft is about one person. Open them one by one: nothing is shared until two people have decided.",
)
NOTHING_NEW = declare(
    "nomination.nothing_new",
    happened="Nothing was changed.",
    told="All nominations in the file were brought in before: {unchanged}.",
)
