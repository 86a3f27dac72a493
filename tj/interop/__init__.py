"""Other programs: their journals in and out, Obsidian, git, backups, and what starts tj by itself."""
