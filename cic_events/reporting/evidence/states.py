"""Which states of an event make a fact of it."""

from cic_events.events.states import EventState

HELD = (EventState.HELD, EventState.EVALUATED, EventState.MINUTED, EventState.CLOSED)
DROPPED = (EventState.CANCELLED,)
