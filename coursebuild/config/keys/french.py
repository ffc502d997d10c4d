"""What each key of coursebuild.toml does, in French: the descriptions of `table.KEYS`."""

from collections.abc import Mapping

from coursebuild.config.keys.theme import OF_COURSE

_THEME: Mapping[str, str] = {
    "accent": (
        "La couleur des filets, des liens et des exercices, foncée ou éclaircie là où elle ne se lirait pas."
    ),
    "logo": "Une image au-dessus du titre, dans ce dossier-ci : SVG, PNG, JPEG, GIF ou WebP.",
    "font": "La police du texte ; une autre que celle par défaut vient d’un paquet `fontpkg-…`.",
    "paper": "Le format du papier.",
    "margins": (
        "Les marges de la page imprimée, de 8 à 60 mm, comme en CSS : en haut, à droite, en bas, à gauche."
    ),
    "size": (
        "La taille du texte, de 8 à 36 points, à l’impression et à l’écran ; titres, code et notes la "
        "suivent."
    ),
    "line-height": "L’interligne, de 1 à 3 fois la taille du texte.",
    "spacing": (
        "L’espacement des lettres, des mots et des paragraphes ; `wide` est celui dont on peut avoir besoin "
        "d’après WCAG 2.2, 1.4.12."
    ),
    "contrast": (
        "Le contraste du texte : 4,5:1 (`AA`), ou 7:1 (`AAA`), pour lequel les couleurs sont foncées ou "
        "éclaircies."
    ),
}

DESCRIPTIONS: Mapping[str, str] = {
    "title": "Le titre du cours, au-dessus de celui de chaque feuille.",
    "author": "L’auteur des feuilles qui n’en nomment pas : un nom, ou une liste.",
    "lang": "La langue des feuilles qui n’en indiquent pas, comme `en`, `fr` ou `pt-BR`.",
    "license": (
        "La licence des feuilles qui n’en nomment pas : un identifiant SPDX comme `CC-BY-SA-4.0`, une "
        "adresse ou un nom."
    ),
    "educational-level": "À qui s’adressent les feuilles qui ne le disent pas.",
    "learning-time": "La durée des feuilles qui n’en disent rien : des minutes, ou `1h30`.",
    "sources": "Les dossiers ou les fichiers des feuilles, dans ce dossier-ci.",
    "output": "Où vont les fichiers produits, dans ce dossier-ci ; l’option `--output` l’emporte.",
    "starter": (
        "Donner dans chaque version les fichiers dont une feuille inclut le code, à trous pour les "
        "étudiants, et une archive ZIP de ces fichiers."
    ),
    "require-corrections": "Exiger un corrigé pour chaque exercice.",
    "numbering": (
        "Ce qui est numéroté même sans identifiant : `figures`, `tables`, `listings`, `equations`, "
        "`exercises`, `sections`, et des types d’encadrés."
    ),
    "student-fields": (
        "Ce que les étudiants remplissent en tête de la feuille imprimée ; `true` : un nom et un groupe."
    ),
    "cover": "Commencer une feuille imprimée par une page de garde.",
    "toc": "Mettre le sommaire en tête d’une feuille imprimée ; `false` le supprime aussi à l’écran.",
    "draft": "Marquer les pages du mot « Brouillon ».",
    "links": "Les adresses des liens à l’impression : pas du tout (`inline`), ou en notes de bas de page.",
    "tex": (r"L’écriture des formules : `$…$`, ou aussi, avec `backslash`, `\(…\)` et `\[…\]` partout."),
    "bibliography": (
        "Les références que citent les feuilles qui n’en nomment pas : BibTeX, ou CSL en JSON ou en YAML, "
        "dans ce dossier-ci."
    ),
    "csl": (
        "Le style des citations, un fichier du Citation Style Language ; par défaut, celui du manuel de "
        "Chicago."
    ),
    "resources": "D’autres dossiers d’où prendre images et fichiers, même en dehors de celui-ci.",
    "public": (
        "Ce que les étudiants peuvent voir, même si son nom semble annoncer une réponse : fichiers, "
        "dossiers, classes, intitulés."
    ),
    "ignore": "Les avertissements à ne pas signaler, par leurs codes.",
    "filters": "Les filtres à lancer, dans l’ordre : `abbreviations` est `filters/abbreviations.py`.",
    "theme": "L’aspect de toutes les pages.",
    **{f"theme.{name}": text for name, text in _THEME.items()},
    "boxes": "Vos propres types d’encadrés, chacun dans une table à son nom.",
    "boxes.*": "Un type d’encadré : avec `[boxes.method]`, une feuille peut écrire `::: method`.",
    "boxes.*.label": "L’étiquette de l’encadré : un texte, ou un par langue ; par défaut, le nom du type.",
    "boxes.*.label.*": "L’étiquette dans cette langue.",
    "boxes.*.icon": "L’icône de l’encadré : un fichier de `templates/icons/`, ou une icône fournie.",
    "boxes.*.colour": "La couleur de l’encadré, écrite comme en CSS ; par défaut, celle d’une remarque.",
    "math": "Ce que les formules ont en commun.",
    "math.macros": "Des macros pour les formules, par leurs noms sans barre oblique inverse.",
    "math.macros.*": (r"Ce que vaut la macro, en TeX : avec `R = '\mathbb{R}'`, `$x \in \R$` est affiché."),
    "index": (
        "Écrire, quand tout le cours est produit, une page de toutes les feuilles, `index.html`, avec une "
        "recherche ; par défaut, s’il y a plusieurs feuilles."
    ),
    "lessons": (
        "L’ordre des feuilles : leurs chemins dans les dossiers des sources. Les autres suivent, dossier par "
        "dossier."
    ),
    "folders": (
        "Comment l’index appelle un dossier de feuilles, par son chemin sous les sources ; par défaut, comme "
        "il se nomme, ou par la langue dont son nom est le code."
    ),
    "folders.*": "Le titre des feuilles du dossier.",
    "base-url": (
        "L’adresse du dossier des étudiants sur le Web ; elle donne à l’index un flux des feuilles datées."
    ),
    "diagrams": "Les programmes qui dessinent les schémas ; jamais ceux d’un dépôt non fiable.",
    "diagrams.plantuml": (
        "Le programme qui dessine `plantuml`, et ses arguments : il lit le schéma et écrit du SVG."
    ),
    "diagrams.d2": "Le programme qui dessine `d2`, et ses arguments : il lit le schéma et écrit du SVG.",
    "diagrams.graphviz": (
        "Le programme qui dessine `dot` et `graphviz` à la place de celui de coursebuild, et ses arguments."
    ),
    "limits": "Ce qu’une feuille peut employer au plus ; celle qui demande davantage est refusée.",
    "limits.page-seconds": "Le temps de mise en page d’un PDF.",
    "limits.lesson-seconds": "Le temps de tout ce qui précède, de la lecture de la feuille à ses pages.",
    "limits.pandoc-seconds": "Le temps de chaque conversion par Pandoc.",
    "limits.filter-seconds": "Le temps de chaque passage d’un de vos filtres.",
    "limits.template-seconds": "Le temps de chaque page produite avec vos modèles.",
    "limits.diagram-seconds": "Le temps de dessin de chaque schéma.",
    "limits.image-pixels": "La largeur d’une image multipliée par sa hauteur.",
    "limits.image-elements": "Les formes que dessine un SVG.",
    "limits.file-size": "La taille d’un fichier vers lequel une feuille a un lien.",
    "limits.memory": "La mémoire de chaque processus, de 400 Mo au moins.",
    "editor": "Votre éditeur, qu’ouvre `coursebuild serve` ; celui d’un dépôt non fiable n’est jamais lancé.",
    "editor.command": (
        "Le programme et ses arguments ; `{file}`, `{line}` et `{column}` y tiennent lieu de l’endroit."
    ),
    "metadata": "Des valeurs que les conditions peuvent tester, et que chaque feuille peut remplacer.",
    "metadata.*": 'Une valeur par défaut : avec `group = "A"`, `::: {.if group="A"}` est montré.',
    "editions": "Vos propres versions, et les valeurs de `student` et d’`instructor`.",
    "editions.*": (
        "Une version ; son nom est celui de son dossier. Elle cache les corrigés, sauf mention contraire."
    ),
    "editions.*.correction": "Montrer les corrigés ; la version des étudiants ne le peut pas.",
    "show-from": (
        "Le jour à partir duquel les étudiants voient les corrigés d’une feuille, par le chemin de celle-ci "
        "sous les sources."
    ),
    "show-from.*": "Ce jour, sauf si la feuille, ou un corrigé, a le sien.",
    "timezone": (
        "Le fuseau horaire dans lequel un jour commence, par son nom dans la liste de l’IANA ; UTC à défaut."
    ),
    "layout": "La disposition des versions.",
    "layout.*": "La disposition d’une version qui montre les corrigés.",
    "layout.*.corrections": (
        "La place des corrigés : avec leur exercice, en fin de section ou de feuille, ou seuls (`only`)."
    ),
    "editions.*.*": 'Une valeur : avec `level = "basic"`, `::: {.if level="basic"}` est montré.',
    "numbering-per": (
        "Ce qui a sa propre numérotation : chaque feuille ; chaque feuille comme un chapitre, dont le numéro "
        "précède les autres (2.3) ; ou le cours, d’une feuille à la suivante."
    ),
    "release": "Ce que fait `coursebuild release` ; un dépôt non fiable n’y décide de rien.",
    "release.key": (
        "La clé qui signe les sommes d’une livraison : clé secrète de minisign, ou clé d’OpenSSH."
    ),
    "changed-since": (
        "Une révision de git : les feuilles dont les lecteurs voient autre chose depuis lors le disent."
    ),
    "themes": "L’aspect de certaines versions, chacune dans une table à son nom.",
    "themes.*": "L’aspect d’une version : ce qu’elle ne fixe pas est comme dans `theme`.",
    **{f"themes.*.{name}": text for name, text in _THEME.items() if name not in OF_COURSE},
}
