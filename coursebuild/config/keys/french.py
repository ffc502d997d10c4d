"""What each key of coursebuild.toml does, in French: the descriptions of `table.KEYS`."""

from collections.abc import Mapping

DESCRIPTIONS: Mapping[str, str] = {
    "title": "Le titre du cours, au-dessus de celui de chaque séance.",
    "author": "L'auteur des séances qui n'en nomment pas : un nom ou une liste.",
    "lang": "La langue des séances qui n'en indiquent pas, par exemple `en`, `fr` ou `pt-BR`.",
    "sources": "Les dossiers ou les fichiers des séances, à l'intérieur de ce dossier.",
    "output": "Le dossier des fichiers produits, à l'intérieur de ce dossier ; `--output` l'emporte.",
    "require-corrections": "Exiger un corrigé pour chaque exercice.",
    "student-fields": (
        "Ce que les étudiants remplissent en tête de la feuille imprimée ; `true` : un nom et un groupe."
    ),
    "cover": "Commencer une séance imprimée par une page de garde.",
    "toc": ("Mettre le sommaire au début d'une séance imprimée ; `false` le supprime aussi à l'écran."),
    "draft": "Marquer les pages de la mention « Brouillon ».",
    "links": (
        "Comment une séance imprimée montre les adresses des liens : pas du tout, ou en notes de bas de page."
    ),
    "resources": (
        "D'autres dossiers d'où les séances peuvent tirer images et fichiers, même en dehors de celui-ci."
    ),
    "public": (
        "Ce que les étudiants peuvent voir bien que son nom semble annoncer une réponse : fichiers, "
        "dossiers, classes, intitulés."
    ),
    "ignore": "Les avertissements à ne pas signaler, par leurs codes.",
    "filters": (
        "Les filtres à exécuter, dans l'ordre : `abbreviations` est le programme `filters/abbreviations.py`."
    ),
    "theme": "L'aspect de toutes les pages.",
    "theme.accent": (
        "La couleur des filets, des liens et des exercices ; foncée ou éclaircie là où elle serait illisible."
    ),
    "theme.logo": (
        "Une image au-dessus du titre, à l'intérieur de ce dossier : SVG, PNG, JPEG, GIF ou WebP."
    ),
    "theme.font": ("La police du texte ; toute autre que celle par défaut vient d'un paquet `fontpkg-…`."),
    "theme.paper": "Le format des pages imprimées.",
    "theme.margins": (
        "Les marges des pages imprimées, de 8 à 60 mm, dans l'ordre de CSS : haut, droite, bas, gauche."
    ),
    "boxes": "Vos propres sortes d'encadrés, chacune dans une table de son nom.",
    "boxes.*": "Une sorte d'encadré : avec `[boxes.method]`, une séance peut écrire `::: method`.",
    "boxes.*.label": (
        "L'étiquette de l'encadré : un seul texte, ou un pour chaque langue ; par défaut, le nom."
    ),
    "boxes.*.label.*": "L'étiquette dans cette langue.",
    "boxes.*.icon": (
        "L'icône de l'encadré : un fichier de `templates/icons/`, ou une icône fournie comme `tip`."
    ),
    "boxes.*.colour": (
        "La couleur de l'encadré, écrite comme en CSS ; par défaut, celle d'une remarque (`note`)."
    ),
    "limits": "Ce qu'une séance peut utiliser au plus ; celle qui demande davantage est refusée.",
    "limits.page-seconds": "Le temps pour imprimer un PDF.",
    "limits.lesson-seconds": "Le temps pour une séance, de sa lecture jusqu'à ses pages.",
    "limits.pandoc-seconds": "Le temps de chaque conversion par pandoc.",
    "limits.filter-seconds": "Le temps de chaque exécution d'un de vos filtres.",
    "limits.template-seconds": "Le temps pour chaque page faite de vos modèles.",
    "limits.image-pixels": "La largeur d'une image multipliée par sa hauteur.",
    "limits.image-elements": "Les formes que dessine un SVG.",
    "limits.file-size": "La taille d'un fichier vers lequel mène un lien d'une séance.",
    "limits.memory": "La mémoire de chaque processus, d'au moins 400 Mo.",
    "editor": "Votre éditeur, qu'ouvre `coursebuild serve` ; celui d'un dépôt non fiable n'est jamais lancé.",
    "editor.command": (
        "Le programme et ses arguments ; `{file}`, `{line}` et `{column}` y tiennent lieu de l'endroit."
    ),
    "metadata": "Des valeurs que testent les conditions des séances, et que les séances peuvent remplacer.",
    "metadata.*": (
        'Une valeur par défaut pour les séances : avec `group = "A"`, `::: {.if group="A"}` est montré.'
    ),
    "editions": "Vos propres éditions, et les valeurs que donnent `student` et `instructor`.",
    "editions.*": (
        "Une édition, dont le nom est celui de son dossier ; sauf indication contraire, elle cache les "
        "corrigés."
    ),
    "editions.*.correction": "Montrer les corrigés ; l'édition des étudiants ne le peut pas.",
    "editions.*.*": (
        'Une valeur pour les conditions : avec `level = "basic"`, `::: {.if level="basic"}` est montré.'
    ),
}
