-- The schema of the first release, statement by statement. Never edited after a release: ledgers made by it are in use.
CREATE TABLE maker (id TEXT PRIMARY KEY, made_by TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE reading (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL, text_sha256 TEXT NOT NULL, maker TEXT NOT NULL REFERENCES maker (id),
      recorded TEXT NOT NULL, payload BLOB NOT NULL, UNIQUE (article, text_sha256, maker)) STRICT;
CREATE TABLE failure (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL, stage TEXT NOT NULL, why TEXT NOT NULL, recorded TEXT NOT NULL
      ) STRICT;
CREATE INDEX failure_item ON failure (item, seq);
CREATE TABLE judgement (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, act TEXT NOT NULL, target TEXT NOT NULL, value TEXT,
      who TEXT NOT NULL, at TEXT NOT NULL, why TEXT, replaces TEXT) STRICT;
CREATE INDEX judgement_target ON judgement (target, seq);
CREATE INDEX judgement_act ON judgement (act, seq);
CREATE TABLE anchor (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, former TEXT NOT NULL, present TEXT NOT NULL, article TEXT NOT NULL) STRICT;
CREATE TABLE settlement (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reading INTEGER NOT NULL, judgement INTEGER NOT NULL, claims INTEGER NOT NULL
      ) STRICT;
CREATE TABLE article (
      row INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, title TEXT, publisher TEXT,
      byline TEXT, agency TEXT, kind TEXT NOT NULL, language TEXT, published TEXT, updated TEXT, url TEXT,
      canonical_url TEXT, origin TEXT, taken TEXT, recorded TEXT NOT NULL, text_sha256 TEXT NOT NULL,
      maker TEXT NOT NULL, statements INTEGER NOT NULL, version_key TEXT,
      outlet_key TEXT) STRICT;
CREATE INDEX article_version ON article (version_key);
CREATE INDEX article_outlet ON article (outlet_key, row);
CREATE INDEX article_reading ON article (seq);
CREATE TABLE statement (
      row INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, article TEXT NOT NULL, attribution TEXT,
      speakers TEXT NOT NULL, principal TEXT, stance TEXT NOT NULL, polarity TEXT NOT NULL,
      certainty TEXT NOT NULL, factuality REAL NOT NULL, role TEXT NOT NULL, said_start TEXT, said_end TEXT,
      published TEXT, place TEXT, gist TEXT NOT NULL, words TEXT NOT NULL, who TEXT NOT NULL,
      score REAL NOT NULL, title TEXT, publisher TEXT,
      terms BLOB NOT NULL) STRICT;
CREATE INDEX statement_article ON statement (article);
CREATE TABLE statement_term (term INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (term, row)) STRICT, WITHOUT ROWID;
CREATE TABLE entity_seen (
      id TEXT NOT NULL, moment INTEGER NOT NULL, article TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
      principal TEXT, country TEXT, payload TEXT NOT NULL, PRIMARY KEY (id, moment, article)) STRICT, WITHOUT ROWID;
CREATE INDEX entity_article ON entity_seen (article);
CREATE TABLE claim (
      row INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, gist TEXT NOT NULL, words TEXT NOT NULL,
      kind TEXT NOT NULL, label TEXT NOT NULL, digit INTEGER NOT NULL, reliability TEXT NOT NULL,
      supporting_low INTEGER NOT NULL, supporting_high INTEGER NOT NULL, opposing_low INTEGER NOT NULL,
      opposing_high INTEGER NOT NULL, measure TEXT, unit TEXT, figures TEXT, low REAL, best REAL, high REAL,
      conflict INTEGER NOT NULL, tension INTEGER NOT NULL, place TEXT, happened_start TEXT, happened_end TEXT,
      happened_first INTEGER, happened_last INTEGER, changed TEXT, positions INTEGER NOT NULL, articles INTEGER NOT NULL,
      outlets INTEGER NOT NULL, terms BLOB NOT NULL) STRICT;
CREATE TABLE claim_body (
      id TEXT PRIMARY KEY, payload TEXT NOT NULL, known TEXT NOT NULL, event TEXT NOT NULL) STRICT;
CREATE TABLE claim_term (term INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (term, row)) STRICT, WITHOUT ROWID;
CREATE TABLE standing (
      clock TEXT NOT NULL, row INTEGER NOT NULL, claim_row INTEGER NOT NULL, since TEXT, since_moment INTEGER NOT NULL,
      until_moment INTEGER NOT NULL, label TEXT NOT NULL, digit INTEGER NOT NULL, supporting_low INTEGER NOT NULL,
      supporting_high INTEGER NOT NULL, opposing_low INTEGER NOT NULL, opposing_high INTEGER NOT NULL, before_label TEXT,
      before_digit INTEGER, PRIMARY KEY (clock, row, claim_row)) STRICT, WITHOUT ROWID;
CREATE INDEX standing_claim ON standing (claim_row, clock, since_moment, until_moment, row);
CREATE TABLE claim_statement (
      statement TEXT NOT NULL, claim TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (statement, claim)
      ) STRICT, WITHOUT ROWID;
CREATE TABLE claim_article (article TEXT NOT NULL, claim TEXT NOT NULL, PRIMARY KEY (article, claim)) STRICT, WITHOUT ROWID;
CREATE TABLE claim_link (
      other TEXT NOT NULL, claim TEXT NOT NULL, how TEXT NOT NULL, PRIMARY KEY (other, claim, how)
      ) STRICT, WITHOUT ROWID;
CREATE TABLE term (
      id INTEGER NOT NULL PRIMARY KEY, facet TEXT NOT NULL, value TEXT NOT NULL, name TEXT NOT NULL,
      many INTEGER NOT NULL) STRICT;
CREATE INDEX term_facet ON term (facet, many DESC, value);
CREATE TABLE watch (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, claim TEXT, query TEXT, who TEXT NOT NULL, since TEXT NOT NULL
      ) STRICT;
CREATE TABLE watch_state (
      watch TEXT NOT NULL, claim TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (watch, claim)) STRICT, WITHOUT ROWID;
CREATE INDEX watch_claim ON watch_state (claim);
CREATE VIRTUAL TABLE statement_text USING fts5 (who, words, content='statement', content_rowid='row', tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE claim_text USING fts5 (words, content='claim', content_rowid='row', tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER maker_no_update BEFORE update ON maker BEGIN SELECT RAISE(ABORT, 'maker is evidence and is only appended to'); END;
CREATE TRIGGER maker_no_delete BEFORE delete ON maker BEGIN SELECT RAISE(ABORT, 'maker is evidence and is only appended to'); END;
CREATE TRIGGER reading_no_update BEFORE update ON reading BEGIN SELECT RAISE(ABORT, 'reading is evidence and is only appended to'); END;
CREATE TRIGGER reading_no_delete BEFORE delete ON reading BEGIN SELECT RAISE(ABORT, 'reading is evidence and is only appended to'); END;
CREATE TRIGGER failure_no_update BEFORE update ON failure BEGIN SELECT RAISE(ABORT, 'failure is evidence and is only appended to'); END;
CREATE TRIGGER failure_no_delete BEFORE delete ON failure BEGIN SELECT RAISE(ABORT, 'failure is evidence and is only appended to'); END;
CREATE TRIGGER judgement_no_update BEFORE update ON judgement BEGIN SELECT RAISE(ABORT, 'judgement is evidence and is only appended to'); END;
CREATE TRIGGER judgement_no_delete BEFORE delete ON judgement BEGIN SELECT RAISE(ABORT, 'judgement is evidence and is only appended to'); END;
CREATE TRIGGER anchor_no_update BEFORE update ON anchor BEGIN SELECT RAISE(ABORT, 'anchor is evidence and is only appended to'); END;
CREATE TRIGGER anchor_no_delete BEFORE delete ON anchor BEGIN SELECT RAISE(ABORT, 'anchor is evidence and is only appended to'); END;
CREATE TRIGGER settlement_no_update BEFORE update ON settlement BEGIN SELECT RAISE(ABORT, 'settlement is evidence and is only appended to'); END;
CREATE TRIGGER settlement_no_delete BEFORE delete ON settlement BEGIN SELECT RAISE(ABORT, 'settlement is evidence and is only appended to'); END;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version (version_num) VALUES ('0001');
