"""The parts of a release: where it is from, its archive, its manifest, its signature."""

from coursebuild.publish.released import folder

__all__ = ["archive", "folder", "manifest", "origin", "signing"]
