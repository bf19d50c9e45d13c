"""The words for verdicts and tests in English, translated where they are shown; and a gap said in four languages."""

from datetime import date

from cic_events.cycle.acquis.states import AcquisState, Verdict
from cic_events.kernel.errors import N_
from cic_events.kernel.texts import LANGUAGES, Texts
from cic_events.questionnaires.states import AttemptState, Phase, WaveState

VERDICTS = {
    Verdict.ACQUIRED: (N_("Acquired"), "ok"),
    Verdict.PARTLY_ACQUIRED: (N_("Partly acquired"), "late"),
    Verdict.NOT_ACQUIRED: (N_("Not acquired"), "bad"),
    Verdict.NOT_ASSESSED: (N_("Not assessed"), "neutral"),
}

STATES = {
    AcquisState.DRAFT: (N_("To be validated"), "waiting"),
    AcquisState.VALIDATED: (N_("Validated"), "ok"),
    AcquisState.CONTESTED: (N_("Contested"), "late"),
    AcquisState.FINAL: (N_("Final"), "done"),
}

PHASES = {Phase.PRE: N_("Test before the training"), Phase.POST: N_("Test after the training")}

WAVES = {
    WaveState.PLANNED: (N_("Planned"), "planned"),
    WaveState.OPEN: (N_("Open for answers"), "open"),
    WaveState.CLOSED: (N_("Closed"), "done"),
    WaveState.RELEASED: (N_("Closed"), "done"),
}

ATTEMPTS = {
    AttemptState.INVITED: (N_("Invited"), "waiting"),
    AttemptState.STARTED: (N_("Began to answer"), "running"),
    AttemptState.SUBMITTED: (N_("Answered"), "ok"),
    AttemptState.SCORED: (N_("Answered"), "ok"),
    AttemptState.VOID: (N_("Void"), "cancelled"),
}

RATINGS = (
    N_("0 – cannot do it"),
    N_("1 – knows about it"),
    N_("2 – does it with help"),
    N_("3 – does it alone"),
    N_("4 – teaches others"),
)

_GAP = {
    "fr": "Après la formation « {title} » ({day}), {n} personne(s) n’ont pas encore acquis : {objective}",
    "ar": "بعد التكوين «{title}» ({day})، عدد الأشخاص الذين لم يكتسبوا بعد ما يلي: {n}. الهدف: {objective}",
    "nl": "Na de opleiding “{title}” ({day}) beheersen {n} persoon/personen dit nog niet: {objective}",
    "en": "After the training “{title}” ({day}), {n} person(s) have not yet acquired: {objective}",
}


def gap(*, title: Texts, objective: Texts, n: int, day: date | None) -> Texts:
    """The problem of a need that comes from a gap, in the languages of the objective."""
    spoken = [code for code in LANGUAGES if code in objective] or ["fr"]
    said = f"{day:%d/%m/%Y}" if day else "—"
    return Texts(
        {
            code: _GAP[code].format(title=title.best(code), day=said, n=n, objective=objective.best(code))
            for code in spoken
        }
    )
