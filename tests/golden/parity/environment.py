"""A virtual environment of its own with the pinned packages, so that nothing else on the machine has a say."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
DEFAULT_FOLDER = Path(tempfile.gettempdir()) / "attune-parity-venv"


def enter(folder: Path) -> None:
    """Makes the environment where it is missing, and starts this command again inside it."""
    # Others work on the machine, and one thread sums in one order.
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false", HF_HUB_OFFLINE="1")
    # Where both are installed, transformers would take TensorBoard, TensorFlow and the GPU into account.
    os.environ.update(CUDA_VISIBLE_DEVICES="", USE_TF="0", TRL_EXPERIMENTAL_SILENCE="1")
    folder = folder.resolve()
    if Path(sys.prefix).resolve() == folder:
        return
    marker = folder / "requirements.txt"
    if not marker.exists() or marker.read_text() != REQUIREMENTS.read_text():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True)
        marker.write_text(REQUIREMENTS.read_text())
    os.execv(folder / "bin" / "python", [folder / "bin" / "python", *sys.argv])
