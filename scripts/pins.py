"""Compile requirements.txt from requirements.in with uv, which is fetched into a folder of its own."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="calcitrack-pins-") as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--target", folder, "uv"], check=True)
        uv = Path(folder, "bin", "uv")
        options = ["--python-version", "3.11", "--universal", "--upgrade", "--quiet"]
        done = subprocess.run(
            [str(uv), "pip", "compile", "requirements.in", "-o", "requirements.txt", *options], cwd=ROOT
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
