"""Questions of a lesson, as Moodle and other systems for tests import them."""

from coursebuild.moodle.gift import gift
from coursebuild.moodle.xml import moodle_xml

__all__ = ["gift", "moodle_xml"]
