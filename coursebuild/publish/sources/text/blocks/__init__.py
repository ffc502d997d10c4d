"""Cut blocks: code, headings with their sections, tables, and quizzes, also in lists and in cells."""
