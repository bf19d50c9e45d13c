"""The words and looks of states, origins and proofs, in English; they are translated where they are shown."""

from fractions import Fraction

from cic_events.kernel.errors import N_
from cic_events.programme import words as plan_words
from cic_events.programme.rows import Strength
from cic_events.programme.states import State
from cic_events.programme.tiles import Figure
from cic_events.programme.vocabulary import Automation, Measure, Origin, Per
from cic_events.web.locale import _, number, plain

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
STRENGTHS = {
    Strength.DECLARED: N_("declared"),
    Strength.DOCUMENTED: N_("documented"),
    Strength.VERIFIED: N_("verified"),
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


def missed(years: tuple[int, ...]) -> str:
    return _("missed: %(years)s", years=", ".join(map(str, years))) if years else ""


def figure(shown: Figure) -> str:
    """3 / 4, or 7 / 12 communes."""
    if shown.of_units is not None:
        return f"{shown.done} / {shown.of} {plain(plan_words.of_unit(shown.of_units))}"
    return f"{amount(shown.done, shown.measure)} / {amount(shown.of, shown.measure)}"
