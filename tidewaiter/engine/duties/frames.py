"""The tables that are asked for duties; the columns stand in `frames.csv`."""

from pathlib import Path

from tidewaiter.engine.frames import read_frames

DUTY_FRAMES = read_frames(Path(__file__).parent / "frames.csv")
"""Every frame by name."""
