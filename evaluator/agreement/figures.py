"""From graded chats to figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from statistics import fmean

from evaluator.agreement.gold import Part
from evaluator.agreement.grading import GradedChat, Pair
from evaluator.agreement.statistics import bootstrap, kappa, wilson
from evaluator.agreement.values import (
    ALL,
    Agreement,
    Confusion,
    CriterionFigures,
    Figures,
    GroupFigures,
    Interval,
)

_MEAN, _OVERALL = "(mean)", "(overall)"
_Unit = Sequence[tuple[str, str, str]]


def summarise(chats: Sequence[GradedChat], part: Part | None = None) -> Agreement:
    """Return all figures. The order of the chats matters for nothing but the last digit of the intervals."""
    names = tuple(dict.fromkeys(pair.criterion for chat in chats for pair in chat.pairs))
    return Agreement(
        part=str(part) if part else None,
        all_labels=_figures(chats, names),
        without_doubtful=_figures([_without_doubtful(chat) for chat in chats], names),
        confusions=tuple(_confusions(chats)),
    )


def _figures(chats: Sequence[GradedChat], names: Sequence[str]) -> Figures:
    by_language: dict[str, list[GradedChat]] = defaultdict(list)
    for chat in chats:
        by_language[chat.language].append(chat)
    groups = [_group(language, found, names) for language, found in sorted(by_language.items())]
    return Figures(groups=(*groups, _group(ALL, chats, names)))


def _without_doubtful(chat: GradedChat) -> GradedChat:
    outcome = None if chat.outcome and chat.outcome.doubtful else chat.outcome
    return replace(chat, pairs=tuple(p for p in chat.pairs if not p.doubtful), outcome=outcome)


def _group(language: str, chats: Sequence[GradedChat], names: Sequence[str]) -> GroupFigures:
    pairs = [pair for chat in chats for pair in chat.pairs]
    units = [[(p.criterion, p.gold, p.graded) for p in chat.pairs if p.scored] for chat in chats]
    kappas, intervals = _kappas(units), bootstrap(units, _kappas)
    scored = [pair for pair in pairs if pair.scored]
    outcomes = [chat.outcome for chat in chats if chat.outcome]
    gaps = [c.score - c.gold_score for c in chats if c.score is not None and c.gold_score is not None]
    return GroupFigures(
        language=language,
        chats=len(chats),
        labels=len(pairs),
        scored=len(scored),
        coverage=_share(len(scored), len(pairs)),
        weight_coverage=fmean(c.coverage for c in chats) if chats else None,
        agreement=_share(_hits(scored), len(scored)),
        agreement_interval=wilson(_hits(scored), len(scored)),
        mean_kappa=kappas[_MEAN],
        mean_kappa_interval=intervals.get(_MEAN),
        criteria_with_kappa=sum(v is not None for k, v in kappas.items() if k not in (_MEAN, _OVERALL)),
        overall_kappa=kappas[_OVERALL],
        overall_kappa_interval=intervals.get(_OVERALL),
        outcomes=len(outcomes),
        outcome_accuracy=_share(_hits(outcomes), len(outcomes)),
        outcome_interval=wilson(_hits(outcomes), len(outcomes)),
        scores=len(gaps),
        score_error=fmean(map(abs, gaps)) if gaps else None,
        score_bias=fmean(gaps) if gaps else None,
        languages=len(chats),
        language_accuracy=_share(sum(c.found_language == c.language for c in chats), len(chats)),
        criteria=tuple(_criterion(name, pairs, kappas, intervals) for name in names),
    )


def _criterion(
    name: str,
    pairs: Iterable[Pair],
    kappas: Mapping[str, float | None],
    intervals: Mapping[str, Interval],
) -> CriterionFigures:
    mine = [pair for pair in pairs if pair.criterion == name]
    scored = [pair for pair in mine if pair.scored]
    value = kappas.get(name)
    return CriterionFigures(
        criterion=name,
        labels=len(mine),
        scored=len(scored),
        coverage=_share(len(scored), len(mine)),
        agreement=_share(_hits(scored), len(scored)),
        agreement_interval=wilson(_hits(scored), len(scored)),
        kappa=value,
        kappa_interval=None if value is None else intervals.get(name),
    )


def _kappas(units: Sequence[_Unit]) -> dict[str, float | None]:
    """Kappa of each criterion, their mean, and that of all labels together."""
    by_criterion: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    together: Counter[tuple[str, str]] = Counter()
    for (criterion, gold, graded), count in Counter(chain.from_iterable(units)).items():
        by_criterion[criterion][gold, graded] = count
        together[gold, graded] += count
    found = {criterion: kappa(cells) for criterion, cells in by_criterion.items()}
    known = [value for value in found.values() if value is not None]
    return {**found, _MEAN: fmean(known) if known else None, _OVERALL: kappa(together)}


def _confusions(chats: Iterable[GradedChat]) -> Iterable[Confusion]:
    """Every kind of disagreement, the most frequent first."""
    found: dict[tuple[str, str, str, str], list[tuple[str, bool]]] = defaultdict(list)
    for chat in chats:
        for pair in (*chat.pairs, *([chat.outcome] if chat.outcome else [])):
            if pair.gold != pair.graded:
                found[chat.language, pair.criterion, pair.gold, pair.graded].append((chat.id, pair.doubtful))
    for (language, criterion, gold, graded), cases in sorted(
        found.items(), key=lambda item: (-len(item[1]), item[0])
    ):
        yield Confusion(
            language=language,
            criterion=criterion,
            gold=gold,
            graded=graded,
            chats=tuple(chat for chat, _ in cases),
            doubtful=tuple(chat for chat, doubtful in cases if doubtful),
        )


def _hits(pairs: Iterable[Pair]) -> int:
    return sum(pair.gold == pair.graded for pair in pairs)


def _share(hits: int, total: int) -> float | None:
    return hits / total if total else None
