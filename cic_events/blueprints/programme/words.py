"""The words and looks of states, origins and proofs, in English; they are translated where they are shown."""

from fractions import Fraction

from cic_events.kernel.errors import N_
from cic_events.programme import words as plan_words
from cic_events.programme.lines import Part
from cic_events.programme.rows import Strength
from cic_events.programme.states import State
from cic_events.programme.tiles import Figure
from cic_events.programme.vocabulary import Automation, Measure, Origin, Per, Predicate, Setting
from cic_events.web.locale import _, beside, listed, number, plain

# what is said, and the look of it
STATES = {
    State.OVERDUE: (N_("Overdue"), "late"),
    State.AT_RISK: (N_("At risk"), "warn"),
    State.NOT_STARTED: (N_("Not started"), "planned"),
    State.IN_PROGRESS: (N_("In progress"), "info"),
    State.ON_TRACK: (N_("On track"), "running"),
    State.ACHIEVED: (N_("Achieved"), "ok"),
    State.NOT_MEASURABLE: (N_("Not measurable yet"), "neutral"),
    State.WAIVED: (N_("Waived"), "cancelled"),
}
TILES = {
    State.OVERDUE: "late",
    State.AT_RISK: "warn",
    State.ACHIEVED: "done",
    State.ON_TRACK: "running",
    State.IN_PROGRESS: "running",
}
ORIGINS = {
    Origin.STATED: N_("stated in the plan"),
    Origin.INHERITED: N_("inherited from the result"),
    Origin.ASSUMED: N_("assumed"),
}
PERS = {
    Per.ONCE: N_("once"),
    Per.YEAR: N_("each year"),
    Per.EVENT: N_("for each event"),
    Per.PROGRAMME: N_("over the programme"),
}
AUTOMATIONS = {
    Automation.COMPUTED: N_("computed from records"),
    Automation.PARTIAL: N_("partly computed, partly declared"),
    Automation.DECLARED: N_("declared, then accepted by a reviewer"),
}
# what is said, the look of it, and its icon
STRENGTHS = {
    Strength.DECLARED: (N_("declared"), "", "message-square"),
    Strength.DOCUMENTED: (N_("documented"), "info", "file-text"),
    Strength.VERIFIED: (N_("verified"), "ok", "shield-check"),
}
PARTS = {
    Part.COUNTED: (N_("counted"), "ok"),
    Part.LACKING: (N_("lacking"), "bad"),
    Part.OPEN: (N_("on the way"), "planned"),
    Part.REFUSED: (N_("not counted"), "cancelled"),
}
RECORDS = {
    "attendance": N_("Attendance %(number)s"),
    "appointment": N_("Mandate %(number)s"),
    "need_assessment": N_("Need %(number)s"),
    "plan_item": N_("Plan item %(number)s"),
    "training_session": N_("Session %(number)s"),
}
REFUSALS = {
    "theme_required": N_("it has no theme"),
    "coordinator_required": N_("it has no named coordinator"),
    "min_communes": N_("too few communes took part"),
    "counts_online": N_("it was held online"),
    "common_week": N_("it lies outside the common week"),
}


def amount(value: int | Fraction, measure: Measure) -> str:
    """A value as its measure is said: 3, 66 %, yes; never rounded up."""
    if measure is Measure.BOOLEAN:
        return _("yes") if value else _("no")
    whole = number(int(value))
    return f"{whole} %" if measure is Measure.PERCENT else whole


def refusal(why: str) -> str:
    """Why a record is not counted."""
    if why in REFUSALS:
        return _(REFUSALS[why])
    return _("lacking: %(what)s", what=plain(plan_words.of_predicate(Predicate(why))))


def setting(value: Setting) -> str:
    """A setting of a rule, in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return number(value)
    return listed(said_of(word) for word in ((value,) if isinstance(value, str) else value))


def said_of(word: str) -> str:
    """A word of the plan; `lead_elected@S` names its side too."""
    texts = plan_words.of_value(word)
    said = plain(texts) if texts else word
    side = {"N": _("North"), "S": _("South")}.get(word.partition("@")[2])
    return f"{said} ({side})" if side else said


def missed(years: tuple[int, ...]) -> str:
    return _("missed: %(years)s", years=beside(*map(str, years))) if years else ""


def figure(shown: Figure) -> str:
    """3 / 4, or 7 / 12 communes."""
    if shown.of_units is not None:
        return f"{shown.done} / {shown.of} {plain(plan_words.of_unit(shown.of_units))}"
    return f"{amount(shown.done, shown.measure)} / {amount(shown.of, shown.measure)}"
