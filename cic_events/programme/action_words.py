"""What a task says, in any language, and the words of its states."""

from collections.abc import Callable, Mapping
from typing import Any

from cic_events.kernel.errors import N_
from cic_events.kernel.texts import Texts
from cic_events.programme.action_states import ActionState

# what is said, and the look of it
STATES = {
    ActionState.OPEN: (N_("To do"), "open"),
    ActionState.IN_PROGRESS: (N_("Under way"), "running"),
    ActionState.DONE: (N_("Done"), "done"),
    ActionState.DROPPED: (N_("Dropped"), "cancelled"),
}


def params_in(params: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The values of the sentence: texts in the language asked, plain words as they are."""
    return {name: Texts(v).best(language) if isinstance(v, Mapping) else v for name, v in params.items()}


def sentence(what: str, params: Mapping[str, Any], language: str, translate: Callable[[str], str]) -> str:
    """The task in one language; what somebody typed has no params and stays as it was typed."""
    return translate(what) % params_in(params, language) if params else translate(what)
