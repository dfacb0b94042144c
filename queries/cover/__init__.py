"""Questions about cover: where it is missing, since when, from when on, and who carries too much."""
