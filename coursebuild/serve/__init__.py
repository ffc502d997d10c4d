"""The preview: a web server of pages as a build would write them, which are made anew when a file changes."""

from coursebuild.serve.live import Live
from coursebuild.serve.preview import serve
from coursebuild.serve.server import PortError, Server, bind

__all__ = ["Live", "PortError", "Server", "bind", "serve"]
