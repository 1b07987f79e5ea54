"""What is left behind on the ground floors and by the directory: organisations, members, roles, agreements, duties."""

from handrail.upkeep.reconciling.traces import ANY, Trace, each

AGREEMENTS = (
    Trace(
        "directory.Agreement",
        "created_at",
        "created_by",
        {"agreement.draft": "", "agreement.revise": "previous_id"},
        leaves=("agreement.draft", "agreement.revise"),
    ),
    Trace("directory.Agreement", "in_force_at", "", {"agreement.accept": "id"}),
    Trace(
        "directory.Agreement",
        "ended_at",
        "",
        each("id", "agreement.end", "agreement.run_out", "agreement.leave", "agreement.refuse")
        | {"agreement.accept": ""},
    ),
    Trace(
        "directory.Party",
        "answered_at",
        "answered_by",
        each("agreement_id", "agreement.accept", "agreement.refuse", "agreement.leave"),
    ),
    Trace("directory.Consultation", "asked_at", "", {"agreement.consulted": "agreement_id"}),
    Trace("directory.Consultation", "answered_at", "answered_by", {"agreement.respond": "agreement_id"}),
    Trace(
        "directory.AgreementReview",
        "reviewed_at",
        "reviewed_by",
        {"agreement.review": "agreement_id"},
        leaves=("agreement.review",),
    ),
    Trace("directory.RegisterQuestion", "asked_at", "asked_by", {"agreement.ask": "agreement_id"}, ("agreement.ask",)),
    Trace("directory.RegisterQuestion", "answered_at", "answered_by", {"agreement.answer": "agreement_id"}),
)

MEMBERS = (
    Trace("directory.Account", "date_joined", "", each("", "member.invite", "member.add_first")),
    Trace("directory.Member", "joined_at", "", each("", "member.invite", "member.add_first", "invitation.accept")),
    Trace("directory.Member", "left_at", "", {"member.leave": "id", "invitation.cancel": ""}),
    Trace(
        "directory.RoleGrant",
        "requested_at",
        "requested_by",
        {"role.request": "member_id", "member.add_first": ""},
        leaves=("role.request",),
    ),
    Trace(
        "directory.RoleGrant",
        "decided_at",
        "decided_by",
        each("id", "role.approve", "role.refuse") | {"member.add_first": ""},
        leaves=("role.approve", "role.refuse"),
    ),
    Trace(
        "directory.RoleGrant", "ended_at", "ended_by", {"role.end": "id", "member.leave": "member_id"}, ("role.end",)
    ),
    Trace(
        "directory.Training",
        "recorded_at",
        "recorded_by",
        {"member.record_training": "member_id"},
        leaves=("member.record_training",),
    ),
    Trace(
        "directory.Invitation",
        "invited_at",
        "invited_by",
        each("", "member.invite", "member.add_first")
        | {"invitation.send_again": "id", "member.reset_sign_in": "member_id"},
    ),
    Trace("directory.CalendarAddress", "made_at", "member_id", {"member.make_calendar": "member_id"}),
    Trace(
        "directory.CalendarAddress",
        "ended_at",
        "",
        each("member_id", "member.make_calendar", "member.end_calendar", "member.leave"),
    ),
    Trace(
        "directory.InstalledProgramme",
        "installed_at",
        "installed_by",
        each("", "programme.install", "programme.install_first"),
    ),
)

DUTIES = (
    Trace("duties.Duty", "raised_at", "raised_by", {ANY: ""}),
    Trace("duties.Duty", "ended_at", "ended_by", {ANY: ""}),
    Trace("duties.Duty", "reminded_at", "", {"duty.remind": "id"}),
    Trace("provenance.DrawsOn", "recorded_at", "", {ANY: ""}),
    Trace("provenance.DrawsOn", "marked_at", "", {ANY: ""}),
    Trace("provenance.DrawsOn", "reviewed_at", "reviewed_by", {ANY: ""}),
    Trace(
        "vault.DataKey",
        "destroyed_at",
        "",
        each(
            "", "person.forget", "decision.clear_import", "decision.import", "decision.draft", "decision.refuse_import"
        ),
    ),
)

SERVICES = (
    Trace("services.ServiceFeed", "brought_in_at", "brought_in_by", {"service.bring_in_directory": ""}),
    Trace("services.LocalService", "first_listed_at", "", {"service.bring_in_directory": ""}),
    Trace("services.LocalService", "changed_at", "", {"service.bring_in_directory": ""}),
)

TRACES = AGREEMENTS + MEMBERS + DUTIES + SERVICES
