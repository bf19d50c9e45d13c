"""Flask-Mail as real mail programs need it: 7bit messages with calendars, verified TLS, answers per recipient."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

import flask_mail

from cic_events.kernel import secrets
from cic_events.messages import words
from cic_events.messages.config import MailConfig
from cic_events.messages.notice import Itip

POLICY = SMTP.clone(cte_type="7bit")
NEW_CONNECTION = 421
OURS = frozenset({530, 534, 535, 538})  # our credentials are wrong: nothing is said about the recipient


@dataclass(frozen=True)
class Answer:
    """What the server said of one recipient."""

    code: int
    text: str

    @property
    def accepted(self) -> bool:
        return 200 <= self.code < 300

    @property
    def refused(self) -> bool:
        """For good: sending again would be refused again."""
        return 500 <= self.code < 600 and self.code not in OURS

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Dropped(Exception):
    """The connection failed. `after_data`: the message may have been taken all the same."""

    def __init__(self, reason: str, *, after_data: bool = False) -> None:
        super().__init__(reason)
        self.after_data = after_data


class Message(flask_mail.Message):
    """A message whose bytes depend on its contents alone: the same again at every try."""

    def __init__(
        self,
        *,
        subject: str,
        recipient: tuple[str, str],
        sender: tuple[str, str],
        body: str,
        html: str,
        message_id: str,
        date: datetime,
        calendar: Itip | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(
            subject=words.one_line(subject),
            recipients=[recipient[1]],
            body=body,
            html=html,
            sender=sender[1],
            date=date.timestamp(),
            extra_headers=extra_headers,
        )
        self.msgId = message_id
        self.calendar = calendar
        self._to, self._from, self._when = words.display(*recipient), words.display(*sender), date

    def _message(self) -> EmailMessage:  # type: ignore[override]
        """multipart/mixed > multipart/alternative > text, html, calendar, with the calendar attached once more."""
        message = EmailMessage(policy=POLICY)
        message["From"], message["To"], message["Subject"] = self._from, self._to, self.subject
        message["Date"], message["Message-ID"] = format_datetime(self._when), self.msgId
        message.set_content(self.body or "", charset="utf-8")
        message.add_alternative(self.html or "", subtype="html", charset="utf-8")
        if self.calendar is not None:
            params = {"method": self.calendar.method, "component": "VEVENT"}
            text = self.calendar.ics.decode("utf-8")
            message.add_alternative(text, subtype="calendar", charset="utf-8", cte="base64", params=params)
            message.add_attachment(self.calendar.ics, maintype="application", subtype="ics", filename="invite.ics")
        for name, value in (self.extra_headers or {}).items():
            message[name] = value
        _fix_boundaries(message, self.msgId)
        return message


def _fix_boundaries(message: EmailMessage, seed: str) -> None:
    # Neither quoted-printable nor base64 can hold "=_", and nobody outside can guess the rest.
    for number, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_{secrets.mac('mail.boundary', seed, str(number))[:32]}")


class Mail(flask_mail.Mail):
    """Flask-Mail configured by us, without an application."""

    def __init__(self, config: MailConfig) -> None:
        super().__init__()
        self.config = config
        self.state = self.init_mail(
            {
                "MAIL_SERVER": config.host,
                "MAIL_PORT": config.port,
                "MAIL_USERNAME": config.user or None,
                "MAIL_PASSWORD": config.password or None,
                "MAIL_USE_TLS": config.security == "starttls",
                "MAIL_USE_SSL": config.security == "tls",
                "MAIL_DEFAULT_SENDER": config.sender,
                "MAIL_MAX_EMAILS": config.batch,
            }
        )

    def connect(self) -> "Connection":
        return Connection(self)


class Connection(flask_mail.Connection):
    """One conversation with the server, for many mails."""

    mail: Mail

    def configure_host(self) -> smtplib.SMTP:
        config = self.mail.config
        tls = ssl.create_default_context(cafile=config.ca_file or None)
        at: dict[str, Any] = {"local_hostname": config.domain, "timeout": config.timeout}
        host: smtplib.SMTP
        if self.mail.use_ssl:
            host = smtplib.SMTP_SSL(config.host, config.port, context=tls, **at)
        else:
            host = smtplib.SMTP(config.host, config.port, **at)
        try:
            if self.mail.use_tls:
                host.starttls(context=tls)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def open(self) -> None:
        """Raises Dropped when the server does not answer, is not who it says, or does not know us."""
        try:
            self.__enter__()
        except (OSError, smtplib.SMTPException) as failed:
            raise Dropped(_said(failed)) from failed

    def send(self, message: Message, envelope_from: Any = None) -> dict[str, Answer]:  # type: ignore[override]
        """What the server says of every recipient. Raises BadHeaderError, Dropped."""
        if message.has_bad_headers():
            raise flask_mail.BadHeaderError
        recipients = [str(recipient) for recipient in message.send_to]
        return self.deliver(message.as_bytes(), str(envelope_from or message.sender), recipients)

    def deliver(self, raw: bytes, sender: str, recipients: list[str]) -> dict[str, Answer]:
        """Send these bytes; what the server says of every recipient. Raises Dropped."""
        if self.host is None:
            raise Dropped("no connection")
        taken: list[str] = []
        try:
            answers = self._envelope(self.host, sender, recipients)
            taken = [recipient for recipient, answer in answers.items() if answer.accepted]
            if taken:
                answers.update(dict.fromkeys(taken, Answer(*_read(self.host.data(raw)))))
                self.num_emails += 1
            else:
                self.host.rset()
        except smtplib.SMTPDataError as refused:
            answers.update(dict.fromkeys(taken, Answer(*_read((refused.smtp_code, refused.smtp_error)))))
        except (OSError, smtplib.SMTPException) as failed:
            self.close()
            raise Dropped(_said(failed), after_data=bool(taken)) from failed
        if any(answer.code == NEW_CONNECTION for answer in answers.values()):
            self.close()
        return answers

    @staticmethod
    def _envelope(host: smtplib.SMTP, sender: str, recipients: list[str]) -> dict[str, Answer]:
        host.ehlo_or_helo_if_needed()
        opening = Answer(*_read(host.mail(sender)))
        if not opening.accepted:
            return dict.fromkeys(recipients, opening)
        return {recipient: Answer(*_read(host.rcpt(recipient))) for recipient in recipients}

    def close(self) -> None:
        """Leave without a word."""
        if self.host is not None:
            self.host.close()
            self.host = None

    def quit(self) -> None:
        """Say goodbye; a server that has gone already is no trouble."""
        if self.host is not None:
            try:
                self.host.quit()
            except (OSError, smtplib.SMTPException):
                self.host.close()
            self.host = None


def _read(reply: tuple[int, bytes | str]) -> tuple[int, str]:
    code, text = reply
    return code, text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _said(failed: BaseException) -> str:
    """The server's own words when it had any, the name of the fault otherwise."""
    if isinstance(failed, smtplib.SMTPResponseException):
        return str(Answer(*_read((failed.smtp_code, failed.smtp_error))))
    return f"{type(failed).__name__}: {failed}"


class Postman:
    """Keeps one connection for a run of mails, at most a batch of them, and renews it when the server hung up."""

    def __init__(self, config: MailConfig) -> None:
        self.config = config
        self._connection: Connection | None = None

    def deliver(self, raw: bytes, recipient: str) -> Answer:
        """Raises Dropped when the connection fails, also with a new one."""
        connection = self._connection
        if connection is not None and connection.host is not None and connection.num_emails < self.config.batch:
            try:
                return connection.deliver(raw, self.config.sender, [recipient])[recipient]
            except Dropped as dropped:
                if dropped.after_data:
                    raise
        self.hang_up()
        self._connection = Mail(self.config).connect()
        self._connection.open()
        return self._connection.deliver(raw, self.config.sender, [recipient])[recipient]

    def hang_up(self) -> None:
        """End the conversation; the next mail opens another."""
        if self._connection is not None:
            self._connection.quit()
            self._connection = None
