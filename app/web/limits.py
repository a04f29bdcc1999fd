"""What the server takes from whom, and what it keeps for how long."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server takes.

    Attributes:
        image_bytes, image_pixels: of one image.
        video_bytes, video_pixels, video_s: of one video: its file, one of its frames, its length in seconds.
        chunk_bytes: of one part of an upload.
        cameras: how many browsers' cameras are looked at at once.
        kept_s: for how long a video and its results are kept, seconds.
        decoding_s, decoding_bytes: time and memory that the decoding of one image may take.
        job_s, job_bytes, results_bytes: time and memory that the analysis of one video may take, and the size of one
            file that it writes.
        job_silence_s: for how long it may say nothing of how it goes.
        waiting: images that are being looked at or wait for it, of all clients.
        waiting_bytes: of the bodies of requests that are held in memory at once.
        per_client: requests with work that one client may have under way.
        uploads_per_client: videos of one client that are not analysed yet.
        videos: that are kept at once, of all clients.
        streams, streams_per_client: live images and events that are sent at once.
        connections, connections_per_address: that are open at once.
        head_s: for the head of a request, from the opening of the connection or its first byte.
        body_s: for its body, and a second more for each 20 KB that have come.
        logins: wrong tokens of one client in a minute.
    """

    image_bytes: int = 20_000_000
    image_pixels: int = 50_000_000
    video_bytes: int = 2_000_000_000
    video_pixels: int = 10_000_000
    video_s: float = 3600.0
    chunk_bytes: int = 8_000_000
    cameras: int = 4
    kept_s: float = 3600.0
    decoding_s: float = 10.0
    decoding_bytes: int = 1_000_000_000
    job_s: float = 4 * 3600.0
    job_silence_s: float = 300.0
    job_bytes: int = 6_000_000_000
    results_bytes: int = 8_000_000_000
    waiting: int = 64
    waiting_bytes: int = 256_000_000
    per_client: int = 16
    uploads_per_client: int = 8
    videos: int = 100
    streams: int = 64
    streams_per_client: int = 12
    connections: int = 512
    connections_per_address: int = 128
    logins: int = 10
    head_s: float = 10.0
    body_s: float = 20.0
