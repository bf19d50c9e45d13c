"""Rules over lists, directories, projects, exchanges, clusters and the private space."""

from datetime import date, timedelta

from cic_events.programme.evidence import Evidence
from cic_events.programme.rows import DirectoryEntry, Exchange, ListedThing, Project
from cic_events.programme.rules.documents import in_force
from cic_events.programme.rules.figures import Figure, Item, Question, Refused, Window
from cic_events.programme.rules.learning import share
from cic_events.programme.rules.predicates import failing
from cic_events.programme.vocabulary import Measure, Predicate, UnitKind, When

LASTING = "running"


def coverage(question: Question, evidence: Evidence) -> Figure:
    """Numerator of denominator; after an adopted method, only what came after it."""
    pair = (question.rule.word("denominator"), question.rule.word("numerator"))
    rows = [r for r in evidence.lists if (r.of, r.done) == pair and question.unit.has(r.commune)]
    adopted = method_adopted_on(question, evidence) if Predicate.METHOD_ADOPTED in question.requires else None
    on_list = [r for r in rows if _on_list(question, r) and (adopted is None or r.since > adopted)]
    return share(question, [(r.ref, r.done_on) for r in on_list])


def _on_list(question: Question, row: ListedThing) -> bool:
    if question.rule.when is When.IN_WINDOW:
        return question.happened(row.since)
    return question.known(row.since) and not question.known(row.until)


def method_adopted_on(question: Question, evidence: Evidence) -> date | None:
    """The day from which the method for measuring what was learnt is in force."""
    days = [
        d.validated_at
        for d in evidence.documents
        if d.doc_type == "acquis_method" and d.validated_at and in_force(d, ("validated_at",), question.as_of)
    ]
    return min(days, default=None)


def directory_live(question: Question, evidence: Evidence) -> Figure:
    """Entries checked recently enough before the day asked."""
    live = live_entries(question, evidence)
    return Figure(Measure.COUNT, tuple(Item(str(e.ref), (e.ref,)) for e in live))


def live_entries(question: Question, evidence: Evidence) -> list[DirectoryEntry]:
    oldest = question.as_of - timedelta(days=question.rule.number("max_age_days"))
    return [
        entry
        for entry in evidence.directories
        if entry.directory == question.rule.word("directory")
        and question.unit.has(entry.commune)
        and oldest <= entry.checked_on <= question.as_of
    ]


def projects_in_state(question: Question, evidence: Evidence) -> Figure:
    """Projects of the unit that reached one of the states inside the window, or still run in it."""
    wanted = question.rule.words("states")
    counted, open_, refused = [], [], []
    for project in evidence.projects:
        if not question.unit.has(project.commune) or (question.rule.flag("integrated") and not project.integrated):
            continue
        if (now := _state_on(project, question.known_until)) is None:
            continue
        state, since = now
        item = Item(str(project.ref), (project.ref,))
        if state not in wanted:
            if state in ("idea", "planned", "accompanied"):
                open_.append(item)
        elif (why := failing(question, project)) is not None:
            refused.append(Refused(project.ref, why))
        elif question.window.holds(since) or state == LASTING:
            counted.append(item)
    return Figure(Measure.COUNT, tuple(counted), tuple(open_), refused=tuple(refused))


def _state_on(project: Project, day: date) -> tuple[str, date] | None:
    reached = [(state, since) for state, since in project.states if since <= day]
    return reached[-1] if reached else None


def exchanges_logged(question: Question, evidence: Evidence) -> Figure:
    """Exchanges of these kinds joining enough communes, the unit among them."""
    wanted = [e for e in evidence.exchanges if is_wanted(question, e) and question.unit.has_any(e.communes)]
    return Figure(
        Measure.COUNT,
        tuple(Item(str(e.ref), (e.ref,)) for e in wanted if question.happened(e.on)),
        tuple(Item(str(e.ref), (e.ref,)) for e in wanted if question.to_come(e.on)),
    )


def is_wanted(question: Question, exchange: Exchange) -> bool:
    enough = len(exchange.communes) >= question.rule.number("min_communes", otherwise=2)
    return exchange.kind in question.rule.words("kinds") and enough


def clusters_active(question: Question, evidence: Evidence) -> Figure:
    """Clusters of the side with enough members on the day asked."""
    counted, refused = [], []
    for cluster in evidence.clusters:
        if question.unit.kind is UnitKind.SIDE and cluster.side is not question.unit.side:
            continue
        if not question.known(cluster.started_on) or question.known(cluster.ended_on):
            continue
        members = [c for c, since, until in cluster.members if question.known(since) and not question.known(until)]
        if len(members) < question.rule.number("min_communes", otherwise=2):
            continue
        if (why := failing(question, cluster)) is not None:
            refused.append(Refused(cluster.ref, why))
        else:
            counted.append(Item(str(cluster.ref), (cluster.ref,)))
    return Figure(Measure.COUNT, tuple(counted), refused=tuple(refused))


def space_activity(question: Question, evidence: Evidence) -> Figure:
    """Active communes with a post or a reading, in the lowest of the blocks of months that are over."""
    blocks = [_block(question, evidence, block) for block in _blocks(question)]
    measurable = [figure for figure in blocks if figure.measurable]
    return min(measurable, key=lambda figure: figure.value, default=Figure(Measure.PERCENT))


def _blocks(question: Question) -> list[Window]:
    months = question.rule.number("months", otherwise=3)
    blocks: list[Window] = []
    first = question.window.first.replace(day=1)
    while True:
        count = first.month - 1 + months
        following = date(first.year + count // 12, count % 12 + 1, 1)
        last = following - timedelta(days=1)
        if last > question.window.last or last >= question.as_of:
            return blocks
        blocks.append(Window(first, last))
        first = following


def _block(question: Question, evidence: Evidence, block: Window) -> Figure:
    """A commune that joined or left during the block is not asked for it."""
    asked = question.unit.active(block.first) & question.unit.active(block.last)
    possible = tuple(Item(f"commune:{c}") for c in sorted(asked))
    refs = {c: tuple(v.ref for v in evidence.visits if v.commune == c and block.holds(v.on)) for c in sorted(asked)}
    counted = tuple(Item(f"commune:{c}", found) for c, found in refs.items() if found)
    return Figure(Measure.PERCENT, counted, possible=possible)


def declared(question: Question, evidence: Evidence) -> Figure:
    """Declared facts that a reviewer accepted; those that wait are open."""
    kind = question.rule.word("evidence")
    rows = [d for d in evidence.declared if d.kind == kind and question.unit.has(d.commune)]
    rows = [d for d in rows if question.happened(d.on)]
    return Figure(
        Measure.COUNT,
        tuple(Item(str(d.ref), (d.ref,)) for d in rows if question.known(d.accepted_on)),
        tuple(Item(str(d.ref), (d.ref,)) for d in rows if not question.known(d.accepted_on)),
    )
