"""The trail of a broadcast as steps that a host can read. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from livedesk.desk import texts, time_texts
from livedesk.desk.counted import Counted
from livedesk.desk.widgets.states import look_of
from livedesk.domain.evidence_records import DecisionRecord, EvidenceRecord, SignalRecord
from livedesk.domain.records import to_epoch

translate = QCoreApplication.translate

KINDS: dict[str, tuple[str, str]] = {
    "publish": ("bell", "good"),
    "publish_done": ("bell", "warn"),
    "poll_on": ("radar", "good"),
    "poll_off": ("radar", "warn"),
    "beat_first": ("pulse", "good"),
    "beat_gap": ("pulse", "warn"),
    "encoder_stopped": ("video", "warn"),
    "encoder_running": ("video", "good"),
    "push_refused": ("shield", "warn"),
    "key_replaced": ("key", "off"),
    "key_renewed": ("key", "off"),
    "held": ("warning", "warn"),
    "hold_lifted": ("check-circle", "good"),
    "kicked": ("square", "off"),
    "banned": ("warning", "warn"),
    "ended_by_host": ("square", "off"),
}
"""Icon and colour of each kind of signal."""

CONCLUDED = frozenset({"ended_by_host"})  # the decision beside it says the same
SESSION_SHOWN = 8  # characters at the end of a media server's id


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trail.

    Attributes:
        at: epoch seconds of the server's clock.
        tone: names the tokens, e.g. ``warn`` for ``warn_ink`` on ``warn_tint``.
        decision: what the server concluded, not what it heard.
        times: how often it was heard in a row; `at` is the last.
    """

    at: float
    icon: str
    tone: str
    title: str
    more: str
    decision: bool
    times: int = 1

    @property
    def more_said(self) -> str:
        """The second line, with how often."""
        if self.times == 1:
            return self.more
        often = Counted().in_a_row(self.times)
        return f"{self.more}; {often}" if self.more else often


def steps_of(evidence: EvidenceRecord) -> tuple[Step, ...]:
    """Signals and decisions in the order of their times; the same signal in a row is one step."""
    told: list[Step] = [_decided(one) for one in evidence.decisions]
    told += [_heard(one) for one in evidence.signals if one.kind not in CONCLUDED]
    told.sort(key=lambda step: (step.at, step.decision))
    steps: list[Step] = []
    for step in told:
        last = steps[-1] if steps else None
        same = last is not None and not step.decision and last.title == step.title
        if same and last is not None and last.more == step.more and not last.decision:
            steps[-1] = replace(step, times=last.times + 1)
        else:
            steps.append(step)
    return tuple(steps)


def _decided(one: DecisionRecord) -> Step:
    look = look_of(one.state)
    rule = translate("Trail", "{why} Rule {n}.").format(why=texts.said(one.words), n=one.rule)
    tone = look.ink.removesuffix("_ink")
    title = look.word()
    if one.reason == "console_silent":
        title = translate("Trail", "{state}, console silent").format(state=title)
    return Step(to_epoch(one.at), look.icon, tone, title, rule, decision=True)


def _heard(one: SignalRecord) -> Step:
    icon, tone = KINDS.get(one.kind, ("info", "off"))
    more = ""
    if one.kind in ("publish", "publish_done") and one.detail:
        words = translate("Trail", "session {id}")
        more = words.format(id=one.detail[-SESSION_SHOWN:])
    return Step(to_epoch(one.at), icon, tone, texts.said(one.words), more, decision=False)


def why_title(state: str) -> str:
    """The question that the trail answers."""
    return {
        "live": translate("Trail", "Why is it on air?"),
        "interrupted": translate("Trail", "Why is it interrupted?"),
        "offline": translate("Trail", "Why is it offline?"),
        "ended": translate("Trail", "What happened"),
    }.get(state, translate("Trail", "What the server knows"))


def what_next(evidence: EvidenceRecord) -> str:
    """What happens next, and what the host has to do."""
    parts = []
    if evidence.deadline is not None:
        parts.append(texts.said(evidence.deadline.words))
    match evidence.verdict.state:
        case "offline" if evidence.held_until is None:
            parts.append(translate("Trail", "When it comes back, the same broadcast continues."))
        case "interrupted":
            parts.append(
                translate("Trail", "When the picture returns, the same broadcast continues.")
            )
        case "ended":
            parts.append(
                translate("Trail", "This broadcast is over. A new one begins with Go live.")
            )
    return texts.one_after_another(*parts)


def as_text(evidence: EvidenceRecord, now: float) -> str:
    """All of it for a chat with whoever runs the server; there is no secret in it."""
    verdict = evidence.verdict
    look = look_of(verdict.state)
    lines = [
        f"{evidence.title} · {evidence.code}",
        f"{look.word()}: {texts.said(verdict.words)} ({verdict.reason})",
        "",
    ]
    for step in steps_of(evidence):
        more = f" — {step.more_said}" if step.more_said else ""
        lines.append(f"{time_texts.exact_moment(step.at, now)}  {step.title}{more}")
    lines += ["", what_next(evidence)]
    return "\n".join(lines).strip() + "\n"
