"""How mail leaves this house; handed in once by the assembly."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from babel.support import NullTranslations

from cic_events.settings import Settings

TranslationsFor = Callable[[str], NullTranslations]


@dataclass(frozen=True)
class MailConfig:
    """`sender` is also the ORGANIZER of invitations: answers go there."""

    host: str
    port: int = 25
    user: str = ""
    password: str = ""
    security: str = "none"  # none | starttls | tls
    timeout: float = 20
    ca_file: str = ""  # besides the system's authorities
    sender: str = "cic@localhost.localdomain"
    sender_name: str = "CIC"
    base_url: str = "http://127.0.0.1:8000"
    product: str = "CIC"
    rehearsal_mailbox: str = ""
    batch: int = 100  # mails per connection
    domain_rate: int = 0  # mails a minute to one domain; 0: as many as there are
    delivers: bool = True  # False: what is told is written down as not sent

    @property
    def domain(self) -> str:
        """The right side of our Message-IDs and our name towards the server."""
        return urlsplit(self.base_url).hostname or "localhost"


_config: MailConfig | None = None
_translations_for: TranslationsFor = lambda language: NullTranslations()  # noqa: E731


def from_settings(settings: Settings) -> MailConfig:
    """The mail side of the settings; development without a server sends to the catcher."""
    catching = settings.catches_mail
    return MailConfig(
        host="127.0.0.1" if catching else settings.smtp_host,
        port=settings.catcher_port if catching else settings.smtp_port,
        user="" if catching else settings.smtp_user,
        password="" if catching else settings.smtp_password,
        security="none" if catching else settings.smtp_security,
        timeout=settings.smtp_timeout,
        sender=settings.mail_from,
        sender_name=settings.mail_from_name,
        base_url=settings.base_url.rstrip("/"),
        product=settings.product_name,
        rehearsal_mailbox=settings.rehearsal_mailbox,
    )


def use(config: MailConfig, translations_for: TranslationsFor | None = None) -> None:
    """Send by this configuration from now on, in these translations."""
    global _config, _translations_for
    _config = config
    if translations_for is not None:
        _translations_for = translations_for


@contextmanager
def without_delivery() -> Iterator[None]:
    """What is told inside is written down and never sent: a past that is being entered."""
    before = current()
    use(replace(before, delivers=False))
    try:
        yield
    finally:
        use(before)


def current() -> MailConfig:
    if _config is None:
        raise LookupError("mail is not configured: messages.config.use() was not called")
    return _config


def translations_for(language: str) -> NullTranslations:
    return _translations_for(language)
