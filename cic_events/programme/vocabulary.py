"""The closed lists of the plan: what a target, a rule, a predicate and a unit may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Side(StrEnum):
    NORTH = "N"
    SOUTH = "S"
    BOTH = "both"
    NETWORK = "network"


class UnitKind(StrEnum):
    COMMUNE_S = "commune_s"
    COMMUNE_N = "commune_n"
    COMMUNE = "commune"
    PAIR = "pair"
    PARTNERSHIP = "partnership"
    CLUSTER = "cluster"
    SIDE = "side"
    PROGRAMME = "programme"


class Measure(StrEnum):
    COUNT = "count"
    PERCENT = "percent"
    BOOLEAN = "boolean"


class Per(StrEnum):
    ONCE = "once"
    YEAR = "year"
    EVENT = "event"
    PROGRAMME = "programme"


class Origin(StrEnum):
    """Written in the source, taken over from the result, or our reading of it."""

    STATED = "stated"
    INHERITED = "inherited"
    ASSUMED = "assumed"


class Automation(StrEnum):
    COMPUTED = "computed"
    PARTIAL = "partial"
    DECLARED = "declared"


class When(StrEnum):
    """In force on the day asked, older facts too; or dated inside the window."""

    IN_FORCE = "in_force"
    IN_WINDOW = "in_window"


class Scope(StrEnum):
    """A record that fails is not counted; a unit that fails is not achieved."""

    RECORD = "record"
    UNIT = "unit"


class RuleName(StrEnum):
    DOCUMENT_ADOPTED = "document_adopted"
    DOCUMENT_SET = "document_set"
    APPOINTMENT_ACTIVE = "appointment_active"
    EVENTS_HELD = "events_held"
    PEOPLE_TRAINED = "people_trained"
    ROLES_TRAINED = "roles_trained"
    ORGANISATIONS_ACCOMPANIED = "organisations_accompanied"
    COVERAGE = "coverage"
    PLAN_PROGRESS = "plan_progress"
    CYCLES_COMPLETED = "cycles_completed"
    DIRECTORY_LIVE = "directory_live"
    ATTENDED_EACH = "attended_each"
    FOLLOW_UP_EACH = "follow_up_each"
    PROJECTS_IN_STATE = "projects_in_state"
    EXCHANGES_LOGGED = "exchanges_logged"
    CLUSTERS_ACTIVE = "clusters_active"
    SPACE_ACTIVITY = "space_activity"
    DECLARED = "declared"


class Predicate(StrEnum):
    COUNCIL_DEED = "council_deed"
    CHAIRED_BY_ELECTED = "chaired_by_elected"
    THREE_PUBLICS_PRESENT = "three_publics_present"
    MEDIA_ITEM = "media_item"
    PREPARATION_MEETING = "preparation_meeting"
    NEEDS_ASSESSED_FIRST = "needs_assessed_first"
    AWARENESS_PART = "awareness_part"
    EVALUATED = "evaluated"
    GENDER_REPORTED = "gender_reported"
    SERVICE_REVIEWED = "service_reviewed"
    METHOD_ADOPTED = "method_adopted"
    GUIDE_PUBLISHED = "guide_published"
    EVERY_KIND_OF_ITS_SIDE = "every_kind_of_its_side"
    ENOUGH_CONTRIBUTORS = "enough_contributors"
    JOINT_ACTIVITY_EACH_YEAR = "joint_activity_each_year"
    EXPERT_INVOLVED = "expert_involved"
    POLICY_ADOPTED = "policy_adopted"
    CARRIED_BY_SAS = "carried_by_sas"
    FOR_TARGET_GROUP = "for_target_group"


OF_THE_UNIT = frozenset(
    {
        Predicate.SERVICE_REVIEWED,
        Predicate.METHOD_ADOPTED,
        Predicate.GUIDE_PUBLISHED,
        Predicate.EVERY_KIND_OF_ITS_SIDE,
        Predicate.ENOUGH_CONTRIBUTORS,
        Predicate.POLICY_ADOPTED,
    }
)


class Party(StrEnum):
    """Who leads an activity or takes part in it, as the plan names them."""

    SAS_OFFICER = "sas_officer"
    LEAD_ELECTED = "lead_elected"
    ELECTED_OFFICIAL = "elected_official"
    DIRECTOR = "director"
    HR_REFERENT = "hr_referent"
    COORDINATOR = "coordinator"
    PROGRAMME_MANAGER = "programme_manager"
    CONSULTATION_COORDINATOR = "consultation_coordinator"
    COUNCIL = "council"
    TRAINER = "trainer"
    ASSOCIATION = "association"
    EXPERT = "expert"


_SHARES = frozenset(
    {
        RuleName.COVERAGE,
        RuleName.PLAN_PROGRESS,
        RuleName.ATTENDED_EACH,
        RuleName.FOLLOW_UP_EACH,
        RuleName.SPACE_ACTIVITY,
    }
)


def measure_of(rule: RuleName) -> Measure:
    """What the rule produces; a target must ask for the same."""
    if rule is RuleName.DOCUMENT_ADOPTED:
        return Measure.BOOLEAN
    return Measure.PERCENT if rule in _SHARES else Measure.COUNT


Setting = str | int | bool | tuple[str, ...]


@dataclass(frozen=True)
class RuleSpec:
    """A named rule with its settings; `assumed` names those that are our reading."""

    name: RuleName
    settings: Mapping[str, Setting] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()

    def word(self, key: str) -> str:
        return value if isinstance(value := self.settings.get(key), str) else ""

    def number(self, key: str, otherwise: int = 0) -> int:
        value = self.settings.get(key)
        return value if isinstance(value, int) else otherwise

    def flag(self, key: str, otherwise: bool = False) -> bool:
        return value if isinstance(value := self.settings.get(key), bool) else otherwise

    def words(self, key: str) -> tuple[str, ...]:
        return value if isinstance(value := self.settings.get(key), tuple) else ()

    @property
    def when(self) -> When | None:
        return When(self.word("when")) if self.word("when") else None
