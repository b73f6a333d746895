"""Sentences in both languages, with durations in words. Pure."""

from __future__ import annotations

from livedesk.domain.records import Words


def lasting(seconds: float) -> Words:
    """A duration: ``40 s``, ``3 min 5 s``, ``1 h 12 min``, ``3 days``."""
    whole = round(max(0.0, seconds))
    if whole < 1:
        return Words("less than 1 s", "不到 1 秒")
    if whole < 60:
        return Words(f"{whole} s", f"{whole} 秒")
    minutes, s = divmod(whole, 60)
    if whole < 600 and s:
        return Words(f"{minutes} min {s} s", f"{minutes} 分 {s} 秒")
    hours, minutes = divmod(round(whole / 60), 60)
    if not hours:
        return Words(f"{minutes} min", f"{minutes} 分钟")
    if hours >= 48:
        return Words(f"{round(hours / 24)} days", f"{round(hours / 24)} 天")
    if not minutes:
        return Words(f"{hours} h", f"{hours} 小时")
    return Words(f"{hours} h {minutes} min", f"{hours} 小时 {minutes} 分")


def say(en: str, zh: str, **facts: Words | int) -> Words:
    """A sentence with its ``{names}`` filled in each language's own words."""
    english = {name: one.en if isinstance(one, Words) else one for name, one in facts.items()}
    chinese = {name: one.zh_CN if isinstance(one, Words) else one for name, one in facts.items()}
    return Words(en.format(**english), zh.format(**chinese))


def joined(*sentences: Words | None) -> Words:
    """One after the other; None are left out."""
    said = [one for one in sentences if one is not None]
    return Words(" ".join(one.en for one in said), "".join(one.zh_CN for one in said))
