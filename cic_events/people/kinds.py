"""The kinds of things there are: closed lists, stored as readable text."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    COMMUNE = "commune"
    ASSOCIATION = "association"
    TRAINER_BODY = "trainer_body"
    PROGRAMME_OFFICE = "programme_office"
    OTHER = "other"


class Side(StrEnum):
    NORTH = "N"
    SOUTH = "S"


class Language(StrEnum):
    FR = "fr"
    AR = "ar"
    NL = "nl"
    EN = "en"
    UNKNOWN = "unknown"


class Gender(StrEnum):
    F = "f"
    M = "m"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """What reaches a person."""

    EMAIL = "email"
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    LETTER = "letter"
    REFERENT = "referent"


class Role(StrEnum):
    PARTICIPANT = "participant"
    ASSOCIATION_CONTACT = "association_contact"
    TRAINER = "trainer"
    HEAD_OF_SERVICE = "head_of_service"
    SAS_OFFICER = "sas_officer"
    HR_REFERENT = "hr_referent"
    DIRECTOR = "director"
    LEAD_ELECTED = "lead_elected"
    COORDINATOR = "coordinator"
    PROGRAMME_MANAGER = "programme_manager"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class LinkPurpose(StrEnum):
    SIGN_IN = "sign_in"
    INVITATION = "invitation"
