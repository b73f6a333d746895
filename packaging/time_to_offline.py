"""Draws README's plot of time to offline from a real run of the simulator.

``.venv/bin/python packaging/time_to_offline.py``; the picture goes to ``packaging/screenshots/``.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = Path(__file__).parent / "screenshots" / "time_to_offline.png"

WIDTH, HEIGHT = 860, 470
LEFT, TOP, RIGHT, BOTTOM = 64, 64, 24, 58
LONGEST_S = 840
COLOURS = {
    "callbacks+polls+beats": "#0b6e4f",
    "callbacks+beats": "#1f6feb",
    "callbacks": "#8250df",
    "polls+beats": "#bf8700",
    "polls": "#d1242f",
    "beats": "#57606a",
}


def main() -> None:
    """Simulate, then draw."""
    sys.path.insert(0, str(ROOT))
    from livedesk.sim.plan import Plan
    from livedesk.sim.run import simulate

    plan = Plan(hosts=3000, hours=12.0, duty=0.1, die=0.5, sleepers=0.2)
    found = simulate(plan, workers=0)
    print("\n".join(found.lines()))
    if not found.clean:
        sys.exit(1)
    gone = sum(map(len, found.to_offline.values()))
    _draw(
        found.to_offline,
        f"{gone:,} times gone with no word in {found.happened['shows']:,} simulated shows; "
        f"lost beats and callbacks, failed polls, restarts; seed {plan.seed}",
    )


def _draw(seconds: dict[str, list[float]], caption: str) -> None:
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QColor, QPen, QPolygonF

    from tests.bench.paper import INK, PALE, paper, write

    with paper(WIDTH, HEIGHT, PICTURE) as painter:
        write(painter, 13)

        def place(at_s: float, share: float) -> QPointF:
            wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
            return QPointF(LEFT + at_s / LONGEST_S * wide, TOP + (1 - share) * high)

        def text(at: QPointF, words: str, colour: str = INK) -> None:
            painter.setPen(QColor(colour))
            painter.drawText(at, words)

        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            painter.setPen(QPen(QColor(PALE), 1))
            painter.drawLine(place(0, share), place(LONGEST_S, share))
            text(place(0, share) + QPointF(-46, 5), f"{share:.0%}")
        for minute in range(LONGEST_S // 60 + 1):
            painter.setPen(QPen(QColor(PALE), 1))
            painter.drawLine(place(minute * 60, 0), place(minute * 60, 1))
            text(place(minute * 60, 0) + QPointF(-5, 20), f"{minute}")
        text(
            QPointF(LEFT, HEIGHT - 14),
            "minutes from a host's being gone until it left the live list",
        )
        write(painter, 16, bold=True)
        text(QPointF(LEFT, 26), "Time to offline, by what the server listens to")
        write(painter, 12)
        text(QPointF(LEFT, 46), caption, "#57606a")

        legend = QPointF(place(540, 0).x(), place(0, 0.62).y())
        for row, (policy, colour) in enumerate(COLOURS.items()):
            ordered = sorted(seconds.get(policy, []))
            if not ordered:
                continue
            points, share = [place(0, 0)], 0.0
            for number, took_s in enumerate(ordered, start=1):
                at_s = min(took_s, float(LONGEST_S))
                points += [place(at_s, share), place(at_s, number / len(ordered))]
                share = number / len(ordered)
            points.append(place(LONGEST_S, 1.0))
            painter.setPen(QPen(QColor(colour), 2.4))
            painter.drawPolyline(QPolygonF(points))
            at = legend + QPointF(0, 22 * row)
            painter.drawLine(at, at + QPointF(24, 0))
            median = ordered[len(ordered) // 2]
            text(at + QPointF(32, 5), f"{policy}  (median {median:.0f} s)")
        painter.setPen(QPen(QColor(INK), 1, Qt.PenStyle.SolidLine))
        painter.drawLine(place(0, 0), place(LONGEST_S, 0))
    print(PICTURE)


if __name__ == "__main__":
    main()
