"""The process that decodes images of clients: it has little memory and time, and a file that ends it ends nothing else.

It is started by `decoders.py` with a socket. For each image there comes its length, eight bytes, and its bytes; the
answer is a line of JSON, and of an image a file descriptor: memory with (H, W, 3) uint8 BGR, sealed, so that nothing
can be taken from under whoever reads it.
"""

from __future__ import annotations

import fcntl
import json
import os
import resource
import signal
import socket
import struct
import sys
from pathlib import Path

import numpy as np

LENGTH = struct.Struct(">Q")
_SEALS = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SEAL


def limit_process(memory_bytes: int, open_files: int = 64) -> None:
    """Take from this process what it does not need: memory beyond what it has now, files, core dumps.

    Args:
        memory_bytes: address space beyond what is in use.
        open_files: file descriptors.
    """
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_seconds(seconds: float) -> None:
    """Let this process end by itself after so much processor time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def main() -> None:
    """Decode images until the socket is closed."""
    descriptor, most_pixels, memory_bytes, seconds = (int(word) for word in sys.argv[1:])
    # Ctrl-C goes to everybody at the terminal; who has started this ends it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from inference.sources import image_reading

    # this process has a limit of its own
    image_reading.MOST_PIXELS = most_pixels
    # libraries load parts of themselves with the first image, which would count as its memory
    answer_of(_a_png())
    limit_process(memory_bytes)
    with socket.socket(fileno=descriptor) as channel:
        channel.sendall(b"ready\n")
        while (length := _received(channel, LENGTH.size)) is not None:
            limit_seconds(seconds)
            content = _received(channel, LENGTH.unpack(length)[0])
            if content is None:
                return
            told, memory = answer_of(content)
            line = json.dumps(told).encode() + b"\n"
            if memory is None:
                channel.sendall(line)
            else:
                socket.send_fds(channel, [line], [memory])
                os.close(memory)


def answer_of(content: bytes) -> tuple[dict[str, object], int | None]:
    """Decode an image; return what is told of it, and the file descriptor of its pixels; None where it is none."""
    from inference.errors import SourceError
    from inference.sources.image_formats import HEAD_BYTES, is_image, why_unread
    from inference.sources.image_reading import decode_still

    try:
        still = decode_still(content)
    except SourceError as error:
        is_known = is_image(content[:HEAD_BYTES]) and why_unread("", content[:HEAD_BYTES]) is None
        status = 413 if str(error).startswith("too large") else 422 if is_known else 415
        return {"status": status, "error": str(error)}, None
    except MemoryError:
        return {"status": 413, "error": "decoding it takes more memory than there is for one image"}, None
    image = still.image_bgr
    memory = os.memfd_create("image", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    rows = np.ascontiguousarray(image).reshape(-1).data
    at = 0
    while at < len(rows):
        at += os.write(memory, rows[at:])
    fcntl.fcntl(memory, fcntl.F_ADD_SEALS, _SEALS)
    return {"height": image.shape[0], "width": image.shape[1], "remark": still.remark}, memory


def is_sealed(memory: int) -> bool:
    """Tell whether nothing of a memory's size and content can be changed any more."""
    return fcntl.fcntl(memory, fcntl.F_GET_SEALS) & _SEALS == _SEALS


def _received(channel: socket.socket, count: int) -> bytes | None:
    """Return so many bytes; None where the other end is closed."""
    parts, left = [], count
    while left:
        part = channel.recv(min(left, 1 << 20))
        if not part:
            return None
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _a_png() -> bytes:
    import io

    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "PNG")
    return written.getvalue()


if __name__ == "__main__":
    main()
