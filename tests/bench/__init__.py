"""How fast tj is, as ratios to plain programs that do the least of the same work.

    make bench                                            all rows, with vaults of 1,000 and 10,000 entries
    make bench SIZES=1000,10000,100000 ONLY=index,noop    other sizes, some rows
    make bench ROUNDS=11                                  more rounds than 5; quick rows take five times as many

It prints a Markdown table. A figure is the median, with the middle half of what was measured; a ratio is the median
of ratios of things measured one after the other, A, B, A, B, … in the same run, since machines are uneven and shared.
A goal is met where the median meets it at every size. It exits with 0 whatever it finds, unless a measurement broke.
Nothing here is a test: pytest collects none of it.

Vaults (`tests/bench/vaults.py`) are seeded, made once, and kept with their caches in $TJ_BENCH_DIR, /tmp/tj-bench by
default; 100,000 entries take some two minutes and 600 MB. Delete the folder at any time. Measured are:

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
  of 1,500 updates over their median, or of as many as ten minutes allow.
- idle: the processor's share, over 20 seconds, and the resident memory of `tj watch` on the largest vault when its
  first look is over.
- search: the newest twenty hits of frequent and rare words, with snippets, from the open index, at the largest size
  over the smallest. The rarest word is in three entries of any vault. And whole `tj search WORD` processes, which
  print all hits, over `rg -l WORD`.
- start: whole processes: `tj mood 6` into today's entry in a vault of 1,000 over `python -c pass`; `tj --help` over
  `python -c "import click, sqlite3"`; `tj list --last 7d` and `tj search WORD` over the same and a bare walk.
- jrnl: jrnl, in an environment of its own and set up as it sets itself up, adds an entry to a journal of 10,000; over
  `tj mood 6` in a vault of 10,000.
"""
