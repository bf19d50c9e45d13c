"""Rules over who was trained, accompanied, and what the plans served."""

from datetime import date

from cic_events.programme.evidence import Evidence
from cic_events.programme.rows import Cycle, PlanItem, Ref, TrainedPerson
from cic_events.programme.rules.figures import Figure, Item, Question, Refused, distinct, without
from cic_events.programme.rules.predicates import failing
from cic_events.programme.vocabulary import Measure, Predicate


def people_trained(question: Question, evidence: Evidence) -> Figure:
    """Distinct people of the audience who attended enough of one training on the theme."""
    audience = question.rule.word("audience")
    rows = [row for row in _on_theme(question, evidence) if not audience or audience in row.roles]
    return _trained(question, [(f"person:{row.person}", row) for row in rows])


def roles_trained(question: Question, evidence: Evidence) -> Figure:
    """The number of listed roles with at least one trained holder."""
    rows = _on_theme(question, evidence)
    return _trained(
        question, [(role, row) for role in question.rule.words("roles") for row in rows if role in row.roles]
    )


def _trained(question: Question, rows: list[tuple[str, TrainedPerson]]) -> Figure:
    counted, open_, refused = [], [], []
    for key, row in rows:
        item = Item(key, (row.ref,))
        if _attended_enough(question, row):
            if (why := failing(question, row)) is not None:
                refused.append(Refused(row.ref, why))
            else:
                counted.append(item)
        elif _to_come(question, row):
            open_.append(item)
    done = distinct(counted)
    return Figure(Measure.COUNT, done, without(open_, done), refused=tuple(refused))


def _on_theme(question: Question, evidence: Evidence) -> list[TrainedPerson]:
    theme = question.rule.word("theme")
    return [row for row in evidence.trained if question.unit.has(row.commune) and (not theme or row.theme == theme)]


def _attended_enough(question: Question, row: TrainedPerson) -> bool:
    enough = row.attendance >= question.rule.number("min_attendance", otherwise=1)
    return row.held and question.happened(row.last_day) and enough


def _to_come(question: Question, row: TrainedPerson) -> bool:
    return question.window.holds(row.last_day) and (not row.held or row.last_day > question.as_of)


def organisations_accompanied(question: Question, evidence: Evidence) -> Figure:
    """Distinct organisations with a coaching note or a trained member; one with both counts once."""
    kind, proofs = question.rule.word("kind"), question.rule.words("proofs")
    counted, open_ = [], []
    for note in evidence.coaching if "coaching_note" in proofs else ():
        if note.organisation_kind == kind and question.unit.has(note.commune) and question.happened(note.on):
            counted.append(_organisation(note.organisation, note.ref))
    for row in _on_theme(question, evidence) if "trained_member" in proofs else ():
        if row.organisation is None or row.organisation_kind != kind:
            continue
        if _attended_enough(question, row):
            counted.append(_organisation(row.organisation, row.ref))
        elif _to_come(question, row):
            open_.append(_organisation(row.organisation, row.ref))
    done = distinct(counted)
    return Figure(Measure.COUNT, done, without(open_, done))


def _organisation(id: int, ref: Ref) -> Item:
    return Item(f"organisation:{id}", (ref,))


def cycles_completed(question: Question, evidence: Evidence) -> Figure:
    """Cycles for a commune of the unit whose sessions were all held; one that waits for its evaluation is open."""
    counted, open_, refused = [], [], []
    for cycle in evidence.cycles:
        if cycle.audience != question.rule.word("audience") or not question.unit.has_any(cycle.communes):
            continue
        item = Item(str(cycle.ref), (cycle.ref,))
        over_on = _over_on(cycle, question)
        if over_on is None:
            if question.window.holds(cycle.first_day):
                open_.append(item)
        elif question.window.holds(over_on):
            if (why := failing(question, cycle)) is None:
                counted.append(item)
            elif why is Predicate.EVALUATED:
                open_.append(item)
            else:
                refused.append(Refused(cycle.ref, why))
    return Figure(Measure.COUNT, tuple(counted), tuple(open_), refused=tuple(refused))


def _over_on(cycle: Cycle, question: Question) -> date | None:
    """The day of its last session, once enough sessions and all of them were held."""
    held = [day for day in cycle.sessions if day is not None and day <= question.as_of]
    if len(held) < len(cycle.sessions) or len(held) < question.rule.number("min_sessions", otherwise=1):
        return None
    return max(held)


def plan_progress(question: Question, evidence: Evidence) -> Figure:
    """Priority needs with a held or dated item; or due items held: the target says which of the two."""
    scope = question.rule.word("plan_scope")
    lines: list[tuple[Ref, date | None]]
    if question.figure == "priority_needs_served":
        needs = [need for need in evidence.plan_needs if need.plan_scope == scope and question.unit.has(need.commune)]
        lines = [(n.ref, n.served_on) for n in needs if question.happened(n.on) and not question.known(n.until)]
    else:
        items = [item for item in evidence.plan_items if item.plan_scope == scope and question.unit.has(item.commune)]
        lines = [(i.ref, i.held_on) for i in items if question.happened(i.due_on) and _in_plan(question, i)]
    return share(question, lines)


def _in_plan(question: Question, item: PlanItem) -> bool:
    return question.known(item.since) and not question.known(item.until)


def share(question: Question, lines: list[tuple[Ref, date | None]]) -> Figure:
    """Lines done by the day asked, of all lines."""
    possible = tuple(Item(str(ref), (ref,)) for ref, _ in lines)
    counted = tuple(item for item, (_, done) in zip(possible, lines, strict=True) if question.known(done))
    return Figure(Measure.PERCENT, counted, possible=possible)
