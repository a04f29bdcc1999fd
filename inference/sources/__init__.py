"""Where images come from: video files, streams, still images, cameras, the built-in demo; all yield `Frame`.

Decoders are imported when something is opened: importing this package loads neither FFmpeg nor OpenCV.
"""

from ..files import IMAGE_EXTENSIONS, VIDEO_EXTENSIONS
from ..settings import Selection
from .base import SeekableSource, Source
from .open import open_camera, open_demo, open_images, open_source, open_video, open_videos
from .urls import without_credentials

__all__ = [
    "IMAGE_EXTENSIONS",
    "VIDEO_EXTENSIONS",
    "SeekableSource",
    "Selection",
    "Source",
    "open_camera",
    "open_demo",
    "open_images",
    "open_source",
    "open_video",
    "open_videos",
    "without_credentials",
]
