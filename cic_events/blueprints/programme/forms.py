from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from cic_events.blueprints.programme import words
from cic_events.programme.lines import Line
from cic_events.programme.states import WORST_FIRST, State
from cic_events.web.forms import Form
from cic_events.web.locale import _, _l, choices


class BoardForm(Form):
    """The filters of the board, as the address holds them."""

    once = False
    q = SearchField(_l("Search"), description=_l("A code such as R3.10 or R2.5 bis, or a word"))
    state = SelectField(_l("State"))
    commune = SelectField(_l("Commune"))
    as_of = DateField(_l("On the day"), validators=[Optional()])

    def __init__(self, formdata: Any, *, communes: Sequence[tuple[str, str]]) -> None:
        super().__init__(formdata)
        states = [(state.value, words.STATES[state][0]) for state in WORST_FIRST]
        self.state.choices = [("", _("Every state")), *choices(states)]
        self.commune.choices = [("", _("Every commune")), *communes]

    def asked_state(self) -> State | None:
        return State(self.state.data) if self.state.data in list(State) else None

    def asked_day(self, otherwise: date) -> date:
        """The day in the address, when it is one."""
        return self.as_of.data or otherwise


class TargetForm(Form):
    """A new version of a target."""

    minimum = IntegerField(
        _l("At least"),
        description=_l("How many are asked for; in percent when the figure is a share."),
        validators=[InputRequired(_l("Write a number.")), NumberRange(1, 10_000, _l("Write a number from 1."))],
    )
    valid_from = DateField(
        _l("From the day"),
        description=_l("Earlier days keep the figure that was asked for then."),
        validators=[InputRequired(_l("Choose a day."))],
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Whoever reads the report later will ask why."),
        validators=[InputRequired(_l("Say why: whoever reads the report later will ask.")), Length(max=500)],
    )


class WaiveForm(Form):
    """Asking for nothing any more."""

    valid_from = DateField(_l("From the day"), validators=[InputRequired(_l("Choose a day."))])
    reason = StringField(
        _l("Reason"),
        description=_l("It is shown next to the figure."),
        validators=[InputRequired(_l("Say why: whoever reads the report later will ask.")), Length(max=500)],
    )


class RecordsForm(Form):
    """Which figure, and which of its lines."""

    once = False
    unit = HiddenField()
    figure = HiddenField()
    as_of = DateField(_l("On the day"), validators=[Optional()])
    part = SelectField(_l("In the figure"))
    strength = SelectField(_l("Strength of proof"))

    def __init__(self, formdata: Any) -> None:
        super().__init__(formdata)
        parts = [(part.value, said) for part, (said, _look) in words.PARTS.items()]
        strengths = [(str(int(strength)), said) for strength, (said, *_rest) in words.STRENGTHS.items()]
        self.part.choices = [("", _("All")), *choices(parts)]
        self.strength.choices = [("", _("All")), *choices(strengths)]

    def asked_day(self, otherwise: date) -> date:
        return self.as_of.data or otherwise

    def wants(self, line: Line) -> bool:
        """Whether the filters let a line through."""
        asked = self.address()
        part, strength = asked.get("part"), asked.get("strength")
        return part in (None, line.part.value) and strength in (None, str(int(line.strength or 0)))

    def address(self) -> dict[str, str]:
        """The figure and the filters, as they stand in the address."""
        said = {name: (self[name].data or "") for name in ("unit", "figure", "part", "strength")}
        said["as_of"] = self.as_of.data.isoformat() if self.as_of.data else ""
        for name in ("part", "strength"):
            if said[name] not in dict(self[name].choices):
                said[name] = ""
        return {name: value for name, value in said.items() if value}


class SettingForm(Form):
    """A threshold of a rule, from a day on."""

    value = IntegerField(_l("Count from now on with"), validators=[Optional()])
    flag = SelectField(_l("Count from now on"), validate_choice=False)
    valid_from = DateField(
        _l("From the day"),
        description=_l("Figures of earlier days stay as they were counted."),
        validators=[InputRequired(_l("Choose a day."))],
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Whoever reads the report later will ask why."),
        validators=[InputRequired(_l("Say why: whoever reads the report later will ask.")), Length(max=500)],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.flag.choices = [("1", _("yes")), ("0", _("no"))]

    def chosen(self, *, is_flag: bool) -> int:
        return int(self.flag.data == "1") if is_flag else self.value.data or 0


class DropForm(Form):
    """Giving a task up."""

    reason = StringField(
        _l("Reason"),
        validators=[InputRequired(_l("Say why it is dropped: whoever gave it will ask.")), Length(max=500)],
    )


class PutOffForm(Form):
    """Another day for a task."""

    due = DateField(_l("By"), validators=[InputRequired(_l("Choose a day."))])
