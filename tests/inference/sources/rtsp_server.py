"""An RTSP server on the loopback, for tests; run by the system's Python, which has Debian's bindings of GStreamer.

    /usr/bin/python3 rtsp_server.py CLIP.mkv h264|h265 tcp|udp PORT [USER PASSWORD]

Serves the clip at rtsp://127.0.0.1:PORT/clip, to everybody from its beginning, and prints `ready PORT` once it listens.
PORT 0 is one that is free.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402


def main() -> None:
    clip, codec, transport, port, *login = sys.argv[1:]
    Gst.init(None)
    if not Gst.ElementFactory.find(f"rtp{codec}pay") or not Gst.ElementFactory.find("matroskademux"):
        sys.exit("GStreamer lacks elements")
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(
        f'( filesrc location="{clip}" ! matroskademux ! rtp{codec}pay name=pay0 pt=96 config-interval=1 )'
    )
    factory.set_protocols({"tcp": GstRtsp.RTSPLowerTrans.TCP, "udp": GstRtsp.RTSPLowerTrans.UDP}[transport])
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    if login:
        require_login(server, factory, *login)
    server.get_mount_points().add_factory("/clip", factory)
    if not server.attach(None):
        sys.exit("the port is taken")
    print("ready", server.get_bound_port(), flush=True)
    GLib.MainLoop().run()


def require_login(
    server: GstRtspServer.RTSPServer, factory: GstRtspServer.RTSPMediaFactory, user: str, word: str
) -> None:
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, word), token)
    server.set_auth(auth)
    rights = "viewer, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"
    factory.add_role_from_structure(Gst.Structure.from_string(rights)[0])


if __name__ == "__main__":
    main()
