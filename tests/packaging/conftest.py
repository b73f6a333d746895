from __future__ import annotations

import sys
from pathlib import Path

# bootstrap.py is started as a script, so its folder is where it finds the modules beside it.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
