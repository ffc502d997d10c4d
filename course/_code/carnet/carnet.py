import os
import sqlite3
from contextlib import closing

from flask import Flask, request

CHEMIN = os.environ.get("CARNET_BASE", "/data/carnet.db")
app = Flask(__name__)
app.json.ensure_ascii = False  # garder les accents lisibles


def ouvrir():
    base = sqlite3.connect(CHEMIN)
    base.execute("CREATE TABLE IF NOT EXISTS notes (texte TEXT NOT NULL)")
    return base


@app.get("/sante")
def sante():
    return {"etat": "ok"}


@app.get("/notes")
def lire():
    with closing(ouvrir()) as base:
        lignes = base.execute("SELECT texte FROM notes ORDER BY rowid")
        return {"notes": [texte for (texte,) in lignes]}


@app.post("/notes")
def ajouter():
    texte = request.get_json()["texte"]
    with closing(ouvrir()) as base, base:
        base.execute("INSERT INTO notes VALUES (?)", (texte,))
    return {"ajoute": texte}, 201
