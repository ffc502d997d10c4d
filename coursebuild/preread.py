"""What the process that workers are forked from has ready: WeasyPrint, and the built-in style sheets."""

from coursebuild import printing, resources

for _name in ("base.css", "print.css"):
    printing.read(resources.text(resources.folder("templates"), _name) or "")
