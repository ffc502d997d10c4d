-- Une petite bibliothèque : ses livres, ses lecteurs et les prêts.
-- À charger avec : sqlite3 bibliotheque.db < bibliotheque.sql

DROP TABLE IF EXISTS pret;
DROP TABLE IF EXISTS lecteur;
DROP TABLE IF EXISTS livre;

CREATE TABLE livre (
    id     INTEGER PRIMARY KEY,
    titre  TEXT NOT NULL,
    auteur TEXT NOT NULL,
    annee  INTEGER NOT NULL
);

CREATE TABLE lecteur (
    id  INTEGER PRIMARY KEY,
    nom TEXT NOT NULL
);

CREATE TABLE pret (
    livre_id   INTEGER NOT NULL REFERENCES livre (id),
    lecteur_id INTEGER NOT NULL REFERENCES lecteur (id),
    retour     TEXT NOT NULL  -- AAAA-MM-JJ
);

INSERT INTO livre VALUES
    (1, 'Frankenstein', 'Mary Shelley', 1818),
    (2, 'De la Terre à la Lune', 'Jules Verne', 1865),
    (3, 'La Machine à explorer le temps', 'H. G. Wells', 1895),
    (4, 'R.U.R.', 'Karel Čapek', 1920),
    (5, 'Le Meilleur des mondes', 'Aldous Huxley', 1932),
    (6, 'Fondation', 'Isaac Asimov', 1951),
    (7, 'La Main gauche de la nuit', 'Ursula K. Le Guin', 1969),
    (8, 'Liens de sang', 'Octavia E. Butler', 1979);

INSERT INTO lecteur VALUES (1, 'Inès'), (2, 'Malik'), (3, 'Zoé');

INSERT INTO pret VALUES
    (3, 1, '2026-09-21'),
    (4, 1, '2026-10-05'),
    (6, 2, '2026-09-28'),
    (8, 1, '2026-10-12');
