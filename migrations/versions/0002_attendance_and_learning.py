"""Attendance, trainers who are asked, needs collections, questionnaires, what was learnt, certificates."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("target_level", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.CheckConstraint("target_level BETWEEN 0 AND 4", name=op.f("ck_learning_objective_level_known")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_learning_objective_owner_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_objective")),
    )
    with op.batch_alter_table("learning_objective", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_objective_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "needs_campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "officer",
                "elected_official",
                "association",
                "mixed",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "analysed",
                name="campaignstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'open') OR closed_on IS NOT NULL", name=op.f("ck_needs_campaign_closed_with_a_day")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_needs_campaign_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_needs_campaign_owner_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_campaign")),
    )
    with op.batch_alter_table("needs_campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_campaign_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_needs_campaign_state"), ["state"], unique=False)

    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "acquis",
                "immediate",
                "delayed",
                "needs",
                "trainer_report",
                "self_assessment",
                name="questionnairekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "retired",
                name="questionnairestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_questionnaire_owner_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
    )
    with op.batch_alter_table("questionnaire", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questionnaire_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "evaluation_wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "pre", "post", "hot", "cold", "once", name="phase", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "nominal",
                "pseudonymous",
                "anonymous",
                name="wavemode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "open",
                "closed",
                "released",
                name="wavestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("min_n", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "closes_at IS NULL OR opens_at IS NULL OR closes_at > opens_at",
            name=op.f("ck_evaluation_wave_closes_after_opening"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_evaluation_wave_owner_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_evaluation_wave_questionnaire_id_questionnaire")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_wave")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "questionnaire_id",
            "phase",
            name=op.f("uq_evaluation_wave_subject_kind_subject_id_questionnaire_id_phase"),
        ),
    )
    with op.batch_alter_table("evaluation_wave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_wave_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_wave_questionnaire_id"), ["questionnaire_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(length=40), nullable=False),
        sa.Column("item_version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "single",
                "multiple",
                "scale",
                "short_text",
                "long_text",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("learning_objective_id", sa.Integer(), nullable=True),
        sa.Column("kirkpatrick_level", sa.Integer(), nullable=True),
        sa.CheckConstraint("points >= 0", name=op.f("ck_question_points_known")),
        sa.ForeignKeyConstraint(
            ["learning_objective_id"],
            ["learning_objective.id"],
            name=op.f("fk_question_learning_objective_id_learning_objective"),
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_question_questionnaire_id_questionnaire"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("questionnaire_id", "item_code", name=op.f("uq_question_questionnaire_id_item_code")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_learning_objective_id"), ["learning_objective_id"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "started",
                "submitted",
                "scored",
                "void",
                name="attemptstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("link_seed", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("typed_by_id", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("possible", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_attempt_owner_id_organisation")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id_person")),
        sa.ForeignKeyConstraint(["typed_by_id"], ["person.id"], name=op.f("fk_attempt_typed_by_id_person")),
        sa.ForeignKeyConstraint(["wave_id"], ["evaluation_wave.id"], name=op.f("fk_attempt_wave_id_evaluation_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_attempt_link_hash")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempt_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempt_wave_id"), ["wave_id"], unique=False)
        batch_op.create_index(
            "uq_attempt_live",
            ["wave_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state != 'void'"),
            postgresql_where=sa.text("state != 'void'"),
        )

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "present",
                "late",
                "left_early",
                "excused",
                "absent",
                name="presence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "own_link",
                "code",
                "signature",
                "trainer",
                "paper_scan",
                "import",
                "correction",
                name="presencesource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_attendance_minutes_counted")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_attendance_owner_id_organisation")),
        sa.ForeignKeyConstraint(["part_id"], ["event_part.id"], name=op.f("fk_attendance_part_id_event_part")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_attendance_registration_id_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("registration_id", "part_id", name=op.f("uq_attendance_registration_id_part_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_part_id"), ["part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "attendance_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "present",
                "late",
                "left_early",
                "excused",
                "absent",
                name="presence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes_lost", sa.Integer(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "own_link",
                "code",
                "signature",
                "trainer",
                "paper_scan",
                "import",
                "correction",
                name="presencesource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("receipt", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attendance_event_by_id_person")),
        sa.ForeignKeyConstraint(["part_id"], ["event_part.id"], name=op.f("fk_attendance_event_part_id_event_part")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_attendance_event_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_attendance_event_second_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_event")),
        sa.UniqueConstraint("key", name=op.f("uq_attendance_event_key")),
        sa.UniqueConstraint("receipt", name=op.f("uq_attendance_event_receipt")),
    )
    with op.batch_alter_table("attendance_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_event_part_id"), ["part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_event_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "question_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_choice_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_choice")),
        sa.UniqueConstraint("question_id", "code", name=op.f("uq_question_choice_question_id_code")),
    )
    op.create_table(
        "acquis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("learning_objective_id", sa.Integer(), nullable=False),
        sa.Column("pre", sa.Integer(), nullable=True),
        sa.Column("post", sa.Integer(), nullable=True),
        sa.Column("possible", sa.Integer(), nullable=True),
        sa.Column("trainer_rating", sa.Integer(), nullable=True),
        sa.Column(
            "proposed",
            sa.Enum(
                "acquired",
                "partly_acquired",
                "not_acquired",
                "not_assessed",
                name="proposed",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "acquired",
                "partly_acquired",
                "not_acquired",
                "not_assessed",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "validated",
                "contested",
                "final",
                name="acquisstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("validated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("validated_by_id", sa.Integer(), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contest", sa.String(length=1000), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.CheckConstraint("state = 'draft' OR verdict IS NOT NULL", name=op.f("ck_acquis_validated_with_verdict")),
        sa.ForeignKeyConstraint(
            ["learning_objective_id"],
            ["learning_objective.id"],
            name=op.f("fk_acquis_learning_objective_id_learning_objective"),
        ),
        sa.ForeignKeyConstraint(["need_id"], ["training_need.id"], name=op.f("fk_acquis_need_id_training_need")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_acquis_owner_id_organisation")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_acquis_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_acquis_session_id_training_session")
        ),
        sa.ForeignKeyConstraint(["validated_by_id"], ["person.id"], name=op.f("fk_acquis_validated_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquis")),
        sa.UniqueConstraint(
            "registration_id", "learning_objective_id", name=op.f("uq_acquis_registration_id_learning_objective_id")
        ),
    )
    with op.batch_alter_table("acquis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acquis_learning_objective_id"), ["learning_objective_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acquis_need_id"), ["need_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acquis_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acquis_session_id"), ["session_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("picked", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_answer_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("attempt_id", "question_id", name=op.f("uq_answer_attempt_id_question_id")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_question_id"), ["question_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "participation", "acquis", name="certificatekind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "issued",
                "revoked",
                "replaced",
                name="certificatestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_because", sa.String(length=500), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.CheckConstraint("state = 'issued' OR ended_because <> ''", name=op.f("ck_certificate_ended_with_reason")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_certificate_minutes_counted")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_certificate_ended_by_id_person")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["person.id"], name=op.f("fk_certificate_issued_by_id_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_certificate_owner_id_organisation")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id_person")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_certificate_registration_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["certificate.id"], name=op.f("fk_certificate_replaced_by_id_certificate")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_certificate_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_session_id"), ["session_id"], unique=False)
        batch_op.create_index(
            "uq_certificate_valid",
            ["registration_id", "kind"],
            unique=True,
            sqlite_where=sa.text("state = 'issued'"),
            postgresql_where=sa.text("state = 'issued'"),
        )

    op.create_table(
        "session_objective",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("learning_objective_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learning_objective_id"],
            ["learning_objective.id"],
            name=op.f("fk_session_objective_learning_objective_id_learning_objective"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_session_objective_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_objective")),
        sa.UniqueConstraint(
            "session_id", "learning_objective_id", name=op.f("uq_session_objective_session_id_learning_objective_id")
        ),
    )
    with op.batch_alter_table("session_objective", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_objective_learning_objective_id"), ["learning_objective_id"], unique=False
        )

    op.create_table(
        "trainer_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "requested",
                "accepted",
                "declined",
                "expired",
                "confirmed",
                "delivered",
                "reported",
                name="assignmentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("link_seed", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("given", sa.String(length=2000), nullable=False),
        sa.Column("difficulties", sa.String(length=2000), nullable=False),
        sa.Column("advice", sa.String(length=2000), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "own", "programme", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisation.id"], name=op.f("fk_trainer_assignment_owner_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_trainer_assignment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["training_session.id"], name=op.f("fk_trainer_assignment_session_id_training_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer_assignment")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_trainer_assignment_link_hash")),
    )
    with op.batch_alter_table("trainer_assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trainer_assignment_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trainer_assignment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trainer_assignment_session_id"), ["session_id"], unique=False)
        batch_op.create_index(
            "uq_trainer_assignment_live",
            ["session_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("(state NOT IN ('declined', 'expired'))"),
            postgresql_where=sa.text("(state NOT IN ('declined', 'expired'))"),
        )

    with op.batch_alter_table("event_part", schema=None) as batch_op:
        batch_op.add_column(sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("locked_by", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("locked_digest", sa.String(length=64), nullable=True))

    with op.batch_alter_table("training_need", schema=None) as batch_op:
        batch_op.add_column(sa.Column("campaign_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_training_need_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_training_need_campaign_id_needs_campaign"), "needs_campaign", ["campaign_id"], ["id"]
        )

    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attendance_threshold", sa.Integer(), nullable=False, server_default="80"))
        batch_op.add_column(sa.Column("pass_mark", sa.Integer(), nullable=False, server_default="60"))
        batch_op.create_check_constraint(
            batch_op.f("ck_training_session_attendance_threshold_percent"), "attendance_threshold BETWEEN 1 AND 100"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_training_session_pass_mark_percent"), "pass_mark BETWEEN 1 AND 100"
        )


def downgrade() -> None:
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_training_session_pass_mark_percent"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_training_session_attendance_threshold_percent"), type_="check")
        batch_op.drop_column("pass_mark")
        batch_op.drop_column("attendance_threshold")

    with op.batch_alter_table("training_need", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_training_need_campaign_id_needs_campaign"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_training_need_campaign_id"))
        batch_op.drop_column("campaign_id")

    with op.batch_alter_table("event_part", schema=None) as batch_op:
        batch_op.drop_column("locked_digest")
        batch_op.drop_column("locked_by")
        batch_op.drop_column("locked_at")

    with op.batch_alter_table("trainer_assignment", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_trainer_assignment_live",
            sqlite_where=sa.text("(state NOT IN ('declined', 'expired'))"),
            postgresql_where=sa.text("(state NOT IN ('declined', 'expired'))"),
        )
        batch_op.drop_index(batch_op.f("ix_trainer_assignment_session_id"))
        batch_op.drop_index(batch_op.f("ix_trainer_assignment_person_id"))
        batch_op.drop_index(batch_op.f("ix_trainer_assignment_owner_id"))

    op.drop_table("trainer_assignment")
    with op.batch_alter_table("session_objective", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_objective_learning_objective_id"))

    op.drop_table("session_objective")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_valid",
            sqlite_where=sa.text("state = 'issued'"),
            postgresql_where=sa.text("state = 'issued'"),
        )
        batch_op.drop_index(batch_op.f("ix_certificate_session_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_registration_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_person_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_owner_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_question_id"))

    op.drop_table("answer")
    with op.batch_alter_table("acquis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acquis_session_id"))
        batch_op.drop_index(batch_op.f("ix_acquis_owner_id"))
        batch_op.drop_index(batch_op.f("ix_acquis_need_id"))
        batch_op.drop_index(batch_op.f("ix_acquis_learning_objective_id"))

    op.drop_table("acquis")
    op.drop_table("question_choice")
    with op.batch_alter_table("attendance_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_event_registration_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_event_part_id"))

    op.drop_table("attendance_event")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_registration_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_part_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_owner_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempt_live", sqlite_where=sa.text("state != 'void'"), postgresql_where=sa.text("state != 'void'")
        )
        batch_op.drop_index(batch_op.f("ix_attempt_wave_id"))
        batch_op.drop_index(batch_op.f("ix_attempt_person_id"))
        batch_op.drop_index(batch_op.f("ix_attempt_owner_id"))

    op.drop_table("attempt")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_learning_objective_id"))

    op.drop_table("question")
    with op.batch_alter_table("evaluation_wave", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_wave_questionnaire_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_wave_owner_id"))

    op.drop_table("evaluation_wave")
    with op.batch_alter_table("questionnaire", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questionnaire_owner_id"))

    op.drop_table("questionnaire")
    with op.batch_alter_table("needs_campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_needs_campaign_state"))
        batch_op.drop_index(batch_op.f("ix_needs_campaign_owner_id"))

    op.drop_table("needs_campaign")
    with op.batch_alter_table("learning_objective", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_objective_owner_id"))

    op.drop_table("learning_objective")
