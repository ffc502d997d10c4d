"""What the process that workers are forked from has ready: WeasyPrint, and the built-in style sheets."""

from coursebuild.pdf import weasy

weasy.load()
for _style in weasy.BUILT_IN:
    weasy.parse(_style)
