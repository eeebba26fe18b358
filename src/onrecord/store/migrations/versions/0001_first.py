"""Nothing in, the first schema out: evidence that is only appended to, and views that can be rebuilt from it.

Evidence: maker, reading, failure, judgement, settlement. Views over readings: article, statement, entity_seen. Views
over claims: claim, claim_body, standing, claim_statement, claim_article, claim_link. `term` numbers the values that
filters use, with counts. `watch` and `watch_state` are a person's own settings.
"""

from __future__ import annotations

from alembic import op

from onrecord.store.schema import in_dialect

revision = "0001"
down_revision = None

EVIDENCE = (
    "CREATE TABLE maker (id {text} PRIMARY KEY, made_by {text} NOT NULL) {clustered}",
    """CREATE TABLE reading (
      seq {serial}, article {text} NOT NULL, text_sha256 {text} NOT NULL, maker {text} NOT NULL REFERENCES maker (id),
      recorded {text} NOT NULL, payload {blob} NOT NULL, UNIQUE (article, text_sha256, maker)) {strict}""",
    """CREATE TABLE failure (
      seq {serial}, item {text} NOT NULL, stage {text} NOT NULL, why {text} NOT NULL, recorded {text} NOT NULL
      ) {strict}""",
    "CREATE INDEX failure_item ON failure (item, seq)",
    """CREATE TABLE judgement (
      seq {serial}, id {text} NOT NULL UNIQUE, act {text} NOT NULL, target {text} NOT NULL, value {text},
      who {text} NOT NULL, at {text} NOT NULL, why {text}, replaces {text}) {strict}""",
    "CREATE INDEX judgement_target ON judgement (target, seq)",
    "CREATE INDEX judgement_act ON judgement (act, seq)",
    """CREATE TABLE settlement (
      seq {serial}, at {text} NOT NULL, reading {int} NOT NULL, judgement {int} NOT NULL, claims {int} NOT NULL
      ) {strict}""",
)

APPEND_ONLY = ("maker", "reading", "failure", "judgement", "settlement")

READING_VIEWS = (
    """CREATE TABLE article (
      row {int} NOT NULL PRIMARY KEY, id {text} NOT NULL UNIQUE, seq {int} NOT NULL, title {text}, publisher {text},
      byline {text}, agency {text}, kind {text} NOT NULL, language {text}, published {text}, updated {text}, url {text},
      canonical_url {text}, origin {text}, taken {text}, recorded {text} NOT NULL, text_sha256 {text} NOT NULL,
      maker {text} NOT NULL, statements {int} NOT NULL, version_key {text},
      outlet_key {text}) {strict}""",
    "CREATE INDEX article_version ON article (version_key)",
    "CREATE INDEX article_outlet ON article (outlet_key, row)",
    "CREATE INDEX article_reading ON article (seq)",
    """CREATE TABLE statement (
      row {int} NOT NULL PRIMARY KEY, id {text} NOT NULL UNIQUE, article {text} NOT NULL, attribution {text},
      speakers {text} NOT NULL, principal {text}, stance {text} NOT NULL, polarity {text} NOT NULL,
      certainty {text} NOT NULL, factuality {real} NOT NULL, role {text} NOT NULL, said_start {text}, said_end {text},
      published {text}, place {text}, gist {text} NOT NULL, words {text} NOT NULL, who {text} NOT NULL,
      score {real} NOT NULL, title {text}, publisher {text},
      terms {blob} NOT NULL) {strict}""",
    "CREATE INDEX statement_article ON statement (article)",
    "CREATE TABLE statement_term (term {int} NOT NULL, row {int} NOT NULL, PRIMARY KEY (term, row)) {clustered}",
    """CREATE TABLE entity_seen (
      id {text} NOT NULL, moment {int} NOT NULL, article {text} NOT NULL, name {text} NOT NULL, kind {text} NOT NULL,
      principal {text}, country {text}, payload {text} NOT NULL, PRIMARY KEY (id, moment, article)) {clustered}""",
    "CREATE INDEX entity_article ON entity_seen (article)",
)

CLAIM_VIEWS = (
    """CREATE TABLE claim (
      row {int} NOT NULL PRIMARY KEY, id {text} NOT NULL UNIQUE, gist {text} NOT NULL, words {text} NOT NULL,
      kind {text} NOT NULL, label {text} NOT NULL, digit {int} NOT NULL, reliability {text} NOT NULL,
      supporting_low {int} NOT NULL, supporting_high {int} NOT NULL, opposing_low {int} NOT NULL,
      opposing_high {int} NOT NULL, measure {text}, unit {text}, low {real}, best {real}, high {real},
      conflict {int} NOT NULL, tension {int} NOT NULL, place {text}, happened_start {text}, happened_end {text},
      happened_first {int}, happened_last {int}, changed {text}, positions {int} NOT NULL, articles {int} NOT NULL,
      outlets {int} NOT NULL, terms {blob} NOT NULL) {strict}""",
    """CREATE TABLE claim_body (
      id {text} PRIMARY KEY, payload {text} NOT NULL, known {text} NOT NULL, event {text} NOT NULL) {strict}""",
    "CREATE TABLE claim_term (term {int} NOT NULL, row {int} NOT NULL, PRIMARY KEY (term, row)) {clustered}",
    """CREATE TABLE standing (
      clock {text} NOT NULL, row {int} NOT NULL, claim_row {int} NOT NULL, since {text}, since_moment {int} NOT NULL,
      until_moment {int} NOT NULL, label {text} NOT NULL, digit {int} NOT NULL, supporting_low {int} NOT NULL,
      supporting_high {int} NOT NULL, opposing_low {int} NOT NULL, opposing_high {int} NOT NULL, before_label {text},
      before_digit {int}, PRIMARY KEY (clock, row, claim_row)) {clustered}""",
    "CREATE INDEX standing_claim ON standing (claim_row, clock)",
    """CREATE TABLE claim_statement (
      statement {text} NOT NULL, claim {text} NOT NULL, position {int} NOT NULL, PRIMARY KEY (statement, claim)
      ) {clustered}""",
    "CREATE TABLE claim_article (article {text} NOT NULL, claim {text} NOT NULL, PRIMARY KEY (article, claim)) {clustered}",
    """CREATE TABLE claim_link (
      other {text} NOT NULL, claim {text} NOT NULL, how {text} NOT NULL, PRIMARY KEY (other, claim, how)
      ) {clustered}""",
)

TERMS = (
    """CREATE TABLE term (
      id {int} NOT NULL PRIMARY KEY, facet {text} NOT NULL, value {text} NOT NULL, name {text} NOT NULL,
      many {int} NOT NULL) {strict}""",
    "CREATE INDEX term_facet ON term (facet, many DESC, value)",
)

WATCHES = (
    """CREATE TABLE watch (
      id {text} PRIMARY KEY, name {text} NOT NULL, claim {text}, query {text}, who {text} NOT NULL, since {text} NOT NULL
      ) {strict}""",
    """CREATE TABLE watch_state (
      watch {text} NOT NULL, claim {text} NOT NULL, state {text} NOT NULL, PRIMARY KEY (watch, claim)) {clustered}""",
    "CREATE INDEX watch_claim ON watch_state (claim)",
)

_WORDS = "tokenize='porter unicode61 remove_diacritics 2'"
SQLITE_TEXT = (
    f"CREATE VIRTUAL TABLE statement_text USING fts5 (who, words, content='statement', content_rowid='row', {_WORDS})",
    f"CREATE VIRTUAL TABLE claim_text USING fts5 (words, content='claim', content_rowid='row', {_WORDS})",
)

POSTGRESQL_TEXT = (
    """ALTER TABLE statement ADD COLUMN found tsvector GENERATED ALWAYS AS
      (to_tsvector('english', who || ' ' || words)) STORED""",
    "CREATE INDEX statement_text ON statement USING gin (found)",
    "ALTER TABLE claim ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('english', words)) STORED",
    "CREATE INDEX claim_text ON claim USING gin (found)",
)


def upgrade() -> None:
    """Make every table; the evidence refuses to be changed or deleted."""
    bind = op.get_bind()
    sqlite = bind.dialect.name == "sqlite"
    for sql in (*EVIDENCE, *READING_VIEWS, *CLAIM_VIEWS, *TERMS, *WATCHES):
        bind.exec_driver_sql(in_dialect(sql, "sqlite" if sqlite else "postgresql"))
    for sql in (*SQLITE_TEXT, *_sqlite_guards()) if sqlite else (*POSTGRESQL_TEXT, *_postgresql_guards()):
        bind.exec_driver_sql(sql)


def _sqlite_guards() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is evidence and is only appended to'); END"
        for table in APPEND_ONLY
        for act in ("update", "delete")
    ]


def _postgresql_guards() -> list[str]:
    refuse = (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is evidence and is only appended to', TG_TABLE_NAME; END $$"
    )
    return [refuse] + [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ]
