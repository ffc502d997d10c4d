"""How WeasyPrint 70 breaks and draws lines, where that is changed."""
