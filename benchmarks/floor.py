"""The floor: bare Flask, SQLAlchemy and Jinja. One select and a page with as many rows; one insert per form."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, redirect, render_template_string, request
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from werkzeug.wrappers import Response

from cic_events.kernel.reach import SYSTEM_REACH, acting_as

LIST = """<!doctype html><html lang="fr"><head><title>Sessions</title></head><body><h1>Sessions</h1><ul>
{% for row in rows %}<li><a href="/sessions/{{ row.id }}">{{ row.title }}</a> {{ row.place }} {{ row.day }}
{{ row.taken }} / {{ row.capacity }}</li>{% endfor %}</ul></body></html>"""
PAGE = """<!doctype html><html lang="fr"><head><title>{{ row.title }}</title></head><body><h1>{{ row.title }}</h1>
<p>{{ row.place }} {{ row.day }} {{ row.taken }} / {{ row.capacity }}</p></body></html>"""
FORM = """<!doctype html><html lang="fr"><head><title>Form</title></head><body><form method="post">
{% for name in ("name", "commune", "email", "phone", "function") %}<label>{{ name }} <input name="{{ name }}"></label>
{% endfor %}<button>Send</button></form></body></html>"""


class Base(DeclarativeBase):
    pass


class Meeting(Base):
    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    place: Mapped[str]
    day: Mapped[str]
    capacity: Mapped[int]
    taken: Mapped[int]


class Entry(Base):
    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int]
    name: Mapped[str]
    email: Mapped[str]


def app(folder: Path, *, rows: int) -> Flask:
    """The floor with so many rows in its list."""
    made = Flask("floor")
    engine = create_engine(f"sqlite:///{folder / 'floor.db'}", connect_args={"timeout": 60}, pool_size=40)
    Base.metadata.create_all(engine)

    @contextmanager
    def session() -> Iterator[Session]:
        with acting_as(SYSTEM_REACH), Session(engine) as db:  # the product listens to every session of the process
            yield db

    with session() as db:
        db.add_all(
            Meeting(title=f"Gestion {n}", place="Belfaa", day="2026-10-20", capacity=20, taken=0) for n in range(rows)
        )
        db.commit()

    @made.get("/sessions/")
    def index() -> str:
        with session() as db:
            return render_template_string(LIST, rows=db.scalars(select(Meeting)).all())

    @made.get("/sessions/<int:id>")
    def show(id: int) -> str:
        with session() as db:
            return render_template_string(PAGE, row=db.get_one(Meeting, id))

    @made.route("/sessions/<int:id>/register", methods=["GET", "POST"])
    def register(id: int) -> str | Response:
        if request.method == "GET":
            return render_template_string(FORM)
        with session() as db:
            db.add(Entry(meeting_id=id, name=request.form["name"], email=request.form["email"]))
            db.commit()
        return redirect(f"/sessions/{id}", 303)

    return made


def registering(made: Flask, number: int) -> Callable[[], Any]:
    """An act: page, form, and the form sent."""

    def register() -> None:
        client = made.test_client()
        client.get("/sessions/1")
        client.get("/sessions/1/register")
        typed = {"name": f"Person {number}", "email": f"p{number}@example.org"}
        assert client.post("/sessions/1/register", data=typed).status_code == 303

    return register
