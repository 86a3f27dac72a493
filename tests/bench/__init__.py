"""How fast tj is, as ratios to plain programs that do the least of the same work, and beside other programs.

    make bench                                            all rows, with vaults of 1,000 and 10,000 entries
    make bench SIZES=1000,10000,100000 PATIENCE=600       other sizes, and more seconds for each row of a peer than 240
    make bench ONLY=index,noop ROUNDS=11                  some rows; more rounds than 5 (quick rows: times five)
    make bench RESUME=1                                   goes on where a run with the same settings was ended

It prints a Markdown table. A figure is the median, with the middle half of what was measured; a ratio is the median
of ratios of things measured one after the other, A, B, A, B, … in the same run, since machines are uneven and shared.
A goal is met where the median meets it at every size. It exits with 0 whatever it finds, unless a measurement broke.
Where all rows were asked for, `docs/benchmarks.md` is written from what was found (`page.py`), with the reasons for
what was missed (`reasons.py`); a run of some rows only prints. Nothing here is a test: pytest collects none of it, but
`tests/test_bench_page.py` holds the page to what a run found.

Vaults (`tests/bench/vaults.py`) are seeded, made once, and kept with their caches in $TJ_BENCH_DIR, /tmp/tj-bench by
default; 100,000 entries take about a minute and 600 MB, twice. Delete the folder at any time. Measured are:

- index: the first full `tj index`, by its own `seconds`, all summaries included, with no cache and no summaries
  there; over plain Python in a process of its own (`plain.py`) that reads every note and puts its text into one bare
  FTS5 table, by its own seconds. And that ratio at the largest size over that at the smallest.
- memory, file: the peak resident memory of that process, and the size of its index over that of the notes, at the
  largest size.
- noop: in one process with the index open, a refresh that finds nothing changed, over a bare `os.scandir` walk with a
  stat of every note.
- update: while the watch runs in a thread with the callback of `tj watch`, another entry is saved each time, by a
  rename and with another mood and text; from the rename until that entry's index and summaries are on disk, less the
  quiet time; over the time in which a bare watchdog observer hears of such a save. At the largest size also the worst
  of 1,500 updates over their median (500 below 100,000 entries), or of as many as ten minutes allow.
- idle: the processor's share, over 20 seconds, and the resident memory of `tj watch` on the largest vault when its
  first look is over.
- search: the newest twenty hits of frequent and rare words, with snippets, from the open index, at the largest size
  over the smallest. The rarest word is in three entries of any vault.
- start: whole processes: `tj mood 6` into today's entry in a vault of 1,000 over `python -c pass`; `tj --help` over
  `python -c "import click, sqlite3"`; `tj list --last 7d` and `tj search WORD` over the same and a bare walk.
- share: `tj share` of a year with fifty photos, over reading, resizing and `age` for as many bytes; and its memory.
- page: the therapist's page opens a share of 20 MB in the browsers that are there.

Beside other programs (`pairs.py`), where a figure is the peer's time over tj's:

- jrnl: set up as it sets itself up, it adds an entry to a journal of 10,000, over `tj mood 6`; it lists the newest ten,
  over `tj list`; it finds a word, over `tj search`.
- basic-memory: a full-text index of a copy of the vault, without its language model, over `tj index --rebuild`.
- obsidiantools: `connect` and `gather`, over `tj index --rebuild`.
- ripgrep: `rg -l WORD` over the newest twenty hits from the open index, and over `tj search WORD`, which prints all.
- share: `age` alone, for the bytes of the share, over `tj share`.

jrnl, basic-memory and obsidiantools come from PyPI, each into an environment of its own in the bench's folder, by pip
in the run; basic-memory needs Python 3.12, which is looked for. They run without a network (`guests.py`) and write
nowhere else. One that cannot be had is named with the reason. ripgrep and age are those on the path.
"""
