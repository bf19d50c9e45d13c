"""Which column holds what: guessed from the headings in four languages, chosen by the officer."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from cic_events.kernel.errors import N_
from cic_events.kernel.names import fold
from cic_events.kernel.numbers import whole
from cic_events.people.models import Channel, Gender, Language, OrganisationKind, Role


class Kind(StrEnum):
    PEOPLE = "people"
    ORGANISATIONS = "organisations"


FIELDS: Mapping[Kind, Mapping[str, str]] = {
    Kind.PEOPLE: {
        "name_latin": N_("Name"),
        "name_ar": N_("Name in Arabic letters"),
        "first_name": N_("First name"),
        "email": N_("E-mail"),
        "phone": N_("Phone"),
        "organisation": N_("Organisation"),
        "role": N_("Role"),
        "function": N_("Function"),
        "language": N_("Language"),
        "gender": N_("Sex"),
        "channel": N_("What reaches this person"),
    },
    Kind.ORGANISATIONS: {
        "name_fr": N_("Name in French"),
        "name_ar": N_("Name in Arabic"),
        "name_nl": N_("Name in Dutch"),
        "name_en": N_("Name in English"),
        "kind": N_("Kind"),
    },
}
NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.PEOPLE: ("name_latin", "name_ar"),
    Kind.ORGANISATIONS: ("name_fr", "name_ar", "name_nl", "name_en"),
}
_HEADINGS: Mapping[Kind, Mapping[str, str]] = {
    Kind.PEOPLE: {
        "name_latin": "nom|naam|name|nom complet|full name|volledige naam|nom et prenom|nom prenom|name_latin|latin",
        "name_ar": "nom arabe|nom en arabe|arabische naam|arabic name|name_ar|الاسم|الاسم بالعربيه|الاسم الكامل",
        "first_name": "prenom|voornaam|first name|الاسم الشخصي",
        "email": "email|e mail|mail|courriel|adresse e mail|e mailadres|البريد الالكتروني|البريد",
        "phone": "phone|telephone|tel|gsm|mobile|portable|telefoon|numero|whatsapp|الهاتف|رقم الهاتف",
        "organisation": "organisation|organisatie|organization|association|vereniging|structure|الجمعيه|المنظمه",
        "role": "role|rol|الدور",
        "function": "function|fonction|functie|titre|المهمه|الوظيفه|الصفه",
        "language": "language|langue|taal|اللغه",
        "gender": "gender|sexe|sex|genre|geslacht|الجنس",
        "channel": "channel|canal|kanaal|moyen de contact|الوسيله",
    },
    Kind.ORGANISATIONS: {
        "name_fr": "nom|name|naam|nom francais|nom en francais|association|organisation|name_fr",
        "name_ar": "nom arabe|nom en arabe|name_ar|الاسم|اسم الجمعيه|الجمعيه",
        "name_nl": "nom neerlandais|nederlandse naam|naam in het nederlands|name_nl",
        "name_en": "nom anglais|english name|name_en",
        "kind": "kind|type|genre|soort|النوع",
    },
}
LANGUAGES: Mapping[str, Language] = {
    **dict.fromkeys(("fr", "francais", "french", "frans", "الفرنسيه", "فرنسيه"), Language.FR),
    **dict.fromkeys(("ar", "arabe", "arabic", "arabisch", "العربيه", "عربيه"), Language.AR),
    **dict.fromkeys(("nl", "neerlandais", "dutch", "nederlands", "الهولنديه"), Language.NL),
    **dict.fromkeys(("en", "anglais", "english", "engels", "الانجليزيه"), Language.EN),
}
GENDERS: Mapping[str, Gender] = {
    **dict.fromkeys(("f", "femme", "woman", "female", "vrouw", "v", "mme", "madame", "انثي", "امراه"), Gender.F),
    **dict.fromkeys(("m", "h", "homme", "man", "male", "mr", "monsieur", "ذكر", "رجل"), Gender.M),
}
CHANNELS: Mapping[str, Channel] = {
    **{channel.value: channel for channel in Channel},
    **dict.fromkeys(("e mail", "mail", "courriel"), Channel.EMAIL),
    **dict.fromkeys(("telephone", "tel", "telefoon", "appel", "الهاتف"), Channel.PHONE),
    **dict.fromkeys(("lettre", "courrier", "brief", "رساله"), Channel.LETTER),
    **dict.fromkeys(("referent", "personne relais", "contactpersoon"), Channel.REFERENT),
    "واتساب": Channel.WHATSAPP,
}
ROLES: Mapping[str, Role] = {
    **{fold(role.value): role for role in Role},
    **dict.fromkeys(("participante", "deelnemer", "مشارك", "مشاركه", "agent", "elu", "elue"), Role.PARTICIPANT),
    **dict.fromkeys(("president", "presidente", "voorzitter", "رئيس", "رئيسه"), Role.ASSOCIATION_CONTACT),
    **dict.fromkeys(("formateur", "formatrice", "lesgever", "مكون", "مكونه"), Role.TRAINER),
    **dict.fromkeys(("chef de service", "diensthoofd", "رئيس المصلحه"), Role.HEAD_OF_SERVICE),
}
KINDS: Mapping[str, OrganisationKind] = {
    **{fold(kind.value): kind for kind in OrganisationKind},
    **dict.fromkeys(("cooperative", "vereniging", "جمعيه", "تعاونيه"), OrganisationKind.ASSOCIATION),
    **dict.fromkeys(("organisme de formation", "bureau de formation", "opleider"), OrganisationKind.TRAINER_BODY),
}


def guess(kind: Kind, headings: Sequence[str]) -> dict[str, int]:
    """Field -> column, each column once."""
    found: dict[str, int] = {}
    for column, heading in enumerate(headings):
        for field, words in _HEADINGS[kind].items():
            if field not in found and column not in found.values() and fold(heading) in map(fold, words.split("|")):
                found[field] = column
    return found


def chosen(kind: Kind, text: str, width: int) -> dict[str, int]:
    """Field -> column out of an address: "name_latin:0,email:2"; what is not a field or a column is dropped."""
    found: dict[str, int] = {}
    for part in text[:1000].split(","):
        field, _, column = part.partition(":")
        if field in FIELDS[kind] and 0 <= whole(column, -1) < width:
            found[field] = whole(column)
    return found


def written(mapping: Mapping[str, int]) -> str:
    return ",".join(f"{field}:{column}" for field, column in sorted(mapping.items(), key=lambda pair: pair[1]))


def usable(kind: Kind, mapping: Mapping[str, int]) -> bool:
    """Whether a name is among the columns."""
    return any(field in mapping for field in NEEDED[kind])
