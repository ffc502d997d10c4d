-- A small library: its books, its members, and the loans.
-- Load it with: sqlite3 library.db < library.sql

DROP TABLE IF EXISTS loan;
DROP TABLE IF EXISTS member;
DROP TABLE IF EXISTS book;

CREATE TABLE book (
    id     INTEGER PRIMARY KEY,
    title  TEXT NOT NULL,
    author TEXT NOT NULL,
    year   INTEGER NOT NULL
);

CREATE TABLE member (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE loan (
    book_id   INTEGER NOT NULL REFERENCES book (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    due       TEXT NOT NULL  -- YYYY-MM-DD
);

INSERT INTO book VALUES
    (1, 'Frankenstein', 'Mary Shelley', 1818),
    (2, 'From the Earth to the Moon', 'Jules Verne', 1865),
    (3, 'The Time Machine', 'H. G. Wells', 1895),
    (4, 'R.U.R.', 'Karel Čapek', 1920),
    (5, 'Brave New World', 'Aldous Huxley', 1932),
    (6, 'Foundation', 'Isaac Asimov', 1951),
    (7, 'The Left Hand of Darkness', 'Ursula K. Le Guin', 1969),
    (8, 'Kindred', 'Octavia E. Butler', 1979);

INSERT INTO member VALUES (1, 'Inès'), (2, 'Malik'), (3, 'Zoé');

INSERT INTO loan VALUES
    (3, 1, '2026-09-21'),
    (4, 1, '2026-10-05'),
    (6, 2, '2026-09-28'),
    (8, 1, '2026-10-12');
