"""LiveDesk: live codes, push and play addresses, and a live list without zombies."""

__version__ = "0.1.0"
