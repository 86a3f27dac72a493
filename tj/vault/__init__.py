"""Files on disk: where they lie, and finding, reading, replacing and watching them."""
