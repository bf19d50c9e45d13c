from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import wtforms
from wtforms import (
    DateField,
    DecimalField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from cic_events.cycle.plans import words
from cic_events.cycle.plans.service import BudgetDraft
from cic_events.cycle.plans.states import Currency, ItemState, PlanScope
from cic_events.kernel.numbers import whole
from cic_events.kernel.texts import Texts
from cic_events.web.forms import Form
from cic_events.web.locale import NAMES, _, _l, choices

DECISIONS = (ItemState.RETAINED, ItemState.DEFERRED, ItemState.REFUSED)


def pairs(of: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """(value, words) of a table of words, translated."""
    said = [(str(getattr(k, "value", k)), w[0] if isinstance(w, tuple) else w) for k, w in of.items()]
    return choices(said)


class FilterForm(Form):
    once = False
    state = SelectField(_l("State"))
    commune = SelectField(_l("Commune"))

    def __init__(self, formdata: Any, *, communes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.state.choices = [("", _("All")), *pairs(words.STATES)]
        self.commune.choices = [("", _("All")), *communes]

    def filters(self) -> dict[str, str]:
        """What is asked, without what is not a choice."""
        asked = {name: self[name].data for name in ("state", "commune")}
        return {name: value for name, value in asked.items() if value and value in dict(self[name].choices)}


class PlanForm(Form):
    """A plan for a period."""

    owner = SelectField(_l("Commune"), coerce=int)
    scope = SelectField(_l("For whom"))
    starts_on = DateField(_l("From"), [InputRequired(_l("Say when the plan begins."))])
    ends_on = DateField(_l("To"), [InputRequired(_l("Say when the plan ends."))])

    def __init__(self, *, homes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.owner.choices = list(homes)
        self.scope.choices = pairs(words.SCOPES)

    def scope_said(self) -> PlanScope:
        return PlanScope(self.scope.data)


class Languages(wtforms.Form):
    """One title in the four languages; at least one of them."""

    fr = StringField(NAMES["fr"], [Optional(), Length(max=200)])
    ar = StringField(NAMES["ar"], [Optional(), Length(max=200)])
    nl = StringField(NAMES["nl"], [Optional(), Length(max=200)])
    en = StringField(NAMES["en"], [Optional(), Length(max=200)])


class MoneyForm(wtforms.Form):
    """One source of money. A line of which nothing was said is none."""

    source = StringField(_l("Who pays"), [Length(max=120)])
    planned = DecimalField(_l("Planned"), [Optional(), NumberRange(0, 99_999_999)], places=2)
    committed = DecimalField(_l("Committed"), [Optional(), NumberRange(0, 99_999_999)], places=2)
    spent = DecimalField(_l("Spent"), [Optional(), NumberRange(0, 99_999_999)], places=2)
    currency = SelectField(_l("Currency"), default=Currency.MAD.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency.choices = [(c.value, c.value) for c in Currency]

    def said(self) -> bool:
        return bool((self.source.data or "").strip() or self.planned.data or self.committed.data or self.spent.data)


class ItemForm(Form):
    """A training of the plan. What is not known yet may lack until the plan is submitted."""

    title = FormField(Languages, _l("Title"))
    needs = SelectMultipleField(_l("Needs that it serves"), coerce=int)
    without_need_reason = StringField(
        _l("Why without a need"), [Length(max=500)], description=_l("Only when it serves none of the needs above.")
    )
    activity_code = SelectField(_l("Activity of the programme"))
    starts_on = DateField(_l("From"), [Optional()])
    due_on = DateField(_l("Due"), [Optional()])
    seats = IntegerField(_l("Seats"), [InputRequired(_l("Say how many seats there are.")), NumberRange(1, 10_000)])
    priority = SelectField(_l("Priority"), coerce=int, default=2)
    attendance_threshold = IntegerField(
        _l("Present at least, in percent"),
        [InputRequired(_l("Say from which share of the time somebody counts as trained.")), NumberRange(1, 100)],
        default=80,
        description=_l("From this share of the time on, somebody counts as trained."),
    )
    money = FieldList(FormField(MoneyForm), _l("Money"), min_entries=2)
    version = HiddenField()

    def __init__(
        self, *, open_needs: Sequence[tuple[int, str]], codes: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.needs.choices = list(open_needs)
        self.activity_code.choices = [("", "—"), *codes]
        self.priority.choices = [(number, _(said)) for number, said in words.PRIORITIES.items()]
        if self.money.entries and self.money.entries[-1].source.data:
            self.money.append_entry()

    def title_texts(self) -> Texts:
        return Texts({code: value or "" for code, value in self.title.data.items()})

    def budget(self) -> tuple[BudgetDraft, ...]:
        """The lines of money of which something was said."""
        return tuple(
            BudgetDraft(
                source=line.source.data or "",
                currency=Currency(line.currency.data),
                planned=line.planned.data or Decimal(0),
                committed=line.committed.data or Decimal(0),
                spent=line.spent.data or Decimal(0),
            )
            for line in self.money
            if line.said()
        )


class DecideItemForm(Form):
    """What the approver says of one item."""

    state = SelectField(_l("Decision"))
    reason = TextAreaField(
        _l("Why"), [Length(max=500)], description=_l("Wanted when it is put off or refused; its officer reads it.")
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.state.choices = pairs({state: words.ITEM_STATES[state] for state in DECISIONS})

    def said(self) -> ItemState:
        return ItemState(self.state.data)


class DecisionForm(Form):
    """One decision about the plan that the page showed."""

    version = HiddenField()


class ApproveForm(DecisionForm):
    deed = StringField(
        _l("Number of the council's decision"), [Length(max=200)], description=_l("When the council approved it.")
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefix="a-", **kwargs)


class ReturnForm(DecisionForm):
    text = TextAreaField(
        _l("What must change"),
        [InputRequired(_l("Write what must change.")), Length(max=2000)],
        description=_l("Who submitted the plan reads it."),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefix="r-", **kwargs)


def version_of(form: Any) -> int:
    """The version that the page showed; nonsense is none that exists."""
    return whole(form.version.data)
