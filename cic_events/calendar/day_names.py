"""The names of days off and of religious days, in the four languages; the key is what the `holidays` package says."""

from collections.abc import Mapping

Names = Mapping[str, str]


def _names(fr: str, ar: str, nl: str, en: str) -> Names:
    return {"fr": fr, "ar": ar, "nl": nl, "en": en}


MOROCCAN = (
    _names("Nouvel An", "رأس السنة الميلادية", "Nieuwjaar", "New Year's Day"),
    _names(
        "Manifeste de l'Indépendance",
        "ذكرى تقديم وثيقة الاستقلال",
        "Manifest van de Onafhankelijkheid",
        "Proclamation of Independence Day",
    ),
    _names("Nouvel An amazigh", "رأس السنة الأمازيغية", "Amazigh Nieuwjaar", "Amazigh New Year"),
    _names("Fête du Travail", "عيد الشغل", "Dag van de Arbeid", "Labor Day"),
    _names("Fête du Trône", "عيد العرش", "Troonfeest", "Throne Day"),
    _names("Journée de Oued Ed-Dahab", "ذكرى استرجاع إقليم وادي الذهب", "Dag van Oued Ed-Dahab", "Oued Ed-Dahab Day"),
    _names(
        "Révolution du Roi et du Peuple",
        "ذكرى ثورة الملك والشعب",
        "Revolutie van de Koning en het Volk",
        "Revolution Day",
    ),
    _names("Fête de la Jeunesse", "عيد الشباب", "Feest van de Jeugd", "Youth Day"),
    _names("Fête de l'Unité", "عيد الوحدة", "Feest van de Eenheid", "Unity Day"),
    _names("Marche verte", "ذكرى المسيرة الخضراء", "Groene Mars", "Green March"),
    _names("Fête de l'Indépendance", "عيد الاستقلال", "Onafhankelijkheidsfeest", "Independence Day"),
)
BELGIAN = (
    _names("Pâques", "عيد الفصح", "Pasen", "Easter Sunday"),
    _names("Lundi de Pâques", "اثنين الفصح", "Paasmaandag", "Easter Monday"),
    _names("Ascension", "عيد الصعود", "Hemelvaartsdag", "Ascension Day"),
    _names("Pentecôte", "عيد العنصرة", "Pinksteren", "Pentecost"),
    _names("Lundi de Pentecôte", "اثنين العنصرة", "Pinkstermaandag", "Pentecost Monday"),
    _names("Fête nationale", "العيد الوطني البلجيكي", "Nationale feestdag", "National Day"),
    _names("Assomption", "عيد انتقال العذراء", "O.L.V. Hemelvaart", "Assumption Day"),
    _names("Toussaint", "عيد جميع القديسين", "Allerheiligen", "All Saints' Day"),
    _names("Armistice", "ذكرى الهدنة", "Wapenstilstand", "Armistice Day"),
    _names("Noël", "عيد الميلاد", "Kerstmis", "Christmas Day"),
)
RELIGIOUS: Mapping[str, Names] = {
    "eid_al_fitr": _names("Aïd al-Fitr", "عيد الفطر", "Suikerfeest (Eid al-Fitr)", "Eid al-Fitr"),
    "eid_al_adha": _names("Aïd al-Adha", "عيد الأضحى", "Offerfeest (Eid al-Adha)", "Eid al-Adha"),
    "mawlid": _names("Aïd al-Mawlid", "عيد المولد النبوي", "Mawlid", "Mawlid"),
    "islamic_new_year": _names("Nouvel An de l'Hégire", "فاتح محرم", "Islamitisch Nieuwjaar", "Islamic New Year"),
    "ramadan": _names("Ramadan", "رمضان", "Ramadan", "Ramadan"),
}
_PUBLIC = {names["en"]: names for names in (*MOROCCAN, *BELGIAN)}


def of_holiday(said: str) -> Names:
    """The names of a day off; a new one that the package brings is shown as the package says it."""
    return _PUBLIC.get(said, {"en": said})


def of_religious_day(feast: str) -> Names:
    return RELIGIOUS.get(feast, {"en": feast.replace("_", " ")})
