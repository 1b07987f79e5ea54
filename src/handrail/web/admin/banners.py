"""What is said after an act on these pages."""

from handrail.web import banners

INVITED = banners.declare(
    "member.invited",
    happened="The invitation was sent.",
    told="They were sent a link by email. It works once, until {until}.",
    next="Ask for the roles that they need. Somebody else has to agree to each.",
)
NOT_SENT = banners.declare(
    "invitation.not_sent",
    happened="They are invited, but the email could not be sent.",
    told="Nobody was told: the mail server didn’t take it.",
    next="Send it again later. If that fails too, tell whoever runs Handrail.",
)
SENT_AGAIN = banners.declare(
    "invitation.sent_again",
    happened="The invitation was sent again.",
    told="They were sent a new link, which works until {until}. The one before no longer works.",
)
CANCELLED = banners.declare("invitation.cancelled", happened="The invitation was cancelled. Its link no longer works.")
EDITED = banners.declare("member.edited", happened="Their details were changed.")
TRAINED = banners.declare("member.trained", happened="The training was recorded. It counts until {until}.")
AWAY = banners.declare(
    "member.away",
    happened="They are marked as away.",
    next="Their cover sees and does what falls to them, until they are marked as back.",
)
BACK = banners.declare("member.back", happened="They are marked as back at work.")
RESET = banners.declare(
    "member.reset",
    happened="Their second step was reset.",
    next="They sign in with their password and set up a new one.",
)
LEFT = banners.declare(
    "member.left",
    happened="They have left. Their roles have ended and nobody can sign in as them.",
    next="What was due from them has gone to their cover, or to everybody in the same role.",
)
ASKED = banners.declare(
    "role.asked",
    happened="The role was asked for.",
    told="Role approvers see it under “Waiting for you”.",
    next="It counts once one of them agrees.",
)
APPROVED = banners.declare("role.approved", happened="You agreed to the role. It counts from now on.")
REFUSED = banners.declare("role.refused", happened="You refused the role. Nothing has changed for them.")
ENDED = banners.declare("role.ended", happened="The role has ended. It no longer opens anything for them.")
ORGANISATION = banners.declare("organisation.edited", happened="The organisation’s details were changed.")

DRAFTED = banners.declare(
    "agreement.drafted",
    happened="The draft was saved.",
    told="Nobody outside your organisation can see it.",
    next="When it is ready, consult on it.",
)
CHANGED = banners.declare("agreement.changed", happened="The agreement was changed.")
CONSULTING = banners.declare(
    "agreement.consulting",
    happened="The draft is open, and its parties and representative bodies were asked for their views.",
    next="It can be offered once they have all answered, or on {until} at the latest.",
)
OFFERED = banners.declare(
    "agreement.offered",
    happened="The agreement was offered.",
    told="The signatories of each party were told that it is waiting for them.",
    next="It comes into force between those who accept, as soon as one of them brings people into the programme.",
)
RESPONDED = banners.declare("agreement.responded", happened="Your organisation’s view was recorded.")
QUESTION = banners.declare(
    "agreement.question",
    happened="Your question is in the public register.",
    told="The organisation that drafted the agreement was asked to answer it.",
)
ANSWERED = banners.declare("agreement.answered", happened="The answer is in the public register.")
ACCEPTED = banners.declare(
    "agreement.accepted",
    happened="Your organisation accepted the agreement.",
    next="Nothing flows yet: it comes into force once somebody who brings people in has accepted it as well.",
)
IN_FORCE = banners.declare(
    "agreement.in_force",
    happened="Your organisation accepted the agreement, and it is in force.",
    next="Information can flow between the parties that have accepted it, one person and one decision at a time.",
)
DECLINED = banners.declare(
    "agreement.declined",
    happened="Your organisation refused the agreement. Nothing flows to it or from it.",
    next="It can still accept later.",
)
LEFT_AGREEMENT = banners.declare(
    "agreement.left",
    happened="Your organisation left the agreement. Nothing more flows to it or from it.",
    next="What it holds already it holds until the date that each disclosure says.",
)
FUNDED = banners.declare("agreement.funded", happened="The funding line was saved.")
REVIEWED = banners.declare(
    "agreement.reviewed", happened="The review was recorded. The agreement goes on until {until}."
)
REVISED = banners.declare(
    "agreement.revised",
    happened="This is the draft of the next version.",
    next="The version before it goes on until this one comes into force.",
)
ENDED_AGREEMENT = banners.declare("agreement.ended", happened="The agreement has ended. Nothing more flows under it.")
