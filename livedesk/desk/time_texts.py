"""Times and lengths of time as a host reads them, in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale


def duration(seconds: float) -> str:
    """A length of time in its two largest units: ``1 min 52 s``, ``23 h 41 min``, ``6 days``."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, odd_minutes = divmod(minutes, 60)
    if whole < 60:
        return QCoreApplication.translate("Texts", "{s} s").format(s=whole)
    if minutes < 60:
        return QCoreApplication.translate("Texts", "{min} min {s} s").format(min=minutes, s=rest)
    if hours < 48:
        words = QCoreApplication.translate("Texts", "{h} h {min} min")
        return words.format(h=hours, min=odd_minutes)
    days = hours // 24
    return QCoreApplication.translate("Texts", "{n} days").format(n=days)  # two or more


def roughly(seconds: float) -> str:
    """A length of time without its seconds, unless it has nothing else: ``58 min``, ``3 days``."""
    whole = max(0, round(seconds))
    if whole < 60:
        return duration(whole)
    if whole < 3600:
        return QCoreApplication.translate("Texts", "{min} min").format(min=whole // 60)
    return duration(whole)


def clock(seconds: float) -> str:
    """A running clock: ``01:12:45``."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{rest:02d}"


def stopwatch(seconds: float) -> str:
    """A waiting time: ``0:40``."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    return f"{minutes}:{rest:02d}"


def round_trip(seconds: float) -> str:
    """``18 ms``."""
    return QCoreApplication.translate("Texts", "{ms} ms").format(ms=max(1, round(seconds * 1000)))


def _local(at: float) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(round(at * 1000))


def time_of_day(at: float) -> str:
    """``20:01``."""
    return _local(at).toString("HH:mm")


def exact_time(at: float) -> str:
    """``21:12:58``."""
    return _local(at).toString("HH:mm:ss")


def month_and_day(at: float) -> str:
    """``1123``: what makes a suffix another one."""
    return _local(at).toString("MMdd")


def moment(at: float, now: float) -> str:
    """A time with its day where that is not today: ``tomorrow 20:00``, ``29 November 20:00``."""
    when, today = _local(at), _local(now).date()
    days = today.daysTo(when.date())
    if days == 0:
        return QCoreApplication.translate("Texts", "today {time}").format(time=time_of_day(at))
    if days == 1:
        return QCoreApplication.translate("Texts", "tomorrow {time}").format(time=time_of_day(at))
    if days == -1:
        return QCoreApplication.translate("Texts", "yesterday {time}").format(time=time_of_day(at))
    words = QCoreApplication.translate("Texts", "{date} {time}")
    return words.format(date=day(when.date()), time=time_of_day(at))


def moment_or_time(at: float, now: float) -> str:
    """``20:01`` where that is today, else with its day: ``yesterday 20:01``."""
    today = _local(at).date() == _local(now).date()
    return time_of_day(at) if today else moment(at, now)


def relative_day(at: float, now: float) -> str:
    """``today``, ``yesterday``, ``15 November``, or with its year ``3 May 2025``."""
    when, today = _local(at).date(), _local(now).date()
    days = when.daysTo(today)
    if days == 0:
        return QCoreApplication.translate("Texts", "today")
    if days == 1:
        return QCoreApplication.translate("Texts", "yesterday")
    if when.year() != today.year():
        return QLocale().toString(when, QCoreApplication.translate("Texts", "d MMMM yyyy"))
    return day(when)


def day(date: QDate) -> str:
    """``29 November``."""
    return QLocale().toString(date, QCoreApplication.translate("Texts", "d MMMM"))


def weekday(date: QDate, *, year: bool) -> str:
    """``Saturday, 14 November``, with the year where `year` is true."""
    with_year = QCoreApplication.translate("Texts", "dddd, d MMMM yyyy")
    return QLocale().toString(
        date, with_year if year else QCoreApplication.translate("Texts", "dddd, d MMMM")
    )


def month_day(at: float) -> str:
    """``14 November``."""
    return day(_local(at).date())


def stamp(at: float) -> str:
    """``2026-11-24``, for a file's name."""
    return _local(at).toString("yyyy-MM-dd")


def exact_moment(at: float, now: float) -> str:
    """``20:01:12``, with its day where that is not today: ``14 November 20:01:12``."""
    when = _local(at)
    if when.date() == _local(now).date():
        return exact_time(at)
    words = QCoreApplication.translate("Texts", "{date} {time}")
    return words.format(date=day(when.date()), time=exact_time(at))
