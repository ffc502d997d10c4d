"""What the process that workers are forked from has ready: WeasyPrint, and the built-in style sheets."""

from coursebuild import printing

for _style in printing.BUILT_IN:
    printing.read(_style)
