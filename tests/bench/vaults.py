"""Vaults made by a seeded generator, for measuring: the same arguments give the same bytes on every machine.

The entries go back day by day from 2026-06-30, and a larger vault begins with the entries of a smaller one of the same
seed. They are made by the thousand, each with a seed of its own, so that all cores can take part. Run as
`python -m tests.bench.vaults DIR N [PER_DAY]`.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from random import Random

from tj.cli.start import settings_text
from tj.interop.obsidian import Adoption

__all__ = ["LAST_DAY", "WORDS_TO_FIND", "entry_path", "make_vault"]

LAST_DAY = date(2026, 6, 30)
# Words put in on purpose, each with the share of entries that have it; the last is in three entries of any vault.
WORDS_TO_FIND = {"harbour": 0.4, "lantern": 0.1, "Übung": 0.03, "zwölfender": 0.0}
_RAREST = "zwölfender"
_RAREST_AT = {7, 70, 700}

_ENGLISH = """\
the and to of a I in was it that my for with on not but at had he she so me we this as is be day then when all they
from would could about out up just there one what if no said like time back down her him his have more by been today
again how some felt work home before think only after too over good two well into did still our than got people
morning little thing who them night went where long feel something walk asked always nothing never bed tea rain letter
kitchen window sleep worry calm quiet tired afraid laugh garden street train friend sister brother mother father boss
meeting breath shoulder stomach evening weekend neighbour dog bread shop table chair light dark cold warm slow quick
hope"""
_GERMAN = """\
und die der ich nicht das zu ist es in mit den war auf ein so als auch sich an habe mir von wie noch dann nur mich
aber heute wieder für über schön müde Gefühl später früh können möchte hätte wäre größer Straße Tür Küche Bücher
Gespräch Übungen ängstlich ruhig fröhlich Spaziergang Schlaf Träume Mädchen Vögel draußen zwölf fünf natürlich
glücklich Arbeit Mutter Vater Bruder Schwester Abend Morgen Garten Fenster Regen Atem Schulter Bauch Wochenende
Nachbarin Hund"""
_FRENCH = """\
de je la et le les que un une pas en à est des il ne me pour dans ce qui au mais plus avec sur tout bien été très même
déjà après être avoir jour matin soir mère père frère sœur maison fenêtre forêt hôpital garçon français peur fatigué
inquiète tranquille écrire marché café thé pain pluie rêve sommeil épaule ventre travail voisine chien âme"""
_SPANISH = """\
de que la y el en no a me los un una se con por lo para es las mi más pero como hoy muy día mañana noche después
también así sueño niño año corazón cansada tranquilo miedo casa madre padre hermano hermana ventana jardín lluvia café
pan trabajo reunión perro vecina caminar respiración estómago hombro tarde semana quizás todavía alegría"""
_POLISH = """\
i w nie się na to że z jest do jak ale co mi po tak za od już dla mnie był tylko czy dzień dobry wieczór rano zmęczona
spokój źle świat człowiek książka łóżko żal śmiech okno ogród deszcz ulica siostra brat mama tata praca dom chleb
herbata sen lęk oddech ramię żołądek sąsiadka pies później również może więc trochę cisza"""
_RUSSIAN = """\
и в не на я что он с как это но она мне так у за по меня все день утро вечер ночь дом окно сад дождь улица сестра брат
мама папа работа хлеб чай сон страх дыхание плечо живот соседка собака потом тоже может немного тишина спокойно устала
хорошо плохо всё ещё сегодня завтра вчера разговор письмо книга смех"""
_SCRIPTS = (
    "今天下雨了，我在窗边坐了很久，心里慢慢安静下来。",
    "昨晚没有睡好，早上和妹妹打了电话，感觉好多了。",
    "今日は散歩に出かけた。少し疲れたけれど、気分は悪くない。",
    "会議の前に深呼吸をした。肩の力が抜けた。",
    "كان اليوم هادئا، مشيت قليلا ثم كتبت رسالة إلى أختي.",
    "لم أنم جيدا لكن الصباح كان جميلا.",
    "Σήμερα περπάτησα στη θάλασσα και ένιωσα πιο ήρεμη.",
    "आज सुबह टहलने गई, और मन थोड़ा हल्का हुआ।",
    "오늘은 잠을 잘 잤다. 창가에서 차를 마시며 쉬었다.",
    "היום ירד גשם, וישבתי ליד החלון עם כוס תה 🍵.",
)
_SYLLABLES = {
    "en": "ar ber con del en fil gra har ing kel lor man ner ost per quil ran sto tern ul ven wick ith ley mond",
    "de": "auf ber chen der ein für ge haft ig keit lich mäß nis öl pfer rück schaft tür üb ver wärt zeug ung heit",
    "fr": "able bou ché de eau fé gne heu ille jou lé ment neur ois pré quet reux sion té ure vê ance elle",
    "es": "ado bre ción da era fuer gua hue illo jar llo mien ña oso per que ría ción tan ura ven zo aje",
    "pl": "ać brze cie dzi enie fił gło hał iść jąc kół łem mię noś owa prze rze ści trz unek wać zie żny",
    "ru": "ать бе ве го де ение же зи иро ка ло ми но ость пе ра ско те ум фо хо ца ше щи ый",
}
_LANGUAGES = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "pl": _POLISH, "ru": _RUSSIAN}
_SHARES = {"en": 45, "de": 20, "fr": 12, "es": 10, "pl": 7, "ru": 6}
_INVENTED = 3000
_CHUNK = 1000

_EMOTIONS, _TAGS, _GOALS = (
    words.split()
    for words in (
        "anxious hopeful calm tense tired proud sad content angry curious lonely grateful ängstlich fröhlich",
        "work family sleep therapy garden music müde café money/rent health friends boundaries",
        "walk-daily read breathe call-a-friend lights-out",
    )
)
_SKIES = ("rain", "sun", "cloud", "snow", '"wind: strong"', "'fog'", "thunder # all afternoon")
_CITIES = ("Łódź", "Köln", "Orléans", "Málaga", "Tver", "Leeds")
_CALLOUTS = ("note", "quote", "tip", "private")


@dataclass(frozen=True, slots=True)
class _Language:
    """Its words, the most frequent first, and their frequencies added up."""

    words: Sequence[str]
    totals: Sequence[float]

    def say(self, random: Random, count: int) -> list[str]:
        return random.choices(self.words, cum_weights=self.totals, k=count)


def make_vault(root: Path, entries: int, *, per_day: float = 1.0, seed: int = 1) -> None:
    """Make a vault at `root`, which must not be there yet.

    Arguments: `entries`, how many, apart from a handful of goals and sessions; `per_day`, how many of them a day, 1,440
    at most, or below 1 for one every few days; `seed`, for other words in the same shape.
    Raises `FileExistsError` where there is something, `ValueError` for a count or rate that cannot be.
    """
    if entries < 0 or not 0 < per_day <= 1440:
        raise ValueError("a vault has no fewer than 0 entries, and at most 1440 a day")
    (root / ".tj").mkdir(parents=True)
    (root / ".tj" / "config.toml").write_text(settings_text(Adoption("journal", "YYYY/YYYY-MM-DD")), "utf-8")
    _write_others(root, _languages(seed), _random("others", seed))
    for folder in {(root / entry_path(number, per_day)).parent for number in range(entries)}:
        folder.mkdir(parents=True, exist_ok=True)
    write = partial(_write_chunk, root, entries, per_day, seed)
    chunks = range(0, entries, _CHUNK)
    if len(chunks) < 2:
        _exhaust(map(write, chunks))
    else:
        with ProcessPoolExecutor() as pool:
            _exhaust(pool.map(write, chunks))


def _exhaust(work: Iterable[None]) -> None:
    for _ in work:
        pass


def _write_chunk(root: Path, entries: int, per_day: float, seed: int, first: int) -> None:
    random = _random(f"entries from {first}", seed)
    for number in range(first, min(first + _CHUNK, entries)):
        text = _entry(random, _languages(seed), number, per_day)
        (root / entry_path(number, per_day)).write_bytes(text.encode())


@cache
def _languages(seed: int) -> dict[str, _Language]:
    return {name: _language(name, _random(f"words of {name}", seed)) for name in _LANGUAGES}


def entry_path(number: int, per_day: float = 1.0) -> str:
    """Return where in the vault an entry lies; `number` counts from the newest, which is 0."""
    day, time, further = _when(number, per_day)
    suffix = "-" + time.replace(":", "") if further else ""
    return f"journal/{day:%Y}/{day.isoformat()}{suffix}.md"


def _random(what: str, seed: int) -> Random:
    return Random(f"{what} {seed}")  # noqa: S311 - for the shape of a vault, not for secrets


def _when(number: int, per_day: float) -> tuple[date, str, int]:
    back = int(number / per_day)
    first = number
    while first and int((first - 1) / per_day) == back:
        first -= 1
    further = number - first
    # 37 has no factor in common with the minutes of a day, so that no time comes twice.
    minute = (8 * 60 + (back * 7) % 60 + further * 37) % 1440
    return LAST_DAY - timedelta(days=back), f"{minute // 60:02}:{minute % 60:02}", further


def _language(name: str, random: Random) -> _Language:
    words = _LANGUAGES[name].split()
    syllables = _SYLLABLES[name].split()
    words += ["".join(random.choices(syllables, k=random.randint(2, 3))) for _ in range(_INVENTED)]
    return _Language(words, list(accumulate(1 / (rank + 2.7) for rank in range(len(words)))))


def _entry(random: Random, languages: Mapping[str, _Language], number: int, per_day: float) -> str:
    main = random.choices(list(_SHARES), weights=list(_SHARES.values()))[0]
    day, time, _ = _when(number, per_day)
    header = _front_matter(random, languages[main], day, time)
    return "\n".join(["---", *header, "---", *_body(random, languages, main, number)]) + "\n"


def _front_matter(random: Random, language: _Language, day: date, time: str) -> list[str]:
    chance = random.random
    lines = [f"date: {day.isoformat()}", f'time: "{time}"']
    if chance() < 0.85:
        lines.append(f"mood: {random.choice((2, 3, 4, 4.5, 5, 5, 6, 6, 6.5, 7, 8, 'good', 'low'))}")
    lines.append(f"emotions: [{', '.join(random.sample(_EMOTIONS, random.randint(1, 3)))}]")
    if chance() < 0.7:
        lines += ["goals:", f"  - {random.choice(('walk-daily', 'breathe', 'lights-out'))}"]
        lines += [f'  - "{random.choice(_GOALS)}: {random.randint(5, 60)}"'] if chance() < 0.6 else []
    tags = random.sample(_TAGS, random.randint(1, 3))
    lines += [f"tags: [{', '.join(tags)}]"] if chance() < 0.6 else ["tags:", *(f"  - {tag}" for tag in tags)]
    lines.append(f"sleep: {random.randint(8, 20) / 2:g}" + ("  # woke twice" if chance() < 0.1 else ""))
    if chance() < 0.05:
        lines.append("private: true")
    if chance() < 0.1:
        lines.append("# the rest is for me")
    lines.append(f"weather: {random.choice(_SKIES)}")
    lines.append(f'place: {{city: "{random.choice(_CITIES)}", height: {random.randint(1, 900)}}}')
    if chance() < 0.4:
        lines.append("meals:")
        lines += [f"  - {{name: {language.say(random, 1)[0]!r}, kcal: {random.randint(90, 900)}}}" for _ in range(2)]
    lines.append(f'title: "{" ".join(language.say(random, 4))}"')
    lines.append(f"pain: {random.choice(('null', '~', '', '0', '1.5')).strip()}".rstrip())
    lines += [f"exercise: {random.choice(('true', 'false'))}", f"steps: {random.randint(300, 15000)}"]
    return lines


def _body(random: Random, languages: Mapping[str, _Language], main: str, number: int) -> list[str]:
    language = languages[main]
    planted = [word for word, share in WORDS_TO_FIND.items() if random.random() < share]
    if number in _RAREST_AT:
        planted.append(_RAREST)
    lines: list[str] = []
    left = random.randint(90, 490)
    while left > 0:
        count = min(left, random.randint(30, 90))
        other = random.choice(list(_LANGUAGES)) if random.random() < 0.1 else main
        words = languages[other].say(random, count)
        if planted:
            words[random.randrange(count)] = planted.pop()
        if random.random() < 0.3:
            lines += [f"{'#' * random.randint(2, 3)} {' '.join(language.say(random, 3))}", ""]
        lines += [_sentences(random, words), ""]
        left -= count
        if random.random() < 0.35:
            lines += [*_aside(random, language), ""]
    if random.random() < 0.04:
        lines += [random.choice(_SCRIPTS), ""]
    return lines[:-1]


def _sentences(random: Random, words: list[str]) -> str:
    sentences: list[str] = []
    start = 0
    while start < len(words):
        end = start + random.randint(6, 16)
        sentence = " ".join(words[start:end])
        sentences.append(sentence[0].upper() + sentence[1:] + random.choice("...…!?"))
        start = end
    return " ".join(sentences)


def _aside(random: Random, language: _Language) -> list[str]:
    """Return a few lines that are no paragraph: what people and their plugins write."""
    words = " ".join(language.say(random, random.randint(4, 9)))
    hour, minute, level = random.randint(7, 22), random.randint(0, 59), random.randint(2, 9)
    feeling = random.choice(_EMOTIONS)
    kinds: list[tuple[int, list[str]]] = [
        (30, [f"- {hour:02}:{minute:02} (mood:: {level}) (emotions:: {feeling}) {words}"]),
        (20, [f"- {words}", f"- {feeling}, {words}", f"- **{feeling}**"]),
        (12, [f"- [ ] {words} #session", f"- [x] {feeling}"]),
        (10, [f"{words} #win"]),
        (10, [f"[[{entry_path(random.randint(0, 500))[13:-3]}]] {words} [[walk-daily|{feeling}]]"]),
        (6, [f"%% {words} %%"]),
        (6, [f"> [!{random.choice(_CALLOUTS)}] {feeling}", f"> {words}"]),
        (6, ["```text", words, f"- 09:00 (mood:: {level})", "```"]),
    ]
    return random.choices([lines for _, lines in kinds], weights=[weight for weight, _ in kinds])[0]


def _write_others(root: Path, languages: Mapping[str, _Language], random: Random) -> None:
    (root / "goals").mkdir()
    (root / "sessions").mkdir()
    for name in _GOALS:
        text = f"---\ntype: goal\ndate: 2026-01-05\nstatus: active\ntarget: daily\n---\n# {name}\n"
        (root / "goals" / f"{name}.md").write_bytes(text.encode())
    for week in range(6):
        day = LAST_DAY - timedelta(days=5 + 14 * week)
        body = _sentences(random, languages["en"].say(random, 80))
        text = f"---\ntype: session\ndate: {day.isoformat()}\n---\n{body}\n\n- [ ] {body[:40]} #session\n"
        (root / "sessions" / f"{day.isoformat()}.md").write_bytes(text.encode())


def _main(arguments: Sequence[str]) -> None:
    if len(arguments) not in (2, 3):
        sys.exit("usage: python -m tests.bench.vaults DIR N [PER_DAY]")
    make_vault(Path(arguments[0]), int(arguments[1]), per_day=float(arguments[2]) if len(arguments) == 3 else 1.0)


if __name__ == "__main__":
    _main(sys.argv[1:])
