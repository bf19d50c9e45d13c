"""Why a unit is not achieved: each failing predicate and each missing record, as one thing to do. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cic_events.kernel.errors import N_
from cic_events.kernel.texts import Texts
from cic_events.programme import rows
from cic_events.programme import words as plan_words
from cic_events.programme.assessment import Measured, UnitState
from cic_events.programme.framework import ActivitySpec
from cic_events.programme.lines import Known, Line, Part, lines_of
from cic_events.programme.rows import Ref
from cic_events.programme.states import State
from cic_events.programme.vocabulary import Party, Predicate, RuleName

MOST_LINES = 8  # of one kind; the records page holds all
RED = frozenset(State) - {State.ACHIEVED, State.WAIVED}
TRAININGS = frozenset({RuleName.PEOPLE_TRAINED, RuleName.ROLES_TRAINED, RuleName.ORGANISATIONS_ACCOMPANIED})
DOCUMENTS = frozenset({RuleName.DOCUMENT_ADOPTED, RuleName.DOCUMENT_SET})

LACKING = {
    "need_assessment": N_("Plan a training for need %(number)s"),
    "plan_item": N_("Hold what plan item %(number)s promised"),
    "training_session": N_("Close the tests before and after session %(number)s, with at least one pair of answers"),
}
REFUSED = {
    "theme_required": N_("Give a theme to what was held without one"),
    "coordinator_required": N_("Name the coordinator of what was held"),
    "min_communes": N_("Bring together enough communes: those held so far joined too few"),
    "counts_online": N_("Meet in one place: what was held online does not count"),
    "common_week": N_("Act inside the common week: what lies outside does not count"),
}


@dataclass(frozen=True)
class Lack:
    """One thing to do. `party`: who the plan says does it (none: who leads). `screen`: where the work is done."""

    key: str
    what: str
    params: Mapping[str, Any] = field(default_factory=dict)
    party: Party | None = None
    side: str = ""
    commune: int | None = None
    subject: Ref | None = None
    due: date | None = None
    screen: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


def lacks_of(spec: ActivitySpec, unit: UnitState, known: Known) -> tuple[Lack, ...]:
    """Nothing when the unit is achieved or nothing is asked of it."""
    if unit.state not in RED:
        return ()
    found = [_predicate(predicate) for predicate in unit.missing]
    for measured in unit.measured:
        if measured.state in RED:
            found += _of_target(spec, measured, known)
    return tuple({lack.key: lack for lack in found}.values())


def _predicate(predicate: Predicate) -> Lack:
    party = Party.PROGRAMME_MANAGER if predicate is Predicate.METHOD_ADOPTED else None
    said = {"what": plan_words.of_predicate(predicate)}
    return Lack(f"predicate:{predicate}", N_("See to it that this holds: %(what)s"), said, party)


def _of_target(spec: ActivitySpec, measured: Measured, known: Known) -> Iterator[Lack]:
    lines = lines_of(measured.figure, known)
    yield from _refused(line for line in lines if line.part is Part.REFUSED)
    yield from [_on_the_way(line, known) for line in _few(lines, Part.OPEN) if line.refs]
    yield from [_missing(line, known) for line in _few(lines, Part.LACKING)]
    yield from _still_asked(spec, measured)


def _few(lines: Iterable[Line], part: Part) -> list[Line]:
    return [line for line in lines if line.part is part][:MOST_LINES]


def _refused(lines: Iterable[Line]) -> Iterator[Lack]:
    """One thing to do for all records that fail the same."""
    refused: dict[str, list[Ref]] = {}
    for line in lines:
        refused.setdefault(line.why, []).extend(line.refs)
    for why, refs in refused.items():
        if why in REFUSED:
            yield Lack(f"refused:{why}", REFUSED[why], subject=refs[0])
        elif why == Predicate.NEEDS_ASSESSED_FIRST:
            yield Lack(
                f"refused:{why}",
                N_("Collect the needs of this audience, and close the collection before the next training begins"),
                screen="campaigns.new",
            )
        else:
            what = plan_words.of_predicate(Predicate(why))
            said = N_("Records that do not count yet (%(num)s), until this holds: %(what)s")
            yield Lack(f"refused:{why}", said, {"num": len(refs), "what": what}, subject=refs[0])


def _on_the_way(line: Line, known: Known) -> Lack:
    row = known.get(line.refs[0])
    if isinstance(row, rows.TrainedPerson):
        return Lack(
            f"hold:{row.training}",
            N_("Hold session %(number)s and have every sheet countersigned"),
            {"number": row.training},
            commune=row.commune,
            subject=Ref("training_session", row.training),
            due=row.last_day,
            screen="attendance.index",
            args={"id": row.training},
        )
    said = plan_words.of_value(line.refs[0].kind) or Texts(en=line.refs[0].kind)
    what = N_("Finish what is on the way: %(what)s %(number)s")
    return Lack(f"open:{line.key}", what, {"what": said, "number": line.refs[0].id}, subject=line.refs[0], due=line.day)


def _missing(line: Line, known: Known) -> Lack:
    if not line.refs:
        return Lack(f"lacking:{line.key}", N_("Have a record of it made: %(what)s"), {"what": line.key})
    ref = line.refs[0]
    row = known.get(ref)
    commune = getattr(row, "commune", None)
    if ref.kind not in LACKING:
        said = {"what": plan_words.of_value(ref.kind) or Texts(en=ref.kind), "number": ref.id}
        return Lack(f"lacking:{ref}", N_("Bring to its end: %(what)s %(number)s"), said, None, "", commune, ref)
    screens: dict[str, tuple[str, dict[str, Any]]] = {
        "need_assessment": ("needs.show", {"id": ref.id}),
        "plan_item": ("sessions.new", {"item": ref.id}),
        "training_session": ("learning.tests", {"id": ref.id}),
    }
    screen, args = screens[ref.kind]
    party = Party.TRAINER if ref.kind == "training_session" else None
    return Lack(f"lacking:{ref}", LACKING[ref.kind], {"number": ref.id}, party, "", commune, ref, None, screen, args)


def _still_asked(spec: ActivitySpec, measured: Measured) -> Iterator[Lack]:
    """What neither a record nor anything on the way answers yet."""
    figure, target, rule = measured.figure, measured.target, spec.rule
    if figure.possible is not None:
        if not figure.possible:
            yield _nothing_listed(spec, target.figure)
        return
    here = {item.key for item in (*figure.counted, *figure.open)}
    if rule.name in (RuleName.APPOINTMENT_ACTIVE, RuleName.ROLES_TRAINED):
        yield from (_role(rule.name, role, rule.word("theme")) for role in rule.words("roles") if role not in here)
        return
    short = target.min - int(figure.value) - int(figure.open_value)
    if short < 1:
        return
    what = target.of or spec.labels
    if rule.name in TRAININGS:
        theme = plan_words.of_value(rule.word("theme")) or Texts()
        said = N_("Plan a training on “%(theme)s”; still asked for: %(num)s (%(what)s)")
        yield Lack("train", said, {"theme": theme, "num": short, "what": what}, screen="sessions.new")
    elif rule.name in DOCUMENTS:
        yield Lack("document", N_("Have this adopted: %(what)s"), {"what": what})
    else:
        yield Lack("more", N_("Still asked for: %(num)s (%(what)s)"), {"num": short, "what": what})


def _role(name: RuleName, wanted: str, theme: str) -> Lack:
    role, _, side = wanted.partition("@")
    said = {"role": plan_words.of_value(role) or Texts(en=role)}
    if name is RuleName.APPOINTMENT_ACTIVE:
        return Lack(f"role:{wanted}", N_("Appoint somebody: %(role)s"), said, side=side, screen="people.index")
    topic = plan_words.of_value(theme) or Texts()
    what = N_("Train somebody who is %(role)s, on “%(theme)s”")
    return Lack(f"role:{wanted}", what, {**said, "theme": topic}, screen="sessions.new")


def _nothing_listed(spec: ActivitySpec, figure: str) -> Lack:
    if figure == "priority_needs_served":
        return Lack("no-need", N_("Choose the needs that the plan serves first"), screen="needs.index")
    if figure == "due_items_held":
        return Lack("no-item", N_("Have a plan with dated items approved"), screen="plans.index")
    of = plan_words.of_value(spec.rule.word("denominator")) or spec.labels
    return Lack("no-list", N_("There is nothing to count from yet: %(what)s"), {"what": of})
