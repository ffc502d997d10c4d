"""Import WeasyPrint and parse the built-in style sheets, in the process from which workers are forked."""

from coursebuild.pdf import weasy

weasy.load()
for _style in weasy.BUILT_IN:
    weasy.parse(_style)
