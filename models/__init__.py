"""Mathematics: arrays in, arrays out. No files, no names, no dates."""
