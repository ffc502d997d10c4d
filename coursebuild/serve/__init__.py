"""The preview: a web server of pages as a build would write them, which are made anew when a file changes."""

from coursebuild.serve.live.course import Live
from coursebuild.serve.preview import PortError, bind, serve
from coursebuild.serve.server import Server

__all__ = ["Live", "PortError", "Server", "bind", "serve"]
