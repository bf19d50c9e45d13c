"""Numbers and addresses as people type them."""

import phonenumbers

from cic_events.kernel.errors import N_, FieldRefused
from cic_events.kernel.names import clean, fold_email
from cic_events.messages import words
from cic_events.people.models import Channel


class PhoneUnreadable(FieldRefused):
    sentence = N_("This phone number cannot be read. Write it as 06 12 34 56 78 or +212 612 345 678.")


class AddressUnreadable(FieldRefused):
    sentence = N_("This does not look like an e-mail address.")


def phone_of(text: str | None, country: str) -> str | None:
    """The number in international form; possible is enough, some Moroccan fixed lines are not in the tables."""
    if not (typed := clean(text or "")):
        return None
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException as unreadable:
        raise PhoneUnreadable("phone") from unreadable
    if not phonenumbers.is_possible_number(number):
        raise PhoneUnreadable("phone")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def address_of(text: str | None) -> str | None:
    """The folded address. Raises AddressUnreadable for what no mail can be sent to."""
    if not (typed := clean(text or "")):
        return None
    if (address := words.address(typed)) is None:
        raise AddressUnreadable("email")
    return fold_email(address)


def reached_by(wished: Channel, email: str | None, phone: str | None) -> Channel:
    """The channel wished for, or the one that there is: without an address nobody is reached by mail."""
    if wished is Channel.EMAIL and not email:
        return Channel.PHONE if phone else Channel.REFERENT
    return wished
