"""Speed, size and accuracy of the name engine, as one JSON object.

  python bench/screening.py [--people 100000] [--quick]

Speed and size are measured on synthetic people made here. Accuracy, and speed on a real list, need the labelled
evaluation in the folder JALON_SHARED_DATA (default ../shared/data beside the checkout) and are left out without it.
Times are processor time of one process on one core; `open_ms` alone is by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from jalon.screening.compare import compare
from jalon.screening.engine import Index
from jalon.screening.person import BirthDate, Name, Person
from jalon.screening.spellings import lines

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("JALON_SHARED_DATA", CHECKOUT.parent / "shared" / "data"))
COUNTRIES = ("MLI", "NER", "BFA", "MRT", "SEN", "TCD", "CIV", "GIN", "NGA", "DZA", "BEN", "TGO")
BEGINNINGS = (*"bcdfghjklmnstwyzsdmkt", "dj", "kh", "ch", "gn", "nd", "mb")
MIDDLES = (*"aioeaié", "ou", "ou", "an", "aï")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000, help="synthetic people to index")
    parser.add_argument("--quick", action="store_true", help="a tenth of the evaluation")
    options = parser.parse_args()
    evaluation = SHARED / "screening"
    result: dict[str, Any] = {"synthetic": synthetic(options.people)}
    if evaluation.is_dir():
        result |= labelled(evaluation, 10 if options.quick else 1)
    else:
        result["labelled"] = f"not measured: there is no evaluation in {evaluation}"
    result["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(result, ensure_ascii=False))


def synthetic(count: int) -> dict[str, Any]:
    """An index of made-up people, searched for some of them in another spelling and for strangers."""
    chance = random.Random(7)
    groups = [words for words in lines("spellings.txt") if words[0].isascii()]
    people = [made_up(chance, groups) for _ in range(count)]
    began = time.process_time()
    index = Index.build((str(number), person) for number, person in enumerate(people))
    built = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        index.save(path)
        size = path.stat().st_size
        began = time.perf_counter()
        index = Index.open(path)
        opened = time.perf_counter() - began
        wanted = [(str(number), respelled(chance, groups, people[number])) for number in range(0, count, count // 500)]
        strangers = [made_up(chance, groups) for _ in range(500)]
        found = [reference in {hit.id for hit in index.search(query)} for reference, query in wanted]
        figures = timed(index.search, [query for _, query in wanted] + strangers)
    return {
        "people": count,
        "names": index.names,
        "build_seconds": round(built, 1),
        "mb": round(size / 1e6, 1),
        "open_ms": round(opened * 1e3, 1),
        "search_ms": figures,
        "recall_at_10": round(sum(found) / len(found), 4),
    }


def made_up(chance: random.Random, groups: list[list[str]]) -> Person:
    """Two to four names of the table, or of a few syllables, and a birth date."""
    names = [a_name(chance, groups) for _ in range(chance.choice((2, 2, 2, 3, 3, 4)))]
    date = f"{chance.randint(1950, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    known = chance.random()
    born = date[:4] if known < 0.15 else date[:4] + "-01-01" if known < 0.3 else date
    kinds = [Name(" ".join(names))]
    if chance.random() < 0.2:
        kinds.append(Name(" ".join([*names[:1], a_name(chance, groups)]), "alias"))
    return Person(tuple(kinds), (BirthDate(born),), (chance.choice(COUNTRIES),), chance.choice("MF"))


def a_name(chance: random.Random, groups: list[list[str]]) -> str:
    if chance.random() < 0.5:
        return chance.choice(chance.choice(groups)).title()
    return "".join(chance.choice(BEGINNINGS) + chance.choice(MIDDLES) for _ in range(chance.randint(2, 4))).title()


def respelled(chance: random.Random, groups: list[list[str]], person: Person) -> Person:
    """The same person as another document writes him: another spelling of each name, another order, capitals."""
    spelling = {word: words for words in groups for word in words}
    words = [chance.choice(spelling.get(word, [word])) for word in person.names[0].text.lower().split()]
    at = chance.randrange(len(words))
    return Person((Name(" ".join(words[at:] + words[:at]).upper()),), person.birth_dates, person.nationalities, None)


def labelled(evaluation: Path, every: int) -> dict[str, Any]:
    """The labelled evaluation: pairs, and a search of the real list."""
    from jalon.watchlists.formats.ftm import person_from

    pairs = list(json_lines(evaluation / "pairs.jsonl"))[::every]
    people = [(person_from(pair["left"]), person_from(pair["right"])) for pair in pairs]
    began = time.process_time()
    scores = [compare(left, right).score for left, right in people]
    per_second = len(pairs) / (time.process_time() - began)
    began = time.process_time()
    entities = json_lines(evaluation / "index.ftm.json")
    index = Index.build((entity["id"], person_from(entity)) for entity in entities)
    built = time.process_time() - began
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "pairs", pairs)
        write(folder / "scores", ({"pair_id": p["pair_id"], "score": s} for p, s in zip(pairs, scores, strict=True)))
        times = []
        for kind in ("queries", "travellers"):
            asked = list(json_lines(evaluation / f"{kind}.jsonl"))[::every]
            write(folder / kind, asked)
            answers = []
            for line in asked:
                query = person_from(line["query"])
                began = time.thread_time()
                hits = index.search(query)
                times.append(time.thread_time() - began)
                answers.append({"qid": line["qid"], "hits": [{"id": hit.id, "score": hit.score} for hit in hits]})
            write(folder / f"{kind}.hits", answers)
        return {
            "compare": {"pairs_per_second": round(per_second), **scored("pairs", folder / "pairs", folder / "scores")},
            "real_list": {
                "people": len(index),
                "build_seconds": round(built, 1),
                "search_ms": percentiles(times),
                **scored("search", folder / "queries", folder / "queries.hits", folder / "travellers.hits"),
            },
        }


def scored(what: str, *files: Path) -> dict[str, Any]:
    """The figures of the independent scorer, where it is present."""
    scorer = SHARED.parent / "tools" / "score_screening.py"
    if not scorer.exists():
        return {"accuracy": f"not measured: there is no {scorer}"}
    done = subprocess.run([sys.executable, scorer, what, *files], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def timed(one: Callable[[Person], object], queries: list[Person]) -> dict[str, float]:
    times = []
    for query in queries:
        began = time.thread_time()
        one(query)
        times.append(time.thread_time() - began)
    return percentiles(times)


def percentiles(seconds: list[float]) -> dict[str, float]:
    return {f"p{share}": round(float(np.percentile(seconds, share)) * 1e3, 2) for share in (50, 99)}


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def write(path: Path, values: Iterable[object]) -> None:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")


if __name__ == "__main__":
    main()
