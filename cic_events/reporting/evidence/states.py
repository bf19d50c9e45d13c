"""Which states of an event make a fact of it."""

from cic_events.events.states import EventState

HELD = frozenset({EventState.HELD, EventState.EVALUATED, EventState.MINUTED, EventState.CLOSED})
DROPPED = frozenset({EventState.CANCELLED})
